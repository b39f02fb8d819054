/** The topics of a record that has grown: what the new passages name, under the names that are known. */

import { foldSpelling } from '../../corpus/spelling.ts';
import type { Topic } from '../../corpus/topics/extract.ts';

/**
 * Adds topics to known ones. A topic that shares a spelling with a known one adds its passages there; another one
 * comes after all that are known. `start` is the first row of the added passages.
 */
export function joinTopics(known: readonly Topic[], added: readonly Topic[], start: number): Topic[] {
  const joined = known.map((topic) => ({ ...topic }));
  const bySpelling = new Map<string, Topic>();
  for (const topic of joined) {
    for (const spelling of [topic.name, ...topic.variants]) {
      const folded = foldSpelling(spelling);
      if (!bySpelling.has(folded)) bySpelling.set(folded, topic);
    }
  }
  for (const topic of added) {
    const rows = topic.passages.map((row) => row + start);
    const spellings = [topic.name, ...topic.variants].map(foldSpelling);
    const same = spellings.map((spelling) => bySpelling.get(spelling)).find((one) => one !== undefined);
    if (same) same.passages = [...new Set([...same.passages, ...rows])];
    else joined.push({ ...topic, passages: rows });
  }
  return joined;
}
