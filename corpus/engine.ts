/** The one engine behind all formats: paragraphs to labels, labels to roles, roles to speech. */
import { stampLength } from './dates.ts';
import { isBoilerplate, isClosing, isHeading, isProse, isStageDirection } from './formats/boilerplate.ts';
import type { Evidence, Format } from './formats/format.ts';
import { FORMATS } from './formats/index.ts';
import { type Label, readLabel } from './formats/labels.ts';
import { partByWords } from './formats/words.ts';
import { findMisspellings } from './misspellings.ts';
import { type ParagraphStyle, type Span, splitParagraphs, trimSpan } from './paragraphs.ts';
import { type Role, resolveRoles, type Voice } from './roles.ts';
import type { Speakers } from './speakers.ts';
import { buildTurns, type Speech, type SpokenTurn } from './turns.ts';

/** What the engine needs to know of a document before it reads the speech. */
export interface Script {
  text: string;
  bodyStart: number;
  style: ParagraphStyle;
  /** Paragraphs that hold the title. */
  titleSpans: readonly Span[];
  /** Officials that the title or the introduction names. */
  officials: readonly string[];
  speakers: Speakers;
}

interface Piece {
  span: Span;
  /** Where the words begin, after the label. */
  from: number;
  label?: Label;
}

export interface Spoken {
  turns: SpokenTurn[];
  /** Paragraphs of questions that nobody answers. */
  unanswered: Span[];
  /** Paragraphs by which somebody passes the floor on, or that are thrown in: nobody asks for them. */
  asides: Span[];
}

const NOTHING: Spoken = { turns: [], unanswered: [], asides: [] };

/** The turns that a document holds in one format; none where it is not in that format. */
export function readTurns(script: Script, format: Format): Spoken {
  const { text } = script;
  const pieces = respell(labelledParagraphs(script, format));
  if (
    !hasEvidence(
      pieces,
      () => undefined,
      format.requires.filter((kind) => kind.endsWith('-label')),
    )
  )
    return NOTHING;
  const roles = resolveRoles(toVoices(text, pieces), script.officials, format);
  const roleOf = (label: Label | undefined): Role | undefined =>
    label?.kind === 'name' ? roles.get(label.name) : label?.kind;
  if (!hasEvidence(pieces, roleOf, format.requires)) return NOTHING;
  const speeches = toSpeeches(script, pieces, roleOf);
  const said = speeches.filter(({ role }) => role === 'answer').flatMap(({ spans }) => spans);
  // Headlines of an index page may look like labels with answers, but they are no sentences.
  if (!said.some(({ start, end }) => /[.?!。？！—…]/u.test(text.slice(Math.max(start, end - 4), end))))
    return NOTHING;
  const turns = buildTurns(text, speeches);
  return { turns, ...findLeftOver(text, speeches, turns) };
}

function labelledParagraphs({ text, bodyStart, style, titleSpans }: Script, format: Format): Piece[] {
  const startsSpeech = (line: string, before: string) => opensSpeech(line, before, format);
  const titles = new Set(titleSpans.map(({ start }) => start));
  return splitParagraphs(text, bodyStart, style, startsSpeech)
    .filter(({ start }) => !titles.has(start))
    .flatMap((span) => (format.unknownName === 'infer' ? partAtOutlets(text, span) : [span]))
    .map((span) => {
      const label = readLabel(text.slice(span.start, span.end), format);
      if (label === undefined) return { span, from: span.start };
      const from = Math.min(span.end, span.start + label.length);
      return { span: withoutLooseMarks(text, span, from), from, label };
    });
}

/** The pieces with every label in its usual spelling. */
function respell(pieces: readonly Piece[]): Piece[] {
  const meant = findMisspellings(pieces.flatMap(({ label }) => (label?.kind === 'name' ? [label.name] : [])));
  return pieces.map((piece) => {
    const name = piece.label?.kind === 'name' ? meant.get(piece.label.name) : undefined;
    return piece.label === undefined || name === undefined
      ? piece
      : { ...piece, label: { ...piece.label, name } };
  });
}

/** `**Q: And then?**`: marks that open before the label and close after the words belong to neither. */
function withoutLooseMarks(text: string, span: Span, from: number): Span {
  const marks = /^[*_]{1,3}/.exec(text.slice(span.start, from))?.[0];
  if (marks === undefined) return span;
  const closedByLabel = text.slice(span.start + marks.length, from).includes(marks);
  return closedByLabel || !text.slice(from, span.end).endsWith(marks)
    ? span
    : trimSpan(text, span.start, span.end - marks.length);
}

