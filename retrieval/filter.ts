/** Narrowing a search to dates and speakers. */
import type { PassageFilter } from './interfaces.ts';

/** Whether a passage by this speaker of this day (ISO) meets a filter. */
export function letsThrough({ since, until, speaker }: PassageFilter, name: string, date: string): boolean {
  if (since !== undefined && date < since) return false;
  if (until !== undefined && date > until) return false;
  return speaker === undefined || matchesName(speaker, name);
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
