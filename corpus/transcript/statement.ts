/** A text without labels that one official says: a speech, a statement, testimony. */
import { foldSpace } from '../passage-id.ts';
import { isProse } from './boilerplate.ts';
import { namedOfficials, personNamed, speechBy } from './named-people.ts';
import { ASKS, EDITORIAL, FIRST_PERSON, GREETS, type Opening } from './opening.ts';
import type { Span } from './paragraphs.ts';
import type { Piece } from './pieces.ts';
import type { Refusal } from './refusal.ts';
import { isOfficeWord, labelWords } from './vocabulary.ts';

export interface StatementSources {
  title: string;
  titleSpans: readonly Span[];
  /** Whom the user or a field of the head names. */
  speakers: readonly string[];
  /** Who wrote the page, and holds an office. */
  author?: string;
  lineOf: (offset: number) => number;
}

export interface FoundStatement {
  opening?: Opening;
  /** What is left of the text without its editors’ notes. */
  pieces?: readonly Piece[];
  /** What a person should look at, a sentence each. */
  warnings?: readonly string[];
  /** Why a text that seems to be a statement is not read as one. */
  refusal?: Refusal;
}

const STATEMENT =
  /\b(?:remarks|statement|speech|address|keynote|communiqué|declaração|palabras|discours|allocution|déclaration|rede|erklärung|discurso|declaración|discorso|dichiarazione|przemówienie|oświadczenie)\b|выступление|заявление|обращение|讲话|講話|致辞|演説|談話|声明/iu;
const CONVERSATION = /\b(?:interview|conversation|q\s?&\s?a|press\s(?:conference|briefing)|questions?)\b/iu;

/** `Statement by the Spokesperson`, `Déclaration du Porte-parole`: the whole text is that person's. */
const AUTHORED =
  /\b(?:(?:statement|remarks|speech|address)s?\s(?:by|of|from)|(?:discours|allocution|déclaration|communiqué)\s(?:d[eu]s?|par)|(?:rede|erklärung|statement)\s(?:von|de[rs])|(?:discurso|declaración|declaração|palabras)\s(?:d[eao]l?|por)|(?:discorso|dichiarazione)\s(?:d[ei]l?l?[aeo]?)|(?:przemówienie|oświadczenie))\s|(?:выступление|заявление|обращение)\s/iu;

/** `A rush transcript of the Governor's remarks is available below:` */
const ANNOUNCES =
  /\b(?:transcript|text|remarks|statement|speech|address)\b.{0,120}\b(?:below|follows?|as\s(?:delivered|prepared))\b[^.?!]{0,20}[:.]?$/iu;
/** `Delivered by:`, and the name on the same line or the next. */
const DELIVERED =
  /^(?:(?:statement|speech|remarks|address)\s)?(?:delivered|given|presented|made|spoken)\sby\s?:?\s|^speaker\s?:\s|^(?:prononcé|présenté)e?\spar\s?:?\s|^(?:pronunciado|proferido)\spor\s?:?\s/iu;
/** `Excellencies, ladies and gentlemen,`: whom a speech addresses first. */
const SALUTES =
  /\b(?:excellenc|ladies|gentlemen|friends|fellow|colleagues|m(?:r|adam|adame|me|essieurs|essrs)\b|dear\b|honou?rable|distinguished|your\s|president|chair|minister|speaker|secretary|members|citizens|countrymen|señor|senhor|signor|herren|compatriot)/iu;
/** A line that says who speaks, where and when is no longer. */
const LONGEST_LINE = 300;
/** Paragraphs of a speech so many of which may ask without being asked of anybody. */
const MOST_QUESTIONS = 0.1;
/** Where so few paragraphs are quotations, a speech has them; where so many, what stands between them is not by who speaks. */
const FEW_QUOTED = 0.2;
/** What answers a question that somebody else put. */
const REPLIES =
  /^(?:yes|no|yeah|well|thank|thanks|sure|look|right|absolutely|of\scourse|(?:that|it)['’]s\sa\s(?:good|great)|(?:good|great)\squestion|i\s(?:think|would|believe|don['’]t)|so[,\s])\b/iu;

