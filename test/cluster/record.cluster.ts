/** A record on three nodes: published, asked, and asked on while nodes are killed, hang and come back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCorpus } from '../../corpus/load.ts';
import type { Transcript } from '../../corpus/schema.ts';
import { extractTopics, type Topic } from '../../corpus/topics/extract.ts';
import { backgroundWords } from '../../retrieval/background/frequencies.ts';
import { openClusterStore } from '../../retrieval/cluster/cluster-store.ts';
import { ClusterConnection } from '../../retrieval/cluster/connection.ts';
import { prepareControl, readPointer, takeLease } from '../../retrieval/cluster/control.ts';
import { type PublishOptions, publish } from '../../retrieval/cluster/publish.ts';
import { BusyError, ClusterError, ClusterUnavailableError } from '../../retrieval/errors.ts';
import { buildPostings } from '../../retrieval/lexical/build.ts';
import { Bm25Index } from '../../retrieval/lexical/index.ts';
import { clusterSettings, readSettings } from '../../retrieval/settings.ts';
import type { RecordStore } from '../../retrieval/store/record-store.ts';
import { describeStore } from '../retrieval/store-contract.ts';
import { writeForeignSpeech } from '../support/foreign-speech.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { wordEncoder } from '../support/word-encoder.ts';
import { TestCluster } from './engine/cluster.ts';
import { startFront } from './front.ts';
import { packer, publicationOf, seedTranscripts } from './publication.ts';

const encoder = wordEncoder();
let cluster: TestCluster;
let connection: ClusterConnection;
let seeds: Transcript[];

const connect = (over: Record<string, string> = {}) =>
  new ClusterConnection(
    readSettings(clusterSettings, {
      OPENSEARCH_URL: cluster.urls.join(','),
      OPENSEARCH_PREFIX: 'test',
      ...over,
    }),
  );

async function publishAll(
  transcripts: readonly Transcript[],
  name = `record-${Date.now()}`,
  options: PublishOptions = {},
  // A record that grows may name its topics anew, and then writes other documents again, too.
  topics: Topic[] = [],
) {
  return publish(connection, await publicationOf(transcripts, encoder, name, topics), {
    graceMs: 0,
    ...options,
  });
}

async function ask(store: RecordStore, query = 'bank accounts have been arbitrarily frozen') {
  const vector = await encoder.encodeQuery(query);
  const found = await store.candidates({ query, language: 'en', vector, parts: [{ depth: 5 }], most: 10 });
  return found.map(({ cited }) => cited.passage.id);
}

async function entries(): Promise<number> {
  await cluster.get('/test.*/_refresh');
  const counted = await cluster.get<{ count: number }>(
    '/test.*-passages,test.*-turns,test.*-documents/_count',
  );
  return counted?.count ?? -1;
}

beforeAll(async () => {
  cluster = await TestCluster.start(3);
  connection = connect();
  seeds = await seedTranscripts();
  await prepareControl(connection);
  await publishAll(seeds, 'first', {}, extractTopics(seeds));
});
afterAll(async () => {
  await connection?.close();
  await cluster?.stop();
});

describeStore('OpenSearch', async () => {
  const { store } = await openClusterStore(connection);
  return { store, encoder, packer, close: () => undefined };
});

describe('a record of several languages', () => {
  it('is scored as the folder scores it', async () => {
    const folder = await temporaryFolder();
    await writeForeignSpeech(folder);
    const { transcripts } = await loadCorpus(folder, new Map());
    const several = connect({ OPENSEARCH_PREFIX: 'languages' });
    await prepareControl(several);
    await publish(several, await publicationOf(transcripts, encoder, 'languages'), { graceMs: 0 });
    const { store } = await openClusterStore(several);
    const rows = transcripts.flatMap(({ document: { title, language }, turns, passages }) =>
      passages.map(({ text, turn }) => ({
        passage: text,
        question: turns[turn]?.question ?? '',
        title,
        language,
      })),
    );
    const index = new Bm25Index(buildPostings(rows), ['fr', 'de', 'es'], backgroundWords());
    for (const [query, language] of [
      ['Où en est la négociation commerciale ?', 'fr'],
      ['Zoll auf Stahl', 'de'],
      ['What did Zelenskyy and Sheinbaum say on Huawei?', 'en'],
    ] as const) {
      const vector = await encoder.encodeQuery(query);
      const found = await store.candidates({ query, language, vector, parts: [{ depth: 10 }], most: 10 });
      const places = found.map(({ cited }) =>
        rows.findIndex(({ passage }) => passage === cited.passage.text),
      );
      const scores = await index.score({ query, language }, places);
      const coverage = await index.coverage({ query, language }, places);
      expect(Math.max(...scores)).toBeGreaterThan(0);
      for (const [i, one] of found.entries()) {
        expect(one.lexical).toBeCloseTo(scores[i] ?? Number.NaN, 3);
        expect(one.coverage).toBeCloseTo(coverage[i] ?? Number.NaN, 5);
      }
    }
    await several.close();
  });
});

