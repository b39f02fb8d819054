/** `npm run client`: the example client's types, generated anew from the API's own description. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { describeApi } from '../web/api/routes.ts';
import { runCommand } from './terminal/command.ts';

const FOLDER = 'examples/typescript-client';
/** The generator needs the API of TypeScript 5, which TypeScript 7 does not have: they are not among the dependencies. */
const GENERATOR = ['--yes', '-p', 'openapi-typescript@7', '-p', 'typescript@5', 'openapi-typescript'];

await runCommand(async () => {
  const description = `${JSON.stringify(describeApi('http://localhost:8787'), null, 2)}\n`;
  await writeFile(`${FOLDER}/openapi.json`, description);
  const generate = [...GENERATOR, `${FOLDER}/openapi.json`, '-o', `${FOLDER}/schema.d.ts`];
  const { status } = spawnSync('npx', generate, { stdio: 'inherit' });
  process.exitCode = status ?? 1;
});