/** A statement by the one official whom its head names, where nothing is labelled. */
export function findStatement(
  text: string,
  all: readonly Piece[],
  { title, titleSpans, speakers, author, lineOf }: StatementSources,
): FoundStatement {
  if (all.some(({ label }) => label !== undefined)) return {};
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const titleEnd = titleSpans.at(-1)?.end ?? 0;
  const { pieces, notes } = partNotes(
    text,
    all.filter(({ start }) => start >= titleEnd),
  );
  const announced = pieces.findIndex(
    (piece) => piece.end - piece.start <= LONGEST_LINE && ANNOUNCES.test(withoutLinks(wordsOf(piece))),
  );
  const first = firstOfSpeech(text, pieces, announced + 1);
  const head = pieces.slice(0, Math.max(0, first)).map(wordsOf);
  const lines = head.filter((words) => words.length <= LONGEST_LINE && !isProse(words));
  const stated = [...speakers, ...lines.flatMap((line) => deliveredBy(line))].flatMap(
    (name) => personNamed(name) ?? [],
  );
  const byForm = [...[title, ...lines].flatMap((line) => speechBy(line) ?? []), ...introduced(title, notes)];
  const written = AUTHORED.test(title) || byForm.length > 0;
  const called = STATEMENT.test(title) && (!CONVERSATION.test(title) || written);
  const named = [title, ...lines].flatMap(namedOfficials);
  const byline = author !== undefined && !labelWords(title).some(isOfficeWord) ? [author] : [];
  const people = [stated, byForm, named, byline].find((names) => names.length > 0) ?? [];
  const [speaker, ...others] = new Set(people);
  const speech = first < 0 ? [] : pieces.slice(first);
  const [from] = speech;
  const said = speech.map((piece) => ({ piece, words: wordsOf(piece) }));
  const prose = said.filter(({ words }) => isProse(words));
  const own = prose.filter(({ words }) => FIRST_PERSON.test(words));
  // What is called somebody's statement is written, and may speak of nobody in the first person.
  const enough = written
    ? prose.length >= said.length * 0.6
    : prose.length > 1 && own.length * 2 >= prose.length;
  if (from === undefined || !enough) return {};
  const sure = written || stated.length > 0 || announced >= 0;
  // An article in the first person, or an interview whose questions have no labels, may look the same.
  if (!called && !sure && speaker !== undefined) return {};
  const refuse = (problem: string, remedy: string): FoundStatement => ({ refusal: { problem, remedy } });
  const name =
    'Say who speaks with --official NAME, or write {"official": "…"} into its sidecar, NAME.meta.json.';
  if (speaker === undefined) return refuse('has no labels, and nothing in its head says who speaks.', name);
  if (others.length > 0)
    return refuse(`has no labels, and names ${[...new Set(people)].join(', ')}: one of them speaks.`, name);
  const about = prose.find(({ words }, i) =>
    isAbout(withoutLinks(words), speaker, sure && (i > 0 || announced >= 0) && i < prose.length - 1),
  );
  if (about !== undefined)
    return refuse(
      `has no labels, and line ${lineOf(about.piece.start)} seems to be about ${speaker} or from whoever put the text up, not said by ${speaker}.`,
      'Leave only what was said below the title and the name.',
    );
  const questions = said.filter(
    ({ words }) => /[?？]$/u.test(words) || CONVERSATION.test(words.slice(0, 40)),
  );
  const answered = said.some(
    ({ words }, i) => ASKS.test(said[i - 1]?.words.slice(-6) ?? '') && REPLIES.test(words),
  );
  const [asked] = questions;
  if (asked !== undefined && (!sure || answered || questions.length > prose.length * MOST_QUESTIONS))
    return refuse(
      `leaves out who asks: “${asked.words.slice(0, 60)}” (line ${lineOf(asked.piece.start)}) has no label, and may be a question to ${speaker}.`,
      'Label every question and every answer, such as “Q:” and “A:”.',
    );
  const quoted = prose.filter(({ words }) => words.startsWith('>'));
  const mixed = quoted.length > prose.length * FEW_QUOTED && quoted.length < prose.length;
  if (mixed)
    return refuse(
      `has no labels, and does not say which of its paragraphs ${speaker} says: those in quotation marks of Markdown (line ${lineOf(quoted[0]?.piece.start ?? 0)}) or those between them.`,
      'Leave only what was said.',
    );
  return {
    opening: { speaker, from: from.start, warn: true, whole: true },
    pieces: pieces.map((piece) => unquoted(text, piece)),
    warnings: questions.map(
      ({ piece }) =>
        `line ${lineOf(piece.start)}: a question inside the statement was taken for ${speaker}’s`,
    ),
  };
}

