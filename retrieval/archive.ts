/** Passages of versions that were superseded: what was quoted from a page stays a quote of what stood there. */
import { historyState, indexHistory, readHistory } from '../corpus/history.ts';
import type { PassageArchive } from './interfaces.ts';
import { citeTurn, genuinePassages, type OnRecord, readSupersededTurns } from './superseded-turns.ts';

/**
 * The old versions below a corpus folder. They are read when something is asked for that the record does not hold:
 * once, until a version is kept or forgotten. From then on the turns that differ from the record, and which ids the
 * versions mention, are known in memory, so that an id that nobody ever gave costs no read.
 */
export function openArchive(corpusDir: string, onRecord: OnRecord): PassageArchive {
  const inMemory = <T>(read: () => Promise<T>) => {
    let known: { state: string; value: Promise<T> } | undefined;
    return async () => {
      const state = await historyState(corpusDir);
      if (known?.state !== state) known = { state, value: read() };
      return known.value;
    };
  };
  const filesOf = inMemory(() => indexHistory(corpusDir));
  return {
    turns: inMemory(() => readSupersededTurns(corpusDir, onRecord)),
    async turn(id) {
      const found = (await readHistory(corpusDir, (await filesOf()).get(id) ?? [])).flatMap((version) => {
        const passage = [...genuinePassages(version)].find((one) => one.id === id);
        return passage ? [{ version, passage }] : [];
      });
      const last = found.at(-1);
      return last ? citeTurn(last.version, last.passage.turn) : [];
    },
  };
}
