/** `npm run import -- FILE|DIR|ARCHIVE|URL|-…`: adds transcripts to the corpus, and says what it understood. */
import { readFile, stat } from 'node:fs/promises';
import { ImportError } from '../corpus/errors.ts';
import { explainFile } from '../corpus/explain.ts';
import { tooLargeFile } from '../corpus/import/candidate.ts';
import { type ImportOptions, importAll, withTurns } from '../corpus/import/import.ts';
import { withParser } from '../corpus/parse-cache.ts';
import { isoDate } from '../corpus/schema.ts';
import type { Sidecar } from '../corpus/sidecar.ts';
import { MAX_BYTES } from '../corpus/sources/decode.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { readArguments, runCommand, UsageError } from './terminal/command.ts';
import { renderExplanation, renderOutcome, renderTotals } from './terminal/import-report.ts';

const USAGE =
  'Usage: npm run import -- [--dry-run] [--json [--turns]] [--follow PATTERN] [--allow-private] [--official NAME] ' +
  '[--reporter NAME] [--title TITLE] [--date YYYY-MM-DD] [--publisher NAME] FILE|DIR|ARCHIVE|URL|-…, ' +
  'or: npm run import -- --explain FILE';

await runCommand(async () => {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: {
        'allow-private': { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        explain: { type: 'string' },
        date: { type: 'string' },
        follow: { type: 'string' },
        official: { type: 'string', multiple: true },
        publisher: { type: 'string' },
        reporter: { type: 'string', multiple: true },
        title: { type: 'string' },
        turns: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        json: { type: 'boolean', default: false },
      },
    },
    USAGE,
  );
  if (values.help) return console.log(USAGE);
  if (values.explain !== undefined) return await explain(values.explain, values.json);
  if (positionals.length === 0) throw new UsageError('There is nothing to import.', USAGE);
  if (values.follow !== undefined && !positionals.some((input) => /^https?:/i.test(input))) {
    throw new UsageError('--follow takes the address of a list page.', USAGE);
  }
  const { CORPUS_DIR: directory, DATA_DIR: dataDir } = readSettings(recordSettings, process.env);
  const options: ImportOptions = {
    directory,
    dryRun: values['dry-run'],
    allowPrivate: values['allow-private'],
    ...(values.follow !== undefined && { follow: values.follow }),
    stated: readStated(values),
  };
  const totals = { added: 0, found: 0, skipped: 0, refused: 0 };
  await withParser(dataDir, async ({ parse }) => {
    for await (const outcome of importAll(positionals, { ...options, parse })) {
      totals[outcome.outcome] += 1;
      const { parsed: _, ...summary } = outcome;
      if (values.json) console.log(JSON.stringify(values.turns ? withTurns(outcome) : summary));
      else console.log(renderOutcome(outcome));
    }
  });
  if (!values.json) console.log(renderTotals(totals, directory));
  if (totals.refused > 0) process.exitCode = 1;
});

/** What is stated about the documents on the command line. */
function readStated({ official, reporter, title, date, publisher }: Sidecar): Sidecar {
  if (date !== undefined && !isoDate.safeParse(date).success)
    throw new UsageError(`“${date}” is no day.`, '--date takes YYYY-MM-DD.');
  return {
    ...(official && { official }),
    ...(reporter && { reporter }),
    ...(title && { title }),
    ...(date && { date }),
    ...(publisher && { publisher }),
  };
}

/** The file with every line marked; what it gives is said at the end. */
async function explain(path: string, json: boolean): Promise<void> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined)
    throw new ImportError(`${path} does not exist or may not be read.`, 'Check the path.');
  if (!info.isFile()) throw new ImportError(`${path} is not a file.`, 'Name one file to explain.');
  if (info.size > MAX_BYTES) throw tooLargeFile(path);
  const { lines, error } = await explainFile({ path, bytes: await readFile(path) });
  if (json) for (const line of lines) console.log(JSON.stringify(line));
  else console.log(renderExplanation(lines));
  if (error !== undefined) throw error;
}
