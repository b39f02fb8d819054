/** One source file to one transcript, with offsets into its text. */
import { createHash } from 'node:crypto';
import { decodeText } from './decode.ts';
import { documentId } from './document-id.ts';
import { opensTranscript, readTurns } from './engine.ts';
import { TranscriptError } from './errors.ts';
import { FORMATS } from './formats/index.ts';
import { readFrontMatter } from './front-matter.ts';
import { findDay, findKind, findLanguage, findPublisher, findTitle } from './metadata.ts';
import { detectStyle, splitParagraphs } from './paragraphs.ts';
import { foldSpace, passageId } from './passage-id.ts';
import type { Document, Passage, Transcript, Turn } from './schema.ts';
import { defaultSpeaker, namedOfficials, Speakers } from './speakers.ts';
import type { SpokenTurn } from './turns.ts';

/** Raised whenever the same bytes would give other turns or passages: an index knows by it that it is stale. */
export const PARSER_VERSION = 1;

/** How many paragraphs above the text (and below it) may carry its title and its stamps. */
const HEAD = 12;
const TAIL = 6;
/** `On May 8, Spokesperson Wang Wenbin held a regular press conference`: tells who answers. */
const HOSTED =
  /\b(?:held|hosts?|hosted|chaired|presided)\b.{0,80}\b(?:conference|briefing)\b|(?:主持|举行).{0,20}记者会/iu;
/** How much of a text introduces its speakers by their full names. */
const INTRODUCTION = 3000;

/** A file as it lies in the corpus folder. */
export interface SourceFile {
  /** Below the corpus folder, with forward slashes. */
  path: string;
  bytes: Uint8Array;
}

/** Parses one transcript. Throws `TranscriptError`, which says what is wrong with the file and what to do. */
export function parseTranscript({ path, bytes }: SourceFile): Transcript {
  const text = decodeText(path, bytes);
  const frontMatter = readFrontMatter(path, text);
  const { bodyStart } = frontMatter;
  const style = path.toLowerCase().endsWith('.md') ? 'blocks' : detectStyle(text.slice(bodyStart));
  const paragraphs = splitParagraphs(text, bodyStart, style, () => false);
  const speech = paragraphs.findIndex(({ start, end }) => opensTranscript(text.slice(start, end)));
  const head = paragraphs.slice(0, speech < 0 ? HEAD : Math.min(HEAD, speech));
  const { title, spans: titleSpans } = findTitle(text, head, frontMatter);
  const introduction = head.map(({ start, end }) => text.slice(start, end));
  const lead = introduction.filter((line) => HOSTED.test(line)).join('\n');
  const tail = paragraphs.slice(Math.max(HEAD, paragraphs.length - TAIL));
  const speakers = new Speakers(
    title ?? '',
    text.slice(bodyStart, bodyStart + INTRODUCTION),
    defaultSpeaker(title ?? '', lead),
  );
  const officials = namedOfficials(title ?? '');
  const turns = firstReading({ text, bodyStart, style, titleSpans, officials, speakers });
  if (turns.length === 0)
    throw noTurn(
      path,
      text
        .slice(bodyStart)
        .trim()
        .split(/\r\n|\n|\r/, 1)[0] ?? '',
    );
  if (title === undefined) {
    throw new TranscriptError(`${path} has no title.`, 'Put the title of the transcript on its first line.');
  }
  const below = tail.map(({ start, end }) => text.slice(start, end));
  const date = findDay(title, frontMatter, introduction, below, path);
  if (date === undefined) {
    throw new TranscriptError(
      `${path} names no date.`,
      'Put the day into the title, on a line of its own, or into the file name as YYYY-MM-DD.',
    );
  }
  const document: Document = {
    id: documentId(date, title),
    path,
    title,
    date,
    publisher: findPublisher(title, frontMatter, introduction.join('\n')),
    kind: findKind(title, turns.filter(({ question }) => question !== undefined).length),
    language: findLanguage(text.slice(bodyStart)),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    text,
  };
  if (frontMatter.url !== undefined && URL.canParse(frontMatter.url)) document.url = frontMatter.url;
  return assemble(document, turns);
}

/** The same transcript under another document id; passage ids follow. */
export function withDocumentId({ document, turns, passages }: Transcript, id: string): Transcript {
  return {
    document: { ...document, id },
    turns: turns.map((turn) => ({ ...turn, document: id })),
    passages: identify(id, passages),
  };
}

function firstReading(script: Parameters<typeof readTurns>[0]): SpokenTurn[] {
  for (const format of FORMATS) {
    const turns = readTurns(script, format);
    if (turns.length > 0) return turns;
  }
  return [];
}

function assemble(document: Document, spoken: readonly SpokenTurn[]): Transcript {
  const turns: Turn[] = [];
  const passages: Omit<Passage, 'id'>[] = [];
  spoken.forEach(({ spans, ...turn }, ordinal) => {
    turns.push({ document: document.id, ordinal, ...turn });
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
  const seen = new Map<string, number>();
  return passages.map((passage) => {
    const folded = foldSpace(passage.text);
    const occurrence = seen.get(folded) ?? 0;
    seen.set(folded, occurrence + 1);
    return { ...passage, id: passageId(id, folded, occurrence) };
  });
}

function noTurn(path: string, firstLine: string): TranscriptError {
  const line = foldSpace(firstLine);
  const quoted = line.length > 80 ? `${line.slice(0, 79)}…` : line;
  return new TranscriptError(
    `${path} holds no question with an answer that can be told apart (it begins “${quoted}”).`,
    'Make sure that it is a transcript whose speakers are labelled, such as “Q:” and “A:”, or remove it.',
  );
}
