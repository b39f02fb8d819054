import { Cite } from '@citation-js/core';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { loadCorpus } from '../../corpus/load.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { bibtex, cslItem, cslSchema } from '../../web/permalink/citations.ts';
import { beginningOf } from '../../web/permalink/page.ts';
import { PROBLEMS } from '../../web/problem.ts';
import { fakeServices, PUBLIC_URL, sharedWeb, webApp } from '../support/open-web.ts';
import { corpusDir } from '../support/temporary.ts';

const ID = 'gjvfwnnhzx';
const { record, get } = sharedWeb();

type Page = ReturnType<typeof parseHTML>['document'];

const fold = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
const metaOf = (document: Page, name: string) =>
  document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute('content');

async function read(path: string): Promise<Page> {
  const response = await get(path);
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  return parseHTML(await response.text()).document;
}

/** The page of a passage that no record holds. */
async function pageOf(cited: CitedPassage) {
  const { app } = webApp(fakeServices({ turn: async () => [cited] }));
  const response = await app.request(`/p/${cited.passage.id}`);
  expect(response.status).toBe(200);
  return parseHTML(await response.text()).document;
}

function invented(changes: {
  text?: string;
  speaker?: string;
  title?: string;
  url?: string;
  question?: string;
}): CitedPassage {
  const { text = 'It is so.', speaker = 'Ann Example', title = 'Remarks', url, question } = changes;
  return {
    passage: { id: '0123456789', turn: 0, ordinal: 0, text, start: 10, end: 10 + text.length },
    turn: { document: 'd', ordinal: 0, speaker, ...(question !== undefined && { question }) },
    document: {
      id: 'd',
      path: 'd.txt',
      title,
      date: '2020-03-04',
      publisher: 'Ministry & Co',
      kind: 'statement',
      language: 'en',
      sha256: 'a'.repeat(64),
      ...(url !== undefined && { url }),
    },
  };
}

