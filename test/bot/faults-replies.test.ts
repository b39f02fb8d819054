import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runningBot, sharedBot } from '../support/running-bot.ts';
import { temporaryIndex } from '../support/temporary.ts';

/** A bot whose documents have addresses: embeds of one document would have one url. */
async function botWithAddresses() {
  // The texts are those of the index that is copied: none is encoded again.
  const { CORPUS_DIR, DATA_DIR } = await temporaryIndex();
  for (const name of await readdir(CORPUS_DIR)) {
    const file = path.join(CORPUS_DIR, name);
    await writeFile(file, `---\nurl: https://example.org/${name}\n---\n${await readFile(file, 'utf8')}`);
  }
  const { discord } = await runningBot(DATA_DIR, onTestFinished, { CORPUS_DIR });
  return discord;
}

const TWO_QUOTES =
  '“China has asked and will ask companies or individuals to collect or provide data” and “It is a bullying act that is hypocritical, immoral and unfair”';

describe('with addresses, where clients merge embeds of one url', () => {
  it('shows every quote of a check, a topic and the paragraphs around a passage', async () => {
    const discord = await botWithAddresses();
    const { message } = discord.say(TWO_QUOTES);
    const checked = await discord.messageMenu('Verify quote', message).reply();
    expect(checked.text).toContain('collect or provide data');
    expect(checked.text).toContain('immoral and unfair');
    const hit = await discord.slash('ask', { question: 'frozen bank accounts in Spain' }).reply();
    expect(hit.embeds.some(({ url }) => url?.startsWith('https://example.org/'))).toBe(true);
    await discord.slash('topic', { name: 'Huawei' }).reply();
    await discord.slash('quote', { text: 'immoral and unfair' }).reply();
    await discord.click(hit, 'Context').reply();
    expect(discord.losing).toEqual([]);
    expect(discord.violations).toEqual([]);
  });
});

describe('what bystanders see', () => {
  const bot = sharedBot();
  const INVITE = 'discord.gg/evil';
  const QUESTION = `Has China asked its companies to install backdoors? ${INVITE}`;

  it('repeats nothing that a person wrote, in an answer, a published check, or a miss', async () => {
    const { discord } = bot();
    const said = await discord.say(QUESTION, { mentionBot: true }).reply();
    const slash = await discord.slash('ask', { question: QUESTION }).reply();
    const topic = discord.slash('topic', { name: INVITE });
    await discord.until('an answer', () =>
      topic.original?.loading === false || topic.followUps[0] ? true : undefined,
    );
    const { message } = discord.say(`${TWO_QUOTES} ${INVITE}`);
    const found = await discord.messageMenu('Find official statement', message).reply();
    await discord.click(found, 'Publish').acknowledged;
    const shown = discord.messages.filter(
      ({ author, ephemeral }) => author === discord.users.bot && !ephemeral,
    );
    expect(shown).toEqual(expect.arrayContaining([said, slash]));
    expect(shown.filter((one) => one.echoes(INVITE)).map(({ text }) => text)).toEqual([]);
  });

  it('is a published check that names who published it, and points to nothing that they cannot see', async () => {
    const { discord } = bot();
    const { message } = discord.say(TWO_QUOTES);
    const by = { by: discord.users.ben };
    const checked = await discord.messageMenu('Verify quote', message, by).reply();
    const before = discord.messages.length;
    discord.click(checked, 'Publish', by);
    const published = await discord.until('the published check', () =>
      discord.messages
        .slice(before)
        .find(({ ephemeral, loading, text }) => !ephemeral && !loading && text !== ''),
    );
    expect(published.repliesToHidden).toBe(false);
    expect(published.text).toContain(`<@${discord.users.ben.id}>`);
    expect(published.repliesTo === message || published.text.includes(message.id)).toBe(true);
    expect(discord.pinging).toEqual([]);
  });

  it('is nothing where people may not use external apps: one private reply, and no second copy', async () => {
    const { discord } = bot();
    const place = { in: discord.channels.noExternalApps };
    const asked = discord.slash('ask', { question: 'frozen bank accounts in Spain' }, place);
    const reply = await asked.reply();
    expect(reply.ephemeral).toBe(true);
    expect(reply.text).toContain('bank accounts have been arbitrarily frozen');
    expect(reply.text).toContain('lets apps that members bring along reply only privately');
    const next = await discord.click(reply, 'Context', place).reply();
    expect(next.ephemeral).toBe(true);
    expect(asked.followUps).toEqual([]);
    expect(reply.buttons.map(({ label }) => label)).not.toContain('Publish');
    expect(discord.violations).toEqual([]);
  });
});
