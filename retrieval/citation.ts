/** Links that lead to the quoted words themselves. */

/** Words at either end of a passage that find it on its page. */
const FRAGMENT_WORDS = 6;

/**
 * The address of a page with a text fragment (WICG Scroll-to-Text-Fragment): a browser scrolls to the passage and
 * marks it. A long passage is named by its first and last words.
 */
export function textFragmentLink(url: string, passage: string): string {
  const words = passage.trim().split(/\s+/u);
  const first = words.slice(0, FRAGMENT_WORDS).join(' ');
  const last = words.slice(-FRAGMENT_WORDS).join(' ');
  const text =
    words.length <= 2 * FRAGMENT_WORDS ? encode(words.join(' ')) : `${encode(first)},${encode(last)}`;
  const [page = url, fragment] = url.split('#', 2);
  return `${page}#${fragment ?? ''}:~:text=${text}`;
}

// “-” separates a fragment's prefix and suffix, so it must be escaped too; “,” and “&” already are.
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('-', '%2D');
}
