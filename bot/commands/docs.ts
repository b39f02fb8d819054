/** A page of docs for each command, made from the registry. */
import { ENGLISH, LOCALES, textsFor } from '../i18n/i18n.ts';
import type { Command, CommandOption } from './command.ts';

/** File name below `docs/commands` and its Markdown. */
export function commandPages(commands: readonly Command[]): Map<string, string> {
  const pages = commands.map((command): [string, string] => [`${slug(command)}.md`, page(command)]);
  return new Map([['README.md', index(commands)], ...pages]);
}

const slug = ({ name }: Command) => name.toLowerCase().replaceAll(' ', '-');
const describe = ({ key }: Command) => ENGLISH.t(`command.${key}.description`);
const title = ({ kind, name }: Command) => (kind === 'slash' ? `/${name}` : name);

function index(commands: readonly Command[]): string {
  const rows = commands.map(
    (command) => `| [${title(command)}](${slug(command)}.md) | ${kindOf(command)} | ${describe(command)} |`,
  );
  return lines(['# Commands', '', '| command | kind | does |', '| --- | --- | --- |', ...rows]);
}

function page(command: Command): string {
  const options = command.kind === 'slash' ? command.options : [];
  const examples = command.kind === 'slash' ? command.examples : [];
  return lines([
    `# ${title(command)}`,
    '',
    `${describe(command)}. (${kindOf(command)})`,
    '',
    command.help,
    ...(options.length > 0
      ? ['', '## Options', '', '| option | | says |', '| --- | --- | --- |', ...options.map(optionRow)]
      : []),
    ...(examples.length > 0 ? ['', '## Examples', '', '```text', ...examples, '```'] : []),
    '',
    '## In other languages',
    '',
    LOCALES.slice(1)
      .map((locale) => `${locale}: ${textsFor(locale).t(`command.${command.key}.name`)}`)
      .join(' · '),
  ]);
}

function kindOf({ kind }: Command): string {
  return kind === 'slash' ? 'slash command' : 'message menu: Apps in the menu of a message';
}

function optionRow({ name, key, required, autocomplete }: CommandOption): string {
  const marks = [...(required ? ['required'] : []), ...(autocomplete ? ['suggests as you type'] : [])];
  return `| \`${name}\` | ${marks.join(', ')} | ${ENGLISH.t(`option.${key}.description`)} |`;
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
