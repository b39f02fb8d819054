/** Two machines with the bot and nothing in common but the cluster. */
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { openClusterStore } from '../../bot/cluster-store.ts';
import { ClusterConnection } from '../../retrieval/cluster/connection.ts';
import { startElection } from '../../retrieval/cluster/leadership.ts';
import { clusterSettings, readSettings } from '../../retrieval/settings.ts';
import { describeBotStore } from '../bot/bot-store-contract.ts';
import { runScript } from '../support/run-script.ts';
import { loopbackWithCommands, startBot } from '../support/running-bot.ts';
import { temporaryCorpus, temporaryFolder } from '../support/temporary.ts';
import { startFront } from './front.ts';

let places = 0;
const connector = (prefix: string) => {
  const settings = readSettings(clusterSettings, { ...process.env, OPENSEARCH_PREFIX: prefix });
  return () => new ClusterConnection(settings);
};

describeBotStore('the cluster', async () => {
  const connect = connector(`servers-${++places}`);
  return () => openClusterStore(connect, '0-of-1');
});

describe('a lease', () => {
  it('is held by one, and taken over from whoever ends or dies', async () => {
    const hold = async () => {
      const front = await startFront(process.env.OPENSEARCH_URL ?? '', 'bot', 'secret');
      const settings = readSettings(clusterSettings, {
        OPENSEARCH_URL: front.url,
        OPENSEARCH_CA: front.ca,
        OPENSEARCH_USER: 'bot',
        OPENSEARCH_PASSWORD: 'secret',
        OPENSEARCH_REPLICAS: '0',
        OPENSEARCH_PREFIX: 'lease',
      });
      const connection = new ClusterConnection(settings);
      const leadership = startElection(connection, 'work', { lastsMs: 3000 });
      onTestFinished(async () => {
        await leadership.stop();
        await connection.close();
        front.close();
      });
      return { leadership, front };
    };
    const soon = { timeout: 20_000, interval: 50 };
    const first = await hold();
    await expect.poll(() => first.leadership.leads, soon).toBe(true);
    const [second, third] = [await hold(), await hold()];
    await sleep(4000);
    expect([first, second, third].map(({ leadership }) => leadership.leads)).toEqual([true, false, false]);
    await first.leadership.stop();
    const leaders = () => [second, third].filter(({ leadership }) => leadership.leads);
    await expect.poll(leaders, soon).toHaveLength(1);
    // Cut off, it can neither renew nor hand on.
    const [holder] = leaders();
    const next = holder === second ? third : second;
    holder?.front.close();
    await expect.poll(() => next.leadership.leads, soon).toBe(true);
    expect(holder?.leadership.leads).toBe(false);
  });
});

/** A corpus of its own, published under a prefix of its own. */
async function publishedCorpus() {
  const CORPUS_DIR = await temporaryCorpus();
  const DATA_DIR = path.join(await temporaryFolder(), 'data');
  await cp(inject('dataDir'), DATA_DIR, { recursive: true });
  const env = { OPENSEARCH_PREFIX: `several-${++places}` };
  const publish = async () => {
    const { code, stderr } = await runScript('embed', [], { CORPUS_DIR, DATA_DIR, ...env });
    expect(stderr).not.toContain('Error');
    expect(code).toBe(0);
  };
  await publish();
  /** A new document on the topic Huawei. */
  const add = async (day: number) => {
    const words = `Huawei has our support, as it had ${day} days ago. Huawei is a company of good standing.`;
    const text = `Foreign Ministry Spokesperson's Remarks on August ${day}, 2019\n\nQ: What about Huawei?\n\nA: ${words}\n`;
    await writeFile(path.join(CORPUS_DIR, `2019-08-0${day}-remarks.txt`), text);
    await publish();
    return words;
  };
  return { env, add };
}

const bots = (env: Record<string, string>) => async () => {
  const discord = await loopbackWithCommands();
  const bot = startBot(discord, path.join(await temporaryFolder(), 'data'), env);
  await discord.ready(90_000);
  return { discord, ...bot };
};

describe('two bots', () => {
  it('agree on settings, and one of them posts news: the other when it is killed', async () => {
    const { env, add } = await publishedCorpus();
    const [one, other] = await Promise.all([1, 2].map(bots(env)));
    if (!one || !other) throw new Error('two were started');
    const { ben } = one.discord.users;
    const settings = await one.discord.slash('settings', {}, { by: ben }).reply();
    await one.discord.click(settings, 'Make replies private', { by: ben }).reply();
    const asked = async () => {
      const reply = await other.discord.slash('ask', { question: 'frozen bank accounts in Spain' }).reply();
      return reply.ephemeral;
    };
    await expect.poll(asked, { timeout: 10_000, interval: 3500 }).toBe(true);

    await other.discord.slash('follow', { topic: 'Huawei' }, { by: ben }).reply();
    const news = (words: string) =>
      [one, other].filter(({ discord }) => discord.messages.some(({ text }) => text.includes(words)));
    const soon = { timeout: 60_000, interval: 250 };
    const first = await add(1);
    await expect.poll(() => news(first), soon).toHaveLength(1);
    const [poster] = news(first);
    const heir = poster === one ? other : one;
    // Time enough for the other one to post it, too.
    await sleep(12_000);
    expect(news(first)).toEqual([poster]);
    poster?.child.kill('SIGKILL');
    const second = await add(2);
    await expect.poll(() => news(second), soon).toEqual([heir]);
    expect(news(first)).toEqual([poster]);
  });

  it('answer each event of one Discord once', async () => {
    const { env } = await publishedCorpus();
    const discord = await loopbackWithCommands();
    const both = [1, 2].map(async () => {
      const { output } = startBot(discord, path.join(await temporaryFolder(), 'data'), env);
      await expect.poll(output, { timeout: 90_000, interval: 100 }).toContain('connected to Discord');
    });
    await Promise.all(both);
    for (let i = 0; i < 4; i++) {
      const said = discord.say('what about the frozen bank accounts in Spain?', { mentionBot: true });
      await said.reply();
      await discord.slash('ask', { question: 'Huawei in the UK' }).reply();
      await sleep(500);
      expect(said.replies).toHaveLength(1);
    }
    expect(discord.violations).toEqual([]);
  });
});
