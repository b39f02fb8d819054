/** `npm run embed`: parses the corpus and builds the index snapshot; only changed passages are encoded again. */
import { OnRecordError } from '../corpus/errors.ts';
import { listSources } from '../corpus/load.ts';
import { connectorOf } from '../retrieval/cluster/connection.ts';
import { publishSnapshot } from '../retrieval/cluster/publish-snapshot.ts';
import { type Models, openModels, packerOf } from '../retrieval/record.ts';
import { type RecordSettings, readSettings, recordSettings } from '../retrieval/settings.ts';
import { isFresh } from '../retrieval/snapshot/recipe.ts';
import { findUsable, updateIndex } from '../retrieval/update.ts';
import { printable, readArguments, runCommand } from './terminal/command.ts';
import { reportBuild } from './terminal/progress.ts';
import { changesOf } from './terminal/watch-folder.ts';

const USAGE = 'Usage: npm run embed [-- --watch] [--strict]';

await runCommand(async () => {
  const { values } = readArguments(
    { options: { watch: { type: 'boolean' }, strict: { type: 'boolean', default: false } } },
    USAGE,
  );
  const settings = readSettings(recordSettings, process.env);
  const models = await openModels(settings);
  const leftOut = await bringUpToDate(settings, models, true);
  await publishToCluster(settings);
  if (values.strict && leftOut > 0) process.exitCode = 1;
  if (values.watch) await keepUpToDate(settings, models);
});

/** Rebuilds whenever the folder changes, until the process is told to end. A build that fails is tried again then. */
async function keepUpToDate(settings: RecordSettings, models: Models): Promise<void> {
  const ended = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ended.abort());
  const changes = changesOf(settings.CORPUS_DIR, ended.signal);
  console.log(`Watching ${settings.CORPUS_DIR}; end with Ctrl+C.`);
  for await (const _ of changes) {
    try {
      await bringUpToDate(settings, models, false);
      await publishToCluster(settings);
    } catch (error) {
      console.error(printable(OnRecordError.expected(error).message));
    }
  }
  process.exitCode = 0;
}

async function bringUpToDate(
  settings: RecordSettings,
  models: Models,
  sayWhenFresh: boolean,
): Promise<number> {
  const { encoder } = models;
  const packer = packerOf(settings, models);
  const [sources, before] = await Promise.all([
    listSources(settings.CORPUS_DIR),
    findUsable(settings.DATA_DIR),
  ]);
  if (before && !before.tokenFault && isFresh(before.manifest, sources, encoder.key, packer?.key)) {
    const { name, counts, refused } = before.manifest;
    if (!sayWhenFresh) return refused.length;
    console.log(
      `The index ${name} is up to date: ${counts.documents} documents, ${counts.passages} passages.`,
    );
    return reportLeftOut(refused);
  }
  const { manifest, encoded, reused } = await updateIndex(settings, encoder, reportBuild(), packer);
  const { documents, turns, passages } = manifest.counts;
  console.log(
    `Index ${manifest.name}: ${documents} documents, ${turns} turns, ${passages} passages ` +
      `(${encoded} encoded, ${reused} known from before).`,
  );
  return reportLeftOut(manifest.refused);
}

/** With `RECORD=opensearch`, what was built is put on record in the cluster. */
async function publishToCluster(settings: RecordSettings): Promise<void> {
  const connect = connectorOf(settings, process.env);
  if (!connect) return;
  const { onProgress } = reportBuild();
  const published = await publishSnapshot(connect, settings.DATA_DIR, (done, total) =>
    onProgress({ stage: 'publish', done, total, share: total > 0 ? done / total : 1 }),
  );
  if (!published) return console.log('The cluster holds this index already.');
  const { written, kept, removed, pointer } = published;
  console.log(`Published ${pointer.name}: ${written} documents written, ${kept} kept, ${removed} removed.`);
}

/** How many there are. */
function reportLeftOut(paths: readonly string[]): number {
  if (paths.length === 0) return 0;
  console.error(
    `${paths.length} of the corpus’s files gave no transcript and were left out: ${printable(paths.join(', '))}. ` +
      'Correct or remove them, then run: npm run embed',
  );
  return paths.length;
}
