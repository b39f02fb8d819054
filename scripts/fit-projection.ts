/** `npm run fit-projection -- CORPUS…`: fits the projection of the reranker's token vectors to the text of several records. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCorpus } from '../corpus/load.ts';
import { seededRandom } from '../corpus/random.ts';
import { loadTokenEncoder } from '../retrieval/rerank/token-encoder.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { principalComponents } from './evaluation/principal-components.ts';
import { readArguments, readCount, runCommand, UsageError } from './terminal/command.ts';

const USAGE = 'Usage: npm run fit-projection -- [--components N] [--tokens N] CORPUS-FOLDER…';
const FOLDER = fileURLToPath(new URL('../retrieval/rerank/projections/', import.meta.url));
const STEPS = 32767;
const TEXTS_AT_ONCE = 64;

await runCommand(async () => {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: {
        components: { type: 'string', default: '128' },
        tokens: { type: 'string', default: '120000' },
      },
    },
    USAGE,
  );
  if (positionals.length === 0) throw new UsageError('There is no corpus.', USAGE);
  const components = readCount('--components', values.components, 2, 1024, USAGE);
  const most = readCount('--tokens', values.tokens, 1000, 10_000_000, USAGE);
  const settings = readSettings(recordSettings, process.env);
  const encoder = await loadTokenEncoder(settings.MODELS_DIR, settings.RERANKER_ID);
  const rows: Float32Array[] = [];
  // As many tokens of each, however large it is.
  for (const corpus of positionals)
    rows.push(...(await tokensOf(encoder, corpus, most / positionals.length)));
  const { dimension } = encoder;
  const axes = principalComponents(rows, dimension, components);
  const bytes = Buffer.alloc(axes.length * 2);
  for (const [i, value] of axes.entries()) bytes.writeInt16LE(Math.round(value * STEPS), i * 2);
  await mkdir(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `${path.basename(settings.RERANKER_ID)}.bin`);
  await writeFile(file, bytes);
  const count = rows.reduce((sum, { length }) => sum + length / dimension, 0);
  console.log(
    `Fitted ${components} of ${dimension} components to ${count} tokens of ${positionals.length} records: ${file}`,
  );
});

/** Token vectors of passages, questions and titles, drawn at random, each of length 1. */
async function tokensOf(
  encoder: Awaited<ReturnType<typeof loadTokenEncoder>>,
  corpus: string,
  most: number,
): Promise<Float32Array[]> {
  const { transcripts } = await loadCorpus(corpus);
  const texts = transcripts.flatMap(({ document, turns, passages }) => [
    document.title,
    ...turns.flatMap(({ question }) => question ?? []),
    ...passages.map(({ text }) => text),
  ]);
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
