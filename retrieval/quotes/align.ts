/** Alignment of a quote's words with a span of the record (Gotoh 1982: a gap costs to open, little to go on). */

/** Where each word of the quote stands in the record's span, ascending; NOWHERE for words that do not. */
interface Alignment {
  places: Int32Array;
  score: number;
}

export const NOWHERE = -1;

// A word that follows its neighbour counts three times one that stands alone, so that an alignment holds together. A
// lone word pays for a gap to the rest of up to ten words, a pair for one of eighty.
const MATCH = 100;
const IN_RUN = 200;
const OPEN = 60;
const STEP = 4;

const IMPOSSIBLE = -1e9;
// How the best score of a cell came about: bit 0 for cells that match, the bits above it for cells in a gap.
const AFTER_MATCH = 1;
const START = 0 << 1;
const SKIP_AFTER_MATCH = 1 << 1;
const LEAVE_AFTER_MATCH = 2 << 1;
const SKIP_IN_GAP = 3 << 1;
const LEAVE_IN_GAP = 4 << 1;
const GAP_BITS = 7 << 1;

/**
 * The best alignment of the quote's words with part of the record's. What stands before and behind it in the record
 * costs nothing, and neither does what is left out at a mark (`marks`: words that an ellipsis stands before).
 * Time and memory grow with the product of the two lengths: a million cells take some 10 ms.
 */
export function align(
  quoteWords: readonly string[],
  recordWords: readonly string[],
  marks: ReadonlySet<number>,
): Alignment {
  const numbers = new Map(quoteWords.map((word, i) => [word, i]));
  const quote = Int32Array.from(quoteWords, (word) => numbers.get(word) ?? NOWHERE);
  const record = Int32Array.from(recordWords, (word) => numbers.get(word) ?? NOWHERE);
  const width = record.length + 1;
  const traces = new Uint8Array((quote.length + 1) * width);
  let matchAbove = new Int32Array(width).fill(IMPOSSIBLE);
  let gapAbove = new Int32Array(width);
  let match = new Int32Array(width);
  let gap = new Int32Array(width);
  const best = { score: 0, row: 0, column: 0 };
  for (let row = 1; row <= quote.length; row++) {
    const word = quote[row - 1];
    const marked = marks.has(row);
    const open = marked ? 0 : OPEN;
    const step = marked ? 0 : STEP;
    const begun = -row * STEP;
    const rest = (quote.length - row) * STEP;
    match[0] = IMPOSSIBLE;
    gap[0] = begun;
    for (let column = 1; column < width; column++) {
      let trace = 0;
      let matched = IMPOSSIBLE;
      if (word === record[column - 1]) {
        const run = (matchAbove[column - 1] ?? 0) + IN_RUN;
        const alone = gapAbove[column - 1] ?? 0;
        matched = MATCH + (run > alone ? run : alone);
        if (run > alone) trace = AFTER_MATCH;
        if (matched - rest > best.score) Object.assign(best, { score: matched - rest, row, column });
      }
      let skipped = begun;
      let how = START;
      const skip = (matchAbove[column] ?? 0) - OPEN - STEP;
      if (skip > skipped) [skipped, how] = [skip, SKIP_AFTER_MATCH];
      const leave = (match[column - 1] ?? 0) - open - step;
      if (leave > skipped) [skipped, how] = [leave, LEAVE_AFTER_MATCH];
      const skipOn = (gapAbove[column] ?? 0) - STEP;
      if (skipOn > skipped) [skipped, how] = [skipOn, SKIP_IN_GAP];
      const leaveOn = (gap[column - 1] ?? 0) - step;
      if (leaveOn > skipped) [skipped, how] = [leaveOn, LEAVE_IN_GAP];
      match[column] = matched;
      gap[column] = skipped;
      traces[row * width + column] = trace | how;
    }
    [matchAbove, match] = [match, matchAbove];
    [gapAbove, gap] = [gap, gapAbove];
  }
  return { places: traceBack(traces, width, quote.length, best), score: best.score };
}

function traceBack(
  traces: Uint8Array,
  width: number,
  length: number,
  end: { row: number; column: number },
): Int32Array {
  const places = new Int32Array(length).fill(NOWHERE);
  let { row, column } = end;
  let matching = true;
  while (row > 0 && column > 0) {
    const trace = traces[row * width + column] ?? 0;
    if (matching) {
      places[row - 1] = column - 1;
      matching = (trace & AFTER_MATCH) !== 0;
      row--;
      column--;
      continue;
    }
    const how = trace & GAP_BITS;
    if (how === START) break;
    matching = how === SKIP_AFTER_MATCH || how === LEAVE_AFTER_MATCH;
    if (how === SKIP_AFTER_MATCH || how === SKIP_IN_GAP) row--;
    else column--;
  }
  return places;
}
