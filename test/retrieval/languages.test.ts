import { describe, expect, it } from 'vitest';
import type { CitedPassage, Encoder, Reranker } from '../../retrieval/interfaces.ts';
import { tokenize } from '../../retrieval/lexical/tokens.ts';
import { languageOf } from '../../retrieval/query/language.ts';
import { periodsIn } from '../../retrieval/query/periods.ts';
import { createVocabulary } from '../../retrieval/query/vocabulary.ts';
import { createQuoteLookup } from '../../retrieval/quotes/complete.ts';
import { indexedQuotes } from '../../retrieval/quotes/indexed-quotes.ts';
import { createQuoteVerifier } from '../../retrieval/quotes/verify.ts';
import { buildWordIndex } from '../../retrieval/quotes/word-index.ts';
import { createRanker, type RankedQuestion } from '../../retrieval/ranking/rank.ts';
import type { RecordStore } from '../../retrieval/store/record-store.ts';

const english = createVocabulary({ passages: 0, words: [], terms: new Map() });

describe('the language of a question', () => {
  it.each([
    ['en', 'What does China say about Huawei?'],
    ['en', 'huawei 5g backdoors'],
    ['en', 'Huawei?'],
    ['en', 'fukushima waist watter relese coment'],
    ['en', 'What did Jean-Pierre say about El Paso?'],
    ['en', 'What did 华为 say about the accusations in this report?'],
    ['zh', '华为 5G 后门'],
    ['zh', '外交部怎么看 Huawei 的 5G 网络？'],
    ['ja', 'ファーウェイについて中国外務省は何と言ったか'],
    ['ko', '화웨이에 대해 뭐라고 했나요?'],
    ['ru', 'Что сказали о Huawei и 5G?'],
    ['ar', 'ماذا قالت الصين عن هواوي؟'],
    ['fr', 'Que dit la Chine sur Huawei ?'],
    ['de', 'Was sagt China zu Huawei?'],
    ['es', '¿Qué dijo China sobre Huawei?'],
    ['und', 'atentado condena muerte fallecidos'],
  ])('%s: “%s”', (language, question) => {
    expect(languageOf(question, english)).toBe(language);
  });
});

describe('days named in another language', () => {
  const today = new Date('2026-11-23T12:00:00Z');

  it.each([
    ['zh', '2019年2月外交部怎么说华为？', '2019-02-01', '2019-02-28'],
    ['zh', '2019年2月18日的记者会', '2019-02-18', '2019-02-18'],
    ['zh', '2021年以来有什么变化', '2021-01-01', '9999-12-31'],
    ['zh', '2021年3月之前的政策', '0001-01-01', '2021-02-28'],
    ['ja', '2021年3月以降の方針', '2021-03-01', '9999-12-31'],
    ['ko', '2019년 2월 18일 기자회견', '2019-02-18', '2019-02-18'],
    ['fr', 'Qu’a-t-on dit le 18 février 2019 ?', '2019-02-18', '2019-02-18'],
    ['fr', 'Que dit-on depuis mars 2021 ?', '2021-03-01', '9999-12-31'],
    ['fr', 'Quelle position en 2022 ?', '2022-01-01', '2022-12-31'],
    ['de', 'Was wurde am 18. Februar 2019 gesagt?', '2019-02-18', '2019-02-18'],
    ['de', 'Was galt vor März 2021?', '0001-01-01', '2021-02-28'],
    ['es', '¿Qué dijo el 18 de febrero de 2019?', '2019-02-18', '2019-02-18'],
    ['ru', 'Что сказали 18 февраля 2019 года?', '2019-02-18', '2019-02-18'],
    ['ru', 'Что было в мае 2021?', '2021-05-01', '2021-05-31'],
    ['ar', 'ماذا قالت في 2022؟', '2022-01-01', '2022-12-31'],
  ])('%s: “%s”', (language, question, from, to) => {
    expect(periodsIn(question, today, language)).toEqual([{ from, to }]);
  });

  it.each([
    ['fr', 'le 18 février'],
    ['zh', '2月18日'],
    ['de', 'im Februar'],
    ['es', 'en febrero'],
    ['ru', 'в феврале'],
  ])('of any year: %s “%s”', (language, question) => {
    const periods = periodsIn(question, today, language);
    expect(periods.length).toBeGreaterThan(10);
    expect(periods.some(({ from, to }) => from <= '2019-02-18' && to >= '2019-02-18')).toBe(true);
  });

  it.each([
    ['fr', 'la planète Mars et la sonde'],
    ['de', 'der August heißt so'],
    ['zh', '第13月的计划'],
    ['es', 'unos 2000 soldados'],
  ])('none in %s “%s”', (language, question) => {
    expect(periodsIn(question, today, language)).toEqual([]);
  });
});

