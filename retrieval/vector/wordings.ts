/**
 * Passages of the same words share one vector. In a record of briefings every eighth passage ("Thank you.") was said
 * before; in a graph such points are each other's only neighbours, and the way through it ends among them.
 */
import type { Row, ScoredRow, VectorIndex } from '../interfaces.ts';

/** The number of each row's wording; wordings are numbered in the order in which they first come. */
export interface Wordings {
  texts: string[];
  ofRow: Uint32Array;
}

/** Numbers the wordings of the passages. */
export function findWordings(texts: readonly string[]): Wordings {
  const numbers = new Map<string, number>();
  const ofRow = Uint32Array.from(texts, (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
  return { texts: [...numbers.keys()], ofRow };
}

/** An index over wordings, asked and answered in rows. */
export class WordingIndex implements VectorIndex {
  private readonly wordings: VectorIndex;
  private readonly ofRow: Uint32Array;
  /** Rows by wording, and where each wording's rows begin. */
  private readonly rows: Uint32Array;
  private readonly starts: Uint32Array;

  constructor(wordings: VectorIndex, ofRow: Uint32Array) {
    this.wordings = wordings;
    this.ofRow = ofRow;
    const count = ofRow.reduce((most, wording) => Math.max(most, wording + 1), 0);
    this.starts = new Uint32Array(count + 1);
    for (const wording of ofRow) this.starts[wording + 1] = (this.starts[wording + 1] ?? 0) + 1;
    for (let i = 0; i < count; i++) this.starts[i + 1] = (this.starts[i + 1] ?? 0) + (this.starts[i] ?? 0);
    this.rows = new Uint32Array(ofRow.length);
    const next = this.starts.slice();
    for (const [row, wording] of ofRow.entries()) {
      this.rows[next[wording] ?? 0] = row;
      next[wording] = (next[wording] ?? 0) + 1;
    }
  }

  async search(query: Float32Array, k: number): Promise<ScoredRow[]> {
    const found = await this.wordings.search(query, k);
    // Best first, and rows of one wording in the order of the record: no more sorting is needed.
    return found
      .flatMap(({ row: wording, score }) => this.rowsOf(wording).map((row) => ({ row, score })))
      .slice(0, Math.max(0, k));
  }

  async score(query: Float32Array, rows: readonly Row[]): Promise<number[]> {
    return this.wordings.score(
      query,
      rows.map((row) => this.ofRow[row] ?? 0),
    );
  }

  private rowsOf(wording: number): Row[] {
    return [...this.rows.subarray(this.starts[wording], this.starts[wording + 1])];
  }
}
