/** Spellings that mean the same, put together (a union–find forest over their keys). */
import type { Variant } from './collection.ts';
import { COUNTRIES } from './countries.ts';
import { foldName } from './fold.ts';

export class Groups {
  private readonly parents = new Map<string, string>();

  /** The key of the group that a spelling belongs to. */
  find(spelling: string): string {
    const known = COUNTRIES.get(spelling);
    return this.root(known ? `=${known.country}` : foldName(spelling));
  }

  /** Puts the group of `part` under that of `whole`. */
  join(part: string, whole: string): void {
    const from = this.find(part);
    const to = this.find(whole);
    if (from !== to) this.parents.set(from, to);
  }

  private root(key: string): string {
    let root = key;
    for (let next = this.parents.get(root); next !== undefined; next = this.parents.get(root)) root = next;
    return root;
  }
}

/** `Hamas` is not many of the `Hama` that it is misspelt as: a singular is seen this often for each plural. */
const SINGULAR = 0.05;

/** Joins plurals with their singulars, and `COVID` with `COVID-19`. Linear in the number of spellings. */
export function joinForms(groups: Groups, variants: Iterable<Variant>): void {
  const byFold = new Map<string, Variant>();
  const numbered = new Map<string, Variant>();
  for (const variant of variants) {
    const { spelling, texts, titled, sort } = variant;
    const fold = foldName(spelling);
    // Neither `Waters` nor `the Turks` is many of something.
    if (titled === 0 && sort !== 'place') byFold.set(fold, variant);
    const base = foldName(/^(\p{L}{3,})-\d+$/u.exec(spelling)?.[1] ?? '');
    if (texts.length > (numbered.get(base)?.texts.length ?? 0)) numbered.set(base, variant);
  }
  for (const [fold, plural] of byFold) {
    if (!/[^s]s$/.test(fold) || fold.length < 4) continue;
    const singular = byFold.get(fold.slice(0, -1)) ?? byFold.get(fold.replace(/ies$/, 'y'));
    if (!singular || singular.texts.length < plural.texts.length * SINGULAR) continue;
    groups.join(plural.spelling, singular.spelling);
  }
  for (const [base, { spelling }] of numbered) {
    const plain = byFold.get(base);
    if (plain) groups.join(plain.spelling, spelling);
  }
}

/** Joins names of people that differ by a letter ("Zelensky", "Zelenskyy") or by a shortened first name ("Tony", "Antony"). */
export function joinPeople(groups: Groups, people: readonly string[]): void {
  const known = new Map<string, string[]>();
  for (const name of people) {
    const words = foldName(name).split(' ');
    const [first = '', last = ''] = [words[0], words.at(-1)];
    // Only names that share the first name, the last or, of one word, the opening letters can be the same.
    const ends = words.length > 1 ? [`${first} …`, `… ${last}`] : [`${first.slice(0, 4)}…`];
    for (const end of ends) {
      const others = known.get(end) ?? [];
      const same = others.find(
        (other) => differsByOne(foldName(name), foldName(other)) || shortens(words, other),
      );
      if (same !== undefined) groups.join(name, same);
      known.set(end, [...others, name]);
    }
  }
}

function shortens(words: readonly string[], other: string): boolean {
  const others = foldName(other).split(' ');
  const [a = '', b = ''] = [words[0], others[0]];
  if (
    words.length < 2 ||
    words.slice(1).join(' ') !== others.slice(1).join(' ') ||
    Math.min(a.length, b.length) < 3
  )
    return false;
  return a.endsWith(b) || b.endsWith(a) || a.startsWith(b) || b.startsWith(a);
}

/**
 * Whether one letter more or less turns `a` into `b`, or in full names one other letter (a surname alone may be that of
 * a spouse: Zelensky, Zelenska). Both are long enough that this is no accident.
 */
function differsByOne(a: string, b: string): boolean {
  if (a.length === b.length && !a.includes(' ')) return false;
  if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 8) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - from && a.at(-1 - end) === b.at(-1 - end)) end++;
  return Math.max(a.length, b.length) - from - end <= 1;
}
