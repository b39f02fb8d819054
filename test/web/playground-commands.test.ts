import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../bot/commands/registry.ts';
import { commandText, matchCommands, parseCommandText } from '../../web/client/command-text.ts';
import { readRoute, writeRoute } from '../../web/client/route.ts';

const commands = COMMANDS.flatMap((command) =>
  command.kind === 'slash' && !command.forManagers
    ? [
        {
          ...command,
          description: '',
          options: command.options.map((option) => ({ ...option, description: '' })),
          examples: [...command.examples],
        },
      ]
    : [],
);

describe('a command as text', () => {
  test('is read with its options, the first one without its name', () => {
    const read = parseCommandText('/ask question:What of https://a.b until:March 2019 hide:true', commands);
    expect(read?.command.name).toBe('ask');
    expect([...(read?.values ?? [])]).toEqual([
      ['question', 'What of https://a.b'],
      ['until', 'March 2019'],
      ['hide', 'true'],
    ]);
    expect([...(parseCommandText('/topic Five Eyes', commands)?.values ?? [])]).toEqual([
      ['name', 'Five Eyes'],
    ]);
  });

  test.each(['/', '/as', 'ask me', '/nothing else'])('%s is none', (text) => {
    expect(parseCommandText(text, commands)).toBeUndefined();
  });

  test('every example of the registry is read as it is written', () => {
    for (const example of commands.flatMap(({ examples }) => examples)) {
      const read = parseCommandText(example, commands);
      expect(read && commandText(read.command.name, read.values)).toBe(example);
    }
  });

  test('commands are found by what is typed, those that begin with it first', () => {
    expect(matchCommands('', commands).map(({ name }) => name)).toEqual([
      'ask',
      'topic',
      'quote',
      'verify',
      'about',
    ]);
    expect(matchCommands('o', commands).map(({ name }) => name)).toEqual(['topic', 'quote', 'about']);
    expect(matchCommands('A', commands).map(({ name }) => name)).toEqual(['ask', 'about']);
  });
});

describe('addresses within the page', () => {
  test.each([
    { view: 'record' },
    { view: 'record', month: '2019-02' },
    { view: 'source', document: 'a/b ç', passage: 'gjvfwnnhzx' },
  ] as const)('%j survives being written', (route) => {
    expect(readRoute(writeRoute(route))).toEqual(route);
  });

  test.each(['', '#', '#elsewhere', '#source', '#record/%', '#record/2019'])('%j leads somewhere', (hash) => {
    expect(['channel', 'record']).toContain(readRoute(hash).view);
  });
});
