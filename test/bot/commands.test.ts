import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { aboutCommand } from '../../bot/commands/about.ts';
import type { SlashCommand } from '../../bot/commands/command.ts';
import { ENGLISH } from '../../bot/i18n/i18n.ts';
import { loadCorpus } from '../../corpus/load.ts';
import type { LoopbackDiscord } from '../discord/loopback-discord.ts';
import type { LoopbackMessage } from '../discord/messages.ts';
import type { User } from '../discord/world.ts';
import { sharedBot } from '../support/running-bot.ts';
import { corpusDir } from '../support/temporary.ts';

const BACKDOORS = 'Has China asked its companies to install backdoors?';
const bot = sharedBot();
let discord: LoopbackDiscord;

beforeAll(() => {
  ({ discord } = bot());
});

afterAll(() => {
  // Whatever the tests did, Discord refused nothing, dropped no field, and nobody was pinged.
  expect(discord.violations).toEqual([]);
  expect(discord.ignoredFields).toEqual([]);
  expect(discord.pinging).toEqual([]);
});

/** The text of a reply with Discord's escapes taken back and white space folded. */
const plain = (text: string) => text.replace(/\\([^0-9A-Za-z\s])/g, '$1').replace(/\s+/g, ' ');

/** Presses Publish, and finds what the channel is shown. */
async function publish(reply: LoopbackMessage, by: { by?: User } = {}): Promise<LoopbackMessage> {
  const before = discord.messages.length;
  discord.click(reply, 'Publish', by);
  return discord.until('the published reply', () =>
    discord.messages.slice(before).find((one) => !one.ephemeral && one.text.includes('Published by')),
  );
}

