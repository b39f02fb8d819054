/** Links that lead to the quoted words themselves: at their source, and on the pages of this record. */

/** The address of a passage's own page; `publicUrl` with or without a slash at its end. */
export function permalinkOf(publicUrl: string, passageId: string): string {
  return new URL(`/p/${passageId}`, publicUrl).href;
}

/** Words at either end of a passage that find it on its page; of a text without spaces, characters. */
const FRAGMENT_WORDS = 6;
const FRAGMENT_CHARACTERS = 16;

/**
 * The address of a page with a text fragment (WICG Scroll-to-Text-Fragment): a browser scrolls to the passage and
 * marks it. A long passage is named by its first and last words.
 */
export function textFragmentLink(url: string, passage: string): string {
  const [page = url, fragment] = url.split('#', 2);
  const text = passage.trim().replace(/\s+/gu, ' ');
  const [first, last] = bothEnds(text);
  return `${page}#${fragment ?? ''}:~:text=${last === undefined ? encode(first) : `${encode(first)},${encode(last)}`}`;
}

/** The beginning and the end of a text, or the whole of a short one. */
function bothEnds(text: string): [string, string?] {
  const words = text.split(' ');
  const edge = words.slice(0, FRAGMENT_WORDS).join(' ');
  if (edge.length > FRAGMENT_CHARACTERS * FRAGMENT_WORDS || words.length === 1) {
    const characters = [...text];
    if (characters.length <= 2 * FRAGMENT_CHARACTERS) return [text];
    return [
      characters.slice(0, FRAGMENT_CHARACTERS).join(''),
      characters.slice(-FRAGMENT_CHARACTERS).join(''),
    ];
  }
  return words.length <= 2 * FRAGMENT_WORDS ? [text] : [edge, words.slice(-FRAGMENT_WORDS).join(' ')];
}

// “-” separates a fragment's prefix and suffix, so it must be escaped too; “,” and “&” already are.
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('-', '%2D');
}
