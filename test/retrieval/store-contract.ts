/** What every store of a record promises. A store's own test file calls `describeStore`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passageId } from '../../corpus/passage-id.ts';
import type { Encoder } from '../../retrieval/interfaces.ts';
import { wordsOf } from '../../retrieval/quotes/words.ts';
import { textsOf } from '../../retrieval/rerank/late-interaction.ts';
import type { TokenPacker } from '../../retrieval/rerank/packed-tokens.ts';
import type { CandidateRequest, RecordStore, TypedWords } from '../../retrieval/store/record-store.ts';

/** A store of the two documents that come with the project, and the encoder that it was built with. */
export interface StoreUnderTest {
  store: RecordStore;
  encoder: Encoder;
  /** What packed the token vectors that it was told to keep; absent where a store keeps none. */
  packer?: TokenPacker;
  close(): Promise<void> | void;
}

const FROZEN = 'bank accounts have been arbitrarily frozen';
const keysOf = (text: string) => wordsOf(text).map(({ key }) => key);
const typed = (text: string, lastIsPrefix = false): TypedWords => ({ words: keysOf(text), lastIsPrefix });

export function describeStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the store contract: ${name}`, () => {
    let opened: StoreUnderTest;
    let store: RecordStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    async function request(query: string, over: Partial<CandidateRequest> = {}): Promise<CandidateRequest> {
      const vector = await opened.encoder.encodeQuery(query);
      return { query, language: 'en', vector, parts: [{ depth: 5 }], most: 10, ...over };
    }

    async function idOf(words: string): Promise<string> {
      const { places } = await store.quotes.places(keysOf(words), 1);
      return places[0]?.[0]?.passage.id ?? expect.fail(`“${words}” is not on record`);
    }

    it('says what it holds', async () => {
      const [summary, documents] = await Promise.all([store.summary(), store.documents()]);
      expect(summary).toMatchObject({ documents: 2, passages: 18, model: opened.encoder.key });
      expect(summary.index).not.toBe('');
      expect(summary.publishers).toEqual(['Chinese Embassy', 'Ministry of Foreign Affairs of China']);
      expect(summary.dates).toEqual({ first: '2019-02-18', last: '2019-07-03' });
      expect(documents.map(({ date }) => date)).toEqual(['2019-07-03', '2019-02-18']);
      const sum = (key: 'turns' | 'statements') => documents.reduce((total, one) => total + one[key], 0);
      expect({ turns: sum('turns'), passages: sum('statements') }).toEqual({
        turns: summary.turns,
        passages: summary.passages,
      });
      expect(documents.flatMap(({ speakers }) => speakers).toSorted()).toEqual(summary.speakers.toSorted());
    });

    it('gives whole documents, whose passages are slices of their text and have the ids of their words', async () => {
      for (const { id, statements } of await store.documents()) {
        const { document, passages, turns } = (await store.document(id)) ?? expect.fail(id);
        expect(document.id).toBe(id);
        expect(passages).toHaveLength(statements);
        for (const { id, turn, text, start, end } of passages) {
          expect(document.text.slice(start, end)).toBe(text);
          expect(passageId(document.id, text, 0)).toBe(id);
          expect(turns[turn]?.ordinal).toBe(turn);
        }
      }
      expect(await store.document('none')).toBeUndefined();
    });

    it('gives passages by id, in the order asked for, and leaves out what it does not hold', async () => {
      const [, conference] = await store.documents();
      const { passages = [] } = (await store.document(conference?.id ?? '')) ?? {};
      const ids = passages.map(({ id }) => id).toReversed();
      const found = await store.passages(['none', ...ids]);
      expect(found.map(({ passage }) => passage)).toEqual(passages.toReversed());
      expect(new Set(found.map(({ document }) => document.id))).toEqual(new Set([conference?.id]));
      expect(found.every(({ document }) => !('text' in document))).toBe(true);
    });

    it('gives the whole turn of a passage, in order', async () => {
      for (const { id } of await store.documents()) {
        const { passages = [] } = (await store.document(id)) ?? {};
        for (const passage of passages) {
          const turn = await store.turn(passage.id);
          expect(turn.map((one) => one.passage)).toEqual(
            passages.filter((other) => other.turn === passage.turn),
          );
        }
      }
      expect(await store.turn('none')).toEqual([]);
    });

    it('finds candidates by words and by vector, each once, with both scores and the citation', async () => {
      const found = await store.candidates(await request(FROZEN));
      const ids = found.map(({ cited }) => cited.passage.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThan(5);
      expect(ids.length).toBeLessThanOrEqual(10);
      const best = found.toSorted((a, b) => b.lexical - a.lexical)[0];
      expect(best?.cited.passage.text).toContain(FROZEN);
      expect(best?.cited.turn).toMatchObject({ speaker: 'Geng Shuang' });
      expect(best?.coverage).toBeCloseTo(1, 5);
      for (const { dense, lexical, coverage } of found) {
        expect(dense).toBeLessThanOrEqual(1.001);
        expect(lexical).toBeGreaterThanOrEqual(0);
        expect(coverage).toBeGreaterThanOrEqual(0);
        expect(coverage).toBeLessThanOrEqual(1);
      }
      expect(await store.candidates(await request(FROZEN))).toEqual(found);
    });

    it('scores a passage alike, however it was found', async () => {
      const all = await store.candidates(await request(FROZEN, { parts: [{ depth: 18 }], most: 18 }));
      const few = await store.candidates(await request(FROZEN, { parts: [{ depth: 2 }], most: 2 }));
      for (const { cited, dense, lexical } of few) {
        const same = all.find((one) => one.cited.passage.id === cited.passage.id);
        expect(dense).toBeCloseTo(same?.dense ?? Number.NaN, 3);
        expect(lexical).toBeCloseTo(same?.lexical ?? Number.NaN, 3);
      }
    });

    it('keeps to a filter, also with what stands beside the best', async () => {
      const cases = [
        [{ since: '2019-03-01' }, 3],
        [{ until: '2019-02-18' }, 15],
        [{ speaker: 'geng' }, 15],
        [{ speaker: 'nobody' }, 0],
        [{ publishers: ['Ministry of Foreign Affairs of China'] }, 15],
        [{ publishers: ['Chinese Embassy', 'Nobody'] }, 3],
        [{ publishers: ['Embassy'] }, 0],
      ] as const;
      for (const [filter, count] of cases) {
        const parts = [{ depth: 18, filter }];
        const found = await store.candidates(await request('5G network', { parts, most: 18 }));
        expect(found).toHaveLength(count);
      }
    });

    it('adds the parts of a request up', async () => {
      const parts = [{ depth: 1 }, { depth: 2, filter: { since: '2019-03-01' } }];
      const found = await store.candidates(await request(FROZEN, { parts, most: 1 }));
      expect(found.some(({ cited }) => cited.passage.text.includes(FROZEN))).toBe(true);
      expect(found.filter(({ cited }) => cited.document.date > '2019-03-01').length).toBeGreaterThanOrEqual(
        2,
      );
    });

    it('takes a question without a word that it knows, and a depth of nothing', async () => {
      const found = await store.candidates(await request('zyzzyva quokka'));
      expect(found.every(({ lexical, coverage }) => lexical === 0 && coverage === 0)).toBe(true);
      expect(await store.candidates(await request(FROZEN, { parts: [{ depth: 0 }], most: 0 }))).toEqual([]);
    });

    it('suggests topics, forgives typing errors, and lists their statements newest first', async () => {
      const foremost = await store.topics.suggest('', 5);
      expect(foremost).toHaveLength(5);
      expect((await store.topics.suggest('hua', 1))[0]?.name).toBe('Huawei');
      expect((await store.topics.suggest('hauwei', 1))[0]?.name).toBe('Huawei');
      const all = await store.topics.statements('huawei', { from: 0, count: 100 });
      expect(all?.spellings[0]).toBe('Huawei');
      expect(all?.statements).toHaveLength(all?.dates.length ?? -1);
      expect(all?.statements.map(({ document }) => document.date)).toEqual(all?.dates.toReversed());
      expect((await store.topics.suggest('huawei', 1))[0]?.statements).toBe(all?.dates.length);
      const [, second] = all?.statements ?? [];
      const one = await store.topics.statements('Huwaei', { passageId: second?.passage.id ?? '' });
      expect(one).toMatchObject({ name: 'Huawei', from: 1, statements: [second] });
      expect((await store.topics.statements('Huawei', { from: 1, count: 1 }))?.statements).toEqual([second]);
      expect((await store.topics.statements('Huawei', { passageId: 'none' }))?.statements).toEqual([]);
      expect((await store.topics.statements('Huawei', { from: 1000, count: 5 }))?.statements).toEqual([]);
      const publishers = ['Chinese Embassy'];
      const some = await store.topics.statements('Huawei', { from: 0, count: 100 }, { publishers });
      expect(some?.statements).toEqual(
        all?.statements.filter(({ document }) => publishers.includes(document.publisher)),
      );
      expect(some?.dates).toHaveLength(some?.statements.length ?? -1);
      expect(await store.topics.statements('no such topic at all', { from: 0, count: 5 })).toBeUndefined();
    });

    it('names the topics that passages share', async () => {
      const all = await store.topics.statements('Huawei', { from: 0, count: 100 });
      const ids = all?.statements.map(({ passage }) => passage.id) ?? [];
      expect(await store.topics.near([...ids, 'none'], 5)).toContain('Huawei');
      expect(await store.topics.near([], 5)).toEqual([]);
    });

    it('completes words that are typed: in succession first, then apart', async () => {
      const { inSuccession, apart } = await store.quotes.holding(
        typed('bank accounts have been arb', true),
        5,
      );
      expect(inSuccession.map(({ passage }) => passage.id)).toEqual([await idOf(FROZEN)]);
      expect(apart).toEqual([]);
      const scattered = await store.quotes.holding(typed('frozen accounts'), 5);
      expect(scattered.inSuccession).toEqual([]);
      expect(scattered.apart.map(({ passage }) => passage.id)).toContain(await idOf(FROZEN));
      const newest = await store.quotes.holding(typed(''), 4);
      expect(newest.inSuccession.slice(0, 3).map(({ document }) => document.date)).toEqual(
        Array(3).fill('2019-07-03'),
      );
      expect(newest.inSuccession.length + newest.apart.length).toBe(4);
      const nowhere = await store.quotes.holding(typed('zyzzyva'), 5);
      expect(nowhere).toEqual({ inSuccession: [], apart: [] });
      expect(await store.quotes.countHolding(typed(FROZEN), 10)).toMatchObject({ inSuccession: 1 });
      expect((await store.quotes.countHolding(typed('the'), 7)).inSuccession).toBe(7);
    });

    it('finds where a run of words stands, newest first, and how often', async () => {
      const { count, places } = await store.quotes.places(keysOf(FROZEN), 10);
      expect(count).toBe(1);
      expect(places[0]?.map(({ passage }) => passage.text.includes(FROZEN))).toEqual([true]);
      const common = await store.quotes.places(keysOf('China'), 2);
      expect(common.count).toBeGreaterThan(2);
      expect(common.places).toHaveLength(2);
      const dates = common.places.map(([first]) => first?.document.date ?? '');
      expect(dates).toEqual(dates.toSorted().toReversed());
      expect(await store.quotes.places(keysOf('frozen accounts'), 5)).toEqual({ count: 0, places: [] });
    });

    it('finds the turns that share most of the words', async () => {
      const words = keysOf(`Many ${FROZEN} without any good reason at all`);
      const [best] = await store.quotes.likely(words, 0, 3);
      expect(best?.turn.map(({ passage }) => passage.id)).toContain(await idOf(FROZEN));
      const said = keysOf(best?.turn.map(({ passage }) => passage.text).join('\n\n') ?? '');
      expect(said.slice(best?.range.from, best?.range.to).join(' ')).toContain(keysOf(FROZEN).join(' '));
      expect(await store.quotes.likely(keysOf('zyzzyva quokka'), 0, 3)).toEqual([]);
    });

    it('keeps the token vectors of its texts, and names what packed them', async () => {
      const { packer } = opened;
      expect(store.tokens?.key).toBe(packer?.key);
      if (!packer) return;
      const documents = await Promise.all((await store.documents()).map(({ id }) => store.document(id)));
      const ids = documents.flatMap((one) => one?.passages.map(({ id }) => id) ?? []).toReversed();
      const cited = await store.passages(ids);
      const read = (await store.tokens?.read([...ids, 'none'])) ?? [];
      expect(read).toHaveLength(ids.length + 1);
      expect(read.at(-1)).toBeUndefined();
      for (const [at, one] of cited.entries()) {
        const { passage, question, title } = textsOf(one);
        const [a, b, c] = await packer.pack([passage, question, title]);
        expect(read[at]).toEqual({ passage: a?.bytes, question: b?.bytes, title: c?.bytes });
      }
    });

    it('counts words', async () => {
      const { total, occurrences } = await store.quotes.frequencies(['china', 'zyzzyva']);
      expect(occurrences[0]).toBeGreaterThan(10);
      expect(occurrences[1]).toBe(0);
      expect(total).toBeGreaterThan(1000);
    });

    it('knows its words', async () => {
      const vocabulary = await store.vocabulary();
      expect(vocabulary.knows('huawei')).toBe(true);
      expect(vocabulary.knows('zyzzyvaquokka')).toBe(false);
      expect(vocabulary.beginningWith('h', 6)).toContain('huawei');
      expect(vocabulary.share('huawei')).toBeGreaterThan(vocabulary.share('zyzzyvaquokka'));
    });
  });
}
