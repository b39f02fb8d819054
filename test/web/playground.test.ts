import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { COMMANDS } from '../../bot/commands/registry.ts';
import type { VerificationExplanation } from '../../retrieval/quotes/verify.ts';
import { type OpenRecord, openRecord } from '../../retrieval/record.ts';
import { readSettings, recordSettings } from '../../retrieval/settings.ts';
import { playgroundRoutes } from '../../web/playground/routes.ts';
import type {
  Basis,
  Channel,
  Outcome,
  QuoteExplanation,
  Reply,
  TopicExplanation,
  Why,
} from '../../web/playground/wire.ts';
import { jsonPost, refused, webApp } from '../support/open-web.ts';
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
  const routes = [playgroundRoutes({ services, log: pino({ level: 'silent' }) })];
  return webApp(record, { routes }).app;
}

async function post<T = Outcome>(path: string, body: unknown): Promise<T> {
  const response = await app().request(path, jsonPost(body));
  return (await response.json()) as T;
}

function customIds({ components }: Reply): string[] {
  return components.flatMap((row) =>
    row.components.flatMap((component) => ('custom_id' in component ? [component.custom_id] : [])),
  );
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
    const offered = COMMANDS.filter((one) => one.kind !== 'slash' || !one.forManagers);
    expect(names.toSorted()).toEqual(offered.map(({ name }) => name).toSorted());
  });
});

