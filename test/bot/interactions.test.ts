import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Caller, planReply } from '../../bot/interactions.ts';
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
