/** A command as one line of text: `/ask question:What did they say? since:2019`. */
import type { SlashCommandWire } from '../playground/wire.ts';

interface CommandText {
  command: SlashCommandWire;
  /** By option name; text before the first name belongs to the first option. */
  values: Map<string, string>;
}

/** Reads a line; nothing when it names no command, or only the beginning of one. */
export function parseCommandText(
  text: string,
  commands: readonly SlashCommandWire[],
): CommandText | undefined {
  const [, name, rest = ''] = /^\/([\w-]+)(?:\s+([\s\S]*))?$/.exec(text.trimStart()) ?? [];
  const command = commands.find((one) => one.name === name);
  if (!command) return undefined;
  const values = new Map<string, string>();
  const names = command.options.map((option) => option.name);
  let current = names[0];
  let from = 0;
  const keep = (to: number) => {
    const value = rest.slice(from, to).trim();
    if (current !== undefined && value !== '') values.set(current, value);
  };
  // An option's name counts at the start of a word: “since:2019”, not “https://since:80”.
  for (const match of rest.matchAll(/(?<=^|\s)([\w-]+):/g)) {
    const [whole, option = ''] = match;
    if (!names.includes(option)) continue;
    keep(match.index);
    current = option;
    from = match.index + whole.length;
  }
  keep(rest.length);
  return { command, values };
}

/** The line that would give the same call. */
export function commandText(name: string, values: Iterable<readonly [string, string]>): string {
  return [`/${name}`, ...[...values].map(([option, value]) => `${option}:${value}`)].join(' ');
}

/** Commands whose name holds what was typed after the slash; names that begin with it first. */
export function matchCommands(typed: string, commands: readonly SlashCommandWire[]): SlashCommandWire[] {
  const wanted = typed.toLowerCase();
  const begins = commands.filter(({ name }) => name.startsWith(wanted));
  const holds = commands.filter((command) => !begins.includes(command) && command.name.includes(wanted));
  return [...begins, ...holds];
}
