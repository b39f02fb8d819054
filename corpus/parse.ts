/** One source file to one transcript, with offsets into its text. */
import { documentId } from './document-id.ts';
import { TranscriptError, UnreadableRolesError } from './errors.ts';
import { sha256 } from './files.ts';
import { foldSpace, occurrenceCounter, passageId } from './passage-id.ts';
import { type Document, type Passage, type Transcript, type Turn, webAddress } from './schema.ts';
import type { Page, SourceFile } from './sources/page.ts';
import { type FoundDay, findDay } from './transcript/day.ts';
import { findKind, findLanguage, findPublisher } from './transcript/metadata.ts';
import { bestReading, type Reading } from './transcript/reading.ts';
import { words } from './transcript/turns.ts';

/** Raised whenever the same bytes would give other turns or passages: an index knows by it that it is stale. */
export const PARSER_VERSION = 14;

/** The best way to read a file. Throws `TranscriptError` where none gives a turn. */
export function readSource({ path, sidecar }: SourceFile, pages: readonly Page[]): Reading {
  const [first, ...others] = pages;
  const reading = first === undefined ? undefined : bestReading(first, others, sidecar);
  if (reading?.refusal !== undefined)
    throw new UnreadableRolesError(`${path} ${reading.refusal.problem}`, reading.refusal.remedy);
  if (reading === undefined || reading.turns.length === 0) throw noTurn(path, reading?.page);
  return reading;
}

/** What a reading says as a transcript. Throws `TranscriptError` where it has no title or no day. */
export function toTranscript(file: SourceFile, reading: Reading): Transcript {
  const { path, bytes, sidecar } = file;
  const { page, title, above, turns } = reading;
  const { text, bodyStart } = page;
  if (title === undefined) {
    throw new TranscriptError(`${path} has no title.`, 'Put the title of the transcript on its first line.');
  }
  const date = dayOf(file, reading)?.iso;
  if (date === undefined) {
    throw new TranscriptError(
      `${path} names no date.`,
      'Put the day into the title, on a line of its own, or into the file name as YYYY-MM-DD; or say it with --date.',
    );
  }
  const document: Document = {
    id: documentId(date, title),
    path,
    title,
    date,
    publisher: sidecar?.publisher ?? findPublisher(title, page, above.join('\n'), text.slice(bodyStart)),
    kind: findKind(title, turns.filter(({ asked }) => asked.length > 0).length),
    language: sidecar?.language ?? findLanguage(text.slice(bodyStart)),
    sha256: sha256(bytes),
    text,
  };
  if (page.url !== undefined && webAddress.safeParse(page.url).success) document.url = page.url;
  return assemble(document, reading);
}

/** The day of a reading, with the other day that the same figures may mean. */
export function dayOf(
  { path, sidecar }: Pick<SourceFile, 'path' | 'sidecar'>,
  { title = '', page, above, below }: Reading,
): FoundDay | undefined {
  return sidecar?.date === undefined
    ? findDay(title, page, above, below, path, isForeign(page.text.slice(page.bodyStart)))
    : { iso: sidecar.date };
}

/** Whether a text is surely in another language than English: a few words do not tell. */
function isForeign(text: string): boolean {
  return text.length > 300 && findLanguage(text) !== 'en';
}

/** The same transcript under another document id; passage ids follow. */
export function withDocumentId({ document, turns, passages }: Transcript, id: string): Transcript {
  return {
    document: { ...document, id },
    turns: turns.map((turn) => ({ ...turn, document: id })),
    passages: identify(id, passages),
  };
}

function assemble(document: Document, reading: Reading): Transcript {
  const turns: Turn[] = [];
  const passages: Omit<Passage, 'id'>[] = [];
  reading.turns.forEach(({ asked, asker, speaker, spans }, ordinal) => {
    turns.push({
      document: document.id,
      ordinal,
      ...(asker !== undefined && { asker }),
      ...(asked.length > 0 && { question: words(document.text, asked) }),
      speaker,
    });
    spans.forEach((span, index) => {
      passages.push({
        turn: ordinal,
        ordinal: index,
        text: document.text.slice(span.start, span.end),
        ...span,
      });
    });
  });
  return { document, turns, passages: identify(document.id, passages) };
}

function identify(id: string, passages: readonly Omit<Passage, 'id'>[]): Passage[] {
  const occurrenceOf = occurrenceCounter();
  return passages.map((passage) => ({
    ...passage,
    id: passageId(id, passage.text, occurrenceOf(passage.text)),
  }));
}

function noTurn(path: string, page: Page | undefined): TranscriptError {
  const body = page?.text.slice(page.bodyStart).trim() ?? '';
  const line = foldSpace(body.split(/\r\n|\n|\r/, 1)[0] ?? '');
  const quoted = line.length > 80 ? `${line.slice(0, 79)}…` : line;
  return new TranscriptError(
    `${path} holds no question with an answer that can be told apart (it begins “${quoted}”).`,
    'Make sure that it is a transcript whose speakers are labelled, such as “Q:” and “A:”, or remove it.',
  );
}