describe('a ranking across languages', () => {
  /** A record whose passages are named by their text; every one is a candidate. */
  function recordOf(passages: readonly { id: string; language: string }[]): RecordStore {
    const candidates = passages.map(({ id, language }) => ({
      cited: {
        passage: { id, text: id },
        turn: { ordinal: 0, speaker: 'A' },
        document: { id, path: id, date: '2020-01-01', language },
      } as CitedPassage,
      dense: 0.8,
      lexical: 0,
      coverage: 0,
    }));
    return {
      summary: async () => ({ speakers: [] as string[] }),
      documents: async () => passages,
      vocabulary: async () => english,
      candidates: async () => candidates,
    } as unknown as RecordStore;
  }

  /** A reranker that gives each passage a score of its own, and tells what it was asked. */
  function giving(scores: Record<string, number>) {
    const asked: string[] = [];
    const score: Reranker['score'] = async (_, passages) => {
      asked.push(...passages.map(({ passage }) => passage.id));
      return passages.map(({ passage: { id } }) => ({
        mean: scores[id] ?? 0,
        missing: 0,
      }));
    };
    return { key: 'giving', score, asked };
  }

  const encoder = {
    key: 'none',
    dimension: 1,
    encodeQuery: async () => new Float32Array(1),
  } as unknown as Encoder;
  const ask = (store: RecordStore, reranker: Reranker, question: string) =>
    createRanker({ store, encoder, reranker })(question);
  const idsOf = ({ ranked }: RankedQuestion) => ranked.map(({ cited }) => cited.passage.id);
  const ENGLISH = 'What does China say about Huawei?';
  const CHINESE = '中国怎么看华为？';

  it.each([
    ['in English on an English record', ENGLISH, ['en', 'en-GB'], 'same'],
    ['in the language of the record', CHINESE, ['zh', 'zh-CN'], 'same'],
    ['in another language', CHINESE, ['en', 'en'], 'cross'],
    ['in English on a record of another language', ENGLISH, ['fr', 'fr'], 'cross'],
  ])('reranks what is asked %s by the one reranker', async (_, question, [a = '', b = ''], way) => {
    const reranker = giving({ a: 0.1, b: 0.9 });
    const store = recordOf([
      { id: 'a', language: a },
      { id: 'b', language: b },
    ]);
    const found = await ask(store, reranker, question);
    expect(found.way).toBe(way);
    expect(idsOf(found)).toEqual(['b', 'a']);
    expect(reranker.asked.toSorted()).toEqual(['a', 'b']);
  });

  it('ranks a record of several languages as one, and meets it in the language of what stands first', async () => {
    const reranker = giving({ a: 0.1, zh1: 0.8, b: 0.5, zh2: 0.4, c: 0.9 });
    const store = recordOf([
      { id: 'a', language: 'en' },
      { id: 'b', language: 'en' },
      { id: 'c', language: 'en' },
      { id: 'zh1', language: 'zh' },
      { id: 'zh2', language: 'zh' },
    ]);
    for (const [question, way] of [
      [ENGLISH, 'same'],
      [CHINESE, 'cross'],
    ] as const) {
      const found = await ask(store, reranker, question);
      expect(found.way).toBe(way);
      expect(idsOf(found)).toEqual(['c', 'zh1', 'b', 'zh2', 'a']);
      const scores = found.ranked.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    }
  });

  it('is of one language where nothing is found', async () => {
    expect(await ask(recordOf([]), giving({}), CHINESE)).toMatchObject({ way: 'same', ranked: [] });
  });

  it('searches and ranks by the words as they are asked, but for courtesies in English', async () => {
    const searched: string[] = [];
    const ranked: string[] = [];
    const reranker: Reranker = {
      key: 'listening',
      score: async (question, passages) => {
        ranked.push(question);
        return passages.map(() => ({ mean: 0, missing: 0 }));
      },
    };
    const store = recordOf([{ id: 'a', language: 'en' }]);
    const listening: RecordStore = {
      ...store,
      candidates: async (request) => {
        searched.push(request.query);
        return store.candidates(request);
      },
    };
    for (const question of ['大豆关税？', 'Please tell me: what about soybeans?']) {
      expect((await ask(listening, reranker, question)).rewritten).toBe(searched.at(-1));
    }
    expect(searched).toEqual(['大豆关税？', 'what about soybeans?']);
    expect(ranked).toEqual(searched);
  });
});

