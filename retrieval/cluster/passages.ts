/** Passages as they lie in the cluster: vectors packed, and words refused that are not what their id names. */
import { passageId } from '../../corpus/passage-id.ts';
import { ClusterError } from '../errors.ts';
import type { CitedPassage } from '../interfaces.ts';
import { bestCosine, STEPS } from '../vector/windows.ts';

/** What is read back of a passage: its citation, and what verifies and scores it. */
export interface StoredPassage {
  cited: CitedPassage;
  occurrence: number;
  turnKey: string;
  /** The 16-bit components of all windows, base64. */
  vectors: string;
  topics: string[];
}
/** Fields of `StoredPassage`. */
export const PASSAGE_FIELDS = ['cited', 'occurrence', 'turnKey', 'vectors', 'topics'];

/** @throws ClusterError when the words of a passage do not give its id */
export function checkedPassage({ cited, occurrence }: StoredPassage): CitedPassage {
  const { passage, document } = cited;
  if (passageId(document.id, passage.text, occurrence) === passage.id) return cited;
  throw new ClusterError(
    `The text of passage ${passage.id} in the cluster is not what its id names.`,
    'Publish the record again: npm run embed',
  );
}

/** Names a turn: document id and ordinal. */
export const turnKeyOf = ({ document, ordinal }: CitedPassage['turn']) => `${document}#${ordinal}`;

export function packVectors(windows: Int16Array): string {
  return Buffer.from(windows.buffer, windows.byteOffset, windows.byteLength).toString('base64');
}

/** The best cosine of a unit vector with any of the packed windows. */
export function scorePacked(query: Float32Array, packed: string): number {
  const bytes = Buffer.from(packed, 'base64');
  return bestCosine(query, new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2));
}

const DECIMALS = 1e4;

/**
 * The windows as unit vectors, to four decimals: what is found by them is scored by the packed ones. A cluster keeps what
 * was sent to it for a while, and digits that tell nothing were a third of that.
 */
export function unpackWindows(windows: Int16Array, dimension: number): number[][] {
  return Array.from({ length: windows.length / dimension }, (_, window) =>
    Array.from(
      windows.subarray(window * dimension, (window + 1) * dimension),
      (steps) => Math.round((steps / STEPS) * DECIMALS) / DECIMALS,
    ),
  );
}

/** Groups values by a key, each group in the order of the values. */
export function groupBy<Value, Key>(
  values: readonly Value[],
  keyOf: (value: Value) => Key,
): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
