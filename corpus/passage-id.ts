/** Short, stable names of passages. */
import { createHash } from 'node:crypto';

/** Crockford's base 32 in lower case: no i, l, o or u, so that an id can be read aloud. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 10;

/** White space folded to single blanks: ids and comparisons ignore how a text was wrapped. */
export function foldSpace(text: string): string {
  return text.replace(/\s{2,}|[^\S ]/g, ' ').trim();
}

/** Counts as it is asked, in the order of a document: the 0-based occurrence of a passage's words, white space folded. */
export function occurrenceCounter(): (text: string) => number {
  const seen = new Map<string, number>();
  return (text) => {
    const folded = foldSpace(text);
    const occurrence = seen.get(folded) ?? 0;
    seen.set(folded, occurrence + 1);
    return occurrence;
  };
}

/**
 * The id of a passage, from what it names: the document, the passage's own words, and the 0-based
 * occurrence of these words in the document. Edits elsewhere in the document leave it as it is.
 */
export function passageId(documentId: string, text: string, occurrence: number): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([documentId, foldSpace(text), occurrence]))
    .digest();
  let bits = hash.readBigUInt64BE(0) >> 14n;
  let id = '';
  for (let i = 0; i < LENGTH; i += 1) {
    id = ALPHABET.charAt(Number(bits & 31n)) + id;
    bits >>= 5n;
  }
  return id;
}