describe('the page of a passage', () => {
  it('shows each passage word for word, with speaker, date, title, question and neighbours', async () => {
    const { transcripts } = await loadCorpus(corpusDir);
    for (const { document, turns, passages } of transcripts) {
      for (const passage of passages) {
        const page = await read(`/p/${passage.id}`);
        expect(page.querySelector('blockquote')?.textContent).toBe(
          document.text.slice(passage.start, passage.end),
        );
        const turn = turns.find(({ ordinal }) => ordinal === passage.turn);
        expect(page.querySelector('h1')?.textContent).toBe(document.title);
        expect(page.querySelector('.byline strong')?.textContent).toBe(turn?.speaker);
        expect(page.querySelector('time')?.getAttribute('datetime')).toBe(document.date);
        expect(page.querySelector('.question')?.textContent ?? undefined).toBe(turn?.question);
        const siblings = passages.filter(({ turn }) => turn === passage.turn);
        const at = siblings.indexOf(passage);
        const around = [...siblings.slice(Math.max(0, at - 3), at), ...siblings.slice(at + 1, at + 4)];
        const shown = [...page.querySelectorAll('.neighbour')];
        expect(shown.map(({ textContent }) => fold(textContent?.replace('¶', '')))).toEqual(
          around.map(({ text }) => fold(text)),
        );
        expect(shown.map((p) => p.querySelector('a')?.getAttribute('href'))).toEqual(
          around.map(({ id }) => `/p/${id}`),
        );
      }
    }
  });

  it('says how much of a long answer it leaves out', async () => {
    const turn = Array.from({ length: 12 }, (_, ordinal) => {
      const cited = invented({ text: `Paragraph ${ordinal}.`, question: 'Why?' });
      return { ...cited, passage: { ...cited.passage, id: `00000000${ordinal + 10}`, ordinal } };
    });
    const { app } = webApp(fakeServices({ turn: async () => turn }));
    const text = await (await app.request('/p/0000000014')).text();
    const page = parseHTML(text).document;
    expect([...page.querySelectorAll('.left-out')].map(({ textContent }) => textContent)).toEqual([
      'One more paragraph of this answer before.',
      '4 more paragraphs of this answer after.',
    ]);
  });

  it('says of words that their source no longer holds that they are superseded, in every citation', async () => {
    const cited = { ...invented({ url: 'https://example.org/a' }), superseded: '2021-05-06T07:08:09.000Z' };
    const page = await pageOf(cited);
    const note = 'The source was changed since, as seen on 6 May 2021. These are its words before that.';
    expect(fold(page.querySelector('.superseded')?.textContent)).toBe(`Superseded. ${note}`);
    // A text fragment would lead nowhere.
    expect(page.querySelector('.source a')?.getAttribute('href')).toBe('https://example.org/a');
    const { app } = webApp(fakeServices({ turn: async () => [cited] }));
    for (const ending of ['txt', 'md', 'bib', 'json']) {
      const text = await (await app.request(`/p/${cited.passage.id}.${ending}`)).text();
      expect(fold(text)).toContain('The source was changed since, as seen on 6 May 2021');
    }
    const response = await app.request(`/api/passages/${cited.passage.id}`);
    expect(await response.json()).toMatchObject({ superseded: cited.superseded });
  });

  it('links to the words at their source, and to nothing that is no web address', async () => {
    const page = await pageOf(invented({ text: 'Here - it is.', url: 'https://example.org/a?b=1' }));
    const link = page.querySelector('.source a');
    expect(link?.getAttribute('href')).toBe('https://example.org/a?b=1#:~:text=Here%20%2D%20it%20is.');
    const hostile = await pageOf(invented({ url: 'javascript:alert(1)' }));
    expect(hostile.toString()).not.toContain('javascript:alert');
    expect(hostile.querySelector('.source a')).toBeNull();
  });

  it('tells link previews who, when and what, under its public address', async () => {
    const page = await read(`/p/${ID}`);
    const { passage } = (await record().search.passage(ID)) ?? {};
    const description = metaOf(page, 'og:description') ?? '';
    expect(metaOf(page, 'og:title')).toBe('Geng Shuang, 18 February 2019');
    expect(description).toMatch(/\. …$/);
    expect(fold(passage?.text).startsWith(description.slice(0, -2))).toBe(true);
    expect(metaOf(page, 'og:url')).toBe(`${PUBLIC_URL}/p/${ID}`);
    expect(metaOf(page, 'og:type')).toBe('article');
    expect(metaOf(page, 'og:site_name')).toBe('On Record');
    expect(metaOf(page, 'article:published_time')).toBe('2019-02-18');
    expect(metaOf(page, 'twitter:card')).toBe('summary');
    expect(metaOf(page, 'twitter:description')).toBe(description);
    expect(page.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(`${PUBLIC_URL}/p/${ID}`);
    expect(page.documentElement.getAttribute('lang')).toBe('en');
  });

  it('tells search engines who said it and when', async () => {
    const page = await read(`/p/${ID}`);
    const cited = await record().search.passage(ID);
    const quotation = JSON.parse(page.querySelector('script[type="application/ld+json"]')?.textContent ?? '');
    expect(quotation).toMatchObject({
      '@type': 'Quotation',
      text: cited?.passage.text,
      creator: { name: 'Geng Shuang' },
      dateCreated: '2019-02-18',
      url: `${PUBLIC_URL}/p/${ID}`,
      isPartOf: { name: cited?.document.title },
    });
  });

  it('takes everything in a transcript for text', async () => {
    const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>' & {{x}} \${y}`;
    const page = await pageOf(
      invented({
        text: evil,
        speaker: evil,
        title: evil,
        question: evil,
        url: `https://example.org/"><script>`,
      }),
    );
    const scripts = [...page.querySelectorAll('script')].map(
      (script) => script.getAttribute('src') ?? script.type,
    );
    expect(scripts).toEqual(['/assets/permalink.js', 'application/ld+json']);
    expect(page.querySelector('img')).toBeNull();
    expect(page.querySelector('blockquote')?.textContent).toBe(evil);
    expect(page.querySelector('h1')?.textContent).toBe(evil);
    expect(page.querySelector('.byline strong')?.textContent).toBe(evil);
    expect(page.querySelector('.question')?.textContent).toBe(evil);
    for (const element of page.querySelectorAll('*')) {
      for (const { name } of element.attributes) expect(name).not.toMatch(/^on|^style$/);
    }
  });

  it('loads only files of this server, which are there', async () => {
    const page = await read(`/p/${ID}`);
    expect(page.querySelector('style')).toBeNull();
    const loaded = [...page.querySelectorAll('link[rel=stylesheet], script[src]')].map(
      (element) => element.getAttribute('href') ?? element.getAttribute('src') ?? '',
    );
    expect(loaded).toHaveLength(2);
    for (const path of loaded) {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(await response.text()).not.toMatch(/https?:|@import/);
    }
    expect((await get(`/assets/permalink.css`)).headers.get('content-type')).toMatch(/^text\/css/);
    expect((await get(`/assets/permalink.js`)).headers.get('content-type')).toMatch(/^text\/javascript/);
  });

  it('is found in capitals, too, and says when it is not on record', async () => {
    expect((await get(`/p/${ID.toUpperCase()}`)).status).toBe(200);
    for (const path of ['/p/0000000000', '/p/0000000000.bib', '/p/what']) {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toMatch(/^text\/html/);
      const page = parseHTML(await response.text()).document;
      expect(page.querySelector('link[rel=stylesheet]')).not.toBeNull();
      expect(metaOf(page, 'robots')).toBe('noindex');
      expect(metaOf(page, 'og:title')).toBeUndefined();
    }
  });

  it('looks nothing up for what has not the form of an id', async () => {
    const { app, logged } = webApp(fakeServices({}));
    expect((await app.request('/p/ilouilouil')).status).toBe(404);
    expect(logged()).not.toContain('request failed');
    expect((await app.request('/p/0000000000')).status).toBe(500);
  });
});

describe('a citation', () => {
  const fileOf = async (extension: string, type: RegExp) => {
    const response = await get(`/p/${ID}.${extension}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(type);
    expect(response.headers.get('content-type')).toMatch(/charset=utf-8/i);
    return response.text();
  };

  it('comes as text, Markdown, BibTeX and CSL-JSON, and stands on the page as it comes', async () => {
    const cited = await record().search.passage(ID);
    const words = fold(cited?.passage.text);
    const text = await fileOf('txt', /^text\/plain/);
    const markdown = await fileOf('md', /^text\/markdown/);
    const entry = await fileOf('bib', /^application\/x-bibtex/);
    const csl = await fileOf('json', /^application\/vnd\.citationstyles\.csl\+json/);
    for (const part of [`“${words}”`, 'Geng Shuang', '18 February 2019', `${PUBLIC_URL}/p/${ID}`])
      expect(text).toContain(part);
    expect(markdown.replace(/\\(?=[!-/:-@[-`{-~])/g, '')).toContain(`> ${words}`);
    expect(markdown).toContain(`[On Record, passage ${ID}](<${PUBLIC_URL}/p/${ID}>)`);
    const page = await read(`/p/${ID}`);
    const blocks = [...page.querySelectorAll('.cite pre')].map(({ textContent }) => textContent);
    expect(blocks).toEqual([text, markdown, entry, csl].map((file) => file.trimEnd()));
  });

  it('in BibTeX and in CSL-JSON says the same, as citation-js reads both', async () => {
    await import('@citation-js/plugin-bibtex');
    const [item] = JSON.parse(await fileOf('json', /json/));
    expect(cslSchema.parse(item)).toEqual(item);
    expect(new Cite(item).format('data', { format: 'object' })).toEqual([item]);
    const entry = await fileOf('bib', /bibtex/);
    expect(entry.startsWith(`@misc{${ID},`)).toBe(true);
    const [again] = new Cite(entry).format('data', { format: 'object' });
    expect(again).toMatchObject({
      title: item.title,
      issued: { 'date-parts': [[2019, 2, 18]] },
      publisher: item.publisher,
      note: item.note,
      URL: item.URL,
    });
  });

  it('keeps names in any script, and what BibTeX takes for a sign', async () => {
    const url = 'https://example.org/a_b?c={d}';
    const title = '外交部 100% & é_# on Monday } <i>$5</i> \\x';
    const cited = invented({ speaker: 'R&D } 100% 耿爽', title, url });
    const entry = await bibtex(cslItem(cited, `${PUBLIC_URL}/p/0123456789`));
    expect(entry).toContain('耿爽');
    expect(entry).toContain('外交部');
    // BibTeX counts braces, whatever stands before them.
    expect(entry.split('{').length).toBe(entry.split('}').length);
    expect(entry.replace(/url = .*/, '')).not.toMatch(/(?<!\\)[&%$#_]/);
    const [again] = new Cite(entry).format('data', { format: 'object' });
    expect(again).toMatchObject({ URL: expect.stringContaining('https://example.org/a_b?c=%7Bd%7D#') });
  });
});

