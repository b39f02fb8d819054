/** `npm run build-wasm`: compiles the inner loops of late interaction. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openWabt from 'wabt';
import { readArguments, runCommand } from './terminal/command.ts';

const SOURCE = fileURLToPath(new URL('../retrieval/rerank/simd.wat', import.meta.url));

await runCommand(async () => {
  readArguments({ options: {} }, 'Usage: npm run build-wasm');
  const wabt = await openWabt();
  const module = wabt.parseWat(SOURCE, await readFile(SOURCE, 'utf8'), { simd: true });
  const { buffer } = module.toBinary({});
  const file = SOURCE.replace(/\.wat$/, '.wasm');
  await writeFile(file, buffer);
  console.log(`${file}: ${buffer.length} bytes`);
});
