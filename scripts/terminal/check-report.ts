/** What the check of a corpus found, for a reader at a terminal. */
import pc from 'picocolors';
import type { CheckReport } from '../../corpus/check/check.ts';
import { KINDS } from '../../corpus/check/suspicions.ts';
import { printable } from './command.ts';

const SHOWN = 220;

/** Counts of every kind of suspicion, each with its sample; `only` shows one kind. */
export function renderCheck(report: CheckReport, only?: string): string {
  const { documents, turns, passages, refused, counts, samples } = report;
  const lines = [
    `${documents} documents, ${turns} turns, ${passages} passages; ${refused.length} files refused.`,
  ];
  for (const reason of refused) lines.push(`  ${printable(reason)}`);
  for (const [kind, { words }] of Object.entries(KINDS)) {
    if (only !== undefined && kind !== only) continue;
    const found = samples.filter((sample) => sample.kind === kind);
    lines.push('', pc.bold(`${counts[kind as keyof typeof KINDS]} × ${words}`));
    for (const { path, turn, text } of found) {
      const folded = printable(text.replace(/\s+/g, ' '));
      const cut = folded.length > SHOWN ? `${folded.slice(0, SHOWN)}…` : folded;
      lines.push(`  ${pc.dim(`${printable(path)}${turn === undefined ? '' : ` #${turn}`}`)}`, `    ${cut}`);
    }
  }
  return lines.join('\n');
}
