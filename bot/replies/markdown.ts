/** Source text as Discord markdown: nothing in a transcript may format, link, ping or unfurl. */

// A backslash before any of these shows the character itself.
const ACTIVE = /[\\*_~`|<>[\]@]/g;
// Only at the start of a line: headings, lists, subtext.
const LINE_START = /^(\s*)(#{1,3}\s|[-+]\s|-#|\d+(?=\.\s))/;
const SCHEME = /:(?=\/\/)/g;

/** White space as one space: line breaks in a source are page layout. */
export function foldSpace(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** One line of text that Discord shows character for character. */
export function escapeMarkdown(text: string): string {
  return foldSpace(text)
    .replace(ACTIVE, '\\$&')
    .replace(SCHEME, '\\:')
    .replace(LINE_START, (start, indent: string, mark: string) =>
      /^\d/.test(mark) ? `${start}\\` : `${indent}\\${mark}`,
    );
}

/** Text set off as a quote. */
export function blockQuote(text: string): string {
  return `> ${escapeMarkdown(text)}`;
}

/**
 * Splits words over pages of at most `limit` units of escaped text each; a page ends at a sentence where one ends in
 * its last third, else at a word. Nothing is lost: the pages joined by spaces are the text.
 */
export function paginate(text: string, limit: number): string[] {
  const pages: string[] = [];
  let words: string[] = [];
  let length = 0;
  const flush = (keep: number) => {
    pages.push(words.slice(0, keep).join(' '));
    words = words.slice(keep);
    length = words.reduce((sum, word) => sum + escapeMarkdown(word).length + 1, 0);
  };
  for (const word of foldSpace(text)
    .split(' ')
    .flatMap((word) => pieces(word, limit))) {
    const added = escapeMarkdown(word).length + 1;
    if (words.length > 0 && length + added > limit) flush(lastSentence(words));
    if (words.length > 0 && length + added > limit) flush(words.length);
    words.push(word);
    length += added;
  }
  if (words.length > 0) flush(words.length);
  return pages;
}

/** How many of a page's words to keep so that it ends with a sentence. */
function lastSentence(words: readonly string[]): number {
  for (let i = words.length; i > (words.length * 2) / 3; i--) {
    if (/[.!?。！？]["”’')\]]*$/u.test(words[i - 1] ?? '')) return i;
  }
  return words.length;
}

/** A word longer than a page (a text without spaces) in pieces that fit even if every character is escaped. */
function pieces(word: string, limit: number): string[] {
  if (escapeMarkdown(word).length <= limit) return [word];
  const size = Math.floor(limit / 3);
  const characters = [...word];
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, i) =>
    characters.slice(i * size, (i + 1) * size).join(''),
  );
}
