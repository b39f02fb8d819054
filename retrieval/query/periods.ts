/** The days that a question names: “on Dec 1 2021”, “early March 2024”, “spring 2021”, “since July”, “before 2022”. */
import { createRequire } from 'node:module';
import type { ParsedComponents, ParsedResult } from 'chrono-node';
import { foreignDate } from './foreign-dates.ts';

// Loaded with the first question, after everything that is needed to open the record.
const load = createRequire(import.meta.url);

/** ISO days, inclusive. */
export interface Period {
  from: string;
  to: string;
}

/** Where a period is open to one side. */
const FIRST_DAY = '0001-01-01';
const LAST_DAY = '9999-12-31';
/** Longest span of years that a month without a year is looked for in. */
const YEARS_BACK = 30;

const SEASONS: Record<string, number> = { spring: 3, summer: 6, autumn: 9, fall: 9, winter: 12 };
const SEASON = /\b(spring|summer|autumn|fall|winter)(?:\s+of)?\s+((?:19|20)\d\d)\b/i;
const BEFORE_MONTH =
  /\b(?:in|of|last|this|early|mid|late|since|after|before|during|until|till|by|between|from)[\s-]+$/i;
// Only a year that time is told by: “in 2022”, “since 2014”, “2022:”. A bare number may be anything.
const YEAR =
  /\b(?:in|of|during|by|early|mid|late|since|from|after|before|until|till|prior\s+to)[\s-]+((?:19|20)\d\d)\b|^((?:19|20)\d\d)\b/i;
/** A question without any of these names no day; chrono tries dozens of patterns on it. */
const TELLS_TIME =
  /\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|to(?:day|night|morrow)|tm[rw]|yesterday|day|week|fortnight|month|quarter|year|hour|min|sec|now|ago|last|past|next|this|noon|night|morning|afternoon|evening)/i;
