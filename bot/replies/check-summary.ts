/** What an embed and a plain text say alike of a verified quote. */
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { passagesOf, type QuoteCheck } from '../../retrieval/quotes/check.ts';
import { longDate } from './reply.ts';

export const MARKS: Record<QuoteCheck['kind'], string> = {
  exact: '✅',
  superseded: '🕰️',
  altered: '⚠️',
  stitched: '🧵',
  'not-found': '❔',
};

/** The verdict in a line. */
export function titleOf(check: QuoteCheck): string {
  switch (check.kind) {
    case 'exact':
      if (check.omissions) return 'On record, with words left out where the quote says so';
      return check.marksDiffer ? 'On record; only punctuation differs' : 'Word for word on record';
    case 'superseded':
      return `Was on record until ${day(check.until)}: the source has changed since`;
    case 'altered': {
      const until = check.passages[0]?.superseded;
      if (until === undefined) return 'Altered: the record says it differently';
      return `Altered: until ${day(until)} the record said it differently, and the source has changed since`;
    }
    case 'stitched':
      return 'Stitched together from separate places';
    case 'not-found':
      return 'Not found on record';
  }
}

function day(isoTime: string): string {
  return longDate(isoTime.slice(0, 10));
}

/** What is said of a source that no longer holds anything like a quote. */
export const GONE = 'The source no longer says anything like it.';

/** Whether a check was made against words that their source no longer holds. */
export function isOfOldWords(check: QuoteCheck): check is QuoteCheck & { kind: 'superseded' | 'altered' } {
  return check.kind === 'superseded' || (check.kind === 'altered' && isSuperseded(check.passages));
}

function isSuperseded([first]: readonly CitedPassage[]): boolean {
  return first?.superseded !== undefined;
}

/** The passages that a check cites, each once. */
export function citedIn(check: QuoteCheck): CitedPassage[] {
  return distinct(passagesOf(check));
}

export function distinct(passages: readonly CitedPassage[]): CitedPassage[] {
  return [...new Map(passages.map((cited) => [cited.passage.id, cited])).values()];
}
