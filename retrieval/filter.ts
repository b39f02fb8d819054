/** Narrowing a search to dates, speakers and publishers. */
import type { PassageFilter } from './interfaces.ts';

/** Whether a passage by this speaker, in a document of this day (ISO) and publisher, meets a filter. */
export function letsThrough(
  { since, until, speaker, publishers }: PassageFilter,
  name: string,
  { date, publisher }: { date: string; publisher: string },
): boolean {
  if (since !== undefined && date < since) return false;
  if (until !== undefined && date > until) return false;
  if (publishers !== undefined && !publishers.includes(publisher)) return false;
  return speaker === undefined || matchesName(speaker, name);
}

/** Publishers by how many of the documents are theirs, most first. */
export function publishersOf(documents: readonly { publisher: string }[]): string[] {
  const counts = new Map<string, number>();
  for (const { publisher } of documents) counts.set(publisher, (counts.get(publisher) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([publisher]) => publisher);
}

/** Whether every word of `wanted` begins a word of `name`: “geng” finds Geng Shuang, “dr kirby” not John Kirby. */
export function matchesName(wanted: string, name: string): boolean {
  const words = nameWords(name);
  return nameWords(wanted).every((start) => words.some((word) => word.startsWith(start)));
}

function nameWords(name: string): string[] {
  return (
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