describe('/ask', () => {
  it('quotes the passage word for word, with speaker, date, document, question and passage id', async () => {
    const asked = discord.slash('ask', { question: BACKDOORS });
    expect((await asked.acknowledged).afterMs).toBeLessThan(1000);
    const reply = await asked.reply();
    expect(reply.ephemeral).toBe(false);
    const { transcripts } = await loadCorpus(corpusDir);
    const third = transcripts[0]?.passages.find(({ text }) => text.startsWith('Third'));
    expect(plain(reply.text.replaceAll('**', ''))).toContain(plain(third?.text ?? '-'));
    // The sentence that answers is in bold, and said to be the bot's own emphasis.
    expect(reply.text).toContain('**China has not asked and will not ask companies');
    expect(reply.text).toContain('emphasis added');
    // Discord shows the question with the command; the bot does not say it in its own name.
    expect(plain(reply.content)).not.toContain('backdoors');
    for (const part of [
      'On record',
      'Geng Shuang · 18 February 2019',
      "Foreign Ministry Spokesperson Geng Shuang's Regular Press Conference",
      'On February 16, in his speech at the Munich Security Conference',
      `passage ${third?.id}`,
    ]) {
      expect(plain(reply.text)).toContain(part);
    }
  });

  it('turns to the next hit and back', async () => {
    const reply = await discord.slash('ask', { question: BACKDOORS }).reply();
    const first = reply.text;
    const next = await discord.click(reply, 'Next').reply();
    expect(next.id).toBe(reply.id);
    expect(next.text).toContain('2 of 5');
    expect(plain(next.text)).toContain(
      "did not and will not require any internet enterprises to install 'backdoors'",
    );
    expect((await discord.click(next, 'Previous').reply()).text).toBe(first);
  });

  it('shows the paragraphs around, the whole question, and a block to copy, to the presser alone', async () => {
    const reply = await discord.slash('ask', { question: BACKDOORS }).reply();
    const context = await discord.click(reply, 'Context', { by: discord.users.ben }).reply();
    expect(context.ephemeral).toBe(true);
    expect(plain(context.text)).toContain('Second, it is an internationally accepted practice');
    expect(context.text).toContain('paragraph 4 of 6 of the answer');
    const question = await discord.click(reply, 'Question').reply();
    expect(question.ephemeral).toBe(true);
    expect(plain(question.text)).toContain(
      "coordinate with the government to steal secrets. What is China's comment?",
    );
    const copy = await discord.click(reply, 'Copy').reply();
    expect(copy.ephemeral).toBe(true);
    expect(copy.content).toMatch(
      /^```\n“Third, the Chinese government.*violating local laws\.”\n— Geng Shuang, .*18 February 2019/,
    );
    // Without PUBLIC_URL there is no address to pass on.
    expect(copy.content).toMatch(/\nOn Record, passage gjvfwnnhzx\n```$/);
    expect(copy.buttons).toEqual([]);
  });

  it('hides a reply when asked to, and publishes it at a press', async () => {
    const reply = await discord
      .slash('ask', { question: 'frozen bank accounts in Spain', hide: true })
      .reply();
    expect(reply.ephemeral).toBe(true);
    const published = await publish(reply);
    expect(plain(published.text)).toContain('bank accounts have been arbitrarily frozen');
    expect(published.content).toContain(`Published by <@${discord.users.ada.id}>`);
    expect(published.buttons.map(({ label }) => label)).not.toContain('Publish');
  });

  it('says so when nothing on record answers, and offers topics and the nearest passages', async () => {
    const asked = discord.slash('ask', { question: 'best recipe for sourdough bread with olives' });
    const reply = await asked.followUp();
    // A miss is of no interest to the channel: what was promised there is taken back.
    expect(reply.ephemeral).toBe(true);
    expect(asked.original?.deleted).toBe(true);
    expect(reply.text).toContain('Nothing on record answers this');
    expect(reply.text).toContain('Searched 2 documents from 18 February 2019 to 3 July 2019');
    const near = await discord.click(reply, 'Nearest passages').reply();
    expect(near.text).toContain('near your question, no answer');
  });

  it('narrows to dates and speakers only when told to', async () => {
    const late = await discord.slash('ask', { question: BACKDOORS, since: 'March 2019' }).reply();
    expect(late.text).toContain('3 July 2019');
    expect(late.text).not.toContain('Geng Shuang');
    const speaker = await discord.slash('ask', { question: 'cyber security', speaker: 'geng' }).reply();
    expect(speaker.text).toContain('Geng Shuang');
    expect(speaker.text).toContain('only geng');
    const unknown = await discord.slash('ask', { question: 'cyber security', speaker: 'Obama' }).followUp();
    expect(unknown.ephemeral).toBe(true);
    expect(unknown.text).toMatch(/Nobody called Obama is on record.*Geng Shuang/);
    const reversed = await discord.slash('ask', { question: 'x', since: '2020', until: '2019' }).reply();
    expect(reversed.text).toContain('1 January 2020 is after 31 December 2019');
    const nobody = await discord.slash('ask', { question: 'cyber security', until: '2001' }).followUp();
    expect(nobody.text).toContain('Nothing on record answers this');
    expect(nobody.text).toContain('until 31 December 2001');
    const choices = await discord.autocomplete('ask', { question: 'x', speaker: 'sh' }, 'speaker').choices();
    expect(choices.map(({ value }) => value)).toEqual(['Geng Shuang']);
  });

  it.each([
    [{ question: '🤔' }, /no letter and no digit/],
    [{ question: '   ' }, /empty/],
    [{ question: 'Huawei', since: 'whenever' }, /“whenever” is not a date/],
  ])('tells only the asker what is wrong with %j', async (given, message) => {
    const reply = await discord.slash('ask', given).reply();
    expect(reply.ephemeral).toBe(true);
    expect(reply.text).toMatch(message);
  });

  it('repeats nothing of a question that AutoMod would stop', async () => {
    const question = `${BACKDOORS} discord.gg/evil https://e.vil @everyone <@1234567890123456789>`;
    const reply = await discord.slash('ask', { question }).reply();
    for (const part of ['discord.gg', 'e.vil', '@everyone', '<@'])
      expect(plain(reply.text)).not.toContain(part);
  });

  it('lets the person who asked turn the pages; others get a copy of their own, and only the former dismisses', async () => {
    const reply = await discord.slash('ask', { question: BACKDOORS }).reply();
    const { text } = reply;
    const copy = await discord.click(reply, 'Next', { by: discord.users.cleo }).reply();
    expect(copy.ephemeral).toBe(true);
    expect(copy.text).toContain('2 of 5');
    expect(reply.text).toBe(text);
    const refused = await discord.click(reply, 'Dismiss', { by: discord.users.cleo }).reply();
    expect(refused.ephemeral).toBe(true);
    expect(refused.text).toContain('Only the person who asked');
    discord.click(reply, 'Dismiss');
    await discord.until('the reply is gone', () => reply.deleted || undefined);
  });

  it('takes dates in the language of the person who asks', async () => {
    const given = { question: 'cyber security', since: '18 février 2019', until: '2019年2月' };
    const french = await discord.slash('ask', given, { locale: 'fr' }).reply();
    expect(french.text).toContain('Geng Shuang');
  });
});

