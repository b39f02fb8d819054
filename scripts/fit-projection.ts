/**
 * `npm run fit-projection -- CORPUS…`: fits the projection of the retriever's token vectors to the text of several
 * records. A model that is trained through its projection keeps it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCorpus } from '../corpus/load.ts';
import { seededRandom } from '../corpus/random.ts';
import { loadEncoder } from '../retrieval/encoder/transformers-encoder.ts';
import type { TokenRows } from '../retrieval/interfaces.ts';
import { type Projection, project } from '../retrieval/rerank/packed-tokens.ts';
import { PROJECTIONS, ROW_STEPS, retrieverTokens } from '../retrieval/rerank/retriever-tokens.ts';
import { type RecordSettings, readSettings, recordSettings } from '../retrieval/settings.ts';
import { principalComponents } from './evaluation/principal-components.ts';
import { halfOf, readQuestions } from './evaluation/questions.ts';
import { readArguments, readCount, runCommand, UsageError } from './terminal/command.ts';

/** `--questions`: a set whose tuning half is fitted to as well: questions are asked in languages that no record has. */
const USAGE =
  'Usage: npm run fit-projection -- [--components N] [--tokens N] [--questions FILE] CORPUS-FOLDER…';
const FOLDER = fileURLToPath(PROJECTIONS);
const TEXTS_AT_ONCE = 64;

await runCommand(async () => {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: {
        components: { type: 'string', default: '128' },
        tokens: { type: 'string', default: '120000' },
        questions: { type: 'string' },
      },
    },
    USAGE,
  );
  if (positionals.length === 0) throw new UsageError('There is no corpus.', USAGE);
  const components = readCount('--components', values.components, 2, 1024, USAGE);
  const most = readCount('--tokens', values.tokens, 1000, 10_000_000, USAGE);
  const settings = readSettings(recordSettings, process.env);
  const encoder = await openEncoder(settings);
  const { dimension } = encoder;
  const rows: Float32Array[] = [];
  // As many tokens of each, however large it is.
  for (const corpus of positionals) {
    rows.push(...(await tokensOf(encoder, await textsOfCorpus(corpus), most / positionals.length)));
  }
  if (values.questions !== undefined) {
    const questions = await readQuestions(values.questions);
    const tuning = questions.filter((question) => halfOf(question) === 'tuning');
    rows.push(
      ...(await tokensOf(
        encoder,
        tuning.map(({ question }) => question),
        most,
      )),
    );
  }
  const axes = principalComponents(rows, dimension, components);
  const bytes = Buffer.alloc(axes.length * 2);
  for (const [i, value] of axes.entries()) bytes.writeInt16LE(Math.round(value * ROW_STEPS), i * 2);
  await mkdir(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `${path.basename(settings.MODEL_ID)}.bin`);
  await writeFile(file, bytes);
  const count = rows.reduce((sum, { length }) => sum + length / dimension, 0);
  console.log(
    `Fitted ${components} of ${dimension} components to ${count} tokens of ${positionals.length} records: ${file}`,
  );
});

interface CentredEncoder {
  dimension: number;
  /** Less their mean. */
  encode(texts: readonly string[]): Promise<TokenRows[]>;
}

async function openEncoder(settings: RecordSettings): Promise<CentredEncoder> {
  const own = retrieverTokens(await loadEncoder(settings.MODELS_DIR, settings.MODEL_ID));
  if (!own) throw new UsageError(`${settings.MODEL_ID} has no token vectors that rank.`, USAGE);
  const { tokens, projection } = own;
  const { key, dimension, mean, bits } = projection;
  const centred: Projection = { key, dimension, components: dimension, bits, mean };
  return {
    dimension,
    encode: async (texts) =>
      (await tokens.encode(texts)).map((one) => ({ count: one.count, values: project(one, centred) })),
  };
}

async function textsOfCorpus(corpus: string): Promise<string[]> {
  const { transcripts } = await loadCorpus(corpus);
  return transcripts.flatMap(({ document, turns, passages }) => [
    document.title,
    ...turns.flatMap(({ question }) => question ?? []),
    ...passages.map(({ text }) => text),
  ]);
}

/** Token vectors of texts that are drawn at random, each of length 1, until there are as many as wanted. */
async function tokensOf(
  encoder: CentredEncoder,
  texts: readonly string[],
  most: number,
): Promise<Float32Array[]> {
  const random = seededRandom(14);
  const order = texts.map((text) => ({ text, at: random() })).sort((a, b) => a.at - b.at);
  const rows: Float32Array[] = [];
  let tokens = 0;
  for (let i = 0; i < order.length && tokens < most; i += TEXTS_AT_ONCE) {
    for (const { count, values } of await encoder.encode(
      order.slice(i, i + TEXTS_AT_ONCE).map(({ text }) => text),
    )) {
      normalizeRows(values, encoder.dimension);
      rows.push(values);
      tokens += count;
    }
  }
  return rows;
}

function normalizeRows(values: Float32Array, dimension: number): void {
  for (let from = 0; from < values.length; from += dimension) {
    const row = values.subarray(from, from + dimension);
    const length = Math.hypot(...row) || 1;
    for (let i = 0; i < dimension; i++) row[i] = (row[i] ?? 0) / length;
  }
}
