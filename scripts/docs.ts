/** `npm run docs`: writes docs/commands from the registry of commands. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandPages } from '../bot/commands/docs.ts';
import { COMMANDS } from '../bot/commands/registry.ts';
import { readArguments, runCommand } from './terminal/command.ts';

await runCommand(async () => {
  readArguments({ options: {} }, 'Usage: npm run docs');
  const folder = fileURLToPath(new URL('../docs/commands', import.meta.url));
  await mkdir(folder, { recursive: true });
  const pages = commandPages(COMMANDS);
  for (const [name, markdown] of pages) await writeFile(path.join(folder, name), markdown);
  console.log(`Wrote ${pages.size} pages to docs/commands.`);
});
