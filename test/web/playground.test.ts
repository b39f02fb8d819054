import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { COMMANDS } from '../../bot/commands/registry.ts';
import { type OpenRecord, openRecord } from '../../retrieval/record.ts';
import { readSettings, recordSettings } from '../../retrieval/settings.ts';
import { playgroundRoutes } from '../../web/playground/routes.ts';
import type { Channel, Outcome } from '../../web/playground/wire.ts';
import { silent } from '../support/record.ts';

const QUESTION = 'Has China asked its companies to install backdoors?';
const EMPTY = { content: '', embeds: [], isOwn: false, isPrivate: false };

let record: OpenRecord;
beforeAll(async () => {
  record = await openRecord(readSettings(recordSettings, { DATA_DIR: inject('dataDir') }), silent);
});
afterAll(() => record.close());

function app() {
  const services = () => ({ ...record, passageOfMessage: async () => undefined });
  return playgroundRoutes({ services, log: pino({ level: 'silent' }) });
}

async function post<T = Outcome>(path: string, body: unknown): Promise<T> {
  const response = await app().request(path, { method: 'POST', body: JSON.stringify(body) });
  return (await response.json()) as T;
}

describe('what the page loads', () => {
  test('a page without inline scripts or styles, whose assets are all served', async () => {
    const routes = app();
    const page = await (await routes.request('/')).text();
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
    const assets = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(assets).toEqual(['/assets/icon.svg', '/assets/main.css', '/assets/main.js']);
    for (const asset of assets) {
      const response = await routes.request(asset);
      expect(response.status).toBe(200);
      const etag = response.headers.get('etag') ?? '';
      expect((await routes.request(asset, { headers: { 'if-none-match': etag } })).status).toBe(304);
    }
    // The chart is no part of what everybody loads.
    expect((await (await routes.request('/assets/main.js')).text()).length).toBeLessThan(100_000);
    expect((await routes.request('/assets/..%2f..%2fpackage.json')).status).toBe(404);
  });

  test('the commands and menus of the registry', async () => {
    const channel = (await (await app().request('/playground/channel')).json()) as Channel;
    const names = [...channel.commands, ...channel.menus].map(({ name }) => name);
    expect(names.toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
  });
});

describe('interactions', () => {
  test('/ask replies as in Discord, and says what was asked and which passage shows', async () => {
    const strings = { question: QUESTION, until: 'March 2019', speaker: 'geng' };
    const outcome = await post('/playground/command', { name: 'ask', strings, hide: true });
    expect(outcome).toMatchObject({ isPrivate: true, replaces: false, passageId: 'gjvfwnnhzx' });
    expect(outcome.asked).toEqual({ question: QUESTION, filter: { until: '2019-03-31', speaker: 'geng' } });
    expect(outcome.reply.embeds[0]?.author?.name).toContain('Geng Shuang');
  });

  test('plain text asks', async () => {
    const outcome = await post('/playground/message', { text: QUESTION });
    expect(outcome).toMatchObject({
      isPrivate: false,
      asked: { question: QUESTION },
      passageId: 'gjvfwnnhzx',
    });
    expect((await post('/playground/message', { text: '  ' })).reply.content).toContain('Ask me something');
  });

  test('buttons answer by what they carry', async () => {
    const { reply } = await post('/playground/message', { text: QUESTION });
    const ids = reply.components.flatMap((row) =>
      row.components.flatMap((component) => ('custom_id' in component ? [component.custom_id] : [])),
    );
    const next = ids.find((id) => id.startsWith('1|un')) ?? '';
    const message = { ...EMPTY, content: 'kept', isOwn: true };
    const turned = await post('/playground/press', { customId: next, values: [], message });
    expect(turned).toMatchObject({ replaces: true, isPrivate: false });
    expect(turned.reply.embeds[0]?.footer?.text).toContain('2 of 5');
    const forged = await post('/playground/press', { customId: 'x', values: [], message });
    expect(forged).toMatchObject({ isPrivate: true, replaces: false });
    expect(forged.reply.content).toContain('older version');
  });

  test('a message of the bot is searched by its quote, not by the line above it', async () => {
    const message = {
      ...EMPTY,
      content: 'a line',
      embeds: [{ description: '> hypocritical, immoral and unfair' }],
    };
    const own = await post('/playground/menu', {
      name: 'Verify quote',
      message: { ...message, isOwn: true },
    });
    expect(own.reply.embeds[0]?.title).toContain('Word for word');
    const other = await post('/playground/menu', { name: 'Verify quote', message });
    expect(other.reply.embeds[0]?.title).not.toContain('Word for word');
    const none = await post('/playground/menu', { name: 'Verify quote', message: EMPTY });
    expect(none.reply.content).toContain('holds no text');
  });

  test('options are completed by the record', async () => {
    const call = { name: 'ask', option: 'speaker', typed: 'ge' };
    expect(await post('/playground/complete', call)).toEqual({
      choices: [{ name: 'Geng Shuang', value: 'Geng Shuang' }],
    });
  });

  test.each(['command', 'message', 'menu', 'press', 'complete', 'why'])(
    'a malformed %s is refused',
    async (name) => {
      for (const body of ['', '{}', 'null', '[]', '{"name":1}']) {
        const response = await app().request(`/playground/${name}`, { method: 'POST', body });
        expect(response.status).toBe(400);
        expect(await response.json()).toHaveProperty('error');
      }
    },
  );
});

describe('the record', () => {
  test('documents, and each with its text', async () => {
    const listings = (await (await app().request('/playground/documents')).json()) as { id: string }[];
    expect(listings).toHaveLength(2);
    const response = await app().request(`/playground/documents/${listings[1]?.id}`);
    const source = (await response.json()) as {
      text: string;
      passages: { id: string; start: number; end: number }[];
    };
    const passage = source.passages.find(({ id }) => id === 'gjvfwnnhzx');
    expect(source.text.slice(passage?.start, passage?.end)).toMatch(/^Third, the Chinese government/);
    expect((await app().request('/playground/documents/none')).status).toBe(404);
    expect(await (await app().request('/playground/passages/gjvfwnnhzx')).json()).toEqual({
      document: listings[1]?.id,
    });
  });

  test('why: 404 for a passage that is no candidate, 400 for a question that cannot be asked', async () => {
    const why = (body: unknown) =>
      app().request('/playground/why', { method: 'POST', body: JSON.stringify(body) });
    expect((await why({ question: QUESTION })).status).toBe(200);
    expect((await why({ question: QUESTION, passageId: '0000000000' })).status).toBe(404);
    expect((await why({ question: ' ' })).status).toBe(400);
  });
});
