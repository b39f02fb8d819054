/** What is said above the first label, and whose it is. */
import { ANY_FIRST_PERSON, isProse } from './boilerplate.ts';
import { findDate } from './dates.ts';
import { setApart } from './labels/faces.ts';
import { LONGEST_LINE, namedOfficials } from './named-people.ts';
import type { Emphasis, Span } from './paragraphs.ts';
import type { Piece } from './pieces.ts';
import { type Roles, roleOf, type Voice } from './roles.ts';

/** What is said before the first label, and whose it is. */
export interface Opening {
  speaker?: string;
  /** Where it may begin: below the title. */
  from: number;
  warn: boolean;
  /** Whether nobody else speaks: the text is a statement without labels. */
  whole?: true;
}

const ANNOUNCED =
  /\b(?:start|began|open|beg[iu]n)\w*\s(?:with|by)\b.{0,60}(?:announcement|statement|remarks)|\b(?:made|issued|delivered)\sthe\sfollowing\b|\bfollowing\s(?:announcement|statement)\b|宣布以下|首先宣布/iu;
export const EDITORIAL =
  /\b(?:transcript|interviews?(?:ed)?|spoke\s(?:to|with)|told\s(?:reporters|journalists)|reporters|journalists|subscribe|sourced|the\sfollowing\s(?:is|are)|following\sis|watch\sthe|read\sthe|listen|unofficial|website|browser|javascript|cookies|translation|webmaster|https?:|\.gov\b)/iu;
export const FIRST_PERSON = /\b(?:I|I['’](?:m|ve|d|ll)|[Ww]e|[Ww]e['’](?:re|ve|ll)|[Mm]y|[Oo]ur)\b/;

