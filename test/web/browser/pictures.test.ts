import { expect, test } from 'vitest';
import type { Caller } from '../../../bot/commands/command.ts';
import { ENGLISH } from '../../../bot/i18n/i18n.ts';
import { type Call, type Outcome, planReply } from '../../../bot/plan-reply.ts';
import type { Row } from '../../../bot/replies/reply.ts';
import { settingsReply } from '../../../bot/replies/server.ts';
import { newsReply } from '../../../bot/replies/topic.ts';
import { DEFAULT_SETTINGS } from '../../../bot/server-settings.ts';
import { describeInBrowser, newest, pictureOf, say } from '../../support/browser.ts';
import { sharedRecord } from '../../support/open-web.ts';

/** Somebody in a server, whom the page does not know. */
const MAYA: Caller = {
  id: '1100000000000000011',
  tag: '@Maya',
  locale: 'en-US',
  server: { id: '1100000000000000021', settings: DEFAULT_SETTINGS },
  mayPost: true,
  mayManageServer: true,
  mayManageMessages: true,
  privateOnly: false,
  channelUrl: 'https://discord.com/channels/1100000000000000021/1100000000000000031',
  mention: (command) => `\`/${command}\``,
};
const MISQUOTE = 'China has asked and will ask companies or individuals to collect or provide data';
const FOLDER = process.env.SCREENSHOTS ?? '.ci-out/screenshots';

describeInBrowser('replies as servers see them', ({ open }) => {
  const record = sharedRecord();
  const make = (call: Call) =>
    planReply(call, MAYA).run({ ...record(), passageOfMessage: async () => undefined });

  /** The page draws what the bot made, and a picture of it. */
  async function draw(name: string, said: string, outcome: Outcome): Promise<string> {
    const page = await open({ viewport: { width: 900, height: 1300 }, colorScheme: 'dark' });
    await page.route('**/playground/message', (route) => route.fulfill({ json: outcome }));
    await say(page, said);
    const message = newest(page);
    await message.locator('.embed').first().waitFor();
    // Nobody asked for what the bot posts by itself.
    if (said === '-') await message.locator('.origin').evaluate((origin) => origin.remove());
    await pictureOf(message, name, FOLDER);
    return (await message.textContent()) ?? '';
  }

  test('a check that was published', async () => {
    const message = { id: '1100000000000000055', content: MISQUOTE, embeds: [] };
    const { reply } = await make({
      kind: 'menu',
      name: 'Verify quote',
      message: { ...message, isOwn: false, isPrivate: false },
    });
    const publish = reply.components
      .flatMap(({ components }: Row) => components)
      .find((component) => 'label' in component && component.label === 'Publish');
    const customId = publish && 'custom_id' in publish ? publish.custom_id : '';
    const shown = { content: reply.content ?? '', embeds: reply.embeds, isOwn: true, isPrivate: true };
    const published = await make({ kind: 'press', customId, values: [], message: shown });
    const text = await draw('published', MISQUOTE, published);
    expect(text).toContain('Published by @Maya · the message that was checked');
  });

  test('/settings', async () => {
    const settings = { ...DEFAULT_SETTINGS, publishers: 'moderators' as const };
    const context = { texts: ENGLISH, isPrivate: true, mayPublish: false, mention: MAYA.mention };
    const { publishers } = await record().search.summary();
    const reply = settingsReply(settings, publishers, context);
    const text = await draw('settings', '/settings', { reply, isPrivate: true, replaces: false });
    expect(text).toContain('Documents searched');
  });

  test('a statement on a topic that a channel follows', async () => {
    const found = await record().topics.statements('Huawei', { from: 0, count: 1 });
    const reply = newsReply('Huawei', found?.statements ?? [], ENGLISH);
    expect(await draw('followed', '-', { reply, isPrivate: false, replaces: false })).toContain(
      'New on record: Huawei',
    );
  });
});
