/** docs/architecture.md leads to files that exist. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from './support/temporary.ts';

const FOLDERS = ['bot', 'corpus', 'deploy', 'docs', 'examples', 'retrieval', 'scripts', 'test', 'web'];

const places = FOLDERS.flatMap((folder) => [
  folder,
  ...readdirSync(path.join(projectRoot, folder), { recursive: true }).map((name) =>
    path.posix.join(folder, String(name).replaceAll(path.sep, '/')),
  ),
]);

const text = readFileSync(path.join(projectRoot, 'docs/architecture.md'), 'utf8');
const named = [...text.matchAll(/`([\w.*/-]+(?:\/|\.(?:ts|mjs|json|jsonl|tsv|md)))`/g)].map(([, name = '']) =>
  name.replace(/\/$/, ''),
);

it('names files and folders', () => expect(named.length).toBeGreaterThan(60));

it.each([...new Set(named)])('names one that exists: %s', (name) => {
  // In the section of a folder, its files are named without it.
  expect(places.some((place) => `/${place}`.endsWith(`/${name}`))).toBe(true);
});
