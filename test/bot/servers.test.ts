import { cp } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, inject, it } from 'vitest';
import { type Newsroom, NotPostableError, postNews } from '../../bot/following.ts';
import { ENGLISH } from '../../bot/i18n/i18n.ts';
import type { Reply } from '../../bot/replies/reply.ts';
import { DEFAULT_SETTINGS } from '../../bot/server-settings.ts';
import { openSqliteStore } from '../../bot/sqlite-store.ts';
import { openBotStore } from '../../bot/store.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { readSettings, recordSettings } from '../../retrieval/settings.ts';
import type { StatementRange } from '../../retrieval/store/record-store.ts';
import { runningBot } from '../support/running-bot.ts';
import { shared, temporaryFolder, type WhenDone } from '../support/temporary.ts';
import { describeBotStore } from './bot-store-contract.ts';

const GUILD = '1100000000000000021';
const FOLLOW = { guildId: GUILD, channelId: '1100000000000000031', topic: 'Huawei', userId: '1' };

describeBotStore('a file', async () => {
  const folder = await temporaryFolder();
  return () => openSqliteStore(folder);
});

describe('what servers want, in a file', () => {
  it('survives a migration, and settings that a later version wrote', async () => {
    const folder = await temporaryFolder();
    const db = new Database(path.join(folder, 'bot.db'));
    db.exec('CREATE TABLE servers (guild_id TEXT PRIMARY KEY, settings TEXT NOT NULL) STRICT');
    db.pragma('user_version = 1');
    const written = { privateByDefault: true, language: 'tlh', publishers: 'owners', more: 1 };
    db.prepare('INSERT INTO servers VALUES (?, ?)').run(GUILD, JSON.stringify(written));
    db.close();
    const store = openSqliteStore(folder);
    expect(await store.settings.read(GUILD)).toEqual({ ...DEFAULT_SETTINGS, privateByDefault: true });
    await store.follows.add(FOLLOW, ['old']);
    expect(await store.follows.list(GUILD)).toMatchObject([FOLLOW]);
    await store.close();
  });
});

const statement = (document: string, id: string): CitedPassage => ({
  passage: { id, turn: 0, ordinal: 0, text: `Huawei, said ${id}.`, start: 0, end: 10 },
  turn: { document, ordinal: 0, speaker: 'Geng Shuang' },
  document: {
    id: document,
    path: `${document}.txt`,
    title: document,
    date: '2019-02-18',
    publisher: 'A ministry',
    kind: 'press-conference',
    language: 'en',
    sha256: '0'.repeat(64),
  },
});

async function newsroom(post: Newsroom['post']) {
  const store = openSqliteStore(await temporaryFolder());
  const statements = [
    statement('new', 'aaaaaaaaa1'),
    statement('new', 'aaaaaaaaa2'),
    statement('old', 'aaaaaaaaa3'),
  ];
  const topics = {
    statements: async (name: string, { from, count }: StatementRange) => ({
      name,
      dates: statements.map(() => '2019-02-18'),
      statements: statements.slice(from, from + count),
    }),
  };
  const told: string[] = [];
  const following = {
    services: () => ({ topics }) as never,
    ...store,
    newsroom: {
      localeOf: () => 'en-US',
      post,
      tell: async (_: string, text: string) => void told.push(text),
    },
    log: { info() {}, warn() {} } as never,
  };
  return { store, following, told };
}

