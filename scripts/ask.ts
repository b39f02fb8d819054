/** `npm run ask -- "question"`: the best-matching passages of the record, in the terminal or as JSON. */
import { createInterface } from 'node:readline';
import { OnRecordError } from '../corpus/errors.ts';
import { readQuestion } from '../retrieval/question.ts';
import { DEFAULT_HITS, MAX_HITS, type SearchService } from '../retrieval/search.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { readArguments, readCount, runCommand, UsageError } from './terminal/command.ts';
import { withRecord } from './terminal/record.ts';
import { renderAnswer } from './terminal/render.ts';

const USAGE = `Usage: npm run ask -- [--json] [-k HITS] "question", or: npm run ask -- --batch [-k HITS] < questions. A question that begins with a dash goes after one more --`;

await runCommand(async () => {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        batch: { type: 'boolean', default: false },
        k: { type: 'string', short: 'k', default: String(DEFAULT_HITS) },
        help: { type: 'boolean', short: 'h', default: false },
      },
    },
    USAGE,
  );
  if (values.help) return console.log(USAGE);
  const k = readCount('-k', values.k, 1, MAX_HITS, USAGE);
  if (values.batch && positionals.length > 0)
    throw new UsageError('--batch reads its questions from standard input.', USAGE);
  if (!values.batch && positionals.length === 0) throw new UsageError('There is no question.', USAGE);
  const question = positionals.join(' ');
  // A question that cannot be asked is told before anything is built or loaded for it.
  if (!values.batch) readQuestion(question);

  await withRecord(readSettings(recordSettings, process.env), async ({ search }) => {
    if (values.batch) return await answerLines(search, k);
    const answer = await search.ask(question, { k });
    console.log(values.json ? JSON.stringify(answer) : renderAnswer(answer, process.stdout.columns ?? 100));
  });
});

/** One JSON object for each line of standard input; a question that cannot be asked gives an object that says why. */
async function answerLines(search: SearchService, k: number): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    try {
      console.log(JSON.stringify(await search.ask(line, { k })));
    } catch (error) {
      console.log(JSON.stringify({ query: line, error: OnRecordError.expected(error).message }));
      process.exitCode = 1;
    }
  }
}
