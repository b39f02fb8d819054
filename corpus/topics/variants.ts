/** All spellings found, and which of them mean the same: folded forms, plurals, surnames, misspellings, abbreviations. */
import { foldName } from './capitals.ts';
import { COUNTRIES } from './countries.ts';

/** `place`: a country or what comes from it; `person`: a name that follows a title; `phrase`, `word`: in small letters. */
export type Sort = 'place' | 'person' | 'name' | 'phrase' | 'word';

export interface Variant {
  spelling: string;
  sort: Sort;
  /** Not the thing's own name but derived from it ("Dutch"): never shown for it. */
  derived: boolean;
  /** Numbers of texts, with repetitions. */
  texts: number[];
  /** Occurrences after a title ("President Xi"). */
  titled: number;
  /** Occurrences in a sentence of a few words, as when someone is called upon. */
  called: number;
}

type Sighting = Pick<Variant, 'spelling' | 'sort' | 'texts'> & Partial<Pick<Variant, 'derived' | 'called'>>;

export class Collection {
  readonly groups = new Groups();
  readonly variants = new Map<string, Variant>();

  add({ spelling, sort, texts, derived = false, called = 0 }: Sighting): void {
    // What is left of an interrupted name ("U—") names nothing.
    if (spelling.length < 2) return;
    const known = this.variants.get(spelling);
    const variant = known ?? { spelling, sort, derived, texts: [], titled: 0, called: 0 };
    if (!known) this.variants.set(spelling, variant);
    if (variant.sort === 'name') variant.sort = sort;
    for (const text of texts) variant.texts.push(text);
    if (sort === 'person') variant.titled += texts.length;
    variant.called += called;
  }

  /** The variants of each group. */
  grouped(): Variant[][] {
    const grouped = new Map<string, Variant[]>();
    for (const variant of this.variants.values()) {
      const key = this.groups.find(variant.spelling);
      const group = grouped.get(key);
      if (group) group.push(variant);
      else grouped.set(key, [variant]);
    }
    return [...grouped.values()];
  }
}

class Groups {
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

/** A surname is a person's when this share of its occurrences follows a title… */
const TITLED_SHARE = 0.1;
/** …and belongs to the one who has this share of the full names with it. */
const DOMINANCE = 0.5;

/** Puts each surname that stands alone under the full name it is short for. Linear in the number of names. */
export function joinSurnames({ groups, variants }: Collection): void {
  const bearers = new Map<string, Map<string, { name: string; count: number }>>();
  for (const { spelling, titled, texts } of variants.values()) {
    const words = spelling.split(' ');
    if (titled === 0 || words.length < 2 || words.length > 4) continue;
    // The family name comes last in the West and first in East Asia: it is the one that titles go with.
    const [first = '', last = ''] = [words[0], words.at(-1)];
    const surname = titledCount(variants, first) > titledCount(variants, last) ? first : last;
    const people = bearers.get(surname) ?? new Map<string, { name: string; count: number }>();
    const person = groups.find(spelling);
    const known = people.get(person);
    people.set(person, { name: known?.name ?? spelling, count: (known?.count ?? 0) + texts.length });
    bearers.set(surname, people);
  }
  for (const [surname, people] of bearers) {
    const alone = variants.get(surname);
    if (!alone || alone.sort === 'place' || alone.titled < alone.texts.length * TITLED_SHARE) continue;
    const all = [...people.values()];
    const total = all.reduce((sum, { count }) => sum + count, 0);
    const best = all.reduce((a, b) => (b.count > a.count ? b : a));
    if (best.count >= total * DOMINANCE) groups.join(surname, best.name);
  }
}

function titledCount(variants: ReadonlyMap<string, Variant>, spelling: string): number {
  return variants.get(spelling)?.titled ?? 0;
}

const INTRODUCED = /\((?:the |or |“|")?(\p{Lu}[\p{L}\p{N}.&-]{1,9})(?:”|")?\)/gu;
/** Characters before the bracket in which the long form may begin. */
const REACH = 100;

/** Pairs of a short form and its long form, as written. Linear in the text. */
export function readAbbreviations(text: string): { short: string; long: string }[] {
  const found: { short: string; long: string }[] = [];
  for (const match of text.matchAll(INTRODUCED)) {
    const short = match[1] ?? '';
    const before = text.slice(Math.max(0, match.index - REACH), match.index).trimEnd();
    const clause = before.split(/[.;:!?()“”"]\s?|,\s/u).at(-1) ?? '';
    const long = longForm(short.replace(/s$/, ''), clause);
    if (long !== undefined) found.push({ short, long: long.replace(/\s+/g, ' ') });
  }
  return found;
}

/** The shortest end of `before` whose letters spell `short` in order, the first of them at the start of a word. */
function longForm(short: string, before: string): string | undefined {
  const letters = [...short.toLowerCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
  let at = before.length;
  for (let i = letters.length - 1; i >= 0; i--) {
    do at--;
    while (
      at >= 0 &&
      (before[at]?.toLowerCase() !== letters[i] || (i === 0 && /[\p{L}\p{N}]/u.test(before[at - 1] ?? '')))
    );
    if (at < 0) return undefined;
  }
  const long = before.slice(at);
  const words = long.split(/[\s-]+/).length;
  // The paper's bound on the length of a long form; one that contains its short form explains nothing.
  if (words < 2 || words > Math.min(letters.length + 5, letters.length * 2)) return undefined;
  return long.includes(short) ? undefined : long;
}
