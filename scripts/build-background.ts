/** `npm run build-background -- CORPUS`: counts how many passages of a large record hold each word. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCorpus } from '../corpus/load.ts';
import { backgroundForms } from '../retrieval/background/frequencies.ts';
import { tokenize } from '../retrieval/lexical/tokens.ts';
import { wordsOf } from '../retrieval/quotes/words.ts';
import { readArguments, runCommand, UsageError } from './terminal/command.ts';

const USAGE = 'Usage: npm run build-background -- CORPUS-FOLDER';
const FOLDER = fileURLToPath(new URL('../retrieval/background', import.meta.url));
/** Rarer terms are as good as unknown, and most of them are misspelt. */
const LEAST = 3;

await runCommand(async () => {
  const { positionals } = readArguments({ allowPositionals: true, options: {} }, USAGE);
  const [corpus] = positionals;
  if (corpus === undefined || positionals.length > 1) throw new UsageError('One corpus is needed.', USAGE);
  const { transcripts } = await loadCorpus(corpus);
  const texts = transcripts.flatMap(({ passages }) => passages.map(({ text }) => text));
  await writeTable('words.tsv', texts, tokenize);
  await writeTable('forms.tsv', texts, formsOf, [...backgroundForms().counts.keys()]);
  console.log(`${texts.length} passages counted into ${FOLDER}.`);
});

/** Words of letters alone. */
function formsOf(text: string): string[] {
  return wordsOf(text)
    .map(({ key }) => key)
    .filter((key) => /^[a-z]{2,}$/.test(key));
}

/**
 * The first line is the number of passages; each other a term and the number of passages that hold it.
 * @param also terms that are listed although nobody said them
 */
async function writeTable(
  name: string,
  texts: readonly string[],
  termsOf: (text: string) => string[],
  also: readonly string[] = [],
): Promise<void> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const term of new Set(termsOf(text))) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  const listed = new Set(also);
  for (const term of listed) if (!counts.has(term)) counts.set(term, 0);
  const lines = [...counts]
    .filter(([term, count]) => count >= LEAST || listed.has(term))
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([term, count]) => `${term}\t${count}`);
  await writeFile(path.join(FOLDER, name), `${texts.length}\n${lines.join('\n')}\n`);
}
