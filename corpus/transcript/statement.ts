/** A text without labels that one official says: a speech, a statement, testimony. */
import { foldSpace } from '../passage-id.ts';
import { ENDS_A_SENTENCE, isClosing, isProse, withoutLinks } from './boilerplate.ts';
import { isFoot } from './foot.ts';
import {
  deliveredBy,
  fullNames,
  honoured,
  isSpeakersLine,
  LONGEST_LINE,
  namedOfficials,
  officialsPresent,
  personNamed,
  speechBy,
} from './named-people.ts';
import {
  ASKS,
  EDITORIAL,
  FIRST_PERSON,
  firstOfSpeech,
  isSalutation,
  isSentences,
  type Opening,
} from './opening.ts';
import type { Span } from './paragraphs.ts';
import { askerName } from './people.ts';
import { type Piece, withoutMark } from './pieces.ts';
import type { Refusal } from './refusal.ts';
import { isOfficeWord, labelWords } from './vocabulary.ts';

export interface StatementSources {
  title: string;
  titleSpans: readonly Span[];
  /** Whom the user or a field of the head names. */
  speakers: readonly string[];
  /** Who wrote the page, and holds an office. */
  author?: string;
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
  /\b(?:remarks|statement|speech|address|keynote|communiqué|declaração|palabras|discours|allocution|déclaration|rede|erklärung|discurso|declaración|discorso|dichiarazione|przemówienie|oświadczenie|uttalande|anförande|tal(?:et)?|tale|(?:regjerings)?erklæring|redegjørelse|redegørelse|puhe|lausunto)\b|regeringsförklaring|выступление|заявление|обращение|讲话|講話|致辞|演説|談話|声明/iu;
const CONVERSATION = /\b(?:interview|conversation|q\s?&\s?a|press\s(?:conference|briefing)|questions?)\b/iu;

/** `Statement by the Spokesperson`, `Déclaration du Porte-parole`: the whole text is that person's. */
const AUTHORED =
  /\b(?:(?:statement|remarks|speech|address)s?\s(?:by|of|from)|(?:discours|allocution|déclaration|communiqué)\s(?:d[eu]s?|par)|(?:rede|erklärung|statement)\s(?:von|de[rs])|(?:discurso|declaración|declaração|palabras)\s(?:d[eao]l?|por)|(?:discorso|dichiarazione)\s(?:d[ei]l?l?[aeo]?)|(?:przemówienie|oświadczenie))\s|(?:выступление|заявление|обращение)\s/iu;

/** `A rush transcript of the Governor's remarks is available below:`, `Remarks as prepared for delivery`, `Statement delivered at …` */
const ANNOUNCES =
  /\b(?:transcript|full\stext|remarks|statement|speech)\b.{0,120}\b(?:below|follows?|as\s(?:delivered|prepared))\b[^.?!]{0,20}[:.]?$|^(?:\p{L}+\s){0,2}(?:statement|speech|remarks|address)\s(?:delivered|given|made)\s(?:on\sbehalf|by|at|in|to|before)\b/iu;
/** It stands no further down. */
const MOST_ABOVE = 20;

/** A statement by the one official whom its head names, where nothing is labelled. */
export function findStatement(
  text: string,
  pieces: readonly Piece[],
  { lineOf, ...sources }: StatementSources & { lineOf: (offset: number) => number },
): FoundStatement {
  const labelled = pieces.some(
    ({ label, start, end }) => label !== undefined && !isSpeakersLine(text.slice(start, end)),
  );
  if (labelled) return {};
  const parts = partStatement(text, pieces.map(withoutLabel), sources.titleSpans);
  const claims = findClaims(parts, sources);
  const { people, called, sure } = claims;
  const [speaker] = people;
  const [from] = parts.said;
  // An article in the first person, or an interview whose questions have no labels, may look like a speech.
  if (from === undefined || !isSpoken(parts, claims.written)) return refuseScraps(text, sources.title, parts);
  if (!called && !sure && (speaker !== undefined || parts.said.some(({ words }) => asks(words)))) return {};
  const refusal = refuseSpeaker(people) ?? refuseWords(parts, claims, speaker ?? '', lineOf);
  if (refusal !== undefined || speaker === undefined) return { ...(refusal && { refusal }) };
  return {
    opening: { speaker, from: from.piece.start, warn: true, whole: true },
    pieces: parts.pieces.map((piece) => withoutMark(text, piece)),
    warnings: parts.said
      .filter(({ words }) => asks(words))
      .map(
        ({ piece }) =>
          `line ${lineOf(piece.start)}: a question inside the statement was taken for ${speaker}’s`,
      ),
  };
}

interface Said {
  piece: Piece;
  words: string;
}

interface Parts {
  /** Below the title, without editors’ notes. */
  pieces: readonly Piece[];
  notes: readonly string[];
  /** Lines above the speech. */
  lines: readonly string[];
  /** Whether one of them says that the speech stands below. */
  announced: boolean;
  said: readonly Said[];
  /** Whoever signs it in a line below. */
  signed: readonly string[];
  /** What of it is whole sentences. */
  prose: readonly Said[];
}

function partStatement(text: string, all: readonly Piece[], titleSpans: readonly Span[]): Parts {
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const titleEnd = titleSpans.at(-1)?.end ?? 0;
  const below = all.filter(({ start }) => start >= titleEnd);
  const { pieces: unsigned, notes } = partNotes(text, below);
  const { end, signed } = findSignature(unsigned.map(wordsOf));
  const closed = unsigned.findIndex((piece) => isClosing(wordsOf(piece)));
  const pieces = unsigned.slice(0, closed < 0 ? end : Math.min(end, closed));
  const announced = pieces.slice(0, MOST_ABOVE).findIndex((piece) => announces(wordsOf(piece)));
  const first = firstOfSpeech(pieces.map(wordsOf), announced + 1);
  const said = (first < 0 ? [] : pieces.slice(first)).map((piece) => ({ piece, words: wordsOf(piece) }));
  const above = pieces.slice(0, Math.max(0, first)).map(wordsOf);
  return {
    pieces,
    notes,
    lines: above.filter((words) => words.length <= LONGEST_LINE && !isSentences(words)),
    announced: announced >= 0,
    said,
    signed,
    prose: said.filter(({ words }) => isProse(words)),
  };
}

interface Claims {
  /** Whom the surest of these names: a field of the head, the form of the title, an office, a byline. */
  people: readonly string[];
  /** Whether the title calls it somebody's, so that it may speak of nobody in the first person. */
  written: boolean;
  /** Whether the title calls it a statement. */
  called: boolean;
  /** Whether more than an office beside a name says that it is a statement. */
  sure: boolean;
}

function findClaims(
  { lines, notes, announced, said, signed }: Parts,
  { title, speakers, author }: StatementSources,
): Claims {
  const delivered = lines.flatMap((line, i) => deliveredBy(`${line}\n${lines[i + 1] ?? ''}`));
  const stated = [...speakers, ...delivered].flatMap((name) => personNamed(name) ?? []);
  const byForm = [title, ...lines].flatMap((line) => speechBy(line) ?? []);
  const named = [
    ...[title, ...lines].flatMap(namedOfficials),
    ...officialsPresent(lines).map(({ name }) => name),
    ...fullNames(title, lines),
    ...lines.flatMap(honoured).map(askerName),
  ];
  const byline = author !== undefined && !labelWords(title).some(isOfficeWord) ? [author] : [];
  const claims = [stated, [...byForm, ...introduced(title, notes)], named, signed, byline];
  const people = (claims.find((names) => names.length > 0) ?? []).map(
    // `Jones’s Speech` in the title, and `Ann Jones` below it.
    (name) => named.find((full) => full.endsWith(` ${name}`)) ?? name,
  );
  const written =
    AUTHORED.test(title) ||
    claims[1]?.some((name) => name.includes(' ')) === true ||
    people.some((name) => isSpeechOf(title, name));
  return {
    people: [...new Set(people)],
    written,
    called:
      (STATEMENT.test(title) || addressesMany(said[0]?.words ?? '')) &&
      (!CONVERSATION.test(title) || written),
    sure: written || stated.length > 0 || announced,
  };
}

/** `Jones Speech - The Harbour`, where a line below names Ann Jones. */
function isSpeechOf(title: string, name: string): boolean {
  const [family, word = ''] = title.split(' ');
  return name.endsWith(` ${family}`) && STATEMENT.test(word);
}

/** `Ladies and gentlemen, dear colleagues,` alone on the first line: no letter opens like that, and no article. */
function addressesMany(words: string): boolean {
  return (
    isSalutation(words) &&
    /^[^.?!]*[,:]$/u.test(words) &&
    /\b(?:ladies|gentlemen|excellencies)\b/iu.test(words)
  );
}

function isSpoken({ said, prose }: Parts, written: boolean): boolean {
  if (written || said.some(({ words }) => !words.endsWith(':') && isSalutation(words)))
    return prose.length > 0 && isMostly(prose, said);
  return prose.length > 1 && prose.filter(({ words }) => FIRST_PERSON.test(words)).length * 2 >= prose.length;
}

/** Whether most of what is said are sentences, besides salutations (`Mr. President,`) among them. */
function isMostly(prose: readonly Said[], said: readonly Said[]): boolean {
  const salutes = ({ words }: Said) => isSalutation(words) && !isProse(words);
  return prose.length >= said.filter((one) => !salutes(one)).length * 0.6;
}

/** A scan or a list that calls itself a statement by somebody: its lines are no paragraphs. */
function refuseScraps(text: string, title: string, { pieces, said, prose }: Parts): FoundStatement {
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const above = [title, ...pieces.slice(0, MOST_ABOVE).map(wordsOf)];
  const by = above.filter((words) => words.length <= LONGEST_LINE).flatMap((line) => speechBy(line) ?? []);
  const [speaker] = by;
  if (speaker === undefined || said.length < MOST_ABOVE || isMostly(prose, said)) return {};
  return {
    refusal: {
      problem: `seems to be a statement by ${speaker}, but most of its paragraphs are no whole sentences, as a scanner leaves them.`,
      remedy: 'Join the lines of each paragraph, and leave only what was said.',
    },
  };
}

function refuseSpeaker(people: readonly string[]): Refusal | undefined {
  if (people.length === 1) return undefined;
  const who =
    people.length === 0
      ? 'nothing in its head says who speaks.'
      : `its head names ${people.join(', ')}: it does not say which of them speaks.`;
  return {
    problem: `has no labels, and ${who}`,
    remedy:
      'Say who speaks with --official NAME, or write {"official": "…"} into its sidecar, NAME.meta.json.',
  };
}

/** Paragraphs of a speech so many of which may ask without being asked of anybody. */
const MOST_QUESTIONS = 0.1;
/** The same where every one of them is the last sentence of several, and none says `you`. */
const MOST_IN_PASSING = 0.2;
/** Where so few paragraphs are quotations, a speech has them. */
const FEW_QUOTED = 0.2;

/** Why words below the head are not all the speaker’s. */
function refuseWords(
  { lines, announced, said, prose }: Parts,
  { sure }: Claims,
  speaker: string,
  lineOf: (offset: number) => number,
): Refusal | undefined {
  const inside = (i: number) => sure && (i > 0 || announced) && i < prose.length - 1;
  const about = prose.find(({ words }, i) => isAbout(foldSpace(withoutLinks(words)), speaker, inside(i)));
  if (about !== undefined)
    return {
      problem: `has no labels, and line ${lineOf(about.piece.start)} seems to be about ${speaker} or from whoever put the text up, and not said by ${speaker}.`,
      remedy: 'Leave only what was said below the title and the name.',
    };
  const questions = said.filter(({ words }) => asks(words));
  const [asked] = questions;
  const passing = questions.every(({ words }) => /[.!]\s/u.test(words) && !ADDRESSES.test(words));
  const share = passing ? MOST_IN_PASSING : MOST_QUESTIONS;
  const allowed = sure && !lines.some((line) => CONVERSATION.test(line)) ? prose.length * share : 0;
  if (asked !== undefined && (questions.length > allowed || isPut(said.map(({ words }) => words))))
    return {
      problem: `leaves out who asks: “${asked.words.slice(0, 60)}” (line ${lineOf(asked.piece.start)}) has no label, and may be a question to ${speaker}.`,
      remedy: 'Label every question and every answer, such as “Q:” and “A:”.',
    };
  const quoted = prose.filter(({ words }) => words.startsWith('>'));
  const [quotation] = quoted;
  if (quotation === undefined || quoted.length <= prose.length * FEW_QUOTED || quoted.length === prose.length)
    return undefined;
  return {
    problem: `has no labels, and does not say which of its paragraphs ${speaker} says: the quotations (line ${lineOf(quotation.piece.start)}) or what stands between them.`,
    remedy: 'Leave only what was said.',
  };
}

/** `Ann Jones, Minister of Works` right below the last sentence: who signs it, and where it ends. */
function findSignature(words: readonly string[]): { end: number; signed: string[] } {
  const end = words.findLastIndex((paragraph) => ENDS_A_SENTENCE.test(paragraph)) + 1;
  const below = words.slice(end);
  const signed = officialsPresent(below).map(({ name }) => name);
  const signs = end > 0 && below[0]?.startsWith(signed[0] ?? ' ') === true && !below.some(isFoot);
  return signs ? { end, signed } : { end: words.length, signed: [] };
}

/** Whether a line of the head says that the speech stands below. */
function announces(words: string): boolean {
  const line = words.length > LONGEST_LINE * 2 ? '' : foldSpace(withoutLinks(words));
  return (
    line.length <= LONGEST_LINE &&
    ANNOUNCES.test(line) &&
    !CONVERSATION.test(line) &&
    !FIRST_PERSON.test(line)
  );
}

function withoutLabel({ label, from, ...piece }: Piece): Piece {
  return { ...piece, from: label === undefined ? from : piece.start };
}

/** Whether words are about the speaker, or an editor’s; inside a speech anybody may speak of reporters or a website. */
function isAbout(words: string, speaker: string, inside: boolean): boolean {
  const surname = speaker.split(' ').at(-1) ?? '';
  const named = surname !== '' && words.includes(surname);
  return named || (EDITORIAL.test(words) && !(inside && FIRST_PERSON.test(words)));
}

function asks(words: string): boolean {
  return ASKS.test(words.slice(-6)) && !/^#{1,6}\s/u.test(words);
}

/** What answers a question that somebody else put. */
const REPLIES =
  /^(?:yes|no|yeah|well|thank|thanks|sure|look|right|absolutely|of\scourse|(?:that|it)['’]s\sa\s(?:good|great)|(?:good|great)\squestion|i\s(?:think|would|believe|don['’]t)|so)\b/iu;