/** Whether a line inside a block opens a speech: it bears a fixed label, or a known name after a full stop. */
function opensSpeech(line: string, before: string, format: Format): boolean {
  const label = readLabel(line, format);
  if (label === undefined) return false;
  if (label.kind !== 'name') return true;
  const part = partByWords(label.name);
  const hardBreak = /(?: {2}|\u00a0 ?|\\)$/u.test(before);
  return part !== 'nobody' && (hardBreak || (part !== undefined && /[.?!。？！—”"')\]]\s*$/u.test(before)));
}

/** Whether a line opens a speech in some format, for readers that have lines but no paragraphs. */
export function opensAnySpeech(line: string, before: string): boolean {
  return FORMATS.some((format) => opensSpeech(line, before, format));
}

/** Whether a paragraph is the first that somebody says: what stands above it is the page's heading. */
export function opensTranscript(paragraph: string): boolean {
  return FORMATS.some((format) => {
    const label = readLabel(paragraph, format);
    if (label === undefined) return false;
    if (label.kind !== 'name') return true;
    // `Spokesperson Geng Shuang: China Urges Restraint` is a headline; speech has sentences.
    const part = partByWords(label.name);
    return part !== undefined && part !== 'nobody' && /[.?!。？！—…]\W{0,3}$/u.test(paragraph);
  });
}

const OUTLET_INSIDE =
  /(?<=[.?!”"’]\s{1,3})(\p{Lu}[\p{L}'’.&-]*(?:\s[\p{L}'’.&-]+){0,4}):\s(?=[^?]{0,1500}\?)/gu;

/** Pages that lost their line breaks run a statement and the first question together: parts them again. */
function partAtOutlets(text: string, span: Span): Span[] {
  const words = text.slice(span.start, span.end);
  if (stampLength(words) === 0) return [span];
  for (const match of words.matchAll(OUTLET_INSIDE)) {
    if (partByWords(match[1] ?? '') !== 'asker') continue;
    const at = span.start + match.index;
    return [trimSpan(text, span.start, at), { start: at, end: span.end }];
  }
  return [span];
}

function toVoices(text: string, pieces: readonly Piece[]): Voice[] {
  const voices: Voice[] = [];
  for (const { label, from, span } of pieces) {
    const asks = /[?？]/u.test(text.slice(from, span.end));
    const last = voices.at(-1);
    if (label?.kind === 'name') voices.push({ name: label.name, asks });
    else if (label !== undefined) voices.push({ role: label.kind, asks });
    else if (last !== undefined && asks) last.asks = true;
  }
  return voices;
}

function hasEvidence(
  pieces: readonly Piece[],
  roleOf: (label: Label | undefined) => Role | undefined,
  required: readonly Evidence[],
): boolean {
  return required.every((evidence) =>
    pieces.some(({ label }) =>
      evidence === 'question' || evidence === 'answer'
        ? roleOf(label) === evidence
        : label !== undefined && evidence === `${label.kind}-label`,
    ),
  );
}

function toSpeeches(
  { text, speakers }: Script,
  pieces: readonly Piece[],
  roleOf: (label: Label | undefined) => Role | undefined,
): Speech[] {
  const opening: Speech = { role: 'answer', speaker: speakers.of(undefined), spans: [] };
  const speeches: Speech[] = [opening];
  let current: Speech | undefined = opening;
  for (const { label, from, span } of pieces) {
    const role = roleOf(label);
    if (label !== undefined && role !== undefined) {
      current = { role, speaker: speakers.of(role === 'question' ? undefined : label.name), spans: [] };
      if (role === 'question' && label.name !== undefined) current.asker = label.name;
      speeches.push(current);
    }
    const start = role === undefined ? span.start : from;
    const words = text.slice(start, span.end);
    if (isClosing(words)) current = undefined;
    if (current === undefined || words === '') continue;
    const onlyStaged = isStageDirection(words) && current.role === 'question' && role !== undefined;
    if ((isBoilerplate(words) && !onlyStaged) || isHeading(words)) continue;
    // Above the first label stand places and names as well; only sentences are an opening statement.
    if (current === opening && !isProse(words)) continue;
    current.spans.push(trimSpan(text, start + stampLength(words), span.end));
  }
  return speeches;
}

/** Words thrown in (`Right.`) are no questions; those ask, or go on for longer than this. */
const THROWN_IN = 150;

/** What was said and is in no turn. */
function findLeftOver(
  text: string,
  speeches: readonly Speech[],
  turns: readonly SpokenTurn[],
): Pick<Spoken, 'unanswered' | 'asides'> {
  const taken = new Set(turns.flatMap(({ asked, spans }) => [...asked, ...spans].map(({ start }) => start)));
  const left = speeches.flatMap(({ role, spans }) =>
    spans.filter(({ start }) => !taken.has(start)).map((span) => ({ role, span })),
  );
  const asks = ({ start, end }: Span) => end - start > THROWN_IN || /[?？]/u.test(text.slice(start, end));
  const unanswered = left.filter(({ role, span }) => role === 'question' && asks(span));
  const asides = left.filter(({ role, span }) => role !== 'question' || !asks(span));
  return { unanswered: unanswered.map(({ span }) => span), asides: asides.map(({ span }) => span) };
}
