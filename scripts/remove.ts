/** `npm run remove -- DOCUMENT`: takes a document, and its old versions, off the record. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { CorpusError } from '../corpus/errors.ts';
import { forgetVersions } from '../corpus/history.ts';
import { loadCorpus } from '../corpus/load.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { printable, readArguments, runCommand, UsageError } from './terminal/command.ts';

const USAGE = 'Usage: npm run remove -- DOCUMENT (its id, or its path below the corpus folder)';

await runCommand(async () => {
  const { positionals } = readArguments({ allowPositionals: true, options: {} }, USAGE);
  const [wanted, ...more] = positionals;
  if (wanted === undefined || more.length > 0) throw new UsageError('Name one document.', USAGE);
  const { CORPUS_DIR } = readSettings(recordSettings, process.env);
  const { transcripts } = await loadCorpus(CORPUS_DIR);
  // Only what was loaded can be named, so no path leads out of the folder.
  const found = transcripts.find(({ document }) => document.id === wanted || document.path === wanted);
  if (!found) {
    throw new CorpusError(
      `There is no document “${wanted}” in ${CORPUS_DIR}.`,
      'See npm run ask or /about for what is on record.',
    );
  }
  const { document, passages } = found;
  await rm(path.join(CORPUS_DIR, document.path));
  const versions = await forgetVersions(CORPUS_DIR, document.id);
  const history =
    versions === 0 ? '' : versions === 1 ? ' and one old version' : ` and ${versions} old versions`;
  console.log(
    printable(
      `Removed ${document.path} (${document.title}, ${passages.length} passages)${history}. Run: npm run embed`,
    ),
  );
});
