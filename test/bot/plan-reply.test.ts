import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../bot/commands/command.ts';
import { isSmallTalk, planReply } from '../../bot/plan-reply.ts';
import { DEFAULT_SETTINGS } from '../../bot/server-settings.ts';
import { projectRoot } from '../support/temporary.ts';

const ADA: Caller = {
  id: '1',
  tag: '<@1>',
  locale: 'en-US',
  mayPost: false,
  mayManageServer: false,
  mayManageMessages: false,
  privateOnly: false,
  mention: (command) => `/${command}`,
};
const message = { content: '', embeds: [], isOwn: true, isPrivate: false };

describe('a press that can no longer be understood', () => {
  it.each(['0|un|y|gjvfwnnhzx', 'next', '1|un'])('of “%s” says what to do', (customId) => {
    expect(() => planReply({ kind: 'press', customId, values: [], message }, ADA)).toThrow(
      'This button is outdated; please ask again.',
    );
  });

  it('of a menu, too', () => {
    expect(() => planReply({ kind: 'press', customId: '1|sm', values: ['nonsense'], message }, ADA)).toThrow(
      'This menu is outdated; please ask again.',
    );
  });
});

describe('publishing', () => {
  const press = { kind: 'press' as const, customId: '1|xx|m|1100000000000000055', values: [] };
  const checked = {
    ...message,
    content: '✅',
    embeds: [{ title: 'Word for word on record' }],
    isPrivate: true,
    readFiles: async () => [{ name: 'verification.txt', text: 'All of it.' }],
  };

  it('keeps the file that the text points to, names who published, and links to the message', async () => {
    const caller = { ...ADA, channelUrl: 'https://discord.com/channels/1/2' };
    const { reply, publishes } = await planReply({ ...press, message: checked }, caller).run({} as never);
    expect(reply.files).toEqual([{ name: 'verification.txt', text: 'All of it.' }]);
    expect(reply.content).toContain('Published by <@1>');
    expect(reply.content).toContain('(https://discord.com/channels/1/2/1100000000000000055)');
    expect(publishes).toEqual({ checked: '1100000000000000055' });
  });

  it('says so where Discord shows every reply to one person alone', () => {
    const caller = { ...ADA, privateOnly: true };
    expect(() => planReply({ ...press, message: checked }, caller)).toThrow(/only privately/);
  });

  it('is left to those whom the server lets', () => {
    const settings = { ...DEFAULT_SETTINGS, publishers: 'moderators' as const };
    const member = { ...ADA, server: { id: '1', settings } };
    expect(() => planReply({ ...press, message: checked }, member)).toThrow(/does not let you publish/);
    expect(() =>
      planReply({ ...press, message: checked }, { ...member, mayManageMessages: true }),
    ).not.toThrow();
  });
});

describe('a message that asks nothing', () => {
  it.each(['lol thanks', 'Thank you so much!', 'ok 👍', 'merci', '谢谢'])('“%s” is small talk', (text) => {
    expect(isSmallTalk(text)).toBe(true);
  });

  it.each(['Huawei', 'thanks, and what about 5G?', 'Is that so?', '5G'])('“%s” is not', (text) => {
    expect(isSmallTalk(text)).toBe(false);
  });
});

describe('the playground without a token', () => {
  it('loads nothing of discord.js', async () => {
    const code = `
      import { createRequire } from 'node:module';
      await import('./scripts/start/pages.ts');
      await import('./scripts/start/web-side.ts');
      const loaded = Object.keys(createRequire(import.meta.url).cache);
      console.log(JSON.stringify(loaded.filter((file) => /node_modules.(discord\\.js|@discordjs)/.test(file))));`;
    const args = ['--import', './scripts/runtime/typescript.mjs', '--input-type=module', '-e', code];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: projectRoot });
    expect(JSON.parse(stdout)).toEqual([]);
  });
});
