/** The day of a document: that of the event, which need not be the day on which somebody posted it. */
import type { Particulars } from '../sources/page.ts';
import { isProse } from './boilerplate.ts';
import { dateInFileName, type FoundDate, findDate, findNumericDays, stampLength } from './dates.ts';
import { looksLikeTitle } from './metadata.ts';

export interface FoundDay {
  iso: string;
  /** Another day that it may be: the same figures may mean it, or the head of the file and its words differ. */
  other?: string;
  /** Whether it stands in the middle of other words, which may speak of another day. */
  inSentence?: true;
}

/** The day: the title's, the event's by the lines above the text, the given one, a stamp's, a line's of its own, or the file name's. */
export function findDay(
  title: string,
  given: Particulars,
  above: readonly string[],
  below: readonly string[],
  path: string,
  dayFirst = false,
): FoundDay | undefined {
  const posted = findDate(given.date ?? '')?.iso;
  const titled = findDate(title)?.iso;
  if (posted !== undefined) {
    const inTitle = titled ?? findNumericDays(title, dayFirst).find((day) => isShortlyBefore(day, posted));
    const { event, other } =
      inTitle === undefined
        ? dayOfEvent(posted, { title, lead: given.lead ?? '', above })
        : { event: inTitle, other: posted };
    return { iso: event, ...(other !== undefined && other !== event && { other }) };
  }
  if (titled !== undefined) return { iso: titled };
  const lines = [...above, ...below].flatMap((paragraph) => paragraph.split(/[\r\n]+/));
  const stamps = lines.map((line) => findDate(line.slice(0, stampLength(line))));
  // `平成24年9月3日更新` says when the page was changed.
  const short = above
    .filter((line) => line.length <= LONGEST_LINE && !isProse(line))
    .sort((a, b) => Number(UPDATED.test(a)) - Number(UPDATED.test(b)));
  const named = [...stamps, ...short.map((line) => findDate(line))].find((found) => found !== undefined)?.iso;
  // In figures: the title's, or those of a line that holds next to nothing else.
  const figures = [
    title,
    ...[...short, ...below].filter((line) => line.length <= (dayFirst ? LONGEST_LINE : 40)),
  ].map((line) => findNumericDays(line, dayFirst));
  const inTitle = figures[0]?.length ? figures[0] : undefined;
  const numeric = inTitle ?? (named === undefined ? figures.find((days) => days.length > 0) : undefined);
  if (numeric !== undefined) {
    // A file name, or a day in words elsewhere, may settle which of the two it is.
    const settled = [dateInFileName(path), named].find((day) => day !== undefined && numeric.includes(day));
    const [iso = '', other] = settled === undefined ? numeric : [settled];
    return { iso, ...(other !== undefined && { other }) };
  }
  const iso = named ?? dateInFileName(path);
  if (iso !== undefined) return { iso };
  // Where the head of the file gives a year alone, its words may speak of other years.
  const year = /^\d{4}$/.exec(given.date ?? '')?.[0] ?? '';
  const [only, ...others] = new Set(
    above
      .filter((line) => line.length <= MOST_WORDS)
      .flatMap((line) => daysIn(line).flatMap(({ iso }) => (iso.startsWith(year) ? [iso] : []))),
  );
  return only === undefined || others.length > 0 ? undefined : { iso: only, inSentence: true };
}

const UPDATED = /更新[\s）)]*$/u;
/** A line that says when and where is no longer. */
const LONGEST_LINE = 120;
/** A longer paragraph, or sentence, says more than when and where. */
const MOST_WORDS = 1000;

function daysIn(words: string, from = 0): FoundDate[] {
  const text = words.replace(/\bhttps?:\/\/[^\s)]+/gu, (address) => ' '.repeat(address.length));
  const found = findDate(text.slice(from));
  if (found === undefined) return [];
  const end = from + found.end;
  return [{ iso: found.iso, start: from + found.start, end }, ...daysIn(text, end)];
}

/** A transcript is posted within so many days; a day further back is one that its words speak of. */
const POSTED_WITHIN = 31;

function isShortlyBefore(day: string, posted: string): boolean {
  const days = (Date.parse(posted) - Date.parse(day)) / 86_400_000;
  return days >= 0 && days <= POSTED_WITHIN;
}

/** So many lines from the title on say what a text is; the others may be a page’s, or an opening without a label. */
const NEAR = 12;

/**
 * The head of an export gives the day of posting. The event’s is the one that a sentence above the text gives of it (`The
 * media interviews the President in Baguio City on 11 March 2017`), or a line of its own; `other` is the day that was not
 * taken.
 */
function dayOfEvent(
  posted: string,
  { title, lead, above }: { title: string; lead: string; above: readonly string[] },
): { event: string; other?: string } {
  const all = above.flatMap((paragraph) => paragraph.split(/[\r\n]+/));
  const titled = all.findLastIndex((line) => line.includes(title));
  const lines = titled < 0 ? all.slice(-NEAR) : all.slice(titled, titled + NEAR);
  const told = new Set([lead, ...lines].flatMap(daysTold));
  const stamped = new Set(lines.flatMap(daysStamped));
  for (const days of [told, stamped]) {
    const [event, ...others] = [...days].filter((day) => isShortlyBefore(day, posted));
    if (event !== undefined && others.length === 0) return { event, other: posted };
    if (others.length > 0) break;
  }
  const other = [...told, ...stamped].find((day) => day !== posted);
  return { event: posted, ...(other !== undefined && { other }) };
}

/** `Posted on May 8, 2023`, `8 May 2023: updated` */
const POSTED = /\b(?:posted|published|updated|modified|uploaded|released)\b|更新|发布|發布|發佈/iu;

/** The day of a line that holds little else: a place, a clock, the name of the event. */
function daysStamped(line: string): string[] {
  const found = line.length > LONGEST_LINE || isProse(line) || POSTED.test(line) ? undefined : findDate(line);
  if (found === undefined) return [];
  const rest = line.slice(0, found.start) + line.slice(found.end);
  const words = rest.match(/\p{L}+/gu)?.length ?? 0;
  return words <= PLACE_WORDS || looksLikeTitle(rest) ? [found.iso] : [];
}

/** A place and the day of the week have no more words. */
const PLACE_WORDS = 7;

/** `since 9 March`, `the blast of 9 March`: no event is said to be on that day. */
const ANOTHER =
  /(?:^|\s)(?:of|since|from|until|till|by|before|after|dated|due|ahead\sof)\s(?:\p{L}+day,?\s)?$/iu;

/** The days of sentences that tell of an interview, a briefing, a speech, each with no other day in it. */
function daysTold(paragraph: string): string[] {
  return paragraph.split(/(?<=[.!?])\s+(?=\p{Lu})|(?<=。)/u).flatMap((sentence) => {
    const [day, ...others] = sentence.length > MOST_WORDS ? [] : daysIn(sentence);
    if (day === undefined || others.length > 0 || !isProse(sentence) || POSTED.test(sentence)) return [];
    if (OWN.test(sentence) || (!TELLS.test(sentence) && !looksLikeTitle(sentence))) return [];
    return ANOTHER.test(sentence.slice(0, day.start)) ? [] : [day.iso];
  });
}

/** Whoever speaks of himself tells of other days. */
const OWN = /\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b/u;
const TELLS =
  /\b(?:sp(?:eaks?|oke)|talk(?:s|ed)|interview(?:s|ed)|brief(?:s|ed)|addresse[sd]|answer(?:s|ed)|met|meets)\b/iu;