/** What opens a period to one side; “after” and “before” leave the named days themselves out. */
const OPENINGS = [
  {
    before:
      /(?:\b(?:since|depuis|à partir d[eu]|seit|ab|desde|a partir de|dal)|(?<!\p{L})(?:с|начиная с|منذ))(?:\s+(?:early|mid|late|le|dem|el|o))?[\s-]+$/iu,
    after: /^\s*(?:on\b|onwards?\b|以来|起|以後|以降|から|부터)/iu,
    opens: 'since',
  },
  {
    before:
      /(?:\b(?:after|après|nach|después del?|tras|depois de|após|dopo)|(?<!\p{L})(?:после|بعد))\s+(?:(?:le|dem|el|o)\s+)?$/iu,
    after: /^\s*(?:之后|以后|之後|后|이후)/u,
    opens: 'after',
  },
  {
    before:
      /(?:\b(?:until|till|up\s+to|jusqu['’](?:en|à|au)|bis|hasta|até|fino a)|(?<!\p{L})حتى)(?:\s+(?:early|mid|late|le|zum|el|o))?[\s-]+$/iu,
    after: /^\s*(?:为止|まで|까지)/u,
    opens: 'until',
  },
  {
    before:
      /(?:\b(?:before|prior\s+to|avant|vor|antes del?|prima d[ei]l?)|(?<!\p{L})(?:до|قبل))\s+(?:(?:le|dem|el|o)\s+)?$/iu,
    after: /^\s*(?:之前|以前|前|이전)/u,
    opens: 'before',
  },
] as const;
type Opening = (typeof OPENINGS)[number]['opens'];
const BETWEEN = /\b(?:between|from)\s+$/i;
const AND = /^\s*(?:and|to|until|till|[-–—])\s*$/i;

/**
 * The periods that a question names; the first one is the narrowest that was found. None when it names none. Days are
 * counted in UTC, wherever the clock stands.
 */
export function periodsIn(question: string, today: Date, language = 'en'): Period[] {
  if (language !== 'en') return foreignDates(question, today, language);
  return seasonIn(question) ?? datesIn(question, today) ?? yearIn(question) ?? [];
}

function foreignDates(question: string, today: Date, language: string): Period[] {
  const date = foreignDate(question, language);
  if (!date) return [];
  const { index, length, year, month, day } = date;
  const period = (named: number): Period => {
    if (month === undefined) return { from: `${named}-01-01`, to: `${named}-12-31` };
    if (day === undefined) return months(named, month, 1);
    return { from: isoDay(named, month, day), to: isoDay(named, month, day) };
  };
  return inYears(year, period, openingOf(question, index, length), today);
}

/** A period of a year, or of every year that may be meant where none is named. */
function inYears(
  year: number | undefined,
  period: (year: number) => Period,
  opening: Opening | undefined,
  today: Date,
): Period[] {
  if (year !== undefined) return [opened(period(year), opening)];
  const periods = Array.from({ length: YEARS_BACK }, (_, back) => period(today.getUTCFullYear() - back));
  if (!opening) return periods;
  // Open to one side only the last one that has begun is meant.
  const last = periods.find(({ from }) => from <= isoOf(today));
  return last ? [opened(last, opening)] : [];
}

function seasonIn(question: string): Period[] | undefined {
  const season = SEASON.exec(question);
  if (!season?.[1] || !season[2]) return undefined;
  const period = months(Number(season[2]), SEASONS[season[1].toLowerCase()] ?? 1, 3);
  return [opened(period, openingOf(question, season.index, season[0].length))];
}

function yearIn(question: string): Period[] | undefined {
  const [found = '', named, leading] = YEAR.exec(question) ?? [];
  const year = named ?? leading;
  if (!year) return undefined;
  const at = question.indexOf(year, question.indexOf(found));
  return [opened({ from: `${year}-01-01`, to: `${year}-12-31` }, openingOf(question, at, year.length))];
}

/** A day or a month, as chrono finds them. */
function datesIn(question: string, today: Date): Period[] | undefined {
  if (!TELLS_TIME.test(question)) return undefined;
  const { parse } = load('chrono-node') as typeof import('chrono-node');
  const found = parse(question, { instant: today, timezone: 0 });
  for (const [i, result] of found.entries()) {
    const { start, index, text } = result;
    if (!start.isCertain('month') && !start.isCertain('day')) continue;
    // “a long march”, “they may”: a month alone is one only where a word says so.
    if (!start.isCertain('day') && !start.isCertain('year') && !BEFORE_MONTH.test(question.slice(0, index)))
      continue;
    // “now” and “today” say nothing about which day is meant.
    if (start.isCertain('day') && spanOf(start).from === isoOf(today)) continue;
    const end = result.end ?? rangeEnd(question, result, found[i + 1]);
    const dated = start.isCertain('year') ? start : end?.isCertain('year') ? end : undefined;
    const period = (year: number): Period => ({
      from: spanOf(start, year).from,
      to: spanOf(end ?? start, year).to,
    });
    const opening = openingOf(question, index, text.length);
    return inYears(dated?.get('year') ?? undefined, period, opening, today);
  }
  return undefined;
}

/** The end of “between March and May 2021”, which chrono reads as two dates. */
function rangeEnd(
  question: string,
  { index, text }: ParsedResult,
  next: ParsedResult | undefined,
): ParsedComponents | undefined {
  if (!next || !BETWEEN.test(question.slice(0, index))) return undefined;
  return AND.test(question.slice(index + text.length, next.index)) ? next.start : undefined;
}

/** The day or the month of a date; in a given year where it names none itself. */
function spanOf(date: ParsedComponents, otherwise?: number): Period {
  const year = (date.isCertain('year') ? undefined : otherwise) ?? date.get('year') ?? 0;
  const month = date.get('month') ?? 1;
  if (!date.isCertain('day')) return months(year, month, 1);
  const day = isoDay(year, month, date.get('day') ?? 1);
  return { from: day, to: day };
}

function openingOf(question: string, index: number, length: number): Opening | undefined {
  const [before, after] = [question.slice(0, index), question.slice(index + length)];
  const found = OPENINGS.find((one) => one.before.test(before) || one.after.test(after));
  return found?.opens;
}

function opened({ from, to }: Period, opening: Opening | undefined): Period {
  switch (opening) {
    case undefined:
      return { from, to };
    case 'since':
      return { from, to: LAST_DAY };
    case 'after':
      return { from: addDays(to, 1), to: LAST_DAY };
    case 'until':
      return { from: FIRST_DAY, to };
    case 'before':
      return { from: FIRST_DAY, to: addDays(from, -1) };
  }
}

function months(year: number, first: number, count: number): Period {
  return { from: isoDay(year, first, 1), to: isoOf(Date.UTC(year, first - 1 + count, 0)) };
}

function isoDay(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const isoOf = (day: Date | number) => new Date(day).toISOString().slice(0, 10);

const DAY = 86_400_000;

/** The ISO day so many days later. */
export function addDays(day: string, days: number): string {
  return isoOf(Date.parse(day) + days * DAY);
}

/** Days between a date and the nearest of the periods; 0 inside one. */
export function daysFrom(periods: readonly Period[], date: string): number {
  const time = Date.parse(date);
  const distances = periods.map(({ from, to }) => {
    if (date >= from && date <= to) return 0;
    return Math.min(Math.abs(time - Date.parse(from)), Math.abs(time - Date.parse(to))) / DAY;
  });
  return Math.min(...distances);
}

/** Length of the longest period, in days. */
export function longest(periods: readonly Period[]): number {
  return Math.max(0, ...periods.map(({ from, to }) => (Date.parse(to) - Date.parse(from)) / DAY + 1));
}
