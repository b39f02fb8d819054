/** `npm run embed`: parses the corpus and builds the index snapshot; only changed passages are encoded again. */
import { listSources } from '../corpus/load.ts';
import { loadEncoder } from '../retrieval/encoder/transformers-encoder.ts';
import { findUsable, updateIndex } from '../retrieval/record.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { isFresh } from '../retrieval/snapshot/manifest.ts';
import { readArguments, runCommand } from './terminal/command.ts';
import { reportBuild } from './terminal/progress.ts';

await runCommand(async () => {
  readArguments({ options: {} }, 'Usage: npm run embed');
  const settings = readSettings(recordSettings, process.env);
  const [encoder, sources, before] = await Promise.all([
    loadEncoder(settings.MODELS_DIR, settings.MODEL_ID),
    listSources(settings.CORPUS_DIR),
    findUsable(settings.DATA_DIR),
  ]);
  if (before && isFresh(before.manifest, sources, encoder.key)) {
    const { name, counts, refused } = before.manifest;
    console.log(
      `The index ${name} is up to date: ${counts.documents} documents, ${counts.passages} passages.`,
    );
    return reportLeftOut(refused);
  }
  const { manifest, encoded, reused, resumed } = await updateIndex(settings, encoder, reportBuild());
  const { documents, turns, passages } = manifest.counts;
  console.log(
    `Index ${manifest.name}: ${documents} documents, ${turns} turns, ${passages} passages ` +
      `(${encoded} encoded, ${reused} taken from the index before${resumed > 0 ? `, ${resumed} from a build that did not end` : ''}).`,
  );
  reportLeftOut(manifest.refused);
});

function reportLeftOut(paths: readonly string[]): void {
  if (paths.length === 0) return;
  console.error(
    `${paths.length} of the corpus’s files gave no transcript and were left out: ${paths.join(', ')}. ` +
      'Correct or remove them, then run: npm run embed',
  );
  process.exitCode = 1;
}
