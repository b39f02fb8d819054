/** The rows of a record in several segments: those of the first one, then those of the next. */
import type { Row } from '../interfaces.ts';

/** Where each segment's rows begin, and one entry more for the end. */
export class SegmentRows {
  readonly starts: readonly number[];

  constructor(sizes: readonly number[]) {
    const starts = [0];
    for (const size of sizes) starts.push((starts.at(-1) ?? 0) + size);
    this.starts = starts;
  }

  get size(): number {
    return this.starts.at(-1) ?? 0;
  }

  /** A segment's own rows as rows of the record. */
  toRecord(segment: number, rows: readonly Row[]): Row[] {
    const start = this.starts[segment] ?? 0;
    return rows.map((row) => row + start);
  }

  /** The segment of a row of the record; for a row beyond the end, the last one. */
  segmentOf(row: Row): number {
    const next = this.starts.findIndex((start) => start > row);
    return next < 0 ? this.starts.length - 2 : next - 1;
  }

  /** Asks each segment about its own of the given rows; the results stand in the order of the rows. */
  async perRow<T>(
    rows: readonly Row[],
    ask: (segment: number, rows: readonly Row[]) => Promise<T[]>,
  ): Promise<T[]> {
    const places = new Map<number, number[]>();
    for (const [place, row] of rows.entries()) {
      const segment = this.segmentOf(row);
      const known = places.get(segment);
      if (known) known.push(place);
      else places.set(segment, [place]);
    }
    const results = new Array<T>(rows.length);
    for (const [segment, own] of places) {
      const start = this.starts[segment] ?? 0;
      const answers = await ask(
        segment,
        own.map((place) => (rows[place] ?? 0) - start),
      );
      for (const [i, place] of own.entries()) results[place] = answers[i] as T;
    }
    return results;
  }
}