describe('publishing', () => {
  it('leaves alone what another prefix holds, though its name begins alike', async () => {
    const neighbour = connect({ OPENSEARCH_PREFIX: 'test-2' });
    await prepareControl(neighbour);
    await publish(neighbour, await publicationOf(seeds, encoder, 'neighbour'), { graceMs: 0 });
    await publishAll(seeds);
    const { store } = await openClusterStore(neighbour);
    expect(await ask(store)).toHaveLength(10);
    await neighbour.close();
  });

  it('writes only what is new, and readers of the version before see no change', async () => {
    const [first] = seeds;
    await publishAll(seeds.slice(0, 1));
    const before = await openClusterStore(connection);
    const seen = await ask(before.store);
    const { written, kept, removed, pointer } = await publishAll(seeds);
    expect({ written, kept, removed }).toEqual({ written: 1, kept: 1, removed: 0 });
    expect(await ask(before.store)).toEqual(seen);
    expect((await before.store.documents()).map(({ id }) => id)).toEqual([first?.document.id]);
    const after = await openClusterStore(connection);
    expect(after.pointer).toEqual(pointer);
    expect(await after.store.documents()).toHaveLength(2);
  });

  it('takes documents off the record, and deletes them with the next publication', async () => {
    const whole = await entries();
    await publishAll(seeds.slice(1));
    const { store } = await openClusterStore(connection);
    expect(await store.documents()).toHaveLength(1);
    expect(await entries()).toBe(whole);
    await publishAll(seeds.slice(1));
    expect(await entries()).toBeLessThan(whole);
    await publishAll(seeds);
    expect(await entries()).toBe(whole);
  });

  it('is invisible when it is killed half-way, and its leftovers go with the next one', async () => {
    const whole = await entries();
    const name = (await openClusterStore(connection)).pointer.name;
    const killed = await publicationOf(
      seeds.map((seed) => ({
        ...seed,
        document: { ...seed.document, title: `${seed.document.title}, corrected` },
      })),
      encoder,
      'killed',
    );
    let left = 12;
    const windowsOf = (text: string) => {
      if (left-- === 0) throw new Error('killed');
      return killed.windowsOf(text);
    };
    for (const recipe of ['test', 'another recipe']) {
      left = 12;
      const options = { graceMs: 0 };
      await expect(publish(connection, { ...killed, recipe, windowsOf }, options)).rejects.toThrow('killed');
    }
    const { store, pointer } = await openClusterStore(connection);
    expect(pointer.name).toBe(name);
    expect((await store.documents()).some(({ title }) => title.endsWith('corrected'))).toBe(false);
    await publishAll(seeds);
    expect(await entries()).toBe(whole);
  });

  it('writes everything anew by another recipe, and removes what was there', async () => {
    const before = await readPointer(connection);
    const publication = { ...(await publicationOf(seeds, encoder, 'anew')), recipe: 'new' };
    const { pointer, written } = await publish(connection, publication, { graceMs: 0 });
    expect(written).toBe(2);
    expect(pointer.base).not.toBe(before?.pointer.base);
    expect(await cluster.get(`/${before?.pointer.base}-passages`)).toBeUndefined();
    expect(await ask((await openClusterStore(connection)).store)).toHaveLength(10);
    await publishAll(seeds);
  });

  it('switches while questions run', async () => {
    let { store } = await openClusterStore(connection);
    const wanted = await ask(store);
    let done = false;
    const asking = (async () => {
      let count = 0;
      while (!done) {
        expect(await ask(store)).toEqual(wanted);
        count++;
      }
      return count;
    })();
    for (let i = 0; i < 3; i++) {
      await publishAll(seeds, `switch-${i}`);
      ({ store } = await openClusterStore(connection));
    }
    done = true;
    expect(await asking).toBeGreaterThan(3);
  });

  it('is refused on a full disk, and the record before stays in use', async () => {
    const { pointer } = await openClusterStore(connection);
    const blocked = { index: { blocks: { read_only_allow_delete: true } } };
    await cluster.put(`/${pointer.base}-*/_settings`, blocked);
    const corrected = seeds.map((seed) => ({ ...seed, document: { ...seed.document, title: 'Corrected' } }));
    await expect(publishAll(corrected)).rejects.toThrow(ClusterError);
    expect(await ask((await openClusterStore(connection)).store)).toHaveLength(10);
    await cluster.put(`/${pointer.base}-*/_settings`, {
      index: { blocks: { read_only_allow_delete: null } },
    });
    await publishAll(seeds);
  });

  it('is one process’s work at a time', async () => {
    const lease = await takeLease(connection, 'publish', 60_000);
    await expect(takeLease(connection, 'publish', 60_000)).rejects.toThrow(BusyError);
    await lease.renew();
    await lease.release();
    const next = await takeLease(connection, 'publish', 50);
    await sleep(100);
    // Whoever does not renew a lease has lost it.
    await (await takeLease(connection, 'publish', 60_000)).release();
    await expect(next.renew()).rejects.toThrow(BusyError);
  });
});

