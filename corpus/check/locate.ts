/** Where the words of a transcript stand in its text: passages by their offsets, questions by looking for them. */
import type { Transcript } from '../schema.ts';

export interface Located {
  start: number;
  end: number;
}

export interface LocatedTurn {
  ordinal: number;
  asker?: string;
  speaker: string;
  /** Paragraphs of the question. Those of a question that an earlier turn has already are left out. */
  asked: Located[];
  /** The question as it was published, repeated or not. */
  question?: string;
  said: Located[];
}

/** Every turn with the places of its paragraphs, in order. */
export function locateTurns({ document, turns, passages }: Transcript): LocatedTurn[] {
  const said = new Map<number, Located[]>();
  for (const { turn, start, end } of passages) said.set(turn, [...(said.get(turn) ?? []), { start, end }]);
  let from = 0;
  return turns.map(({ ordinal, asker, question, speaker }) => {
    const own = said.get(ordinal) ?? [];
    const until = own[0]?.start ?? document.text.length;
    const asked: Located[] = [];
    let at = from;
    for (const paragraph of question?.split('\n\n') ?? []) {
      const start = document.text.indexOf(paragraph, at);
      // A turn that repeats the question of the one before it: it stands there already.
      if (start < 0 || start > until) continue;
      at = start + paragraph.length;
      asked.push({ start, end: at });
    }
    from = Math.max(from, at, until);
    return {
      ordinal,
      speaker,
      asked,
      said: own,
      ...(asker !== undefined && { asker }),
      ...(question !== undefined && { question }),
    };
  });
}

/** Questions and answers of all turns, paragraph by paragraph. */
export function paragraphsOf(turns: readonly LocatedTurn[]): Located[] {
  return turns.flatMap(({ asked, said }) => [...asked, ...said]);
}