describe('words of other scripts', () => {
  it('meet in any form: Russian and Arabic endings, Chinese by pairs', () => {
    expect(tokenize('санкциями')).toEqual(tokenize('Санкции'));
    expect(tokenize('российский')).toEqual(tokenize('российские'));
    expect(tokenize('الحكومة')).toEqual(tokenize('حكومة'));
    expect(tokenize('华为公司')).toEqual(['华为', '为公', '公司']);
  });
});

describe('a quote in a script without spaces', () => {
  const texts = [
    '中国政府一贯要求中国企业在开展对外经济合作过程中严格遵守当地法律法规，这一立场没有变化。',
    '我们敦促有关国家停止将经贸问题政治化，为中国企业提供公平、公正、非歧视的营商环境。',
    '中方坚决反对任何形式的网络攻击，依法打击网络犯罪。',
  ];
  const cited = texts.map(
    (text, i) =>
      ({
        passage: { id: `id${i}`, text },
        turn: { ordinal: i },
        document: { id: 'd', path: 'd.txt', date: '2019-02-18' },
      }) as CitedPassage,
  );
  const quotes = indexedQuotes(buildWordIndex(texts), {
    read: async (rows) => rows.flatMap((row) => cited[row] ?? []),
    turnOf: (row) => [row],
  });
  const { verify } = createQuoteVerifier(quotes);

  it('is completed from four characters', async () => {
    const found = await createQuoteLookup(quotes).complete('经贸问题', 5);
    expect(found.map(({ passageId }) => passageId)).toEqual(['id1']);
    expect(found[0]?.excerpt).toContain('经贸问题');
  });

  it('is exact as it stands', async () => {
    expect(await verify('“中方坚决反对任何形式的网络攻击”')).toMatchObject([{ kind: 'exact', count: 1 }]);
  });

  it('is altered by one character', async () => {
    const [check] = await verify(
      '“中国政府一贯要求中国企业在开展对外经济合作过程中严格遵守当地法律法规，这一立场已有变化。”',
    );
    expect(check?.kind).toBe('altered');
    if (check?.kind !== 'altered') return;
    const changed = check.diff.filter(({ kind }) => kind !== 'same').map(({ kind, words }) => [kind, words]);
    expect(changed).toContainEqual(['added', expect.stringContaining('已')]);
    expect(changed).toContainEqual(['left-out', expect.stringContaining('没')]);
  });

  it('is not found where nobody said it', async () => {
    expect((await verify('“今天的天气很好，我们去公园散步吧，大家都很高兴”'))[0]?.kind).toBe('not-found');
  });
});