describe('the beginning of a passage', () => {
  const sentence = 'We have said this before and we say it again today to all who ask us about it. ';

  it('is the whole of a short one', () => {
    expect(beginningOf('  One.\nTwo.  ', 'en')).toBe('One. Two.');
  });

  it('is cut behind a sentence, and says so', () => {
    expect(beginningOf(sentence.repeat(6), 'en')).toBe(`${sentence.repeat(3)}…`);
    const chinese = `${'我们多次表明立场，这一立场没有改变，也不会改变'.repeat(3)}。`;
    expect(beginningOf(chinese.repeat(6), 'zh')).toBe(`${chinese.repeat(4)} …`);
  });

  it('keeps a long first sentence whole', () => {
    const long = `${'and so on '.repeat(50).trim()}.`;
    expect(beginningOf(`${long} Then more.`, 'en')).toBe(`${long} …`);
    expect(beginningOf(long, 'en')).toBe(long);
  });

  it('does not take an abbreviation for an end', () => {
    const before = 'x'.repeat(270);
    const text = `It began. It was ${before} in the U.S. Government and with Mr. Smith it went on and on. End.`;
    expect(beginningOf(text, 'en')).toBe('It began. …');
  });

  it('knows any language, or none', () => {
    expect(beginningOf(sentence.repeat(6), 'xx-unknown')).toBe(`${sentence.repeat(3)}…`);
  });
});

describe('crawlers', () => {
  it('find every permalink through robots.txt and the sitemap', async () => {
    const robots = await (await get('/robots.txt')).text();
    const [, sitemap = ''] = /Sitemap: (\S+)/.exec(robots) ?? [];
    const locations = async (url: string) => {
      const response = await get(url.slice(PUBLIC_URL.length));
      expect(response.headers.get('content-type')).toMatch(/^application\/xml/);
      return [...(await response.text()).matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url = '']) => url);
    };
    const found: string[] = [];
    for (const page of await locations(sitemap)) found.push(...(await locations(page)));
    const { transcripts } = await loadCorpus(corpusDir);
    const ids = transcripts.flatMap(({ passages }) => passages.map(({ id }) => `${PUBLIC_URL}/p/${id}`));
    expect(found.toSorted()).toEqual(ids.toSorted());
    expect((await get('/sitemap/2.xml')).status).toBe(404);
  });
});

it('describes every kind of problem where its type leads', async () => {
  const page = await read('/problems');
  for (const kind of Object.keys(PROBLEMS)) expect(page.getElementById(kind)).not.toBeNull();
});
