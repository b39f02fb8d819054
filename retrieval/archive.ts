/** Passages of versions that were superseded: what was quoted from a page stays a quote of what stood there. */
import { historyState, readHistory } from '../corpus/history.ts';
import { foldSpace, passageId } from '../corpus/passage-id.ts';
import type { Passage, Transcript } from '../corpus/schema.ts';
import type { CitedPassage, PassageArchive } from './interfaces.ts';
import { type OnRecord, readSupersededTurns } from './superseded-turns.ts';

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
      const versions = await readHistory(corpusDir, id);
      const version = versions.findLast((one) => holds(one, id));
      return version ? citeTurn(version, id, version.supersededAt) : [];
    },
  };
}

/** Whether a version has the passage; one whose words are not in its text, or give another id, does not count. */
function holds({ document, passages }: Transcript, id: string): boolean {
  const passage = passages.find((one) => one.id === id);
  if (!passage || document.text.slice(passage.start, passage.end) !== passage.text) return false;
  const occurrence = passages.slice(0, passages.indexOf(passage)).filter(sameWords(passage)).length;
  return passageId(document.id, passage.text, occurrence) === id;
}

function sameWords(passage: Passage): (other: Passage) => boolean {
  const words = foldSpace(passage.text);
  return ({ text }) => foldSpace(text) === words;
}

function citeTurn({ document, turns, passages }: Transcript, id: string, superseded: string): CitedPassage[] {
  const { text, ...card } = document;
  const turn = turns.find(({ ordinal }) => ordinal === passages.find((one) => one.id === id)?.turn);
  if (!turn) return [];
  return passages
    .filter((passage) => passage.turn === turn.ordinal)
    .map((passage) => ({ passage, turn, document: card, superseded }));
}