describe('interactions', () => {
  test('/ask replies as in Discord, and says what was asked and which passage shows', async () => {
    const strings = { question: QUESTION, until: 'March 2019', speaker: 'geng' };
    const outcome = await post('/playground/command', { name: 'ask', strings, hide: true });
    expect(outcome).toMatchObject({ isPrivate: true, replaces: false, passageId: 'gjvfwnnhzx' });
    expect(outcome.basis).toEqual({
      kind: 'asked',
      question: QUESTION,
      filter: { until: '2019-03-31', speaker: 'geng' },
    });
    expect(outcome.reply.embeds[0]?.author?.name).toContain('Geng Shuang');
  });

  test('plain text asks', async () => {
    const outcome = await post('/playground/message', { text: QUESTION });
    expect(outcome).toMatchObject({
      isPrivate: false,
      basis: { kind: 'asked', question: QUESTION },
      passageId: 'gjvfwnnhzx',
    });
    expect((await post('/playground/message', { text: '  ' })).reply.content).toContain('Ask me something');
  });

  test('buttons answer by what they carry', async () => {
    const { reply } = await post('/playground/message', { text: QUESTION });
    const next = customIds(reply).find((id) => id.startsWith('1|un')) ?? '';
    const message = { ...EMPTY, content: 'kept', isOwn: true };
    const turned = await post('/playground/press', { customId: next, values: [], message });
    expect(turned).toMatchObject({ replaces: true, isPrivate: false });
    expect(turned.reply.embeds[0]?.footer?.text).toContain('2 of 5');
    const forged = await post('/playground/press', { customId: 'x', values: [], message });
    expect(forged).toMatchObject({ isPrivate: true, replaces: false });
    expect(forged.reply.content).toContain('This button is outdated');
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
    expect(none.reply.content).toContain('has no text');
  });

  test('options are completed by the record', async () => {
    const call = { name: 'ask', typed: 'ge' };
    expect(await post('/playground/complete', call)).toEqual({
      choices: [{ name: 'Geng Shuang', value: 'Geng Shuang' }],
    });
  });

  test.each(['command', 'message', 'menu', 'press', 'complete', 'why'])(
    'a malformed %s is refused',
    async (name) => {
      for (const body of ['', '{}', 'null', '[]', '{"name":1}']) {
        const headers = { 'Content-Type': 'application/json' };
        await refused(await app().request(`/playground/${name}`, { method: 'POST', headers, body }), 400);
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
});

describe('why', () => {
  const why = (body: unknown) => app().request('/playground/why', jsonPost(body));
  const explained = async (basis: Basis, passageId?: string) => {
    const response = await why({ basis, passageId });
    expect(response.status).toBe(200);
    return ((await response.json()) as Why).explanation;
  };
  const lit = (text: string, spans: { start: number; end: number }[]) =>
    spans.map(({ start, end }) => text.slice(start, end));

  test('404 for a passage that the reply does not show, 422 for what cannot be asked', async () => {
    const asked = { kind: 'asked', question: QUESTION };
    expect((await why({ basis: asked })).status).toBe(200);
    expect((await why({ basis: asked, passageId: '0000000000' })).status).toBe(404);
    expect((await why({ basis: { kind: 'asked', question: ' ' } })).status).toBe(422);
    for (const basis of [
      { kind: 'topic', name: 'Huawei', page: 0 },
      { kind: 'quoted', text: 'gjvfwnnhzx' },
    ]) {
      expect((await why({ basis })).status).toBe(200);
      expect((await why({ basis, passageId: '0000000000' })).status).toBe(404);
    }
    expect((await why({ basis: { kind: 'topic', name: 'apple pie', page: 0 } })).status).toBe(404);
    expect((await why({ basis: { kind: 'quoted', text: 'xyzzy' } })).status).toBe(404);
    const link = 'https://discord.com/channels/@me/12345678901234567/12345678901234567';
    expect((await why({ basis: { kind: 'quoted', text: link } })).status).toBe(422);
  });

  test('a topic: the spelling that led to it, and where each statement names it, page by page', async () => {
    const { basis, reply } = await post('/playground/command', {
      name: 'topic',
      strings: { name: 'chinna' },
      hide: false,
    });
    expect(basis).toEqual({ kind: 'topic', name: 'chinna', page: 0 });
    const topic = (await explained({ kind: 'topic', name: 'chinna', page: 0 })) as TopicExplanation;
    expect(topic).toMatchObject({ name: 'China', matched: { spelling: 'China', errors: 1 } });
    expect(topic.statements.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5]);
    const { statements } = (await record.topics.statements('China', { from: 0, count: 100 })) ?? {
      statements: [],
    };
    expect(topic.total).toBe(statements.length);
    const later = [1, 2].map((page) => explained({ kind: 'topic', name: 'Chinese', page }));
    const next = (await Promise.all(later)) as TopicExplanation[];
    expect(next[0]?.matched).toEqual({ spelling: 'Chinese', errors: 0 });
    const all = [topic, ...next].flatMap(({ statements: shown }) => shown);
    expect(all.map(({ cited }) => cited.passage.id)).toEqual(statements.map(({ passage }) => passage.id));
    for (const { cited, inPassage, inQuestion } of all) {
      const words = [...lit(cited.passage.text, inPassage), ...lit(cited.turn.question ?? '', inQuestion)];
      expect(words.length).toBeGreaterThan(0);
      expect(words.filter((word) => !['China', 'Chinese'].includes(word))).toEqual([]);
    }

    // The page's next button and the menu's passage are explained as well.
    const message = { ...EMPTY, isOwn: true, basis };
    const onward = customIds(reply).find((id) => id.startsWith('1|uf')) ?? '';
    expect((await post('/playground/press', { customId: onward, values: [], message })).basis).toEqual({
      kind: 'topic',
      name: 'China',
      page: 1,
    });
    const id = statements[2]?.passage.id ?? '';
    const opened = await post('/playground/press', { customId: '1|sm', values: [id], message });
    expect(opened).toMatchObject({ passageId: id, basis });
    const one = (await explained({ kind: 'topic', name: 'China', page: 0 }, id)) as TopicExplanation;
    expect(one.statements).toMatchObject([{ place: 3, cited: { passage: { id } } }]);
  });

  test('/topic with no topic’s name is explained as the question that it was taken for', async () => {
    const strings = { name: 'installing backdoors in products' };
    const { basis } = await post('/playground/command', { name: 'topic', strings, hide: false });
    expect(basis).toEqual({ kind: 'asked', question: strings.name });
  });

  test('/quote: by its id, by words in succession, by words apart', async () => {
    const quoted = async (text: string) => {
      const { basis, passageId } = await post('/playground/command', {
        name: 'quote',
        strings: { text },
        hide: false,
      });
      expect(basis).toEqual({ kind: 'quoted', text });
      return (await explained({ kind: 'quoted', text }, passageId)) as QuoteExplanation;
    };
    expect(await quoted('GJVFWNNHZX')).toMatchObject({ by: 'id', cited: { passage: { id: 'gjvfwnnhzx' } } });
    const found = await quoted('has not asked and will not as');
    if (found.by !== 'words') throw new Error('found by its id');
    expect(found).toMatchObject({
      held: 'succession',
      isUnfinished: true,
      counted: { succession: 1, apart: 0 },
    });
    expect(lit(found.cited.passage.text, found.matches)).toEqual(['has not asked and will not ask']);
    const apart = await quoted('backdoors laws intelligence');
    if (apart.by !== 'words') throw new Error('found by its id');
    expect(apart.held).toBe('apart');
    expect(apart.counted.succession).toBe(0);
    expect(apart.counted.apart).toBeGreaterThan(0);
    const words = lit(apart.cited.passage.text, apart.matches).map((word) => word.toLowerCase());
    expect(new Set(words)).toEqual(new Set(['backdoors', 'laws', 'intelligence']));
  });

  test('Verify quote: what was compared, and the measures that decided', async () => {
    const verified = async (content: string) => {
      const { basis } = await post('/playground/menu', {
        name: 'Verify quote',
        message: { ...EMPTY, content },
      });
      expect(basis).toEqual({ kind: 'verified', text: content });
      const { checks, reading, limits } = (await explained({
        kind: 'verified',
        text: content,
      })) as VerificationExplanation;
      return { ...checks[0], reading, limits };
    };
    const exact = await verified('hypocritical, immoral and unfair');
    expect(exact).toMatchObject({ reading: 'whole', check: { kind: 'exact' }, words: 4, candidates: [] });
    expect(exact.likeness).toBeUndefined();

    const { messages } = (await (await app().request('/playground/channel')).json()) as Channel;
    expect(messages.map(({ author }) => author)).toEqual(['Mira', 'Jonas', 'Priya', 'Tomás', 'Aiko']);
    const sample = (author: string) => messages.find((one) => one.author === author)?.content ?? '';
    const altered = await verified(sample('Priya'));
    expect(altered).toMatchObject({ reading: 'quotation-marks', check: { kind: 'altered' } });
    expect(altered.likeness?.coherence).toBeGreaterThanOrEqual(altered.limits.coherence);
    expect(altered.likeness?.evidence).toBeGreaterThanOrEqual(altered.limits.evidence);
    const { check } = altered;
    const similarity = check?.kind === 'altered' ? check.similarity : Number.NaN;
    expect((altered.likeness?.matched ?? 0) / (altered.words ?? 0)).toBeCloseTo(similarity, 9);
    expect(altered.candidates?.[0]?.shared).toBeGreaterThan(altered.candidates?.[1]?.shared ?? 0);

    const stitched = await verified(sample('Tomás'));
    expect(stitched.check?.kind).toBe('stitched');
    expect(stitched.covered).toBeGreaterThanOrEqual(stitched.limits.covered);
    const nowhere = await verified(sample('Aiko'));
    expect(nowhere.check?.kind).toBe('not-found');
    const { coherence = 0, evidence = 0 } = nowhere.likeness ?? {};
    expect(coherence < nowhere.limits.coherence || evidence < nowhere.limits.evidence).toBe(true);
  });

  test('what a reply’s buttons lead to keeps its reason; what went wrong, and /about, has none', async () => {
    const { reply, basis } = await post('/playground/message', { text: QUESTION });
    const message = { ...EMPTY, isOwn: true, basis };
    for (const slot of ['pc', 'pq', 'py', 'un']) {
      const customId = customIds(reply).find((id) => id.startsWith(`1|${slot}`)) ?? '';
      const outcome = await post('/playground/press', { customId, values: [], message });
      expect(outcome).toMatchObject({ basis, passageId: expect.stringMatching(/^\w{10}$/) });
    }
    const gone = await post('/playground/press', { customId: '1|pc|c|0000000000|0', values: [], message });
    expect(gone.basis).toBeUndefined();
    const noTopic = await post('/playground/press', {
      customId: '1|uf|t|0|No such thing',
      values: [],
      message,
    });
    expect(noTopic.reply.content).toContain('no longer holds this topic');
    expect(noTopic.basis).toBeUndefined();
    const about = await post('/playground/command', { name: 'about', strings: {}, hide: false });
    expect(about.basis).toBeUndefined();
    expect(about.reply.embeds).toHaveLength(1);
  });
});
