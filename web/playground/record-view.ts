/** The record as the page shows it: documents, topics, and the whole text of a document. */
import type { Transcript } from '../../corpus/schema.ts';
import type { SourceDocument } from './wire.ts';

/** Topics that the page lists. */
export const TOPICS_SHOWN = 120;

/** A document as the page needs it: passages by their places in the text. */
export function toSource({ document, turns, passages }: Transcript): SourceDocument {
  const { id, title, date, publisher, url, text } = document;
  return {
    id,
    title,
    date,
    publisher,
    ...(url !== undefined && { url }),
    text,
    turns: turns.map(({ ordinal, asker, question, speaker }) => ({
      ordinal,
      ...(asker !== undefined && { asker }),
      ...(question !== undefined && { question }),
      speaker,
    })),
    passages: passages.map(({ id, turn, start, end }) => ({ id, turn, start, end })),
  };
}
