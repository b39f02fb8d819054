/** Passages out of the cluster: refused where their words are not what their id names. */
import { passageId } from '../../corpus/passage-id.ts';
import { ClusterError } from '../errors.ts';
import type { CitedPassage } from '../interfaces.ts';
import type { StoredPassage } from './layout.ts';

/** @throws ClusterError when the words of a passage do not give its id */
export function checkedPassage({ cited, occurrence }: StoredPassage): CitedPassage {
  const { passage, document } = cited;
  if (passageId(document.id, passage.text, occurrence) === passage.id) return cited;
  throw new ClusterError(
    `The text of passage ${passage.id} in the cluster is not what its id names.`,
    'Publish the record again: npm run embed',
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
