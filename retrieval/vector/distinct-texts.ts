/**
 * Passages of the same words share one vector. In a record of briefings every eighth passage ("Thank you.") was said
 * before; in a graph such points are each other's only neighbours, and the way through it ends among them.
 */
import type { Row, ScoredRow, VectorIndex } from '../interfaces.ts';

/** The distinct texts of the passages, in the order in which they first come, and the number of each passage's text. */
export interface DistinctTexts {
  texts: string[];
  ofRow: Uint32Array;
}

export function findDistinctTexts(passages: readonly string[]): DistinctTexts {
  const numbers = new Map<string, number>();
  const ofRow = Uint32Array.from(passages, (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
  return { texts: [...numbers.keys()], ofRow };
}

/** An index over distinct texts, asked and answered in rows of passages. */
export class DistinctTextIndex implements VectorIndex {
  private readonly texts: VectorIndex;
  private readonly ofRow: Uint32Array;
  /** Rows by text, and where each text's rows begin. */
  private readonly rows: Uint32Array;
  private readonly starts: Uint32Array;

  constructor(texts: VectorIndex, ofRow: Uint32Array) {
    this.texts = texts;
    this.ofRow = ofRow;
    const count = ofRow.reduce((most, text) => Math.max(most, text + 1), 0);
    this.starts = new Uint32Array(count + 1);
    for (const text of ofRow) this.starts[text + 1] = (this.starts[text + 1] ?? 0) + 1;
    for (let i = 0; i < count; i++) this.starts[i + 1] = (this.starts[i + 1] ?? 0) + (this.starts[i] ?? 0);
    this.rows = new Uint32Array(ofRow.length);
    const next = this.starts.slice();
    for (const [row, text] of ofRow.entries()) {
      this.rows[next[text] ?? 0] = row;
      next[text] = (next[text] ?? 0) + 1;
    }
  }

  async search(query: Float32Array, k: number): Promise<ScoredRow[]> {
    const found = await this.texts.search(query, k);
    // Best first, and rows of one text in the order of the record: no more sorting is needed.
    return found
      .flatMap(({ row: text, score }) => this.rowsOf(text).map((row) => ({ row, score })))
      .slice(0, Math.max(0, k));
  }

  async score(query: Float32Array, rows: readonly Row[]): Promise<number[]> {
    return this.texts.score(
      query,
      rows.map((row) => this.ofRow[row] ?? 0),
    );
  }

  private rowsOf(text: number): Row[] {
    return [...this.rows.subarray(this.starts[text], this.starts[text + 1])];
  }
}
