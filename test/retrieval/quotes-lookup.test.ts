import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SnapshotError } from '../../retrieval/errors.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { createQuoteLookup, EXCERPT_LENGTH, excerptAround } from '../../retrieval/quotes/complete.ts';
import { indexedQuotes } from '../../retrieval/quotes/indexed-quotes.ts';
import { buildWordIndex } from '../../retrieval/quotes/word-index.ts';
import { readWordIndex, WORDS_FILE, writeWordIndex } from '../../retrieval/snapshot/index-files.ts';
import { temporaryFolder } from '../support/temporary.ts';

const PASSAGES = [
  [
    '2020-05-01',
    'The bridge will be open to trains in May, and the road that leads to it will be open in June.',
  ],
  ['2020-05-01', 'Trains matter.'],
  ['2021-06-02', 'In May the bridge was closed. Nobody knows when trains will run again.'],
  [
    '2019-01-03',
    'The bridge will be open to the public, and to the press, whenever the weather allows it at all.',
  ],
  ['2021-06-02', '中国一贯反对网络攻击。'],
] as const;
const TEXTS = PASSAGES.map(([, text]) => text);
const index = buildWordIndex(
  TEXTS,
  PASSAGES.map(([date]) => date),
);
const lookup = createQuoteLookup(
  indexedQuotes(index, {
    read: async (rows) =>
      rows.map(
        (row) =>
          ({
            passage: { id: `id${row}`, text: TEXTS[row] },
            document: { date: PASSAGES[row]?.[0] },
          }) as CitedPassage,
      ),
    turnOf: (row) => [row],
  }),
);
const rowsFor = async (typed: string, limit = 25) =>
  (await lookup.complete(typed, limit)).map(({ passageId }) => Number(passageId.slice(2)));

describe('quote look-up', () => {
  it.each([
    ['the bridge will be op', [0, 3]],
    ['BRIDGE', [2, 0, 3]],
    ['bridge w', [2, 0, 3]],
    ['trains', [2, 0, 1]],
    ['open to the', [3, 0]],
    ['may trains', [2, 0]],
    ['tra ', []],
    ['bridge elephant', []],
    ['网络', [4]],
    ['the road that leads to it will be open in june', [0]],
  ])('%j gives successions before scattered words, each newest first', async (typed, rows) => {
    expect(await rowsFor(typed)).toEqual(rows);
  });

  it('gives the newest passages for nothing typed, and never more than asked for', async () => {
    expect(await rowsFor('')).toEqual([2, 4, 0, 1, 3]);
    expect(await rowsFor(' ', 2)).toEqual([2, 4]);
    expect(await rowsFor('bridge', 1)).toEqual([2]);
  });

  it('shows date, id and the words around the match', async () => {
    expect(await lookup.complete('road that leads', 5)).toEqual([
      {
        passageId: 'id0',
        date: '2020-05-01',
        excerpt: expect.stringMatching(/^….*the road that leads to it will be open in June\.$/),
      },
    ]);
    for (const typed of ['the', 'weather', 'may trains', '反对']) {
      for (const { excerpt, passageId } of await lookup.complete(typed, 25)) {
        expect(excerpt.length).toBeLessThanOrEqual(EXCERPT_LENGTH);
        expect(TEXTS[Number(passageId.slice(2))]).toContain(excerpt.replace(/^…|…$/g, ''));
      }
    }
  });
});

describe('an excerpt', () => {
  it('is cut between words', () => {
    const text = 'One two three four\nfive  six seven eight nine ten.';
    const start = text.indexOf('five');
    for (let limit = 12; limit < 60; limit++) {
      const excerpt = excerptAround(text, start, start + 4, limit);
      expect(excerpt.length).toBeLessThanOrEqual(limit);
      expect(` ${text.replace(/\s+/g, ' ')} `).toContain(` ${excerpt.replace(/^…|…$/g, '')} `);
    }
  });

  it('is cut between characters where there are no spaces', () => {
    expect(excerptAround('中'.repeat(100), 50, 51, 20)).toBe(`…${'中'.repeat(18)}…`);
  });
});

describe('the word index on disk', () => {
  it('comes back as it was written', async () => {
    const folder = await temporaryFolder();
    await writeWordIndex(folder, index);
    expect(await readWordIndex(folder)).toEqual(index);
    await writeFile(path.join(folder, WORDS_FILE), 'something else');
    await expect(readWordIndex(folder)).rejects.toThrow(SnapshotError);
    await rm(folder, { recursive: true });
  });

  it('may be empty', async () => {
    const folder = await temporaryFolder();
    await writeWordIndex(folder, buildWordIndex([]));
    const empty = createQuoteLookup(
      indexedQuotes(await readWordIndex(folder), { read: async () => [], turnOf: () => [] }),
    );
    expect(await empty.complete('', 5)).toEqual([]);
    expect(await empty.complete('words of a', 5)).toEqual([]);
  });
});
