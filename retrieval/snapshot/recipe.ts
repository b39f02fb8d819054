/** The recipe: everything but the sources that decides what a build gives. When it differs, a snapshot is stale. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Source } from '../../corpus/files.ts';
import { PARSER_VERSION } from '../../corpus/parse.ts';
import { BM25 } from '../lexical/scoring.ts';
import { RECALL_TARGET } from '../vector/choose-ef.ts';
import { HNSW } from '../vector/hnsw.ts';
import { type Manifest, SNAPSHOT_FORMAT } from './manifest.ts';

const root = new URL('../../', import.meta.url);

/** What decides the lexical index, the word index and the topics beside the passages. */
const INDEXING = ['retrieval/lexical/build.ts', 'retrieval/quotes/word-index.ts', 'corpus/topics/extract.ts'];
/** Packages that decide an index and are loaded when they are needed, rather than imported there. */
const PACKAGES = ['compromise', 'hnswlib-node', 'snowball-stemmers'];

/** Whole import and export statements; types decide nothing. */
const IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;

/** Files and packages that code imports, directly or not, in code-unit order; the files themselves included. */
export function importsOf(files: readonly string[]): { files: string[]; packages: string[] } {
  const found = new Set<string>();
  const packages = new Set<string>();
  const queue = [...files];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const [, name = ''] of readFileSync(new URL(file, root), 'utf8').matchAll(IMPORT)) {
      if (name.startsWith('.')) queue.push(path.posix.join(path.posix.dirname(file), name));
      else if (!name.startsWith('node:')) packages.add(packageOf(name));
    }
  }
  return { files: [...found].sort(), packages: [...packages].sort() };
}

/** The package of an import: `@scope/name` or `name`, without a path below it. */
function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

/**
 * A digest of code, hex: of the text of all files that the given ones import (line ends do not count), and of the
 * versions of packages that package.json asks for. A version number that someone must remember to raise would be
 * forgotten once; a comment that changes costs one quick rebuild, since vectors are taken over.
 */
export function digestCode(
  entries: readonly string[] = INDEXING,
  others: readonly string[] = PACKAGES,
): string {
  const { files, packages } = importsOf(entries);
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\n${readFileSync(new URL(file, root), 'utf8').replaceAll('\r\n', '\n')}\n`);
  }
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of [...packages, ...others]) hash.update(`${name} ${dependencies[name]}\n`);
  return hash.digest('hex').slice(0, 16);
}

const INDEXING_CODE = digestCode();

/** The recipe of a build with the given encoder. @param tokensKey of the packer, where token vectors are kept */
export function recipeOf(encoderKey: string, tokensKey?: string): string {
  return JSON.stringify({
    format: SNAPSHOT_FORMAT,
    parser: PARSER_VERSION,
    encoder: encoderKey,
    tokens: tokensKey ?? 'off',
    bm25: BM25,
    hnsw: { ...HNSW, recall: RECALL_TARGET },
    code: INDEXING_CODE,
  });
}

/** Whether the snapshot was made from these sources by this recipe. */
export function isFresh(
  manifest: Manifest,
  sources: readonly Source[],
  encoderKey: string,
  tokensKey?: string,
): boolean {
  return (
    manifest.recipe === recipeOf(encoderKey, tokensKey) &&
    manifest.sources.length === sources.length &&
    manifest.sources.every(
      ({ path, sha256 }, i) => path === sources[i]?.path && sha256 === sources[i]?.sha256,
    )
  );
}
