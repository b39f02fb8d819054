/** The record's own words: Document > Turn > Passage, as data that is checked wherever it enters. */
import { z } from 'zod';

/** A calendar day, `YYYY-MM-DD`. */
export const isoDate = z.iso.date();

/** An address of the web: the only kind that is ever shown as a link. */
export const webAddress = z.url({ protocol: /^https?$/ });

export const documentSchema = z.object({
  /** Readable and stable: date and title, with a few characters of hash where two would meet. */
  id: z.string().min(1),
  /** Path of the source file below the corpus folder, with forward slashes. */
  path: z.string().min(1),
  title: z.string().min(1),
  date: isoDate,
  publisher: z.string().min(1),
  kind: z.enum(['press-conference', 'statement']),
  /** BCP 47, e.g. `en`, `zh`. */
  language: z.string().min(2),
  url: webAddress.optional(),
  /** Of the raw file, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** The snapshot that every passage is cut from. */
  text: z.string().min(1),
});

export const turnSchema = z.object({
  /** Document id. */
  document: z.string().min(1),
  /** From 0, in the order of the document. */
  ordinal: z.int().nonnegative(),
  /** Outlet or name of who asked. */
  asker: z.string().min(1).optional(),
  question: z.string().min(1).optional(),
  speaker: z.string().min(1),
});

export const passageSchema = z.object({
  id: z.string().regex(/^[0-9a-hjkmnp-tv-z]{10}$/),
  /** Ordinal of the turn in its document. */
  turn: z.int().nonnegative(),
  /** From 0, in the order of the turn. */
  ordinal: z.int().nonnegative(),
  text: z.string().min(1),
  /** UTF-16 offsets into the document's text: `text === document.text.slice(start, end)`. */
  start: z.int().nonnegative(),
  end: z.int().positive(),
});

export type Document = z.infer<typeof documentSchema>;
export type Turn = z.infer<typeof turnSchema>;
export type Passage = z.infer<typeof passageSchema>;

/** One parsed transcript: its turns in order, and its passages in order. */
export interface Transcript {
  document: Document;
  turns: Turn[];
  passages: Passage[];
}