describe('who may ask', () => {
  it('speaks TLS with a login, and says what is wrong with either', async () => {
    const front = await startFront(cluster.urls[0] ?? '', 'reader', 'right');
    const as = { OPENSEARCH_URL: front.url, OPENSEARCH_USER: 'reader' };
    const right = connect({ ...as, OPENSEARCH_CA: front.ca, OPENSEARCH_PASSWORD: 'right' });
    expect(await ask((await openClusterStore(right)).store)).toHaveLength(10);
    const wrong = connect({ ...as, OPENSEARCH_CA: front.ca, OPENSEARCH_PASSWORD: 'wrong' });
    await expect(openClusterStore(wrong)).rejects.toThrow(/refuses this user/);
    const stranger = connect({ ...as, OPENSEARCH_PASSWORD: 'right' });
    await expect(openClusterStore(stranger)).rejects.toThrow(ClusterUnavailableError);
    for (const one of [right, wrong, stranger]) await one.close();
    front.close();
  });

  it('names a prefix without a record, and one of another version of the program', async () => {
    const nothing = connect({ OPENSEARCH_PREFIX: 'nothing' });
    await expect(openClusterStore(nothing)).rejects.toThrow(/holds no record/);
    await nothing.close();
    const { pointer } = await openClusterStore(connection);
    await cluster.put('/test.control/_doc/pointer?refresh=true', { ...pointer, layout: 999 });
    await expect(openClusterStore(connection)).rejects.toThrow(/layout 999/);
    await cluster.put('/test.control/_doc/pointer?refresh=true', pointer);
  });
});

describe('faults', () => {
  /** Asks four at a time while something happens; every answer has to come, and be the same. */
  async function askThrough(store: RecordStore, happens: () => Promise<void>): Promise<number> {
    const wanted = await ask(store);
    let going = true;
    let count = 0;
    const askOn = async () => {
      while (going) {
        expect((await ask(store)).toSorted()).toEqual(wanted.toSorted());
        count++;
      }
    };
    const asking = Promise.all(Array.from({ length: 4 }, askOn));
    await Promise.race([asking, happens().finally(() => (going = false))]);
    await asking;
    return count;
  }

  it('answers on while nodes are killed, the cluster manager among them', async () => {
    const { store } = await openClusterStore(connection);
    const manager = await cluster.manager();
    const other = manager === 1 ? 2 : 1;
    for (const victim of [other, manager]) {
      const count = await askThrough(store, async () => {
        await sleep(1000);
        await cluster.kill(victim);
        await sleep(8000);
      });
      expect(count).toBeGreaterThan(0);
      cluster.startNode(victim);
      await cluster.settled(3);
    }
  });

  it('answers on while a node hangs', async () => {
    const { store } = await openClusterStore(connection);
    const manager = await cluster.manager();
    const victim = manager === 3 ? 2 : 3;
    await askThrough(store, async () => {
      cluster.signal(victim, 'SIGSTOP');
      await sleep(10_000);
    });
    cluster.signal(victim, 'SIGCONT');
    await cluster.settled(3);
  });

  it('says so when all nodes are gone, and answers again when they are back', async () => {
    const { store } = await openClusterStore(connection);
    for (const i of [1, 2, 3]) await cluster.kill(i);
    await expect(ask(store)).rejects.toThrow(ClusterUnavailableError);
    for (const i of [1, 2, 3]) cluster.startNode(i);
    await cluster.settled(3);
    expect(await ask(store)).toHaveLength(10);
  });
});
