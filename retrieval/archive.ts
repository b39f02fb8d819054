/** Passages of versions that were superseded: what was quoted from a page stays a quote of what stood there. */
import { historyState, readHistory } from '../corpus/history.ts';
import type { CitedPassage, PassageArchive } from './interfaces.ts';
import { citeTurn, genuinePassages, type OnRecord, readSupersededTurns } from './superseded-turns.ts';

/**
 * The old versions below a corpus folder. They are read when something is asked for that the record does not hold,
 * which is seldom; the turns that differ from the record are kept in memory from then on, until a version is kept or
 * forgotten.
 */
export function openArchive(corpusDir: string, onRecord: OnRecord): PassageArchive {
  let known: { state: string; turns: Promise<readonly CitedPassage[][]> } | undefined;
  return {
    async turns() {
      const state = await historyState(corpusDir);
      if (known?.state !== state) known = { state, turns: readSupersededTurns(corpusDir, onRecord) };
      return known.turns;
    },
    async turn(id) {
      const found = (await readHistory(corpusDir, id)).flatMap((version) => {
        const passage = [...genuinePassages(version)].find((one) => one.id === id);
        return passage ? [{ version, passage }] : [];
      });
      const last = found.at(-1);
      return last ? citeTurn(last.version, last.passage.turn) : [];
    },
  };
}
