/** Documents by month: what the timeline shows. */
import type { DocumentListing } from '../playground/wire.ts';

export interface Month {
  /** `2019-02`. */
  key: string;
  documents: number;
  statements: number;
}

/** Months that hold a document, in order. */
export function monthsOf(documents: readonly DocumentListing[]): Month[] {
  const months = new Map<string, Month>();
  for (const { date, statements } of documents) {
    const key = date.slice(0, 7);
    const month = months.get(key) ?? { key, documents: 0, statements: 0 };
    month.documents++;
    month.statements += statements;
    months.set(key, month);
  }
  return [...months.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

const names = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** `February 2019` for `2019-02`. */
export function monthName(key: string): string {
  return names.format(new Date(`${key}-01T00:00:00Z`));
}

/** `18 February 2019` for `2019-02-18`. */
export function dayName(date: string): string {
  return days.format(new Date(`${date}T00:00:00Z`));
}

/** `1 statement`, `1,154 documents`. */
export function counted(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;
}
