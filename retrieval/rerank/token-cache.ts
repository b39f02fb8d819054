/** Token vectors of texts seen lately, up to a number of bytes: least recently used go first. */
import { bytesOf, type TokenMatrix } from './token-matrix.ts';

/** Rough cost of an entry beside its vectors: the key's text and the map's own. */
const ENTRY_OVERHEAD = 200;

export class TokenCache {
  readonly maxBytes: number;
  bytes = 0;
  // A Map iterates in the order of insertion, so re-inserting on each use keeps the oldest first.
  private readonly entries = new Map<string, TokenMatrix>();

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get size(): number {
    return this.entries.size;
  }

  get(text: string): TokenMatrix | undefined {
    const found = this.entries.get(text);
    if (!found) return undefined;
    this.entries.delete(text);
    this.entries.set(text, found);
    return found;
  }

  set(text: string, matrix: TokenMatrix): void {
    this.remove(text);
    const cost = costOf(text, matrix);
    if (cost > this.maxBytes) return;
    this.entries.set(text, matrix);
    this.bytes += cost;
    for (const oldest of this.entries.keys()) {
      if (this.bytes <= this.maxBytes) return;
      this.remove(oldest);
    }
  }

  private remove(text: string): void {
    const found = this.entries.get(text);
    if (!found) return;
    this.entries.delete(text);
    this.bytes -= costOf(text, found);
  }
}

function costOf(text: string, matrix: TokenMatrix): number {
  return bytesOf(matrix) + 2 * text.length + ENTRY_OVERHEAD;
}