describe('a topic that is followed', () => {
  it('is posted once a document, whoever looks and however often', async () => {
    const posted: Reply[] = [];
    const { store, following } = await newsroom(async (_, reply) => void posted.push(reply));
    await store.follows.add(FOLLOW, ['old']);
    await Promise.all([postNews(following), postNews(following)]);
    await postNews(following);
    expect(posted).toHaveLength(1);
    const [embed] = posted[0]?.embeds ?? [];
    expect(embed?.title).toBe(ENGLISH.t('follow.news', { topic: 'Huawei' }));
    for (const id of ['aaaaaaaaa1', 'aaaaaaaaa2']) expect(embed?.description).toContain(id);
    expect(embed?.description).not.toContain('aaaaaaaaa3');
  });

  it('is not posted from collections that the server leaves out, nor later when it takes them in', async () => {
    const posted: Reply[] = [];
    const { store, following } = await newsroom(async (_, reply) => void posted.push(reply));
    await store.settings.change(GUILD, { collections: ['Another ministry'] });
    await store.follows.add(FOLLOW, ['old']);
    await postNews(following);
    await store.settings.change(GUILD, { collections: undefined });
    await postNews(following);
    expect(posted).toEqual([]);
  });

  it('is posted again later where Discord had trouble', async () => {
    let attempts = 0;
    const { store, following } = await newsroom(async () => {
      if (attempts++ === 0) throw new Error('500');
    });
    await store.follows.add(FOLLOW, ['old']);
    await expect(postNews(following)).rejects.toThrow('500');
    await postNews(following);
    await postNews(following);
    expect(attempts).toBe(2);
  });

  it('ends with a note to who set it where the bot may no longer post', async () => {
    const { store, following, told } = await newsroom(async () => {
      throw new NotPostableError();
    });
    await store.follows.add(FOLLOW, []);
    await postNews(following);
    expect(await store.follows.list()).toEqual([]);
    expect(told).toEqual([
      `I may no longer post in <#${FOLLOW.channelId}>, so **Huawei** is no longer followed there.`,
    ]);
  });
});

/** Where a bot on that folder keeps what servers want: there, or in the cluster of these tests. */
function storeOf(DATA_DIR: string) {
  const { RECORD } = readSettings(recordSettings, { RECORD: process.env.RECORD });
  return openBotStore({ DATA_DIR, RECORD }, process.env);
}

/** A bot whose servers may want something, which other tests must not see. */
async function botWithOwnSettings(whenDone: WhenDone) {
  const dataDir = path.join(await temporaryFolder(whenDone), 'data');
  await cp(inject('dataDir'), dataDir, { recursive: true });
  const { discord } = await runningBot(dataDir, whenDone);
  whenDone(async () => {
    const store = storeOf(dataDir);
    await store.settings.forget(discord.guilds.home.id);
    await store.close();
  });
  return { discord, dataDir, ben: { by: discord.users.ben } };
}

