/** A digest of the code that turns passages into words and topics: an index knows by it that the code has changed. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/**
 * What decides the lexical index, the word index and the topics beside the passages. A version number that someone
 * must remember to raise would be forgotten once; a comment that changes here costs one quick rebuild, since
 * vectors are taken over.
 */
const FILES = [
  'corpus/words.ts',
  'retrieval/lexical/build.ts',
  'retrieval/lexical/scoring.ts',
  'retrieval/lexical/tokens.ts',
  'retrieval/quotes/word-index.ts',
  'retrieval/quotes/words.ts',
  ...filesBelow('corpus/topics/'),
];
/** Their packages, by the version that package.json asks for. */
const PACKAGES = ['stemmer', 'compromise', 'hnswlib-node'];

/** Digest of the given files (below the project) and package versions, hex. Line ends do not count. */
export function digestCode(files: readonly string[] = FILES, packages: readonly string[] = PACKAGES): string {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\n${readFileSync(new URL(file, root), 'utf8').replaceAll('\r\n', '\n')}\n`);
  }
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of packages) hash.update(`${name} ${dependencies[name]}\n`);
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(folder: string): string[] {
  return readdirSync(fileURLToPath(new URL(folder, root)))
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => folder + name);
}

export const INDEXING_CODE = digestCode();
