import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { foldSpelling, typingDistance } from '../../corpus/spelling.ts';
import type { Topic } from '../../corpus/topics/extract.ts';
import { SnapshotError } from '../../retrieval/errors.ts';
import { readTopics, TOPICS_FILE, writeTopics } from '../../retrieval/snapshot/index-files.ts';
import { RankedTopics } from '../../retrieval/topic-index.ts';
import { temporaryFolder } from '../support/temporary.ts';

function topic(name: string, passages: number[], ...others: string[]): Topic {
  return { name, variants: [name, ...others], passages };
}

const TOPICS = [
  topic('Ukraine', [0, 1, 2, 5], 'Ukrainian'),
  topic('Huawei', [3, 4]),
  topic('Munich Security Conference', [0]),
  topic('UK', [4, 6], 'U.K.', 'United Kingdom', 'British'),
  topic('cyber security', [3, 6]),
  topic('Recep Tayyip Erdoğan', [7], 'Erdoğan'),
  topic('Inflation Reduction Act', [8, 9]),
  topic('Security Council', [5]),
  topic('Iran', [10]),
  topic('Iraq', [11]),
  topic('《国家情报法》', [12], '国家情报法'),
];
const index = new RankedTopics(TOPICS);

async function suggested(text: string, limit = 5) {
  return (await index.suggest(text, limit)).map(({ name }) => name);
}

describe('suggested topics', () => {
  it('are the foremost for an empty box', async () => {
    expect(await suggested('', 3)).toEqual(['Ukraine', 'Huawei', 'Munich Security Conference']);
    expect(await suggested('  ', 1)).toEqual(['Ukraine']);
    expect(await suggested('', 0)).toEqual([]);
  });

  it.each([
    ['hua', ['Huawei']],
    ['u', ['Ukraine', 'UK']],
    ['uk', ['UK', 'Ukraine']],
    ['brit', ['UK']],
    ['secur', ['Security Council', 'Munich Security Conference', 'cyber security']],
    ['munich conf', ['Munich Security Conference']],
    ['ERDOGAN', ['Recep Tayyip Erdoğan']],
    ['Huawei’s', ['Huawei']],
    ['情报', ['《国家情报法》']],
    ['xyzzyx', []],
  ])('begin with what is typed: “%s”', async (text, names) => {
    expect(await suggested(text)).toEqual(names);
  });

  it.each([
    ['hauwei', 'Huawei'],
    ['Huwaei', 'Huawei'],
    ['ukrane', 'Ukraine'],
    ['munihc', 'Munich Security Conference'],
    ['inflatoin redu', 'Inflation Reduction Act'],
    ['confrence', 'Munich Security Conference'],
  ])('forgive typing errors: “%s”', async (text, name) => {
    expect((await suggested(text))[0]).toBe(name);
  });

  it('forgive nothing in three letters', async () => {
    expect(await suggested('hia')).toEqual([]);
  });
});

describe('a topic', () => {
  it.each([
    ['Huawei', 'Huawei'],
    ['  huawei ', 'Huawei'],
    ['u.k.', 'UK'],
    ['the United  Kingdom', 'UK'],
    ['erdogan', 'Recep Tayyip Erdoğan'],
    ['CYBER-SECURITY', 'cyber security'],
    ['Hauwei', 'Huawei'],
    ['inflation reducton act', 'Inflation Reduction Act'],
    ['国家情报法', '《国家情报法》'],
  ])('is found as “%s”', async (text, name) => {
    expect((await index.find(text))?.name).toBe(name);
  });

  it.each(['', 'Huawei equipment in 5G networks', 'Ukr', 'Irab', 'zebra'])(
    'is not found as “%s”',
    async (text) => {
      expect(await index.find(text)).toBeUndefined();
    },
  );
});

describe('topics near to passages', () => {
  it('are those that most of them share, the rarer first', async () => {
    const near = await index.near([3, 4, 6], 3);
    expect(near.map(({ name }) => name)).toEqual(['Huawei', 'UK', 'cyber security']);
    expect(near[0]).toEqual({ name: 'Huawei', spellings: ['Huawei'], rows: [3, 4] });
  });

  it('are none where no topic is named', async () => {
    expect(await index.near([99], 3)).toEqual([]);
    expect(await index.near([], 3)).toEqual([]);
  });
});

describe('typing errors', () => {
  it.each([
    ['huawei', 'huawei', false, 0],
    ['hauwei', 'huawei', false, 1],
    ['huwei', 'huawei', false, 1],
    ['huawwei', 'huawei', false, 1],
    ['munhic', 'munich security', true, 1],
    ['abc', 'xyz', false, 3],
    ['a', 'abcdefgh', false, 3],
  ])('%s, %s', (typed, name, beginning, distance) => {
    expect(typingDistance(typed, name, 2, beginning)).toBe(distance);
  });

  it('do not count case, accents and marks', () => {
    expect(foldSpelling(' “Côte d’Ivoire’s”  U.S. ')).toBe('cote divoire us');
  });
});

describe('the file of topics', () => {
  it('is read as it was written', async () => {
    const folder = await temporaryFolder();
    await writeTopics(folder, TOPICS);
    expect(await readTopics(folder)).toEqual(TOPICS);
  });

  it.each(['', '{', '[{"name":""}]', '[{"name":"a","variants":[],"passages":[-1]}]'])(
    'is refused as %j',
    async (json) => {
      const folder = await temporaryFolder();
      await writeFile(path.join(folder, TOPICS_FILE), json);
      await expect(readTopics(folder)).rejects.toThrow(SnapshotError);
    },
  );

  it('is missed', async () => {
    await expect(readTopics(await temporaryFolder())).rejects.toThrow(/topics\.json.*npm run embed/);
  });
});
