/** A verified quote without markdown, for a file. */
import { permalinkOf } from '../../retrieval/citation.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { DiffPart, QuoteCheck } from '../../retrieval/quotes/check.ts';
import { citedIn, GONE, isOfOldWords, titleOf } from './check-summary.ts';
import { foldSpace } from './markdown.ts';
import { citableText } from './passage-replies.ts';

/** `publicUrl`: the base of permalinks. */
export function plainCheck(check: QuoteCheck, publicUrl?: string): string {
  const cite = (cited: CitedPassage) =>
    citableText(cited, publicUrl === undefined ? undefined : permalinkOf(publicUrl, cited.passage.id));
  return [
    titleOf(check),
    `The quote: “${foldSpace(check.quoted)}”`,
    ...(check.kind === 'altered' ? [`The comparison: ${plainDiff(check.diff)}`] : []),
    ...(isOfOldWords(check)
      ? [check.now ? `The source, before and now: ${plainDiff(check.now.diff)}` : GONE]
      : []),
    ...citedIn(check).map(cite),
  ].join('\n');
}

/** `[-in the quote, or before, only-]`, `{+on record now only+}`. */
function plainDiff(diff: readonly DiffPart[]): string {
  const signs = { same: ['', ''], added: ['[-', '-]'], 'left-out': ['{+', '+}'] } as const;
  return diff.map(({ kind, words }) => signs[kind].join(foldSpace(words))).join(' ');
}
