/** An answer for the terminal: each quote as it stands in the source, with all that a citation needs. */
import colors from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import type { Answer, Hit } from '../../retrieval/answer.ts';
import { textFragmentLink } from '../../retrieval/citation.ts';
import { printable } from './command.ts';

const MAX_WIDTH = 100;

const HEADLINES: Record<Answer['verdict'], (answer: Answer) => string> = {
  answer: () => colors.green(colors.bold('On record')),
  related: () => colors.yellow(colors.bold('No direct statement found. The closest on record:')),
  none: () =>
    colors.red(colors.bold('Nothing on record answers this. The nearest passages, which are no answer:')),
};

/** Lays an answer out in at most `columns` columns. Words are wrapped; nothing in a quote is altered. */
export function renderAnswer(answer: Answer, columns: number): string {
  const width = Math.min(columns, MAX_WIDTH);
  const headline = `${HEADLINES[answer.verdict](answer)} ${colors.dim(`(${percent(answer.confidence)} sure)`)}`;
  const hits = answer.hits.map((hit) => renderHit(hit, width));
  return [headline, ...hits].join('\n\n');
}

function renderHit(hit: Hit, width: number): string {
  const { passage, turn, document } = hit;
  const lines = [
    `${colors.bold(`${hit.rank}. ${printable(turn.speaker)}`)}, ${document.date}`,
    quote(hit, width),
    '',
    field('Document', `${document.title} (${document.publisher})`, width),
  ];
  if (turn.question) lines.push(field(turn.asker ? `Asked by ${turn.asker}` : 'Asked', turn.question, width));
  const sure = hit.confidence === undefined ? '' : ` · ${percent(hit.confidence)} sure`;
  lines.push(field('Passage', `${passage.id} · score ${hit.score.toFixed(2)}${sure}`, width));
  const link = document.url ? textFragmentLink(document.url, passage.text) : printable(document.path);
  // A link is never broken over lines: it must stay clickable.
  lines.push(`   ${colors.dim(document.url ? 'Link: ' : 'Source: ')}${colors.cyan(link)}`);
  return lines.join('\n');
}

/** The passage, with the sentence that answers in bold type. */
function quote(
  { passage: { text }, highlight: { start, end } = { start: 0, end: 0 } }: Hit,
  width: number,
): string {
  const sentence = start < end ? colors.bold(oneLine(text.slice(start, end))) : '';
  const marked = `${oneLine(text.slice(0, start))}${sentence}${oneLine(text.slice(end))}`;
  return indent(wrapWords(marked, width - 5), `   ${colors.cyan('│')} `);
}

function field(label: string, text: string, width: number): string {
  const line = wrapWords(`${label}: ${oneLine(text)}`, width - 3);
  return indent(line.replace(`${label}:`, colors.dim(`${label}:`)), '   ');
}

// Line breaks of a source are page layout: runs of white space become one space.
function oneLine(text: string): string {
  return printable(text.replace(/\s+/gu, ' '));
}

/** Only a word that is longer than the line is broken. */
function wrapWords(line: string, width: number): string {
  return wrapAnsi(line.trim(), Math.max(width, 20), { hard: true });
}

function indent(text: string, by: string): string {
  return text
    .split('\n')
    .map((line) => by + line)
    .join('\n');
}

function percent(probability: number): string {
  return `${Math.round(probability * 100)}%`;
}