describe('/settings and /follow', () => {
  // What the last test forgets is what those before it have left.
  const bot = shared(botWithOwnSettings);

  it('keep questions and topics to the collections that the server chose, and say so', async () => {
    const { discord, ben } = bot();
    const menu = 'Documents searched: all on record';
    const embassy = 'Chinese Embassy';
    const settings = await discord.slash('settings', {}, ben).reply();
    expect(settings.text).toContain('**Documents searched**: all on record');
    const topic = async () => {
      const { text } = await discord.slash('topic', { name: 'Huawei' }).reply();
      return ['February 2019', 'July 2019'].filter((month) => text.includes(`${month}** ·`));
    };
    expect(await topic()).toEqual(['February 2019', 'July 2019']);
    const ministry = 'Ministry of Foreign Affairs of China';
    expect(settings.menus.find(({ placeholder }) => placeholder === menu)?.options).toMatchObject([
      { label: embassy, default: false },
      { label: ministry, default: false },
    ]);

    const chosen = await discord.select(settings, menu, [embassy], ben).reply();
    expect(chosen.text).toContain(`**Documents searched**: ${embassy}`);
    expect((await discord.slash('about').reply()).text).toContain(`**Documents searched**: ${embassy}`);
    expect(await topic()).toEqual(['July 2019']);
    const said = await discord
      .say('What about the Dutch risk assessment of 5G?', { mentionBot: true })
      .reply();
    expect(said.text).toContain(`Searched only documents of: ${embassy}.`);
    expect(said.text).not.toContain('2019-02-18');
    expect(said.embeds[0]?.author?.name).toContain(embassy);
    const missed = discord.slash('ask', { question: 'frozen bank accounts in Spain' });
    const told = await Promise.any([missed.reply(), missed.followUp(0)]);
    expect(told.text).toContain(`Searched only documents of: ${embassy}.`);
    expect(told.text).not.toContain('arbitrarily frozen');
    // A quote is looked up in the whole record: what was left out is no lie.
    const quote = 'It is a bullying act that is hypocritical, immoral and unfair';
    expect((await discord.slash('verify', { text: quote }).reply()).text).toContain(
      'Word for word on record',
    );
    // Another server, and direct messages, are not touched.
    const direct = discord.say('frozen bank accounts in Spain', { in: discord.channels.dm });
    expect((await direct.reply()).text).toContain('arbitrarily frozen');

    const all = await discord.select(chosen, menu, [], ben).reply();
    expect(all.text).toContain('**Documents searched**: all on record');
    expect(await topic()).toEqual(['February 2019', 'July 2019']);
    expect(discord.violations).toEqual([]);
  });

  it('change what holds here, for those who may manage the server', async () => {
    const { discord, ben } = bot();
    expect(() => discord.slash('settings')).toThrow(/needs permissions/);
    const settings = await discord.slash('settings', {}, ben).reply();
    expect(settings.ephemeral).toBe(true);
    expect(settings.text).toContain('in every channel');

    await discord.click(settings, 'Answer no mentions', ben).reply();
    const ignored = discord.say('frozen bank accounts in Spain', { mentionBot: true });
    await discord.select(settings, 'Language of public replies', ['fr'], ben).reply();
    const changed = await discord.click(settings, 'Make replies private', ben).reply();
    expect(changed.text).toContain('private unless published');
    expect(ignored.replies).toHaveLength(0);

    const asked = await discord.slash('ask', { question: 'frozen bank accounts in Spain' }).reply();
    expect(asked.ephemeral).toBe(true);
    const about = await discord.slash('about', {}, ben).reply();
    expect(about.text).toContain('private unless published');

    await discord.click(settings, 'Make replies public', ben).reply();
    await discord.click(settings, 'Answer mentions everywhere', ben).reply();
    const french = await discord.say('frozen bank accounts in Spain', { mentionBot: true }).reply();
    expect(french.buttons.map(({ label }) => label)).toContain('Copier');
    // What one person alone reads is in that person's language.
    const german = await discord
      .slash('ask', { question: 'frozen bank accounts', hide: true }, { locale: 'de' })
      .reply();
    expect(german.buttons.map(({ label }) => label)).toContain('Kopieren');

    await discord.slash('follow', { topic: 'Huawei' }, ben).reply();
    const list = await discord.slash('following', {}, ben).reply();
    expect(list.text).toContain(`**Huawei** in <#${discord.channels.general.id}>`);
    const [menu] = list.menus;
    const ended = await discord
      .select(list, 'Stop following…', [String(menu?.options[0]?.value)], ben)
      .reply();
    expect(ended.text).toContain('follows no topic');
    expect(ended.text).toContain('No longer followed: Huawei');
    expect(discord.violations).toEqual([]);
    expect(discord.ignoredFields).toEqual([]);
    expect(discord.pinging).toEqual([]);
  });

  it('are forgotten when the server removes the bot, and kept while Discord cannot reach the server', async () => {
    const { discord, dataDir, ben } = bot();
    const { home } = discord.guilds;
    const settings = await discord.slash('settings', {}, ben).reply();
    await discord.click(settings, 'Make replies private', ben).reply();
    await discord.slash('follow', { topic: 'Huawei' }, ben).reply();
    const store = storeOf(dataDir);
    const kept = async () => [
      (await store.settings.read(home.id)).privateByDefault,
      await store.follows.list(),
    ];
    discord.loseServer(home, true);
    await discord.slash('about', {}, { in: discord.channels.dm }).reply();
    expect(await kept()).toEqual([true, [expect.objectContaining({ topic: 'Huawei' })]]);
    discord.loseServer(home);
    await expect.poll(kept, { timeout: 30_000 }).toEqual([false, []]);
    await store.close();
  });
});
