/** Pages from the web, over loopback. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fits } from '../../../corpus/import/crawl.ts';
import { isPublicAddress } from '../../../corpus/import/http-client.ts';
import { type ImportOptions, importAll } from '../../../corpus/import/import.ts';
import { loadCorpus } from '../../../corpus/load.ts';
import { servePages } from '../../support/pages.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const talk = (day: number) =>
  `<html><head><title>Press Briefing, ${day} May 2020</title></head><body><p>Q: Why now?</p><p>A: Because it is time.</p></body></html>`;

async function run(inputs: readonly string[], options: Partial<ImportOptions> = {}) {
  const directory = await temporaryFolder();
  const outcomes = [];
  const settings = { allowPrivate: true, pause: 0, timeout: 2000, ...options, directory };
  for await (const outcome of importAll(inputs, settings)) outcomes.push(outcome);
  return { directory, outcomes, files: (await readdir(directory)).sort() };
}

describe('an address', () => {
  it('is kept beside the page, whose bytes stay as they came', async () => {
    const { origin, asked } = await servePages({ '/a?b=1': talk(4) });
    const { directory, outcomes, files } = await run([`${origin}/a?b=1`]);
    const name = '2020-05-04-press-briefing-4-may-2020.html';
    expect(outcomes).toMatchObject([{ outcome: 'added', path: name, document: { url: `${origin}/a?b=1` } }]);
    expect(files).toEqual([name, `${name}.meta.json`]);
    expect(await readFile(join(directory, name), 'utf8')).toBe(talk(4));
    const { transcripts, sources } = await loadCorpus(directory);
    expect(transcripts[0]?.document.url).toBe(`${origin}/a?b=1`);
    expect(sources).toHaveLength(2);
    expect(asked).toEqual(['/robots.txt', '/a?b=1']);
  });

  it('follows redirects, but not for ever', async () => {
    const to = (location: string) => (response: import('node:http').ServerResponse) => {
      response.writeHead(302, { location }).end();
    };
    const { origin } = await servePages({
      '/a': to('/b'),
      '/b': talk(4),
      '/loop': to('/loop'),
      '/file': to('file:///etc/passwd'),
    });
    const { outcomes } = await run([
      `${origin}/a`,
      `${origin}/loop`,
      `${origin}/file`,
      'ftp://example.org/a',
    ]);
    expect(outcomes).toMatchObject([
      { outcome: 'added', document: { url: `${origin}/b` } },
      { reason: `${origin}/loop redirects more than 5 times.` },
      { reason: 'file:///etc/passwd is not an http or https address.' },
      { reason: 'ftp://example.org/a is not an http or https address.' },
    ]);
  });

  it('on a private network is refused unless allowed', async () => {
    const { origin, asked } = await servePages({ '/': talk(4) });
    const port = new URL(origin).port;
    const addresses = [
      `${origin}/`,
      `http://localhost:${port}/`,
      'http://[::1]:1/',
      'http://[::ffff:10.0.0.1]/',
      'http://2130706433/',
    ];
    const { outcomes } = await run(addresses, { allowPrivate: false });
    for (const { reason, remedy } of outcomes) {
      expect(reason).toMatch(/is on a private network\.$/);
      expect(remedy).toContain('--allow-private');
    }
    expect(outcomes).toHaveLength(addresses.length);
    expect(asked).toEqual([]);
  });

  it.each([
    ['8.8.8.8', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['::1', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::ffff:192.168.0.1', false],
    ['64:ff9b::7f00:1', false],
    ['2606:4700::1111', true],
  ])('%s is public: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });

  it('that drips, swells, fails or wants a login is named, and the rest goes on', async () => {
    const { origin } = await servePages({
      '/drip': (response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        const timer = setInterval(() => response.write('<p>'), 50);
        response.on('close', () => clearInterval(timer));
      },
      '/swell': (response) => {
        response.writeHead(200);
        const chunk = Buffer.alloc(1024 * 1024);
        const pour = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', pour);
        pour();
      },
      '/login': (response) => response.writeHead(403).end(),
      '/broken': (response) => response.writeHead(500).end(),
      '/good': talk(4),
    });
    const paths = ['/drip', '/swell', '/login', '/broken', '/none', '/good'];
    const { outcomes } = await run(paths.map((path) => `${origin}${path}`));
    expect(outcomes.map(({ reason = '' }) => reason.replace(origin, ''))).toEqual([
      '/drip did not end within 2 seconds.',
      '/swell is larger than 16 MiB.',
      '/login may not be read without logging in (403).',
      '/broken answers with status 500.',
      '/none answers with status 404.',
      '',
    ]);
  });
});

describe('a host', () => {
  it('is asked by its robots.txt, and once in a while', async () => {
    const robots = 'User-agent: *\nDisallow: /closed';
    const { origin, asked } = await servePages({
      '/robots.txt': robots,
      '/a': talk(4),
      '/b': talk(5),
      '/closed/c': talk(6),
    });
    const before = performance.now();
    const { outcomes } = await run(
      ['/a', '/closed/c', '/b'].map((path) => origin + path),
      { pause: 150 },
    );
    expect(performance.now() - before).toBeGreaterThan(300);
    expect(outcomes.map(({ reason }) => reason)).toEqual([
      undefined,
      `${origin}/closed/c is disallowed by the site’s robots.txt.`,
      undefined,
    ]);
    expect(asked).toEqual(['/robots.txt', '/a', '/b']);
  });

  it('whose robots.txt fails is left alone', async () => {
    const { origin } = await servePages({
      '/robots.txt': (response) => response.writeHead(503).end(),
      '/a': talk(4),
    });
    expect((await run([`${origin}/a`])).outcomes).toMatchObject([{ outcome: 'refused' }]);
  });
});

describe('a list page', () => {
  it('brings the pages that it links and that fit', async () => {
    const list =
      '<a href="/2020/a">a</a> <a href="/2020/a#top">a</a> <a href="/2020/b">b</a> <a href="/about">c</a>';
    const { origin, asked } = await servePages({ '/list': list, '/2020/a': talk(4), '/2020/b': talk(5) });
    const { outcomes } = await run([`${origin}/list`], { follow: '/2020/' });
    expect(outcomes.map(({ source, outcome }) => `${outcome} ${source.replace(origin, '')}`)).toEqual([
      'added /2020/a',
      'added /2020/b',
    ]);
    expect(asked).toEqual(['/robots.txt', '/list', '/2020/a', '/2020/b']);
    const none = await run([`${origin}/list`], { follow: '/2021/' });
    expect(none.outcomes).toMatchObject([{ reason: `${origin}/list links no page that fits “/2021/”.` }]);
  });

  it.each([
    ['https://a.org/2020/x', '/2020/', true],
    ['https://a.org/2020/x.html', '2020*.html', true],
    ['https://a.org/x.html/2020', '2020*.html', false],
  ])('%s fits %s: %s', (address, pattern, expected) => {
    expect(fits(address, pattern)).toBe(expected);
  });
});
