import { cp } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, inject, it } from 'vitest';
import { type Newsroom, NotPostableError, postNews } from '../../bot/following.ts';
import { ENGLISH } from '../../bot/i18n/i18n.ts';
import type { Reply } from '../../bot/replies/reply.ts';
import { DEFAULT_SETTINGS } from '../../bot/server-settings.ts';
import { openSqliteStore } from '../../bot/sqlite-store.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { runningBot } from '../support/running-bot.ts';
import { temporaryFolder } from '../support/temporary.ts';
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
    statements: async (name: string, from: number, count: number) => ({
      name,
      total: statements.length,
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

describe('/settings and /follow', () => {
  it('change what holds here, for those who may manage the server', async () => {
    // What a server wants is kept beside the index: other tests must not see it.
    const dataDir = path.join(await temporaryFolder(), 'data');
    await cp(inject('dataDir'), dataDir, { recursive: true });
    const { discord } = await runningBot(dataDir);
    const ben = { by: discord.users.ben };
    expect(() => discord.slash('settings')).toThrow(/needs permissions/);
    const settings = await discord.slash('settings', {}, ben).reply();
    expect(settings.ephemeral).toBe(true);
    expect(settings.text).toContain('in every channel');

    await discord.select(settings, 'Mentions are answered', ['nowhere'], ben).reply();
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
    await discord.select(settings, 'Mentions are answered', ['everywhere'], ben).reply();
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
      .select(list, 'End following…', [String(menu?.options[0]?.value)], ben)
      .reply();
    expect(ended.text).toContain('follows no topic');
    // Other tests may share what is kept.
    await discord.select(settings, 'Language of public replies', ['auto'], ben).reply();
    expect(discord.violations).toEqual([]);
    expect(discord.ignoredFields).toEqual([]);
    expect(discord.pinging).toEqual([]);
  });
});
