/** `npm run verify`: every index file against its manifest, every passage against its source. */
import { loadCorpus } from '../corpus/load.ts';
import { SnapshotError } from '../retrieval/errors.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { verifyPassages } from '../retrieval/snapshot/check-index.ts';
import { readPredecessor } from '../retrieval/snapshot/manifest.ts';
import { openCurrent } from '../retrieval/snapshot/open.ts';
import { readArguments, runCommand } from './terminal/command.ts';

const SHOWN = 20;

await runCommand(async () => {
  readArguments({ options: {} }, 'Usage: npm run verify');
  const settings = readSettings(recordSettings, process.env);
  const snapshot = await openCurrent(settings.DATA_DIR);
  if (!snapshot) throw new SnapshotError(`There is no index in ${settings.DATA_DIR}.`, 'Run: npm run embed');
  const corpus = await loadCorpus(settings.CORPUS_DIR, (await readPredecessor(settings.DATA_DIR))?.ids);
  const { manifest, passages, tokenFault } = snapshot;
  if (tokenFault !== undefined) throw new SnapshotError(tokenFault, 'Run: npm run embed');
  const { faults, ...counts } = await verifyPassages(passages, manifest, corpus);
  snapshot.close();
  if (faults.length > 0) {
    const more = faults.length > SHOWN ? `\n… and ${faults.length - SHOWN} more.` : '';
    console.error(faults.slice(0, SHOWN).join('\n') + more);
    throw new SnapshotError(`The index ${manifest.name} has ${faults.length} faults.`, 'Run: npm run embed');
  }
  console.log(
    `Verified ${counts.passages} passages of ${counts.documents} documents against their sources, ` +
      `and ${manifest.files.length} files of index ${manifest.name} against its manifest.`,
  );
});
