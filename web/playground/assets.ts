/** The page's script and style, bundled in memory the first time that somebody opens it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CLIENT = fileURLToPath(new URL('../client/', import.meta.url));

export interface Asset {
  type: string;
  body: Uint8Array<ArrayBuffer>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Bundles the page, in a fraction of a second: `main.js`, `main.css`, `icon.svg` and the chunks that load later, of
 * which one is the chart, by file name.
 */
export async function bundleAssets(): Promise<ReadonlyMap<string, Asset>> {
  const [{ build }, icon] = await Promise.all([import('esbuild'), readFile(path.join(CLIENT, 'icon.svg'))]);
  const { outputFiles } = await build({
    entryPoints: [path.join(CLIENT, 'main.ts'), path.join(CLIENT, 'main.css')],
    outdir: CLIENT,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    loader: { '.woff2': 'file' },
    publicPath: '/assets',
    write: false,
    legalComments: 'none',
    logLevel: 'silent',
    tsconfig: path.join(CLIENT, 'tsconfig.json'),
  });
  const files = outputFiles.map((file): [string, Uint8Array] => [path.basename(file.path), file.contents]);
  return new Map([...files, ['icon.svg', icon] as const].map(([name, body]) => [name, asset(name, body)]));
}

/** The page itself. */
export async function readPage(): Promise<Asset> {
  return asset('index.html', await readFile(path.join(CLIENT, 'index.html')));
}

function asset(name: string, contents: Uint8Array): Asset {
  const type = TYPES[path.extname(name)] ?? 'application/octet-stream';
  return { type, body: Uint8Array.from(contents) };
}
