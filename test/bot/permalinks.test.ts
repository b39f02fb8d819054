import { describe, expect, inject, it } from 'vitest';
import type { Outcome } from '../../web/playground/wire.ts';
import { runningBot } from '../support/running-bot.ts';
import { shared, type WhenDone } from '../support/temporary.ts';

const PUBLIC_URL = 'https://record.example.org';

/** A bot whose pages are found at PUBLIC_URL, with its web side on a free port. */
function shownBot(whenDone: WhenDone) {
  // A slash at the end is one too many in an address.
  const settings = { PORT: '0', PUBLIC_URL: `${PUBLIC_URL}/`, PLAYGROUND: 'on' };
  return runningBot(inject('dataDir'), whenDone, settings);
}

describe('with PUBLIC_URL', () => {
  const bot = shared(shownBot);

  it('what Copy gives under a hit, a quote and a topic’s passage ends with its permalink, which leads to it', async () => {
    const { discord, origin } = bot();
    const hit = await discord.slash('ask', { question: 'frozen bank accounts in Spain' }).reply();
    const quote = await discord.slash('quote', { text: 'gjvfwnnhzx' }).reply();
    const topic = await discord.slash('topic', { name: 'Huawei' }).reply();
    const option = String(topic.menus[0]?.options[0]?.value);
    const opened = await discord.select(topic, 'Read a statement whole…', [option]).reply();
    for (const reply of [hit, quote, opened]) {
      const [, id = ''] = /passage (\w{10})/.exec(reply.text) ?? [];
      const copy = await discord.click(reply, 'Copy').reply();
      const link = `${PUBLIC_URL}/p/${id}`;
      expect(copy.content).toMatch(new RegExp(`\nOn Record, passage ${id}: ${link}\n\`\`\`$`));
      expect(copy.buttons).toMatchObject([{ label: 'Permanent link', url: link }]);
      const page = await fetch(`${origin}/p/${id}`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain(`href="${link}"`);
    }
    expect(discord.violations).toEqual([]);
    expect(discord.ignoredFields).toEqual([]);
  });

  it('the playground gives what Discord gives', async () => {
    const { origin } = bot();
    const message = { content: '', embeds: [], isOwn: true, isPrivate: false };
    const response = await fetch(`${origin}/playground/press`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ customId: '1|py|y|gjvfwnnhzx', values: [], message }),
    });
    const { reply } = (await response.json()) as Outcome;
    expect(reply.content).toContain(`passage gjvfwnnhzx: ${PUBLIC_URL}/p/gjvfwnnhzx\n`);
  });
});