describe('/topic', () => {
  it('suggests topics on an empty box, on a prefix, and with typing errors', async () => {
    const typed = async (name: string) =>
      (await discord.autocomplete('topic', { name }, 'name').choices()).map(({ value }) => value);
    expect((await typed('')).length).toBeGreaterThan(5);
    expect(await typed('hua')).toContain('Huawei');
    expect(await typed('Huwaei')).toContain('Huawei');
    expect(await typed('munich')).toEqual(expect.arrayContaining([expect.stringContaining('Munich')]));
  });

  it('lists statements newest first, with dates and counts, and opens one whole', async () => {
    const reply = await discord.slash('topic', { name: 'huawei' }).reply();
    expect(reply.text).toMatch(/\d+ statements\*\* from 18 February 2019 to 3 July 2019 · 2019: \d+/);
    expect(reply.text.indexOf('3 July 2019**')).toBeLessThan(reply.text.indexOf('18 February 2019**'));
    const [menu] = reply.menus;
    const [option] = menu?.options ?? [];
    const opened = await discord.select(reply, 'Read a statement whole…', [String(option?.value)]).reply();
    expect(opened.ephemeral).toBe(true);
    expect(opened.text).toContain(`passage ${option?.value}`);
  });

  it('turns the pages of a long topic, and publishes the page that it shows', async () => {
    const first = await discord.slash('topic', { name: 'China', hide: true }).reply();
    const { text } = first;
    expect(text).toMatch(/page 1 of [2-9]/);
    const second = await discord.click(first, '➡️').reply();
    expect(second.text).toContain('page 2 of');
    expect(second.text).not.toBe(text);
    const published = await publish(second);
    expect(published.text).toContain('page 2 of');
    expect((await discord.click(published, '⬅️').reply()).text).toContain('page 1 of');
  });

  it('searches for free text that is no topic', async () => {
    const reply = await discord.slash('topic', { name: 'why were the accounts of students frozen' }).reply();
    expect(plain(reply.text)).toContain('bank accounts have been arbitrarily frozen');
  });
});

describe('/quote', () => {
  it('completes words as they are typed, and shows the chosen passage with its neighbours', async () => {
    const choices = await discord
      .autocomplete('quote', { text: 'did not and will not req' }, 'text')
      .choices();
    expect(choices[0]?.name).toMatch(/^2019-07-03 · .*did not and will not require/);
    const reply = await discord.slash('quote', { text: choices[0]?.value ?? '' }).reply();
    expect(plain(reply.text)).toContain('Cyber security is a global challenge.');
    expect(plain(reply.text)).toContain('International cooperation in science and technology');
    expect(reply.ephemeral).toBe(false);
  });

  it('takes words, an id, and the link of a message of its own', async () => {
    const words = await discord.slash('quote', { text: 'immoral and unfair' }).reply();
    const id = /passage ([0-9a-z]{10})/.exec(words.text)?.[1] ?? '';
    expect((await discord.slash('quote', { text: id.toUpperCase() }).reply()).text).toBe(words.text);
    const link = `https://discord.com/channels/${discord.guilds.home.id}/${discord.channels.general.id}/${words.id}`;
    expect((await discord.slash('quote', { text: link }).reply()).text).toBe(words.text);
    const other = discord.say('not mine');
    const foreign = link.replace(words.id, other.message.id);
    expect((await discord.slash('quote', { text: foreign }).followUp()).text).toContain('shows no passage');
    expect((await discord.slash('quote', { text: 'xylophone quagmire' }).followUp()).text).toContain(
      'No passage on record',
    );
  });
});

describe('/verify', () => {
  it('compares words as the menu does', async () => {
    const text = 'It is a bullying act that is hypocritical, immoral and unfair';
    expect((await discord.slash('verify', { text }).reply()).text).toContain('Word for word on record');
    const none = await discord.slash('verify', { text: 'My cat sat on the mat all day long.' }).followUp();
    expect(none.ephemeral).toBe(true);
  });
});

