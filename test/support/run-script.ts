/** Runs a command of the project as a child process, as npm would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface ScriptResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Settings that the surrounding environment may hold are taken away: a test says what it needs. */
const SETTINGS = [
  'CORPUS_DIR',
  'DATA_DIR',
  'MODELS_DIR',
  'MODEL_ID',
  'RERANKER_ID',
  'TOKEN_VECTORS',
  'LOG_LEVEL',
  'DISCORD_TOKEN',
  'DISCORD_API_URL',
  'DISCORD_GUILD_ID',
  'REGISTER_COMMANDS',
  'SHARDS',
  'HOST',
  'PORT',
  'PUBLIC_URL',
  'LOG_QUESTIONS',
  'OPS_PORT',
  'PLAYGROUND',
  'TRUSTED_PROXIES',
];

/** Starts `scripts/NAME.ts` with nothing set but what is given. */
export function startScript(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
): ChildProcess {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !SETTINGS.includes(key)),
  );
  return spawn(
    process.execPath,
    ['--import', './scripts/runtime/typescript.mjs', `scripts/${name}.ts`, ...args],
    {
      cwd: projectRoot,
      env: { ...inherited, NO_COLOR: '1', ...env },
    },
  );
}

/** Runs a script to its end. */
export function runScript(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
  input = '',
): Promise<ScriptResult> {
  const child = startScript(name, args, env);
  const result: ScriptResult = { code: null, stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => (result.stdout += chunk));
  child.stderr?.on('data', (chunk) => (result.stderr += chunk));
  // A command that fails early does not read its input.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...result, code }));
  });
}
