/** Who makes the record: speakers, publishers and the press that asks are no topics of it. */
import type { Transcript } from '../schema.ts';
import { foldName } from './fold.ts';
import { OFFICES } from './words.ts';

export interface Staff {
  /** The documents in which someone speaks, or which someone publishes, of whose name all these words are part. */
  documentsOf(spelling: string): ReadonlySet<number>;
  /** Whether it is the name of an outlet that asks. */
  asks(spelling: string): boolean;
}

const NONE: ReadonlySet<number> = new Set();

export function findStaff(transcripts: readonly Transcript[]): Staff {
  const askers = new Set<string>();
  const voices = new Map<string, Set<number>>();
  for (const [document, { document: card, turns }] of transcripts.entries()) {
    for (const name of new Set([card.publisher, ...turns.map(({ speaker }) => speaker)])) {
      voices.set(name, (voices.get(name) ?? new Set()).add(document));
    }
    for (const { asker } of turns) if (asker !== undefined) askers.add(foldName(asker));
  }
  const byWord = new Map<string, { words: Set<string>; documents: Set<number> }[]>();
  for (const [name, documents] of voices) {
    const words = new Set(wordsOf(name).filter((word) => !OFFICES.has(word)));
    for (const word of words) byWord.set(word, [...(byWord.get(word) ?? []), { words, documents }]);
  }
  return {
    documentsOf(spelling) {
      const words = wordsOf(spelling);
      const bearers = (byWord.get(words[0] ?? '') ?? []).filter((voice) =>
        words.every((word) => voice.words.has(word)),
      );
      return bearers.length === 0 ? NONE : new Set(bearers.flatMap(({ documents }) => [...documents]));
    },
    asks: (spelling) => askers.has(foldName(spelling)),
  };
}

function wordsOf(name: string): string[] {
  return name
    .split(/[\s-]+/u)
    .map((word) => foldName(word).toLowerCase())
    .filter((word) => word !== '');
}
