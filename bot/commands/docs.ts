/** A page of docs for each command, made from the registry. */
import type { Command, CommandOption } from './command.ts';
import { LOCALES } from './translations.ts';

/** File name below `docs/commands` and its Markdown. */
export function commandPages(commands: readonly Command[]): Map<string, string> {
  const pages = commands.map((command): [string, string] => [`${slug(command)}.md`, page(command)]);
  return new Map([['README.md', index(commands)], ...pages]);
}

const slug = ({ name }: Command) => name.toLowerCase().replaceAll(' ', '-');
const title = ({ kind, name }: Command) => (kind === 'slash' ? `/${name}` : name);

function index(commands: readonly Command[]): string {
  const rows = commands.map(
    (command) => `| [${title(command)}](${slug(command)}.md) | ${kindOf(command)} | ${command.description} |`,
  );
  return lines(['# Commands', '', '| command | kind | does |', '| --- | --- | --- |', ...rows]);
}

function page(command: Command): string {
  const options = command.kind === 'slash' ? command.options : [];
  const examples = command.kind === 'slash' ? command.examples : [];
  return lines([
    `# ${title(command)}`,
    '',
    `${command.description}. (${kindOf(command)})`,
    '',
    command.help,
    ...(options.length > 0
      ? ['', '## Options', '', '| option | | says |', '| --- | --- | --- |', ...options.map(optionRow)]
      : []),
    ...(examples.length > 0 ? ['', '## Examples', '', '```text', ...examples, '```'] : []),
    '',
    '## In other languages',
    '',
    LOCALES.map((locale) => `${locale}: ${command.localizations[locale].name}`).join(' · '),
  ]);
}

function kindOf({ kind }: Command): string {
  return kind === 'slash' ? 'slash command' : 'message menu: Apps in the menu of a message';
}

function optionRow({ name, description, required, autocomplete }: CommandOption): string {
  const marks = [...(required ? ['required'] : []), ...(autocomplete ? ['suggests as you type'] : [])];
  return `| \`${name}\` | ${marks.join(', ')} | ${description} |`;
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
