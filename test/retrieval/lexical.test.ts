import { describe, expect, it } from 'vitest';
import { loadCorpus } from '../../corpus/load.ts';
import { backgroundWords } from '../../retrieval/background/frequencies.ts';
import { buildPostings, type FieldTexts } from '../../retrieval/lexical/build.ts';
import { Bm25Index } from '../../retrieval/lexical/index.ts';
import { BM25, FIELDS } from '../../retrieval/lexical/scoring.ts';
import { tokenize } from '../../retrieval/lexical/tokens.ts';
import { corpusDir } from '../support/temporary.ts';

/** BM25F as the formula stands in the paper, without an index. */
function naiveScores(rows: readonly FieldTexts[], query: string): number[] {
  const tokens = rows.map((row) => ({
    passage: tokenize(row.passage),
    question: tokenize(row.question),
    title: tokenize(row.title),
  }));
  const average = (field: (typeof FIELDS)[number]) => {
    const lengths = tokens.map((row) => row[field].length).filter((length) => length > 0);
    return lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  };
  return tokens.map((row) => {
    let score = 0;
    for (const term of new Set(tokenize(query))) {
      const holders = tokens.filter((other) => FIELDS.some((field) => other[field].includes(term))).length;
      let frequency = 0;
      for (const field of FIELDS) {
        const { weight, b } = BM25.fields[field];
        const count = row[field].filter((token) => token === term).length;
        frequency += (weight * count) / (1 - b + (b * row[field].length) / average(field));
      }
      const idf = Math.log(1 + (rows.length - holders + 0.5) / (holders + 0.5));
      score += idf * ((frequency * (BM25.k1 + 1)) / (frequency + BM25.k1));
    }
    return score;
  });
}

async function twoDocuments(): Promise<FieldTexts[]> {
  const { transcripts } = await loadCorpus(corpusDir);
  return transcripts.flatMap(({ document, turns, passages }) =>
    passages.map(({ text, turn }) => ({
      passage: text,
      question: turns[turn]?.question ?? '',
      title: document.title,
      language: document.language,
    })),
  );
}

const english = (query: string) => ({ query, language: 'en' });

describe('lexical search', () => {
  it.each([
    'Has China asked its companies to install backdoors?',
    'frozen bank accounts Spain',
    'Dutch 5G 5G 5G',
    'who is to blame for the attack on the Australian parties',
  ])('ranks “%s” as the formula does', async (query) => {
    const rows = await twoDocuments();
    const index = new Bm25Index(buildPostings(rows), ['en']);
    const naive = naiveScores(rows, query);
    const expected = naive
      .map((score, row) => ({ row, score }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    const found = await index.search(english(query), 100);
    expect(found.length).toBe(expected.length);
    for (const [i, candidate] of found.entries()) {
      expect(candidate.score).toBeCloseTo(expected[i]?.score ?? Number.NaN, 4);
      expect(candidate.score).toBeCloseTo(naive[candidate.row] ?? Number.NaN, 4);
    }
    const scores = await index.score(
      english(query),
      rows.map((_, row) => row),
    );
    for (const [row, score] of scores.entries()) expect(score).toBeCloseTo(naive[row] ?? Number.NaN, 4);
  });

  it('keeps the best k, and forgets one search before the next', async () => {
    const index = new Bm25Index(buildPostings(await twoDocuments()), ['en']);
    const all = await index.search(english('China cyber security'), 100);
    expect(all.length).toBeGreaterThan(5);
    expect(await index.search(english('China cyber security'), 3)).toEqual(all.slice(0, 3));
    expect(await index.search(english('China cyber security'), 0)).toEqual([]);
    expect(await index.search(english('zebra'), 10)).toEqual([]);
    expect(await index.search(english('the of and'), 10)).toEqual([]);
  });

  it.each([
    ['Munich Conference zebra', 8],
    ['Spain bank zebra', 2],
  ])('loses no row to a word that none holds: “%s”', async (query, k) => {
    const index = new Bm25Index(buildPostings(await twoDocuments()), ['en'], backgroundWords());
    expect(await index.search(english(query), k)).toHaveLength(k);
  });

  it('finds the same best rows whether or not common words are read to the end', async () => {
    // A few words in most rows, many in few, as in speech; always the same ones.
    const word = (seed: number) => `w${Math.floor(400 ** (((seed * 7919) % 1009) / 1009))}`;
    const rows = Array.from({ length: 3000 }, (_, row) => ({
      passage: Array.from({ length: 5 + (row % 20) }, (_, i) => word(row * 31 + i * i * 17)).join(' '),
      question: Array.from({ length: row % 7 }, (_, i) => word(row * 3 + i * 101)).join(' '),
      title: word(row % 50),
      language: 'en',
    }));
    const index = new Bm25Index(buildPostings(rows), ['en']);
    const all = rows.map((_, row) => row);
    for (let asked = 0; asked < 40; asked++) {
      const query = Array.from({ length: 2 + (asked % 11) }, (_, i) => word(asked * 577 + i * 211)).join(' ');
      const scores = await index.score(english(query), all);
      const expected = scores.filter((score) => score > 0).sort((a, b) => b - a);
      for (const k of [1, 10, 60]) {
        const found = await index.search(english(query), k);
        expect(found).toHaveLength(Math.min(k, expected.length));
        for (const [i, { row, score }] of found.entries()) {
          expect(score).toBeCloseTo(expected[i] ?? Number.NaN, 3);
          expect(score).toBeCloseTo(scores[row] ?? Number.NaN, 3);
        }
      }
    }
  });

  it('says how much of the query’s weight a row covers', async () => {
    const rows: FieldTexts[] = [
      { passage: 'Apples grow here.', question: 'And pears?', title: 'Fruit', language: 'en' },
      { passage: 'Apples are red.', question: '', title: 'Fruit', language: 'en' },
    ];
    const index = new Bm25Index(buildPostings(rows), ['en']);
    expect(await index.coverage(english('apples pears'), [0])).toEqual([1]);
    const [half = 0] = await index.coverage(english('apples pears'), [1]);
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(0.5);
    const [unknown = 0] = await index.coverage(english('apples zebra'), [0]);
    expect(unknown).toBeLessThan(0.5);
    expect(await index.coverage(english('the'), [0])).toEqual([0]);
  });
});

describe('terms', () => {
  it.each([
    ['U.S. and U.K.', ['us', 'britain']],
    ['China’s laws, CHINA', ['china', 'law', 'china']],
    ['5G networks', ['5g', 'network']],
    ['naïve Café', ['naiv', 'cafe']],
    ['中国外交部', ['中国', '国外', '外交', '交部']],
    ['华为5G', ['华为', '5g']],
    ['non-discriminatory', ['non', 'discriminatori']],
    ['… — !', []],
    ["Didn't China say it doesn’t, won't and can’t?", ['china']],
    ['they’ll trade, we’ve traded, dont they', ['trade', 'trade']],
    ['O’Connor’s o’clock', ['oconnor', 'oclock']],
  ])('of “%s”', (text, terms) => {
    expect(tokenize(text)).toEqual(terms);
  });
});
