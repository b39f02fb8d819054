import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { cutWindows } from '../../retrieval/encoder/forward-pass.ts';
import type { StageScore } from '../../retrieval/explain.ts';
import { type OpenRecord, openRecord } from '../../retrieval/record.ts';
import { pieceOffsets } from '../../retrieval/rerank/token-matches.ts';
import { readSettings, recordSettings } from '../../retrieval/settings.ts';
import { silent } from '../support/record.ts';

const QUESTION = 'What did Geng Shuang say in February 2019 about installing backdoors?';

let record: OpenRecord;
beforeAll(async () => {
  record = await openRecord(readSettings(recordSettings, { DATA_DIR: inject('dataDir') }), silent);
});
afterAll(() => record.close());

const sum = ({ parts }: StageScore) => parts.reduce((total, { points }) => total + points, 0);

describe('why a hit stands where it stands', () => {
  test('the parts of both stages add up to their scores, for every hit', async () => {
    const { hits } = await record.search.ask(QUESTION, { k: 20 });
    expect(hits.length).toBeGreaterThan(10);
    for (const hit of hits) {
      const why = await record.search.explain(QUESTION, undefined, hit.passage.id);
      expect(why?.hitRank).toBe(hit.rank);
      expect(why && sum(why.first)).toBeCloseTo(why?.first.score ?? Number.NaN, 6);
      expect(why?.second && sum(why.second)).toBeCloseTo(why?.second?.score ?? Number.NaN, 6);
      const value = (signal: string) => why?.second?.parts.find((part) => part.signal === signal)?.value;
      expect({ dense: value('dense'), lexical: value('lexical'), late: value('late') }).toEqual(
        hit.components,
      );
    }
  });

  test('a typing error is told from what was searched for, and the tokens are those of that', async () => {
    const why = await record.search.explain('Please tell me: did Cihna install backdoors?');
    expect(why?.query).toBe('Please tell me: did Cihna install backdoors?');
    expect(why?.rewritten).toBe('did China install backdoors?');
    const words = why?.tokens?.map(({ start, end }) => why.rewritten.slice(start, end));
    expect(words).toEqual(expect.arrayContaining(['China', 'install']));
  });

  test('preferences take part only where the question names days or a speaker', async () => {
    const named = await record.search.explain(QUESTION);
    expect(named?.first.parts.map(({ signal }) => signal)).toEqual(['dense', 'lexical', 'days', 'speaker']);
    const plain = await record.search.explain('Has China asked its companies to install backdoors?');
    expect(plain?.first.parts.map(({ signal }) => signal)).toEqual(['dense', 'lexical']);
  });

  test('the matched tokens make the late score, and stand where they are said to stand', async () => {
    const why = await record.search.explain(QUESTION);
    const tokens = why?.tokens ?? [];
    const weight = tokens.reduce((total, token) => total + token.weight, 0);
    const mean = tokens.reduce((total, token) => total + token.weight * token.cosine, 0) / weight;
    const late = why?.second?.parts.find(({ signal }) => signal === 'late')?.value ?? Number.NaN;
    expect(mean).toBeCloseTo(late, 5);
    const text = why?.cited.passage.text ?? '';
    // The model reads “install” and “ing”.
    const install = tokens.find(({ start, end }) => QUESTION.slice(start, end) === 'install');
    expect(text.slice(install?.passage?.start, install?.passage?.end)).toBe('install');
    expect(install?.met).toBe('passage');
  });

  test('the verdict is that of the answer, with its thresholds and features', async () => {
    const answer = await record.search.ask(QUESTION);
    const why = await record.search.explain(QUESTION);
    expect(why?.verdict).toMatchObject({ verdict: answer.verdict, confidence: answer.confidence });
    const { fit } = why?.verdict ?? {};
    expect(fit?.answerFrom).toBeGreaterThan(fit?.relatedFrom ?? 1);
    const pushes = fit?.features.map(({ push }) => Math.abs(push)) ?? [];
    expect(pushes).toEqual(pushes.toSorted((a, b) => b - a));
  });

  test('a filter explains what it leaves; no candidate, no explanation', async () => {
    const id = 'gjvfwnnhzx';
    expect(await record.search.explain(QUESTION, { since: '2019-03-01' }, id)).toBeUndefined();
    expect((await record.search.explain(QUESTION, { since: '2019-03-01' }))?.candidates).toBe(3);
  });
});

describe('word pieces in their text', () => {
  test.each([
    [
      'Has Zoë’s café opened?',
      ['has', 'zoe', '’', 's', 'cafe', 'opened', '?'],
      ['Has', 'Zoë', '’', 's', 'café', 'opened', '?'],
    ],
    ['back-doors', ['back', '-', 'door', '##s'], ['back', '-', 'door', 's']],
    ['中国  说', ['中', '国', '说'], ['中', '国', '说']],
    ['an 🙂🙂, end', ['an', '[UNK]', ',', 'end'], ['an', '🙂🙂', ',', 'end']],
    ['a ꙮwordꙮ end', ['a', '[UNK]', 'end'], ['a', 'ꙮwordꙮ', 'end']],
    ['', ['x'], ['']],
  ])('%s', (text, pieces, words) => {
    expect(pieceOffsets(text, pieces).map(({ start, end }) => text.slice(start, end))).toEqual(words);
  });

  test('windows of a long text overlap, and lose no piece', () => {
    const placesOf = (pieces: number) => cutWindows([...Array(pieces).keys()], 254, 32).flat();
    expect(placesOf(254)).toEqual([...Array(254).keys()]);
    const places = placesOf(700);
    expect(places.length).toBeGreaterThan(700);
    expect(new Set(places).size).toBe(700);
  });
});

describe('the catalogue', () => {
  test('lists every document, newest first, and counts what the summary counts', async () => {
    const [listings, summary] = await Promise.all([record.catalogue.documents(), record.search.summary()]);
    expect(listings.map(({ date }) => date)).toEqual(['2019-07-03', '2019-02-18']);
    const count = (of: 'turns' | 'statements') => listings.reduce((total, listing) => total + listing[of], 0);
    expect({ turns: count('turns'), passages: count('statements') }).toEqual({
      turns: summary.turns,
      passages: summary.passages,
    });
    expect(listings.flatMap(({ speakers }) => speakers).toSorted()).toEqual(summary.speakers.toSorted());
  });

  test('gives a document whose passages are slices of its text', async () => {
    for (const { id, statements } of await record.catalogue.documents()) {
      const transcript = await record.catalogue.document(id);
      expect(transcript?.passages).toHaveLength(statements);
      for (const { text, start, end } of transcript?.passages ?? [])
        expect(transcript?.document.text.slice(start, end)).toBe(text);
    }
    expect(await record.catalogue.document('none')).toBeUndefined();
  });
});
