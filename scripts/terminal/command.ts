/** The boundary of every command: expected errors become one line and an exit code, never a stack trace. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import dotenv from 'dotenv';
import { OnRecordError } from '../../corpus/errors.ts';

/** The command was called in a way that it does not understand: exit code 2. */
export class UsageError extends OnRecordError {}

/** Loads `.env`, runs the command and sets the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  // `quiet`: standard output belongs to the command.
  dotenv.config({ quiet: true });
  // A reader that has seen enough (`| head`) closes the pipe: that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    await command();
  } catch (error) {
    process.exitCode = error instanceof UsageError ? 2 : 1;
    console.error(describe(error));
  }
}

/**
 * Text of a stranger (names of files, words of a transcript) that must not steer the terminal: control characters, and
 * those that turn the direction of writing, become visible. A tab becomes a blank.
 */
export function printable(text: string): string {
  return text
    .replaceAll('\t', ' ')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 0x20 ? String.fromCodePoint(0x2400 + code) : '\ufffd';
    });
}

function describe(error: unknown): string {
  if (error instanceof OnRecordError) return printable(error.message);
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) return error.stack ?? error.message;
  const what = error instanceof Error ? error.message : String(error);
  return `Something unexpected went wrong: ${printable(what.split('\n', 1)[0] ?? '')}. Run it again with LOG_LEVEL=debug to see where.`;
}

/** Reads a command's arguments. @throws UsageError with the usage line */
export function readArguments<Config extends ParseArgsConfig>(config: Config, usage: string) {
  try {
    return parseArgs<Config>({ ...config, args: process.argv.slice(2) });
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    // Node goes on to explain over several lines; the first sentence says what is wrong.
    const [first = what] = what.split(/[.\n]/, 1);
    throw new UsageError(`${first}.`, usage);
  }
}

/** A whole number within bounds, from an option. @throws UsageError */
export function readCount(
  name: string,
  text: string,
  lowest: number,
  highest: number,
  usage: string,
): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (count >= lowest && count <= highest) return count;
  throw new UsageError(`${name} must be a whole number from ${lowest} to ${highest}, not “${text}”.`, usage);
}
