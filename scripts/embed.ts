/** `npm run embed`: parses the corpus and builds the index snapshot; only changed passages are encoded again. */
import { OnRecordError } from '../corpus/errors.ts';
import { listSources } from '../corpus/load.ts';
import { loadEncoder, type TransformersEncoder } from '../retrieval/encoder/transformers-encoder.ts';
import { type RecordSettings, readSettings, recordSettings } from '../retrieval/settings.ts';
import { isFresh } from '../retrieval/snapshot/recipe.ts';
import { findUsable, updateIndex } from '../retrieval/update.ts';
import { readArguments, runCommand } from './terminal/command.ts';
import { reportBuild } from './terminal/progress.ts';
import { changesOf } from './terminal/watch-folder.ts';

const USAGE = 'Usage: npm run embed [-- --watch]';

await runCommand(async () => {
  const { values } = readArguments({ options: { watch: { type: 'boolean' } } }, USAGE);
  const settings = readSettings(recordSettings, process.env);
  const encoder = await loadEncoder(settings.MODELS_DIR, settings.MODEL_ID);
  await bringUpToDate(settings, encoder, true);
  if (values.watch) await keepUpToDate(settings, encoder);
});

/** Rebuilds whenever the folder changes, until the process is told to end. A build that fails is tried again then. */
async function keepUpToDate(settings: RecordSettings, encoder: TransformersEncoder): Promise<void> {
  const ended = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ended.abort());
  console.log(`Watching ${settings.CORPUS_DIR}; end with Ctrl+C.`);
  for await (const _ of changesOf(settings.CORPUS_DIR, ended.signal)) {
    try {
      await bringUpToDate(settings, encoder, false);
    } catch (error) {
      if (!(error instanceof OnRecordError)) throw error;
      console.error(error.message);
    }
  }
  process.exitCode = 0;
}

async function bringUpToDate(
  settings: RecordSettings,
  encoder: TransformersEncoder,
  sayWhenFresh: boolean,
): Promise<void> {
  const [sources, before] = await Promise.all([
    listSources(settings.CORPUS_DIR),
    findUsable(settings.DATA_DIR),
  ]);
  if (before && isFresh(before.manifest, sources, encoder.key)) {
    const { name, counts, refused } = before.manifest;
    if (!sayWhenFresh) return;
    console.log(
      `The index ${name} is up to date: ${counts.documents} documents, ${counts.passages} passages.`,
    );
    return reportLeftOut(refused);
  }
  const { manifest, encoded, reused } = await updateIndex(settings, encoder, reportBuild());
  const { documents, turns, passages } = manifest.counts;
  console.log(
    `Index ${manifest.name}: ${documents} documents, ${turns} turns, ${passages} passages ` +
      `(${encoded} encoded, ${reused} known from before).`,
  );
  reportLeftOut(manifest.refused);
}

function reportLeftOut(paths: readonly string[]): void {
  if (paths.length === 0) return;
  console.error(
    `${paths.length} of the corpus’s files gave no transcript and were left out: ${paths.join(', ')}. ` +
      'Correct or remove them, then run: npm run embed',
  );
  process.exitCode = 1;
}
