/** Days as people type them: 2019-02-18, February 2019, 2019, last July. */
import * as chrono from 'chrono-node';
import { RequestError } from './errors.ts';

/**
 * The ISO day that a text names, at the start (`since`) or at the end (`until`) of the period it may leave open.
 * @throws RequestError when it names none
 */
export function readDay(option: 'since' | 'until', text: string, today: Date): string {
  const day = isoPeriod(option, text.trim()) ?? spokenPeriod(option, text, today);
  if (day !== undefined) return day;
  throw new RequestError(
    `“${text.slice(0, 60)}” is no date.`,
    'Try 2019-02-18, February 2019, 2019 or “last July”.',
  );
}

function isoPeriod(option: 'since' | 'until', text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  return endOf(option, Number(year), month ? Number(month) : undefined, day ? Number(day) : undefined);
}

function spokenPeriod(option: 'since' | 'until', text: string, today: Date): string | undefined {
  const found = chrono.parse(text, today)[0]?.start;
  const [year, month, day] = [found?.get('year'), found?.get('month'), found?.get('day')];
  if (!found || year == null || month == null || day == null) return undefined;
  const ofDay = found.isCertain('day') || found.isCertain('weekday');
  const ofMonth = ofDay || found.isCertain('month');
  // A record is of the past: “18 Feb” is the last one, not the next.
  const past = !found.isCertain('year') && found.date() > today ? year - 1 : year;
  return endOf(option, past, ofMonth ? month : undefined, ofDay ? day : undefined);
}

function endOf(option: 'since' | 'until', year: number, month?: number, day?: number): string | undefined {
  const first = option === 'since';
  const m = month ?? (first ? 1 : 12);
  const lastDay = new Date(Date.UTC(year, m, 0)).getUTCDate();
  const d = day ?? (first ? 1 : lastDay);
  if (m < 1 || m > 12 || d < 1 || d > lastDay || year < 1000) return undefined;
  return `${year}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}
