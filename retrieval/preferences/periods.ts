/** The days that a question names: “on Dec 1 2021”, “early March 2024”, “spring 2021”, “in July”, “in 2022”. */
import { createRequire } from 'node:module';

// Loaded with the first question, after everything that is needed to open the record.
const load = createRequire(import.meta.url);

/** ISO days, inclusive. */
export interface Period {
  from: string;
  to: string;
}

/** Longest span of years that a month without a year is looked for in. */
const YEARS_BACK = 30;
const SEASONS: Record<string, number> = { spring: 3, summer: 6, autumn: 9, fall: 9, winter: 12 };
const SEASON = /\b(spring|summer|autumn|fall|winter)(?:\s+of)?\s+((?:19|20)\d\d)\b/i;
const BEFORE_MONTH = /\b(?:in|of|last|this|early|mid|late|since|during|until|by)[\s-]+$/i;
// Only a year that time is told by: “in 2022”, “since 2014”, “2022:”. A bare number may be anything.
const YEAR = /\b(?:in|of|during|by|early|mid|late|since|from)[\s-]+((?:19|20)\d\d)\b|^((?:19|20)\d\d)\b/i;

/** The periods that a question names; the first one is the narrowest that was found. None when it names none. */
export function periodsIn(question: string, today: Date): Period[] {
  const season = SEASON.exec(question);
  if (season?.[1] && season[2]) return [months(Number(season[2]), SEASONS[season[1].toLowerCase()] ?? 1, 3)];
  for (const { start, end, index } of (load('chrono-node') as typeof import('chrono-node')).parse(
    question,
    today,
  )) {
    const year = start.get('year');
    const month = start.get('month');
    if (!start.isCertain('month') && !start.isCertain('day')) continue;
    if (year === null || month === null) continue;
    // “a long march”, “they may”: a month alone is one only where a word says so.
    if (!start.isCertain('day') && !start.isCertain('year') && !BEFORE_MONTH.test(question.slice(0, index)))
      continue;
    if (!start.isCertain('day'))
      return yearsOf(start.isCertain('year'), year, today, (y) => months(y, month, 1));
    const day = start.get('day') ?? 1;
    // “now” and “today” say nothing about which day is meant.
    if (isoDay(year, month, day) === today.toISOString().slice(0, 10)) continue;
    const last = end?.isCertain('day') ? end.date() : undefined;
    return yearsOf(start.isCertain('year'), year, today, (y) => ({
      from: isoDay(y, month, day),
      to: last ? isoDay(last.getFullYear(), last.getMonth() + 1, last.getDate()) : isoDay(y, month, day),
    }));
  }
  const [, named, leading] = YEAR.exec(question) ?? [];
  const year = named ?? leading;
  return year ? [{ from: `${year}-01-01`, to: `${year}-12-31` }] : [];
}

function yearsOf(certain: boolean, year: number, today: Date, period: (year: number) => Period): Period[] {
  if (certain) return [period(year)];
  const last = today.getUTCFullYear();
  return Array.from({ length: YEARS_BACK }, (_, i) => period(last - i));
}

function months(year: number, first: number, count: number): Period {
  const end = new Date(Date.UTC(year, first - 1 + count, 0));
  return { from: isoDay(year, first, 1), to: end.toISOString().slice(0, 10) };
}

function isoDay(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const DAY = 86_400_000;

/** The ISO day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
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