/** A question at the end of a paragraph. */
export const ASKS = /[?？][”"’»)\]*_]*$/u;

export function findOpening(
  text: string,
  pieces: readonly Piece[],
  {
    title,
    titleSpans,
    fallback,
    voices,
    roles,
  }: { title: string; titleSpans: readonly Span[]; fallback: string; voices: readonly Voice[]; roles: Roles },
): Opening {
  const titleEnd = titleSpans.at(-1)?.end ?? 0;
  const labelled = pieces.findIndex(({ label }) => label !== undefined);
  const above = pieces.slice(0, Math.max(0, labelled)).filter(({ start }) => start >= titleEnd);
  const first = firstOfSpeech(
    above.map(({ start, end }) => text.slice(start, end)),
    0,
  );
  const from = above[first]?.start ?? titleEnd;
  // What asks right above the first answer is its question.
  const asked = pieces[labelled]?.label !== undefined && roleOf(voices[0], roles) === 'answer';
  const end = above.at(-1)?.end ?? 0;
  if (asked && ASKS.test(text.slice(Math.max(0, end - 6), end))) above.pop();
  const prose = above.map(({ start, end }) => text.slice(start, end)).filter(isProse);
  const words = prose.join('\n');
  if (prose.length === 0) return { from: titleEnd, warn: false };
  const speaker = mainOfficial(voices, roles) ?? fallback;
  const named = /spokes(?:person|man|woman)|发言人|發言人/iu.test(title) || namedOfficials(title).length > 0;
  if (above.some(({ start, end }) => ANNOUNCED.test(text.slice(start, end))))
    return { speaker, from, warn: false };
  const surname = speaker.split(' ').at(-1) ?? '';
  const about = EDITORIAL.test(words) || (surname.length > 2 && words.includes(surname));
  if (about) return { from, warn: false };
  const spoken = FIRST_PERSON.test(words) || /我|我们|中方/u.test(words);
  return named || spoken ? { speaker, from, warn: !named } : { from, warn: false };
}

/** What only somebody who stands before an audience says first, and what last. */
const GREETS =
  /^(?:thank\syou(?:\sall)?[.,!]\s)?(?:(?:a\s)?(?:very\s)?(?:good\s(?:morning|afternoon|evening|day)|warm\swelcome)|(?:dear\s)?ladies\sand\sgentlemen|mesdames|bonjour|guten\s(?:morgen|tag|abend)|(?:sehr\sgeehrte|meine)\sdamen|buen[oa]s\s(?:d[ií]as|tardes|noches)|señoras\sy|bom\sdia|boa\s(?:tarde|noite)|senhoras\se|buongiorno|buonasera|signore\se|goed(?:e)?(?:morgen|middag|navond)|dzień\sdobry|добр(?:ый|ого)\s|уважаемые|дамы\sи)/iu;
/** `Excellencies, ladies and gentlemen,`: whom a speech addresses first. */
const SALUTES =
  /\b(?:excellenc|ladies|gentlemen|friends|fellow|colleagues|m(?:r|adam|adame|me|essieurs|essrs)\b|dear\b|honou?rable|distinguished|your\s|president|chair|minister|speaker|secretary|members|citizens|countrymen|señor|senhor|signor|herren|herr\b|fru\b|talman|ärade|compatriot)/iu;
/** Lines of a salutation, and short sentences below it. */
const MOST_SALUTATIONS = 5;

/** The first paragraph of sentences from `at` on, with the salutation above it; -1 where there is none. */
export function firstOfSpeech(words: readonly string[], at: number): number {
  const first = words.findIndex((paragraph, i) => i >= at && isSentences(paragraph));
  const above = words.slice(Math.max(at, first - MOST_SALUTATIONS), Math.max(at, first));
  // `Thank you.` below a salutation was said as well.
  const saluted = above.findIndex(
    (line, i) =>
      isSalutation(line) && above.slice(i).every((next) => isSalutation(next) || /[.!]$/u.test(next)),
  );
  return saluted < 0 ? first : first - above.length + saluted;
}

/** Whether words are sentences: an official, a place and a day (`Prime Minister Ann Jones, Ems, 8 May 2023.`) are none. */
export function isSentences(words: string): boolean {
  if (!isProse(words)) return false;
  // `Remarks at the launch of the Review in Washington D.C.`
  if (/^[^.?!]*\s(?:\p{L}\.){2,}$/u.test(words) && !ANY_FIRST_PERSON.test(words)) return false;
  const day = words.length <= LONGEST_LINE && namedOfficials(words).length > 0 ? findDate(words) : undefined;
  return day === undefined || isProse(words.slice(0, day.start) + words.slice(day.end));
}

export function isSalutation(words: string): boolean {
  if (words.length > LONGEST_LINE) return false;
  return (/[,:!]$/u.test(words) && SALUTES.test(words)) || GREETS.test(words);
}

const TAKES_QUESTIONS =
  /\b(?:(?:take|answer|to)\s(?:some\sof\s)?(?:any\s(?:of\s)?)?(?:your|any)\squestions|at\syour\sdisposal|(?:zu|für)\sihren?\sfragen|à\svos\squestions|a\ssus\spreguntas|às\ssuas\sperguntas|alle\svostre\sdomande)\b/iu;
const BEGAN =
  /\b(?:began|opened|started)\s(?:the\s\w+\s)?(?:with|by)\b.{0,60}(?:announcement|statement|remarks)/iu;

/**
 * The opening above questions that only their letters tell. What stands there may be an editor’s lead: only a greeting, an
 * announcement, or an end that takes questions shows that somebody said it; and what is bold itself, an interviewer has.
 */
export function findAddress(
  text: string,
  pieces: readonly Piece[],
  { titleSpans, bold, speaker }: { titleSpans: readonly Span[]; bold: readonly Emphasis[]; speaker: string },
): Opening {
  const titleEnd = titleSpans.at(-1)?.end ?? 0;
  const first = pieces.findIndex(({ label }) => label !== undefined);
  const above = pieces
    .slice(0, Math.max(0, first))
    .filter(({ start, end }) => start >= titleEnd && isProse(text.slice(start, end)));
  const words = above.map(({ start, end }) => text.slice(start, end));
  const greeting = words.findIndex((said) => GREETS.test(said));
  const announced = words.findIndex((said) => ANNOUNCED.test(said) || BEGAN.test(said));
  const ends = words.slice(-LAST).some((said) => TAKES_QUESTIONS.test(said));
  const at = greeting >= 0 ? greeting : announced >= 0 ? announced + 1 : ends ? 0 : above.length;
  const from = above[at]?.start;
  const said = words.slice(at);
  const spoken =
    greeting >= 0 || (said.some((one) => FIRST_PERSON.test(one)) && !said.some((one) => EDITORIAL.test(one)));
  if (from === undefined || !spoken || setApart(text, above.slice(at), bold).includes(true))
    return { from: titleEnd, warn: false };
  return { speaker, from, warn: true };
}

/** Paragraphs at the end of an opening in which questions may be invited. */
const LAST = 3;

/** Who gives most of the answers, if anybody does. */
function mainOfficial(voices: readonly Voice[], roles: Roles): string | undefined {
  const speeches = new Map<string, number>();
  let all = 0;
  for (const { person, role } of voices) {
    if (role === 'answer' && person === undefined) return undefined;
    if (person === undefined || roles.of.get(person)?.role !== 'answer') continue;
    speeches.set(person, (speeches.get(person) ?? 0) + 1);
    all += 1;
  }
  const [most] = [...speeches].sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] / all >= 0.6 ? most[0] : undefined;
}
