/** Batches of texts of like length: padding is work that a model does for nothing. */

/** One window of a text, as token ids with the special tokens around them. */
export interface TokenWindow {
  /** Position of the text in the input. */
  position: number;
  /** Number of the window in its text, from 0. */
  ordinal: number;
  ids: number[];
}

/**
 * Cuts token ids into windows of at most `room` tokens that overlap by `overlap`, so that no token is lost and
 * a sentence on a border is whole in one of them. A short text is one window; an empty one, too.
 */
export function cutWindows(ids: readonly number[], room: number, overlap: number): number[][] {
  if (ids.length <= room) return [[...ids]];
  const windows: number[][] = [];
  for (let from = 0; ; from += room - overlap) {
    windows.push(ids.slice(from, from + room));
    if (from + room >= ids.length) return windows;
  }
}

/** Groups windows, longest first, so that a batch holds at most `maxTokens` tokens, padding included. */
export function* batchByLength<Window extends TokenWindow>(
  windows: readonly Window[],
  maxTokens: number,
): Generator<Window[]> {
  const sorted = windows.toSorted((a, b) => b.ids.length - a.ids.length);
  let batch: Window[] = [];
  for (const window of sorted) {
    const longest = batch[0]?.ids.length ?? window.ids.length;
    if (batch.length > 0 && (batch.length + 1) * longest > maxTokens) {
      yield batch;
      batch = [];
    }
    batch.push(window);
  }
  if (batch.length > 0) yield batch;
}
