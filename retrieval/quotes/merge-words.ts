/** Two word indexes as one, without sorting again what is sorted: linear in the larger, and quick in the smaller. */
import { DEPTH, type WordIndex } from './word-index.ts';

/** The slots of both indexes in the order of the whole, and where each one's words begin there. */
interface Layout {
  starts: Uint32Array;
  rows: Uint32Array;
  knownStarts: Uint32Array;
  addedStarts: Uint32Array;
  /** Places in the known stream before which added slots come. */
  cuts: number[];
}

/**
 * What `buildWordIndex` gives for all passages, from the index of the first ones and that of the others.
 * @param dates ISO date of each row's document, first the known rows, then the added
 */
export function mergeWordIndexes(
  known: WordIndex,
  added: WordIndex,
  dates: readonly string[] = [],
): WordIndex {
  const { words, ofKnown, ofAdded } = mergeVocabularies(known.words, added.words);
  const layout = layOut(known, added, dates);
  const stream = new Uint32Array(known.stream.length + added.stream.length);
  copyWords(known, ofKnown, layout.knownStarts, stream);
  copyWords(added, ofAdded, layout.addedStarts, stream);
  const offsets = new Uint32Array(words.length + 1);
  countWords(known, ofKnown, offsets);
  countWords(added, ofAdded, offsets);
  for (let word = 0; word < words.length; word++) {
    offsets[word + 1] = (offsets[word + 1] ?? 0) + (offsets[word] ?? 0);
  }
  const sorted = mergeSorted(known, added, layout, stream);
  return { words, stream, starts: layout.starts, rows: layout.rows, sorted, offsets };
}

/** All words in code-unit order, and the new number of each word of either vocabulary. */
function mergeVocabularies(known: readonly string[], added: readonly string[]) {
  const words: string[] = [];
  const ofKnown = new Uint32Array(known.length);
  const ofAdded = new Uint32Array(added.length);
  for (let k = 0, a = 0; k < known.length || a < added.length; ) {
    const [first, second] = [known[k], added[a]];
    const next = second === undefined || (first !== undefined && first <= second) ? first : second;
    if (first === next) ofKnown[k++] = words.length;
    if (second === next) ofAdded[a++] = words.length;
    words.push(next ?? '');
  }
  return { words, ofKnown, ofAdded };
}

function layOut(known: WordIndex, added: WordIndex, dates: readonly string[]): Layout {
  const [ofKnown, ofAdded] = [known.rows.length, added.rows.length];
  const layout: Layout = {
    starts: new Uint32Array(ofKnown + ofAdded + 1),
    rows: new Uint32Array(ofKnown + ofAdded),
    knownStarts: new Uint32Array(ofKnown),
    addedStarts: new Uint32Array(ofAdded),
    cuts: [],
  };
  const dateOf = (row: number | undefined) => dates[row ?? -1] ?? '';
  for (let k = 0, a = 0, slot = 0; slot < ofKnown + ofAdded; slot++) {
    const start = layout.starts[slot] ?? 0;
    const addedRow = ofKnown + (added.rows[a] ?? 0);
    // Newest first; of one date the known rows, which are the lower ones.
    const takeKnown = k < ofKnown && (a === ofAdded || dateOf(known.rows[k]) >= dateOf(addedRow));
    const from = takeKnown ? known : added;
    const at = takeKnown ? k++ : a++;
    if (takeKnown) layout.knownStarts[at] = start;
    else {
      layout.addedStarts[at] = start;
      layout.cuts.push(known.starts[k] ?? 0);
    }
    layout.rows[slot] = takeKnown ? (known.rows[at] ?? 0) : addedRow;
    layout.starts[slot + 1] = start + (from.starts[at + 1] ?? 0) - (from.starts[at] ?? 0);
  }
  return layout;
}

function copyWords(index: WordIndex, numbers: Uint32Array, starts: Uint32Array, into: Uint32Array): void {
  for (let slot = 0; slot < starts.length; slot++) {
    let at = starts[slot] ?? 0;
    const end = index.starts[slot + 1] ?? 0;
    for (let i = index.starts[slot] ?? 0; i < end; i++) into[at++] = numbers[index.stream[i] ?? 0] ?? 0;
  }
}

/** Adds the occurrences of each word into the place after its own. */
function countWords(index: WordIndex, numbers: Uint32Array, offsets: Uint32Array): void {
  for (const [word, number] of numbers.entries()) {
    const count = (index.offsets[word + 1] ?? 0) - (index.offsets[word] ?? 0);
    offsets[number + 1] = (offsets[number + 1] ?? 0) + count;
  }
}

function mergeSorted(known: WordIndex, added: WordIndex, layout: Layout, stream: Uint32Array): Uint32Array {
  const moved = movedPositions(known, layout.knownStarts);
  // A place just before a cut is followed by other words than before: it is sorted in anew.
  const displaced = new Set<number>();
  for (const cut of layout.cuts) {
    for (let place = Math.max(0, cut - DEPTH + 1); place < cut; place++) displaced.add(moved[place] ?? 0);
  }
  const compare = byWords(stream);
  const addedMoved = movedPositions(added, layout.addedStarts);
  const fresh = [...displaced, ...addedMoved].sort(compare);
  const kept = new Uint32Array(known.sorted.length - displaced.size);
  let count = 0;
  for (const position of known.sorted) {
    const place = moved[position] ?? 0;
    if (!displaced.has(place)) kept[count++] = place;
  }
  const sorted = new Uint32Array(stream.length);
  let from = 0;
  let filled = 0;
  for (const place of fresh) {
    const to = firstAfter(kept, from, place, compare);
    sorted.set(kept.subarray(from, to), filled);
    filled += to - from;
    sorted[filled++] = place;
    from = to;
  }
  sorted.set(kept.subarray(from), filled);
  return sorted;
}

/** Where each place of an index's stream has come to stand. */
function movedPositions(index: WordIndex, starts: Uint32Array): Uint32Array {
  const moved = new Uint32Array(index.stream.length);
  for (let slot = 0; slot < starts.length; slot++) {
    let at = starts[slot] ?? 0;
    const end = index.starts[slot + 1] ?? 0;
    for (let i = index.starts[slot] ?? 0; i < end; i++) moved[i] = at++;
  }
  return moved;
}

/** By the next words, the end of the stream first; then by place. */
function byWords(stream: Uint32Array): (a: number, b: number) => number {
  return (a, b) => {
    for (let ahead = 0; ahead < DEPTH; ahead++) {
      const difference = (stream[a + ahead] ?? -1) - (stream[b + ahead] ?? -1);
      if (difference !== 0) return difference;
    }
    return a - b;
  };
}

function firstAfter(
  places: Uint32Array,
  from: number,
  place: number,
  compare: (a: number, b: number) => number,
): number {
  let low = from;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(places[middle] ?? 0, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
