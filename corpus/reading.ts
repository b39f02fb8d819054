/** One way to read a file, read: its title, the traces of its day, and its turns, before it is a document. */
import { opensTranscript, readTurns, type Spoken } from './engine.ts';
import { FORMATS } from './formats/index.ts';
import { findTitle, looksLikeTitle } from './metadata.ts';
import { detectStyle, type Span, splitParagraphs } from './paragraphs.ts';
import type { Page } from './sources/page.ts';
import { defaultSpeaker, namedOfficials, Speakers } from './speakers.ts';
import type { SpokenTurn } from './turns.ts';

/** How many paragraphs above the text (and below it) may carry its title and its stamps. */
const HEAD = 12;
const TAIL = 6;
/** `On May 8, Spokesperson Wang Wenbin held a regular press conference`: tells who answers. */
const HOSTED =
  /\b(?:held|hosts?|hosted|chaired|presided)\b.{0,80}\b(?:conference|briefing)\b|(?:主持|举行).{0,20}记者会/iu;
/** How much of a text introduces its speakers by their full names. */
const INTRODUCTION = 3000;

export interface Reading {
  page: Page;
  title?: string;
  /** Paragraphs that hold the title. */
  titleSpans: readonly Span[];
  /** Paragraphs above the first that somebody says, and the last ones: where stamps and places stand. */
  above: readonly string[];
  below: readonly string[];
  turns: readonly SpokenTurn[];
  /** Paragraphs of questions that nobody answers. */
  unanswered: readonly Span[];
  /** Paragraphs that pass the floor on or are thrown in. */
  asides: readonly Span[];
}

/** Reads a page by the first format that gives turns; without any, the page is no transcript. */
export function readPage(page: Page): Reading {
  const { text, bodyStart, style, context } = page;
  const head = readHead(page);
  const around = context === undefined ? undefined : readHead(asPage(context));
  const title = chooseTitle(page, head, around);
  const above = [...head.lines, ...(around?.lines ?? [])];
  const introduction = `${text.slice(bodyStart, bodyStart + INTRODUCTION)}\n\n${context ?? ''}`;
  const lead = above.filter((line) => HOSTED.test(line)).join('\n');
  const speakers = new Speakers(title ?? '', introduction, defaultSpeaker(title ?? '', lead));
  const officials = namedOfficials(title ?? '');
  const script = { text, bodyStart, style, titleSpans: head.titleSpans, officials, speakers };
  let spoken: Spoken = { turns: [], unanswered: [], asides: [] };
  for (const format of FORMATS) {
    spoken = readTurns(script, format);
    if (spoken.turns.length > 0) break;
  }
  const { titleSpans, below } = head;
  return { page, ...(title !== undefined && { title }), titleSpans, above, below, ...spoken };
}

interface Head {
  title?: string;
  titleSpans: readonly Span[];
  lines: readonly string[];
  below: readonly string[];
}

function readHead(page: Page): Head {
  const { text, bodyStart, style } = page;
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const paragraphs = splitParagraphs(text, bodyStart, style, () => false);
  const speech = paragraphs.findIndex((span) => opensTranscript(wordsOf(span)));
  const above = paragraphs.slice(0, speech < 0 ? HEAD : Math.min(HEAD, speech));
  const { title, spans: titleSpans } = findTitle(text, above, page);
  const below = paragraphs.slice(Math.max(HEAD, paragraphs.length - TAIL)).map(wordsOf);
  return { ...(title !== undefined && { title }), titleSpans, lines: above.map(wordsOf), below };
}

function asPage(text: string): Page {
  return { text, bodyStart: 0, style: detectStyle(text) };
}

/** The title in the text, or the one around it where that reads more like a transcript's. */
function chooseTitle(page: Page, head: Head, around: Head | undefined): string | undefined {
  if (page.title !== undefined) return head.title;
  const titles = [head.title, around?.title].filter((title) => title !== undefined);
  return titles.find(looksLikeTitle) ?? page.fallbackTitle ?? titles[0];
}

/**
 * The best of several ways to read the same file. The first is the likeliest; a later one is taken where it
 * holds more questions, or words between the first one's that the first has lost.
 */
export function bestReading(first: Page, others: readonly Page[]): Reading {
  return others.map(readPage).reduce((best, other) => (losesTo(best, other) ? other : best), readPage(first));
}

function losesTo(best: Reading, other: Reading): boolean {
  const questions = ({ turns }: Reading) => turns.filter(({ asked }) => asked.length > 0).length;
  if (questions(best) !== questions(other)) return questions(best) < questions(other);
  if (best.turns.length === 0) return other.turns.length > 0;
  const kept = saidIn(best);
  const all = saidIn(other);
  const between = all.lastIndexOf(kept.at(-1) ?? '') - all.indexOf(kept[0] ?? '') + 1;
  return between > kept.length;
}

function saidIn({ page, turns }: Reading): string[] {
  return turns.flatMap(({ spans }) => spans.map(({ start, end }) => page.text.slice(start, end)));
}
