/** All spellings found, with the texts that hold them and what their use tells. */
import { Groups } from './groups.ts';

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

export type Sighting = Pick<Variant, 'spelling' | 'sort' | 'texts'> &
  Partial<Pick<Variant, 'derived' | 'called'>>;

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
