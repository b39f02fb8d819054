/** The texts that topics are read from: every passage, and every question that a passage answers. */
import type { Transcript } from '../schema.ts';

export interface Text {
  text: string;
  /** Number of the document. */
  document: number;
  /** Number of the turn in the whole record. */
  turn: number;
  /** Position of the passage; of a question, of the passage that stands for its answer. */
  passage: number;
  asked: boolean;
}

/** An opening courtesy ("Sure.", "Thank you, Jen.") does not stand for an answer; this many characters may. */
const SUBSTANCE = 60;

/** All texts, document by document: its passages in order, then its questions. */
export function listTexts(transcripts: readonly Transcript[]): Text[] {
  const texts: Text[] = [];
  let passage = 0;
  let firstTurn = 0;
  for (const [document, { turns, passages }] of transcripts.entries()) {
    const standing = new Map<number, { passage: number; length: number }>();
    for (const { text, turn } of passages) {
      texts.push({ text, document, turn: firstTurn + turn, passage, asked: false });
      const stands = standing.get(turn);
      // The first of substance; where none has any, the longest.
      if (!stands || (stands.length < SUBSTANCE && text.length > stands.length)) {
        standing.set(turn, { passage, length: text.length });
      }
      passage++;
    }
    for (const { question, ordinal } of turns) {
      const stands = standing.get(ordinal);
      if (question === undefined || !stands) continue;
      texts.push({
        text: question,
        document,
        turn: firstTurn + ordinal,
        passage: stands.passage,
        asked: true,
      });
    }
    firstTurn += turns.length;
  }
  return texts;
}
