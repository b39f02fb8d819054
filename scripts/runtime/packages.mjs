/**
 * A hook of Node's module loader: ES modules of packages are read as they were published. tsx would parse each of them
 * and keep a source map, which for transformers.js alone takes a second and 160 MB.
 */
import { readFile } from 'node:fs/promises';

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  const published = url.startsWith('file:') && url.includes('/node_modules/') && url.endsWith('.mjs');
  if (!published) return nextLoad(url, context);
  return { format: 'module', source: await readFile(new URL(url)), shortCircuit: true };
}
