/** What an import did, for a reader at a terminal. */
import pc from 'picocolors';
import type { ExplainedLine, Mark } from '../../corpus/explain.ts';
import type { Outcome, Summary } from '../../corpus/import/import.ts';
import { printable } from './command.ts';

const SHOWN_SPEAKERS = 4;

const PAINT: Record<Outcome['outcome'], (text: string) => string> = {
  added: pc.green,
  found: pc.green,
  skipped: pc.dim,
  refused: pc.red,
};

/** A document in a few lines: what became of it, what it holds, what to look at. */
export function renderOutcome(outcome: Outcome): string {
  const { document, path, reason, remedy, warnings, firstLines = [], source } = outcome;
  const head = PAINT[outcome.outcome](outcome.outcome.padEnd(8));
  if (document === undefined || reason !== undefined) {
    const quoted = firstLines.map((line) => `\n           ${pc.dim('│')} ${printable(line)}`).join('');
    return `${head} ${printable([reason ?? source, remedy].filter((part) => part !== undefined).join(' '))}${quoted}`;
  }
  const lines = [
    `${head} ${printable(source)}${path === undefined ? '' : printable(` → ${path}`)}`,
    `         ${printable(document.title)}`,
    `         ${describe(document)}`,
    ...warnings.map((warning) => `         ${pc.yellow('warning:')} ${printable(warning)}`),
  ];
  return lines.join('\n');
}

function describe({ date, publisher, speakers, turns, passages }: Summary): string {
  const more = speakers.length > SHOWN_SPEAKERS ? ` and ${speakers.length - SHOWN_SPEAKERS} more` : '';
  const named = `${speakers.slice(0, SHOWN_SPEAKERS).join(', ')}${more}`;
  return printable(
    `${date} · ${publisher} · ${named} · ${count(turns, 'turn')} · ${count(passages, 'passage')}`,
  );
}

/** The last line: how much came in, and what to do next. */
export function renderTotals(
  { added, found, skipped, refused }: Record<Outcome['outcome'], number>,
  directory: string,
): string {
  const parts = [
    found > 0
      ? `${count(found, 'document')} would be added`
      : `${count(added, 'document')} added to ${directory}`,
    `${skipped} skipped`,
    `${refused} refused`,
  ];
  return `${parts.join(', ')}.${added > 0 ? ' Next: npm run embed' : ''}`;
}

const MARKS: Record<Mark, (text: string) => string> = {
  'front matter': pc.dim,
  title: pc.bold,
  date: pc.cyan,
  question: pc.yellow,
  answer: pc.green,
  unanswered: pc.red,
  aside: pc.dim,
  boilerplate: pc.dim,
  dropped: pc.red,
  '': pc.dim,
};

/** Every line of a document behind what it was taken for. */
export function renderExplanation(lines: readonly ExplainedLine[]): string {
  return lines
    .map(({ mark, text }) => `${MARKS[mark](mark.padEnd(12))} ${printable(text)}`.trimEnd())
    .join('\n');
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
