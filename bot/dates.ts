/** Days as people type them in a language: 2019-02-18, February 2019, 18 février 2019, 2019年2月, last July. */
import { createRequire } from 'node:module';
import type * as Chrono from 'chrono-node';
import { RequestError } from './errors.ts';

type Parser = Pick<typeof Chrono, 'parse'>;
type ParsedDate = Chrono.ParsedComponents;

/** Takes half a second to load, so a bot starts without it. */
const load = createRequire(import.meta.url);

/** By language; Korean needs none, for its dates are numbers with units. */
function parsersOf(locale: string): (Parser | undefined)[] {
  const { de, en, es, fr, ja, pt, ru, zh } = load('chrono-node') as typeof Chrono;
  const parsers: Readonly<Record<string, Parser>> = { de, es, fr, ja, pt, ru, zh };
  const [language = ''] = locale.split('-');
  return [parsers[language], locale === 'en-US' ? en.casual : en.GB];
}

/** Year, then month, then day, separated by punctuation or by the units of Chinese, Japanese and Korean. */
const NUMERIC = /^(\d{4})\s*(?:[-/.年년]\s*(?:(\d{1,2})\s*(?:[-/.月월]\s*(?:(\d{1,2})\s*[日일]?)?)?)?)?$/;

/**
 * The ISO day that a text names, at the start (`since`) or at the end (`until`) of the month or year that it may name
 * instead. `locale` is the reader's; English is understood as well.
 * @throws RequestError when the text names no day, month or year
 */
export function readDay(option: 'since' | 'until', text: string, today: Date, locale = 'en-US'): string {
  const typed = text.trim();
  const [, year, month, day] = NUMERIC.exec(typed) ?? [];
  const iso =
    year === undefined
      ? (namedMonth(option, typed, locale) ?? spokenDay(option, typed, today, locale))
      : boundary(option, Number(year), month ? Number(month) : undefined, day ? Number(day) : undefined);
  if (iso !== undefined) return iso;
  throw new RequestError('error.notADate', { text: text.slice(0, 60) });
}

/** A month by its name and a year, which not every parser takes without a day. */
function namedMonth(option: 'since' | 'until', text: string, locale: string): string | undefined {
  const [, name = '', year] = /^(\p{L}+)\.?(?:\s+d[e’']l?)?\s+(\d{4})$/u.exec(text.toLowerCase()) ?? [];
  if (year === undefined) return undefined;
  const month = monthNames(locale).get(name) ?? monthNames('en').get(name);
  return month === undefined ? undefined : boundary(option, Number(year), month);
}

function monthNames(locale: string): Map<string, number> {
  const names = (['long', 'short'] as const).flatMap((style) => {
    const format = new Intl.DateTimeFormat(locale, { month: style, timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, month) => {
      const name = format
        .format(Date.UTC(2019, month, 1))
        .toLowerCase()
        .replace(/\.$/, '');
      return [name, month + 1] as const;
    });
  });
  return new Map(names);
}

function spokenDay(option: 'since' | 'until', text: string, today: Date, locale: string): string | undefined {
  // Digits and punctuation alone are a date or they are not: a part of them must not pass for the whole.
  if (/^\d{4}\D/.test(text) && !/\p{L}/u.test(text)) return undefined;
  for (const parser of parsersOf(locale)) {
    const found = parser?.parse(text, today)[0];
    if (!found) continue;
    const left = text.slice(0, found.index) + text.slice(found.index + found.text.length);
    // “13 February 25:00” names a day, and something else that was not understood.
    if (/\d/.test(left)) continue;
    const day = dayOf(option, found.start, today);
    if (day !== undefined) return day;
  }
  return undefined;
}

function dayOf(option: 'since' | 'until', found: ParsedDate, today: Date): string | undefined {
  const [year, month, day] = [found.get('year'), found.get('month'), found.get('day')];
  if (year === null || month === null || day === null) return undefined;
  const namesDay = found.isCertain('day') || found.isCertain('weekday');
  const namesMonth = namesDay || found.isCertain('month');
  // “noon” names none of them.
  if (!namesMonth && !found.isCertain('year')) return undefined;
  // A record is of the past: “18 Feb” is the last one, not the next.
  const past = !found.isCertain('year') && found.date() > today ? year - 1 : year;
  return boundary(option, past, namesMonth ? month : undefined, namesDay ? day : undefined);
}

/** The first or the last day of a year, of a month or of a day; nothing where there is no such day. */
function boundary(option: 'since' | 'until', year: number, month?: number, day?: number): string | undefined {
  const first = option === 'since';
  const m = month ?? (first ? 1 : 12);
  const lastDay = new Date(Date.UTC(year, m, 0)).getUTCDate();
  const d = day ?? (first ? 1 : lastDay);
  if (m < 1 || m > 12 || d < 1 || d > lastDay || year < 1000) return undefined;
  return `${year}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}
