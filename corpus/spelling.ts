/** Spellings made comparable, and how far apart two of them are. */

/** A name as it is looked up: without case, accents, full stops, possessive marks, punctuation, repeated blanks. */
export function foldSpelling(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]s(?!\p{L})/gu, '')
    .replace(/[.'’]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** How many typing errors are forgiven in so many characters. */
export function forgiven(length: number): number {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

/** One bit for each letter and digit that occurs: what one lacks of another's bits is a lower bound of their distance. */
export function letterBits(folded: string): number {
  let bits = 0;
  for (let i = 0; i < folded.length; i++) {
    // Distinct for a–z; the others share bits with them, which only weakens the bound.
    if (folded[i] !== ' ') bits |= 1 << (folded.charCodeAt(i) % 32);
  }
  return bits;
}

/** How many bits of `wanted` are missing from `there`. */
export function missingBits(wanted: number, there: number): number {
  let bits = wanted & ~there;
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** Fits a byte, and is far more than is ever forgiven. */
const FAR = 200;

/**
 * The least number of insertions, deletions, substitutions and transpositions of neighbours (optimal string alignment)
 * that turn `typed` into `name`, or into any beginning of it; more than `most` as `most` + 1. Time: the product of the
 * lengths, cut short as soon as `most` is passed.
 */
export function typingDistance(typed: string, name: string, most: number, beginning: boolean): number {
  const width = beginning ? Math.min(name.length, typed.length + most) : name.length;
  if (typed.length - width > most || (!beginning && width - typed.length > most)) return most + 1;
  let [earlier, previous, row] = [
    new Uint8Array(width + 1),
    new Uint8Array(width + 1),
    new Uint8Array(width + 1),
  ];
  for (let j = 0; j <= width; j++) previous[j] = Math.min(j, FAR);
  for (let i = 1; i <= typed.length; i++) {
    let least = Math.min(i, FAR);
    row[0] = least;
    for (let j = 1; j <= width; j++) {
      const same = typed[i - 1] === name[j - 1];
      let cost = Math.min(
        (previous[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && typed[i - 1] === name[j - 2] && typed[i - 2] === name[j - 1]) {
        cost = Math.min(cost, (earlier[j - 2] ?? 0) + 1);
      }
      row[j] = Math.min(cost, FAR);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    [earlier, previous, row] = [previous, row, earlier];
  }
  return Math.min(beginning ? Math.min(...previous) : (previous[width] ?? FAR), most + 1);
}
