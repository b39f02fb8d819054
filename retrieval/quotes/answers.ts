/** Answers in the word index: which passages belong together, and the passages behind a stretch of words. */
import type { CitedPassage, PassageStore } from '../interfaces.ts';
import { type Range, slotAt } from './phrases.ts';
import type { WordIndex } from './word-index.ts';

/** What a check needs of the record. */
export type Passages = Pick<PassageStore, 'read' | 'turnOf'>;

/** Reads passages by slot for one check, each at most once. */
export class Answers {
  readonly index: WordIndex;
  private readonly passages: Passages;
  private readonly known = new Map<number, CitedPassage>();

  constructor(index: WordIndex, passages: Passages) {
    this.index = index;
    this.passages = passages;
  }

  /** The passages of slots that exist. */
  async cited(slots: readonly number[]): Promise<CitedPassage[]> {
    const missing = slots.filter((slot) => !this.known.has(slot));
    const read = await this.passages.read(missing.map((slot) => this.index.rows[slot] ?? 0));
    for (const [i, slot] of missing.entries()) {
      const cited = read[i];
      if (cited) this.known.set(slot, cited);
    }
    return slots.flatMap((slot) => this.known.get(slot) ?? []);
  }

  /** The stretch of the stream that a slot's answer covers: passages of one turn stand together, as their rows do. */
  async around(slot: number): Promise<Range> {
    const { rows, starts } = this.index;
    const row = rows[slot] ?? 0;
    const turn = await this.passages.turnOf(row);
    const first = slot - turn.indexOf(row);
    return { from: starts[first] ?? 0, to: starts[first + turn.length] ?? 0 };
  }

  /** The slots that a stretch of the stream touches, in order. */
  slotsOf({ from, to }: Range): number[] {
    const first = slotAt(this.index, from);
    const last = slotAt(this.index, Math.max(from, to - 1));
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }
}
