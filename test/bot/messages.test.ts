import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoopbackDiscord } from '../discord/loopback-discord.ts';
import { sharedBot } from '../support/running-bot.ts';

const bot = sharedBot();
let discord: LoopbackDiscord;

beforeAll(() => {
  ({ discord } = bot());
});

afterAll(() => {
  expect(discord.pinging).toEqual([]);
  expect(discord.ignoredFields).toEqual([]);
});

const FROZEN = 'bank accounts have been arbitrarily frozen';

describe('a message for the bot', () => {
  it('is answered when it mentions the bot, as a reply that pings nobody', async () => {
    const said = discord.say('what about the frozen bank accounts in Spain?', { mentionBot: true });
    const reply = await said.reply();
    expect(reply.text).toContain(FROZEN);
    expect(reply.repliesTo?.id).toBe(said.message.id);
    expect((await discord.click(reply, 'Context').reply()).ephemeral).toBe(true);
  });

  it('is answered when it replies to the bot, and in a direct message', async () => {
    const first = await discord.say('Huawei in the UK', { mentionBot: true }).reply();
    const second = discord.say('and the frozen accounts in Spain?', { replyTo: first });
    expect((await second.reply()).text).toContain(FROZEN);
    const direct = discord.say('frozen accounts in Spain', { in: discord.channels.dm });
    expect((await direct.reply()).text).toContain(FROZEN);
  });

  it('gets a hint when it asks nothing, and a clear word when it cannot be asked', async () => {
    expect((await discord.say('', { mentionBot: true }).reply()).text).toContain('Ask me something');
    expect((await discord.say('🤔', { mentionBot: true }).reply()).text).toContain('no letter');
  });

  it('is told whether somebody’s words are on record when it replies to them without a question', async () => {
    const place = { in: discord.channels.thread };
    const { message } = discord.say(
      'He said: “It is a bullying act that is hypocritical, immoral and unfair”',
      place,
    );
    const asked = { ...place, mentionBot: true, by: discord.users.ben };
    for (const text of ['', 'is that true?']) {
      const checked = await discord.say(text, { ...asked, replyTo: message }).reply();
      expect(checked.text).toContain('Word for word on record');
    }
    const claim = discord.say(
      'I read that the bank accounts of Chinese people in Spain were frozen',
      place,
    ).message;
    const found = await discord.say('', { ...asked, replyTo: claim }).reply();
    expect(found.text).toContain(FROZEN);
  });

  it('is read when it is forwarded to the bot: its quote is checked, or its words looked up', async () => {
    const forwarded = async (text: string) => {
      const { message } = discord.say(text, { by: discord.users.ben });
      return discord.say('', { forward: message, in: discord.channels.dm }).reply();
    };
    const checked = await forwarded('“It is a bullying act that is hypocritical, immoral and unfair”');
    expect(checked.text).toContain('Word for word on record');
    const found = await forwarded('I read that the bank accounts of Chinese people in Spain were frozen');
    expect(found.text).toContain(FROZEN);
  });

  it('is not answered when it only says thanks', async () => {
    const thanks = discord.say('lol thanks', { mentionBot: true });
    await discord.say('Huawei', { mentionBot: true }).reply();
    expect(thanks.replies).toHaveLength(0);
  });

  it('is left alone when it is for somebody else', async () => {
    const other = discord.say('what about the frozen bank accounts in Spain?');
    await discord.say('Huawei', { mentionBot: true }).reply();
    expect(other.replies).toHaveLength(0);
  });

  it('takes the answer with it when it is deleted', async () => {
    const said = discord.say('Huawei in the UK', { mentionBot: true });
    const reply = await said.reply();
    discord.delete(said.message);
    await discord.until('the answer is deleted', () => reply.deleted || undefined);
  });

  it('is answered privately where the bot may not write', async () => {
    discord.say('frozen accounts in Spain', { mentionBot: true, in: discord.channels.readOnly });
    const dm = discord.dmWith(discord.users.ada);
    const sent = () =>
      discord.messages.find(
        ({ channel, text }) => channel === dm && text.includes('I am not allowed to write'),
      );
    expect((await discord.until('a direct message', sent)).text).toContain(FROZEN);
  });
});

describe('installed to a user', () => {
  it('answers in a server that the bot does not know', async () => {
    const where = { in: discord.channels.elsewhere, by: discord.users.ben, locale: 'de' };
    const reply = await discord.slash('ask', { question: 'frozen accounts in Spain' }, where).reply();
    expect(reply.text).toContain(FROZEN);
    const next = await discord.click(reply, 'Suivant', where).reply();
    expect(next.text).toMatch(/2 \w+ 5/);
    expect((await discord.click(next, 'Copier', where).reply()).ephemeral).toBe(true);
  });

  it('answers in a group of direct messages', async () => {
    const reply = await discord.slash('topic', { name: 'Huawei' }, { in: discord.channels.groupDm }).reply();
    expect(reply.text).toContain('Huawei');
  });
});