const ADDRESSES = /\byou(?:r|rs)?\b/iu;
/** `Governor, will it open?`, `You spoke of quays.` */
const CALLS =
  /^(?:(?:m(?:r|s|rs|adam)\.?\s)?(?:president|prime\sminister|minister|governor|mayor|secretary|senator|ambassador|chair(?:man|woman)?|premier|chancellor)|sir|ma['’]am),|^you(?:['’]ve)?\s(?:just\s)?(?:said|spoke|spoken|mentioned|talked|told)\b/iu;
/** Questions from the floor stand at the end. */
const LAST_PART = 1 / 3;

/** Whether a question is put to whoever speaks: it is answered, calls the speaker, or says `you` alone or near the end. */
function isPut(words: readonly string[]): boolean {
  return words.some((asked, i) => {
    if (!asks(asked)) return false;
    const last = i >= words.length * (1 - LAST_PART);
    const alone = !/[.!]\s/u.test(asked);
    return (
      REPLIES.test(words[i + 1] ?? '') || CALLS.test(asked) || (ADDRESSES.test(asked) && (alone || last))
    );
  });
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

const SLANTED = /^(?:\*(?!\*)|_(?!_))/u;
const SLANTED_END = /[*_][.)\s*_]{0,6}$/u;

/** Whether every line of a paragraph is slanted, perhaps as a quotation. */
function isNote(words: string): boolean {
  const lines = words.split(/[\r\n]+/).map((line) => line.replace(/^\s*>\s?/, '').trim());
  const isSlanted = (line: string) => SLANTED.test(line) && SLANTED_END.test(line.slice(-8));
  return lines.every((line) => line === '' || isSlanted(line)) && lines.some((line) => line !== '');
}
