/** `npm run check-corpus -- [DIR]`: counts what looks wrongly read, and shows a sample of it. */
import pc from 'picocolors';
import { type CheckReport, checkCorpus } from '../corpus/check/check.ts';
import { KINDS } from '../corpus/check/suspicions.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { printable, readArguments, readCount, runCommand, UsageError } from './terminal/command.ts';

const USAGE = `Usage: npm run check-corpus -- [--json] [--samples N] [--seed N] [--kind ${Object.keys(KINDS).join('|')}] [DIR]`;

const SHOWN = 220;

await runCommand(async () => {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        samples: { type: 'string', default: '3' },
        seed: { type: 'string', default: '1' },
        kind: { type: 'string' },
      },
    },
    USAGE,
  );
  const samples = readCount('--samples', values.samples, 0, 1000, USAGE);
  const seed = readCount('--seed', values.seed, 0, 2 ** 31, USAGE);
  if (positionals.length > 1) throw new UsageError('One folder at a time.', USAGE);
  if (values.kind !== undefined && !(values.kind in KINDS))
    throw new UsageError(`There is no kind “${values.kind}”.`, USAGE);
  const [directory = readSettings(recordSettings, process.env).CORPUS_DIR] = positionals;
  const report = await checkCorpus(directory, samples, seed);
  console.log(values.json ? JSON.stringify(report) : renderCheck(report, values.kind));
});

/** Counts of every kind of suspicion, each with its sample; `only` shows one kind. */
function renderCheck(report: CheckReport, only?: string): string {
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