describe('message menus', () => {
  it('finds an official statement for a message, privately, and publishes it', async () => {
    const { message } = discord.say('I read that China makes Huawei install backdoors');
    const reply = await discord.messageMenu('Find official statement', message).reply();
    expect(reply.ephemeral).toBe(true);
    expect(reply.text).toContain('backdoors');
    expect((await publish(reply)).text).toContain('backdoors');
  });

  it.each([
    [
      'China has not asked and will not ask companies or individuals to collect or provide data',
      'Word for word on record',
    ],
    [
      'He said: “It is a bullying act that is hypocritical, immoral and unfair”, really.',
      'Word for word on record',
    ],
    ['China has asked and will ask companies or individuals to collect or provide data', 'Altered'],
    ['My cat sat on the mat and looked at the rain for a whole long afternoon.', 'Not found on record'],
  ])('verifies “%s”', async (text, verdict) => {
    const { message } = discord.say(text);
    const reply = await discord.messageMenu('Verify quote', message, { by: discord.users.ben }).reply();
    expect(reply.ephemeral).toBe(true);
    expect(reply.text).toContain(verdict);
  });

  it('shows what was left out of an altered quote', async () => {
    const { message } = discord.say(
      'China has asked and will ask companies or individuals to collect or provide data',
    );
    const reply = await discord.messageMenu('Verify quote', message, { by: discord.users.ben }).reply();
    expect(reply.text).toContain('China has **not** asked and will **not** ask companies');
  });

  it('publishes a comparison, since that is for the discussion', async () => {
    const { message } = discord.say('It is a bullying act that is hypocritical, immoral and unfair');
    const by = { by: discord.users.ben };
    const reply = await discord.messageMenu('Verify quote', message, by).reply();
    const published = await publish(reply, by);
    // It says who published it, and stands under the message that was checked.
    expect(published.content).toContain(`Published by <@${discord.users.ben.id}>`);
    expect(published.content).toContain(`/${message.channel.id}/${message.id})`);
    expect(published.repliesTo?.id).toBe(message.id);
    expect(published.text).toContain('Word for word on record');
  });

  it('verifies the quote in one of its own replies', async () => {
    const own = await discord
      .slash('quote', { text: 'immoral and unfair' }, { by: discord.users.ben })
      .reply();
    const reply = await discord.messageMenu('Verify quote', own, { by: discord.users.ben }).reply();
    expect(reply.text).toContain('Word for word on record');
  });

  it.each(['<@1100000000000000011>', '<:smile:1100000000000000011>', '<t:1600000000:R>'])(
    'finds no words to compare in %s',
    async (text) => {
      const { message } = discord.say(text);
      const reply = await discord.messageMenu('Verify quote', message, { by: discord.users.ben }).reply();
      expect(reply.text).toMatch(/empty|no letter|no words/);
    },
  );

  it('tells what is wrong with a message without words', async () => {
    const { message } = discord.say('👍');
    const reply = await discord.messageMenu('Verify quote', message, { by: discord.users.ben }).reply();
    expect(reply.ephemeral).toBe(true);
    expect(reply.text).toContain('no letter');
  });
});

describe('/about', () => {
  it('says what the record holds and which commands there are', async () => {
    const { text } = await discord.slash('about', {}, { by: discord.users.ben }).reply();
    expect(text).toContain('2 documents · 5 turns · 18 passages');
    expect(text).toContain('18 February 2019 to 3 July 2019');
    expect(text).toContain('Geng Shuang');
    for (const name of ['/ask', '/topic', '/quote', '/about', 'Find official statement', 'Verify quote']) {
      expect(text).toContain(name);
    }
    const { snapshot } = JSON.parse(await readFile(path.join(inject('dataDir'), 'current.json'), 'utf8'));
    expect(text).toContain(snapshot);
  });

  it('counts what a watch over sources has refused', async () => {
    const watched = { lists: 2, onRecord: 40, refused: 3, checked: '2026-01-02T03:04:05.000Z' };
    const summary = { documents: 2, turns: 5, passages: 18, speakers: [], index: 'i', model: 'm', watched };
    const services = { search: { summary: async () => summary } } as unknown as Parameters<
      SlashCommand['run']
    >[1];
    const { draw } = await aboutCommand([]).run(
      { caller: {} } as Parameters<SlashCommand['run']>[0],
      services,
    );
    const context = { texts: ENGLISH, isPrivate: false, mayPublish: true, mention: (name: string) => name };
    const reply = draw(context);
    expect(JSON.stringify(reply)).toContain(
      '2 list pages watched · 40 of their pages on record · 3 refused · last look 2 January 2026',
    );
  });
});
