/** A list page that is watched, over loopback: what is new, changed, gone, failing or closed. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Crawler } from '../../../corpus/import/crawl.ts';
import { HttpClient } from '../../../corpus/import/http-client.ts';
import { nextDue, type WatchEvent, watchSources } from '../../../corpus/import/watch.ts';
import { readWatchList, type WatchedSource } from '../../../corpus/import/watch-list.ts';
import { readWatchState, readWatchSummary } from '../../../corpus/import/watch-state.ts';
import { loadCorpus } from '../../../corpus/load.ts';
import { type Page, servePages } from '../../support/pages.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const HOUR = 3_600_000;
const talk = (day: number, words = 'Because it is time.') =>
  `<html><head><title>Press Briefing, ${day} May 2020</title></head><body><p>Q: Why now?</p><p>A: ${words}</p></body></html>`;
const LOGIN = '<html><body><h1>Sign in</h1><form><input type="password"></form></body></html>';
const listOf = (...paths: string[]) => paths.map((path) => `<a href="${path}">${path}</a>`).join(' ');
const fileOf = (day: number) => `2020-05-0${day}-press-briefing-${day}-may-2020.html`;

async function site(pages: Record<string, Page>) {
  const { origin, asked } = await servePages(pages);
  const directory = await temporaryFolder();
  const dataDir = await temporaryFolder();
  const client = new HttpClient(true, 2000);
  onTestFinished(() => client.close());
  const sources: WatchedSource[] = [
    { list: `${origin}/list`, pattern: '/talks/', every: HOUR, publisher: 'The Ministry' },
  ];
  let now = Date.parse('2026-01-01T00:00:00Z');
  return {
    asked,
    directory,
    dataDir,
    /** Looks at the site after some hours, and gives what happened and what was asked for. */
    async look(hours = 2): Promise<{ events: string[]; requests: string[]; all: WatchEvent[] }> {
      now += hours * HOUR;
      asked.length = 0;
      const all: WatchEvent[] = [];
      const crawler = new Crawler(client, 0);
      for await (const event of watchSources(sources, { directory, dataDir, crawler, now: () => now }))
        all.push(event);
      const events = all.map(({ outcome, source }) => `${outcome} ${source.replace(origin, '')}`);
      return { events, requests: asked.filter((path) => path !== '/robots.txt'), all };
    },
    hoursToNext: async () => (nextDue(sources, await readWatchState(dataDir)) - now) / HOUR,
  };
}

