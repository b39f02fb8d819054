/** The words of turns that are on record no more, indexed as the record's own words are. */
import type { CitedPassage, PassageArchive } from '../interfaces.ts';
import { Answers, type Passages } from './answers.ts';
import { buildWordIndex, type WordIndex } from './word-index.ts';

/** Opens the archive's turns for one check; nothing where no source was changed. */
export type OldWords = () => Promise<Answers | undefined>;

/** Indexes what the archive holds when it is first asked for, and again when that has changed. */
export function oldWordsOf(archive: Pick<PassageArchive, 'turns'>): OldWords {
  let known: { turns: readonly CitedPassage[][]; index: WordIndex; passages: Passages } | undefined;
  return async () => {
    const turns = await archive.turns();
    if (turns.length === 0) return undefined;
    if (known?.turns !== turns) known = { turns, ...indexTurns(turns) };
    return new Answers(known.index, known.passages);
  };
}

function indexTurns(turns: readonly CitedPassage[][]): { index: WordIndex; passages: Passages } {
  const all = turns.flat();
  const turnOfRow: number[][] = [];
  for (const turn of turns) {
    const first = turnOfRow.length;
    const rows = turn.map((_, i) => first + i);
    for (const _ of rows) turnOfRow.push(rows);
  }
  return {
    // Without dates the rows keep their order: what was superseded last comes first.
    index: buildWordIndex(all.map(({ passage }) => passage.text)),
    passages: {
      read: async (rows) => rows.flatMap((row) => all[row] ?? []),
      turnOf: async (row) => turnOfRow[row] ?? [],
    },
  };
}
