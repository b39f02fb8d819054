/** `npm run changes`: what was altered, word by word, in documents whose source was changed. */
import colors from 'picocolors';
import { type DocumentChange, listChanges } from '../corpus/changes.ts';
import { readHistory } from '../corpus/history.ts';
import { loadCorpus } from '../corpus/load.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { printable, readArguments, runCommand } from './terminal/command.ts';

const USAGE = 'Usage: npm run changes [-- --json]';

await runCommand(async () => {
  const { values } = readArguments({ options: { json: { type: 'boolean', default: false } } }, USAGE);
  const { CORPUS_DIR } = readSettings(recordSettings, process.env);
  const [history, { transcripts }] = await Promise.all([readHistory(CORPUS_DIR), loadCorpus(CORPUS_DIR)]);
  const changes = listChanges(history, transcripts);
  if (values.json) return console.log(JSON.stringify(changes, null, 2));
  if (changes.length === 0) return console.log('No document on record was changed at its source.');
  console.log(changes.map(renderChange).join('\n\n'));
});

function renderChange({ document, seenAt, oldSha256, newSha256, alterations }: DocumentChange): string {
  const versions =
    newSha256 === '' ? 'and is no longer there' : `${oldSha256.slice(0, 12)} → ${newSha256.slice(0, 12)}`;
  return [
    `${colors.bold(printable(document.title))} (${document.date})`,
    `  ${document.url ?? printable(document.path)}, changed as seen on ${seenAt.slice(0, 10)}: ${versions}`,
    ...(alterations.length === 0 ? ['  No word of a question or an answer was altered.'] : []),
    ...alterations.map(({ before, removed, added, after }) => {
      const words = [
        ...(removed === '' ? [] : [colors.red(`[-${printable(removed)}-]`)]),
        ...(added === '' ? [] : [colors.green(`{+${printable(added)}+}`)]),
      ];
      return `  … ${printable(before)} ${words.join(' ')} ${printable(after)} …`;
    }),
  ].join('\n');
}