describe('a watched list page', () => {
  it('brings what it links, and later what is new, with what is stated of its source', async () => {
    const pages: Record<string, Page> = { '/list': listOf('/talks/4', '/about'), '/talks/4': talk(4) };
    const { look, directory, hoursToNext } = await site(pages);
    expect((await look()).events).toEqual(['added /talks/4']);
    expect(await hoursToNext()).toBe(1);
    expect((await look(0.5)).requests).toEqual([]);
    Object.assign(pages, { '/list': listOf('/talks/5', '/talks/4'), '/talks/5': talk(5) });
    expect((await look()).events).toEqual(['added /talks/5', 'known /talks/4']);
    const sidecar = JSON.parse(await readFile(join(directory, `${fileOf(5)}.meta.json`), 'utf8'));
    expect(sidecar).toMatchObject({ publisher: 'The Ministry', url: expect.stringMatching(/\/talks\/5$/) });
  });

  it('asks with what the server said of its version, and takes 304 for an answer', async () => {
    const conditions: (string | undefined)[] = [];
    const tagged = (etag: string, body: string) => (response: ServerResponse & { req: IncomingMessage }) => {
      conditions.push(response.req.headers['if-none-match']);
      const same = response.req.headers['if-none-match'] === etag;
      response.writeHead(same ? 304 : 200, { 'content-type': 'text/html', etag }).end(same ? '' : body);
    };
    const { look } = await site({
      '/list': tagged('"l"', listOf('/talks/4')),
      '/talks/4': tagged('"a"', talk(4)),
    });
    await look();
    expect((await look()).events).toEqual(['known /talks/4']);
    expect(conditions).toEqual([undefined, undefined, '"l"', '"a"']);
  });

  it('replaces a page that has changed its words, not one around which something moves', async () => {
    const pages: Record<string, Page> = { '/list': listOf('/talks/4'), '/talks/4': talk(4) };
    const { look, directory } = await site(pages);
    await look();
    pages['/talks/4'] = talk(4).replace('<body>', '<body><!-- visitor 12 -->');
    expect((await look()).events).toEqual(['known /talks/4']);
    pages['/talks/4'] = talk(4, 'Because it is late.');
    expect((await look()).events).toEqual(['updated /talks/4']);
    const { transcripts } = await loadCorpus(directory);
    expect(transcripts.map(({ passages }) => passages.map(({ text }) => text))).toEqual([
      ['Because it is late.'],
    ]);
    expect((await readdir(directory)).sort()).toEqual([fileOf(4), `${fileOf(4)}.meta.json`]);
  });

  it('keeps a document on record whose page is gone or turns into a login form, and says so', async () => {
    const pages: Record<string, Page> = {
      '/list': listOf('/talks/4', '/talks/5'),
      '/talks/4': talk(4),
      '/talks/5': talk(5),
    };
    const { look, directory, dataDir } = await site(pages);
    await look();
    const before = await readFile(join(directory, fileOf(4)), 'utf8');
    pages['/talks/4'] = LOGIN;
    delete pages['/talks/5'];
    const { events, all } = await look();
    expect(events).toEqual(['refused /talks/4', 'gone /talks/5']);
    expect(all[0]?.reason).toMatch(/\/talks\/4 is a login page\.$/);
    expect(await readFile(join(directory, fileOf(4)), 'utf8')).toBe(before);
    expect((await loadCorpus(directory)).transcripts).toHaveLength(2);
    const states = Object.values((await readWatchState(dataDir)).pages).map(({ state }) => state);
    expect(states).toEqual(['refused', 'gone']);
    expect(await readWatchSummary(dataDir)).toMatchObject({ lists: 1, onRecord: 2, refused: 1 });
    Object.assign(pages, { '/talks/4': talk(4), '/talks/5': talk(5) });
    expect((await look(24)).events).toEqual(['known /talks/4', 'known /talks/5']);
  });

  it('backs off from a page that fails, and goes on with the rest', async () => {
    const pages: Record<string, Page> = {
      '/list': listOf('/talks/4', '/talks/5'),
      '/talks/4': (response) => response.writeHead(500).end(),
      '/talks/5': talk(5),
    };
    const { look, hoursToNext } = await site(pages);
    expect((await look()).events).toEqual(['failed /talks/4', 'added /talks/5']);
    expect(await hoursToNext()).toBe(0.25);
    expect((await look(0.25)).requests).toEqual(['/talks/4']);
    expect((await look(0.25)).requests).toEqual([]);
    pages['/talks/4'] = talk(4);
    expect((await look(0.25)).events).toEqual(['added /talks/4']);
  });

  it('leaves a host alone that has had too many requests, for as long as it asks', async () => {
    let isBusy = true;
    const busy = (body: string) => (response: ServerResponse) => {
      response
        .writeHead(isBusy ? 429 : 200, { 'content-type': 'text/html', 'retry-after': '10800' })
        .end(body);
    };
    const { look, hoursToNext } = await site({
      '/list': listOf('/talks/4', '/talks/5'),
      '/talks/4': busy(talk(4)),
      '/talks/5': talk(5),
    });
    const first = await look();
    expect(first.events).toEqual(['failed /talks/4']);
    expect(first.requests).toEqual(['/list', '/talks/4']);
    expect(await hoursToNext()).toBe(3);
    isBusy = false;
    expect((await look(2)).requests).toEqual([]);
    expect((await look(1)).events).toEqual(['added /talks/4', 'added /talks/5']);
  });

  it('that fails, or turns into a login form, is tried again later', async () => {
    const pages: Record<string, Page> = { '/list': LOGIN, '/talks/4': talk(4) };
    const { look } = await site(pages);
    const { events, all } = await look();
    expect(events).toEqual(['failed /list']);
    expect(all[0]?.reason).toMatch(/links no page that fits/);
    pages['/list'] = listOf('/talks/4');
    expect((await look(0.25)).events).toEqual(['added /talks/4']);
  });

  it('is closed where robots.txt closes it, and brings back nothing that was taken off the record', async () => {
    const pages: Record<string, Page> = {
      '/robots.txt': 'User-agent: *\nDisallow: /talks/5',
      '/list': listOf('/talks/4', '/talks/5'),
      '/talks/4': talk(4),
      '/talks/5': talk(5),
    };
    const { look, directory } = await site(pages);
    const { events, all } = await look();
    expect(events).toEqual(['added /talks/4', 'failed /talks/5']);
    expect(all[1]?.reason).toContain('robots.txt');
    await rm(join(directory, fileOf(4)));
    pages['/talks/4'] = talk(4, 'Because it is late.');
    expect((await look()).events).toContain('known /talks/4');
    expect(await readdir(directory)).toEqual([`${fileOf(4)}.meta.json`]);
  });
});

describe('sources.yaml', () => {
  const read = async (yaml: string) => {
    const file = join(await temporaryFolder(), 'sources.yaml');
    await writeFile(file, yaml);
    return await readWatchList(file);
  };

  it('names list pages, a pattern, how often, and what is stated', async () => {
    const yaml =
      '- list: https://example.org/list\n  pattern: /talks/*\n  every: 6h\n  official: Ms. Mao\n- list: https://example.org/b\n  pattern: b\n';
    expect(await read(yaml)).toEqual([
      { list: 'https://example.org/list', pattern: '/talks/*', every: 6 * HOUR, official: ['Ms. Mao'] },
      { list: 'https://example.org/b', pattern: 'b', every: 24 * HOUR },
    ]);
  });

  it.each([
    ['- list: ftp://example.org\n  pattern: a', /entry 1, list: /],
    ['- list: https://example.org\n  pattern: a\n  every: 1m', /entry 1, every: must be at least 15m/],
    ['- list: https://example.org', /entry 1, pattern: /],
    ['- list: https://example.org\n  pattern: a\n  patern: b', /entry 1: .*patern/],
    ['a: [', /is not valid YAML/],
    ['', /the list: /],
  ])('%j is refused by name', async (yaml, message) => {
    await expect(read(yaml)).rejects.toThrow(message);
  });
});