/** The first paragraph of sentences from `at` on, with the salutation above it; -1 where there is none. */
function firstOfSpeech(text: string, pieces: readonly Piece[], at: number): number {
  const first = pieces.findIndex(({ start, end }, i) => i >= at && isProse(text.slice(start, end)));
  const above = pieces.slice(Math.max(at, first - MOST_SALUTATIONS), Math.max(at, first));
  const words = above.map(({ start, end }) => text.slice(start, end));
  // `Thank you.` below a salutation was said as well.
  const saluted = words.findIndex(
    (line, i) =>
      isSalutation(line) && words.slice(i).every((next) => isSalutation(next) || /[.!]$/u.test(next)),
  );
  return saluted < 0 ? first : first - above.length + saluted;
}

/** Lines of a salutation, and short sentences below it. */
const MOST_SALUTATIONS = 5;

function isSalutation(words: string): boolean {
  if (words.length > LONGEST_LINE) return false;
  return (/[,:!]$/u.test(words) && SALUTES.test(words)) || GREETS.test(words);
}

function deliveredBy(lines: string): string[] {
  const folded = DELIVERED.exec(lines)?.[0];
  if (folded === undefined) return [];
  const [, name = ''] = /^\s*([^\r\n]+)/.exec(lines.slice(folded.length)) ?? [];
  return [name];
}

/** Whether words are of the speaker rather than by him; inside a speech anybody may speak of reporters or a website. */
function isAbout(words: string, speaker: string, inside: boolean): boolean {
  const surname = speaker.split(' ').at(-1) ?? '';
  return words.includes(surname) || (EDITORIAL.test(words) && !(inside && FIRST_PERSON.test(words)));
}

/** What editors set in slanted letters above a speech and below it, and the rest. */
function partNotes(text: string, pieces: readonly Piece[]): { pieces: Piece[]; notes: string[] } {
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const slanted = pieces.map((piece) => isNote(wordsOf(piece)));
  const plain = pieces.map((piece, i) => slanted[i] !== true && isProse(wordsOf(piece)));
  const [first, last] = [plain.indexOf(true), plain.lastIndexOf(true)];
  const isOutside = (i: number) => slanted[i] === true && (i < first || i > last);
  return {
    pieces: pieces.filter((_, i) => !isOutside(i)),
    notes: pieces.filter((_, i) => isOutside(i)).map(wordsOf),
  };
}

/** `Jones (1882–1945), who knew …`: the years of whoever a note introduces. */
const LIVED = /(\p{Lu}[\p{L}’'-]+),?\s\((?:born\s|b\.\s)?\d{4}(?:\s?(?:[-–—]{1,2})\s?(?:\d{4})?)?\)/gu;

/** The name that opens the heading of a chapter (`Ann Jones Paris, 4 March 1933`), as far as a note has its last part with years. */
function introduced(title: string, notes: readonly string[]): string[] {
  const opening = /^(?:\p{Lu}[\p{L}.’'-]*[ ,]+){2,6}/u.exec(`${title} `)?.[0].split(/[ ,]+/) ?? [];
  return notes.flatMap((note) =>
    [...note.matchAll(LIVED)].flatMap(([, surname = '']) => {
      const at = opening.indexOf(surname);
      return at > 0 ? [opening.slice(0, at + 1).join(' ')] : [];
    }),
  );
}

const SLANTED = /^(?:\*(?!\*)|_).*[*_][.)\s*_]*$/u;

/** Whether every line of a paragraph is slanted, perhaps as a quotation. */
function isNote(words: string): boolean {
  const lines = words.split(/[\r\n]+/).map((line) => line.replace(/^\s*>\s?/, '').trim());
  return lines.every((line) => line === '' || SLANTED.test(line)) && lines.some((line) => line !== '');
}

function unquoted(text: string, piece: Piece): Piece {
  const mark = /^(?:>\s?)+/.exec(text.slice(piece.start, piece.end))?.[0].length ?? 0;
  return mark === 0 ? piece : { ...piece, start: piece.start + mark, from: piece.start + mark };
}

function withoutLinks(words: string): string {
  return foldSpace(words.replace(/\[([^[\]]*)\]\([^()\s]*\)/g, '$1'));
}
