/** Runs a command of the project: as a child process, as npm would, or quicker in the process of the test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { format } from 'node:util';
import { vi } from 'vitest';
import { projectRoot } from './temporary.ts';

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

/** Without token vectors: for commands whose test is not about what is found, or how sure that is. */
export const QUICK_MODELS = { RERANKER_ID: 'off' };

/** Starts `scripts/NAME.ts` with nothing set but what is given. */
export function startScript(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
): ChildProcess {
  return spawn(
    process.execPath,
    ['--import', './scripts/runtime/typescript.mjs', `scripts/${name}.ts`, ...args],
    { cwd: projectRoot, env: environmentWith(env) },
  );
}

/** The environment of a command, with nothing set but what is given. */
export function environmentWith(env: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([key]) => !SETTINGS.includes(key));
  return { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env };
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

let runs = 0;

/**
 * Runs a script to its end in this process, where modules and models are loaded but once (`setup.ts`). One at
 * a time. For what a process does as such (signals, being killed, two at once) there is `runScript`.
 */
export async function runHere(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
  input = '',
): Promise<ScriptResult> {
  const { argv, env: environment, exitCode } = process;
  const result: ScriptResult = { code: null, stdout: '', stderr: '' };
  const print = (to: 'stdout' | 'stderr') => (text: unknown) => {
    result[to] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((...said) => print('stdout')(`${format(...said)}\n`)),
    vi.spyOn(console, 'error').mockImplementation((...said) => print('stderr')(`${format(...said)}\n`)),
    vi.spyOn(process.stdout, 'write').mockImplementation(print('stdout')),
    vi.spyOn(process.stderr, 'write').mockImplementation(print('stderr')),
    vi
      .spyOn(process, 'stdin', 'get')
      .mockReturnValue(Readable.from([Buffer.from(input)]) as typeof process.stdin),
  ];
  const listeners = process.stdout.listeners('error');
  process.argv = [process.execPath, `scripts/${name}.ts`, ...args];
  process.env = environmentWith(env);
  process.exitCode = 0;
  try {
    // A script runs when it is imported, so each run imports it under another address.
    await import(/* @vite-ignore */ `${projectRoot}scripts/${name}.ts?run=${++runs}`);
    return { ...result, code: Number(process.exitCode) };
  } finally {
    for (const spy of spies) spy.mockRestore();
    for (const listener of process.stdout.listeners('error'))
      if (!listeners.includes(listener)) process.stdout.off('error', listener as () => void);
    Object.assign(process, { argv, env: environment, exitCode });
  }
}
