/** Labels that a typist got wrong once: `MR. SULLIVCAN` among many of `MR. SULLIVAN`. */
import { typingDistance } from './spelling.ts';

/** A shorter word may be another name (`OFFICIAL ONE` and `OFFICIAL TWO`, `MR. LEE` and `MS. LEE`). */
const SHORTEST_WORD = 6;
const MOST_EDITS = 2;
const MOST_NAMES = 500;

/**
 * The usual spelling of every label that stands once in a document, differs in one word from a label that
 * stands there more often, and in that word by a slip or two. `names` holds a name for each time it stands.
 */
export function findMisspellings(names: readonly string[]): ReadonlyMap<string, string> {
  const uses = new Map<string, number>();
  for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1);
  // So many names are no transcript's, and each would be compared with each.
  if (uses.size > MOST_NAMES) return new Map();
  const usual = [...uses].filter(([, count]) => count > 1).map(([name]) => name);
  const meant = new Map<string, string>();
  for (const [name, count] of uses) {
    const right = count === 1 ? usual.find((other) => isSlipOf(name, other)) : undefined;
    if (right !== undefined) meant.set(name, right);
  }
  return meant;
}

function isSlipOf(name: string, right: string): boolean {
  const words = name.split(' ');
  const others = right.split(' ');
  if (words.length !== others.length) return false;
  const pairs = words.map((word, i) => [word, others[i] ?? ''] as const).filter(([a, b]) => a !== b);
  const [first, ...more] = pairs;
  if (first === undefined || more.length > 0) return false;
  const [word, other] = first;
  if (/\d/.test(word + other)) return false;
  const distance = typingDistance(word, other, MOST_EDITS, false);
  if (Math.min(word.length, other.length) >= SHORTEST_WORD) return distance <= MOST_EDITS;
  // `PRME MINISTER`: a letter that is missing or too many, never another letter (`JOAN` and `JOHN`).
  return (
    words.length > 1 &&
    Math.max(word.length, other.length) > 4 &&
    word.length !== other.length &&
    distance === 1
  );
}
