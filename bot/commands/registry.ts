/** All commands, in one place: the router, the registration, `/about` and the docs are made from this list. */
import { aboutCommand } from './about.ts';
import { ask, findStatement } from './ask.ts';
import type { Command } from './command.ts';
import { quote } from './quote.ts';
import { follow, following, settings } from './server.ts';
import { topic } from './topic.ts';
import { verify, verifyQuote } from './verify.ts';

const others: readonly Command[] = [
  ask,
  topic,
  quote,
  verify,
  findStatement,
  verifyQuote,
  settings,
  follow,
  following,
];

export const COMMANDS: readonly Command[] = [...others, aboutCommand(others)];

/** The command of a name and kind. */
export function findCommand<Kind extends Command['kind']>(kind: Kind, name: string) {
  return COMMANDS.find(
    (command): command is Extract<Command, { kind: Kind }> => command.kind === kind && command.name === name,
  );
}
