/** What became of one document of an import: plain data, as `--json` prints it. */
import { KINDS, type Suspicion } from '../check/suspicions.ts';
import type { Transcript } from '../schema.ts';

export interface Outcome {
  /** Where it came from: a path, a path in an archive, an address. */
  source: string;
  /** `found` in a dry run, where it would have been added. */
  outcome: 'added' | 'found' | 'skipped' | 'refused';
  /** The file below the corpus folder that holds it. */
  path?: string;
  document?: Summary;
  warnings: string[];
  /** Why it was skipped or refused, and what to do. */
  reason?: string;
  remedy?: string;
  /** What a refused file begins with. */
  firstLines?: string[];
}

export interface Summary {
  id: string;
  title: string;
  date: string;
  publisher: string;
  kind: string;
  language: string;
  url?: string;
  speakers: string[];
  turns: number;
  passages: number;
}

/** A transcript in a few figures. */
export function summarize({ document, turns, passages }: Transcript): Summary {
  const { id, title, date, publisher, kind, language, url } = document;
  const speakers = [...new Set(turns.map(({ speaker }) => speaker))];
  const particulars = { id, title, date, publisher, kind, language, ...(url !== undefined && { url }) };
  return { ...particulars, speakers, turns: turns.length, passages: passages.length };
}

/** Suspicions and gaps as sentences, a kind of suspicion in one. */
export function warningsOf({ document }: Transcript, suspicions: readonly Suspicion[]): string[] {
  const warnings: string[] = [];
  if (document.publisher === 'Unknown publisher') warnings.push('nothing says who published it');
  const counts = new Map<string, number>();
  for (const { kind } of suspicions) counts.set(KINDS[kind], (counts.get(KINDS[kind]) ?? 0) + 1);
  for (const [words, count] of counts) warnings.push(count === 1 ? words : `${words} (${count})`);
  return warnings;
}
