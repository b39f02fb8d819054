/** Whose surname stands alone: "President Xi" and "Xi" are "Xi Jinping" where the record knows one such person. */
import type { Collection, Variant } from './collection.ts';

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
