import { beforeAll, describe, expect, it } from 'vitest';
import { loadCorpus } from '../../corpus/load.ts';
import type { Transcript } from '../../corpus/schema.ts';
import { extractTopics, type Topic } from '../../corpus/topics/extract.ts';
import { corpusDir } from '../support/temporary.ts';
import { parse } from './helpers.ts';

const press = (day: number) =>
  `Foreign Ministry Spokesperson Wang Wenbin’s Regular Press Conference on May ${day}, 2023`;

/** A press conference of the given questions and answers. */
function conference(
  turns: readonly (readonly [question: string, ...answer: string[]])[],
  day = 8,
): Transcript {
  const blocks = turns.flatMap(([question, ...answer]) => [
    `AFP: ${question}`,
    `Wang Wenbin: ${answer[0]}`,
    ...answer.slice(1),
  ]);
  return parse([press(day), ...blocks].join('\n\n'), `${day}.txt`);
}

function topicsOf(...turns: (readonly [question: string, ...answer: string[]])[]): Topic[] {
  return extractTopics([conference(turns)]);
}

const named = (topics: readonly Topic[], name: string) => topics.find((topic) => topic.name === name);

describe('the topics of the two documents', () => {
  let topics: Topic[] = [];
  let transcripts: Transcript[] = [];
  beforeAll(async () => {
    ({ transcripts } = await loadCorpus(corpusDir));
    topics = extractTopics(transcripts);
  });

  it.each([
    'Huawei',
    '5G',
    'Five Eyes',
    'Munich Security Conference',
    'National Intelligence Law',
    'National Cyber Security Center',
    'Mike Pence',
    'Wang Yi',
    'Spain',
    'Australia',
    'Netherlands',
    'UK',
    'cyber security',
  ])('hold %s', (name) => {
    expect(named(topics, name)).toBeDefined();
  });

  it('leave out who makes the record, the calendar and common words', () => {
    const spellings = topics.flatMap(({ variants }) => variants);
    for (const word of [
      'Geng Shuang',
      'Foreign Ministry',
      'February',
      'Article',
      'Minister',
      'First',
      'The',
      'We',
    ]) {
      expect(spellings).not.toContain(word);
    }
  });

  it('put what is named now and then before what is named in every other breath', () => {
    const rank = (name: string) => topics.findIndex((topic) => topic.name === name);
    expect(rank('Huawei')).toBeLessThan(5);
    expect(rank('China')).toBeGreaterThan(rank('Huawei'));
  });

  it('list the passages that name them, and else the opening of the answer', () => {
    const passages = transcripts.flatMap((transcript) => transcript.passages.map(({ text }) => text));
    const texts = (name: string) => named(topics, name)?.passages.map((passage) => passages[passage]);
    expect(texts('Five Eyes')).toEqual([expect.stringContaining('the Five Eyes countries')]);
    // Named by the question alone.
    expect(texts('Munich Security Conference')).toEqual([expect.stringMatching(/^I have taken note/)]);
    for (const text of texts('cyber security') ?? []) expect(text).toMatch(/cyber security/i);
  });

  it('have ascending passages, and their name among their variants', () => {
    for (const { name, variants, passages } of topics) {
      expect(passages.length).toBeGreaterThan(0);
      expect(passages).toEqual([...new Set(passages)].sort((a, b) => a - b));
      if (name !== 'Europe') expect(variants).toContain(name);
    }
  });
});

describe('spellings that mean the same', () => {
  it('of a country: its names, its dots, its people', () => {
    const topics = topicsOf(
      ['Will the U.S. delegation come?', 'The US side knows. We told the United States so.'],
      [
        'And Kyiv?',
        'The talks with Ukraine went on.',
        'We respect the wish of the Ukrainian people and of Ukraine.',
      ],
    );
    expect(
      topics
        .map(({ name }) => name)
        .filter((name) => /^U/.test(name))
        .sort(),
    ).toHaveLength(2);
    expect(named(topics, 'Ukraine')?.variants).toEqual(['Ukraine', 'Ukrainian']);
  });

  it('of a person: with and without title and first name', () => {
    const topics = topicsOf(
      [
        'What did President Xi Jinping say?',
        'President Xi spoke of peace.',
        'Later Xi Jinping met the guests.',
      ],
      ['And Secretary of State Antony Blinken?', 'Mr. Blinken was there too.'],
    );
    expect(named(topics, 'Xi Jinping')?.variants.sort()).toEqual(['Xi', 'Xi Jinping']);
    expect(named(topics, 'Xi Jinping')?.passages).toEqual([0, 1]);
    expect(named(topics, 'Antony Blinken')?.variants.sort()).toEqual(['Antony Blinken', 'Blinken']);
  });

  it('of what the record itself abbreviates', () => {
    const topics = topicsOf(
      ['A word on the Indo-Pacific Economic Framework (IPEF)?', 'We are aware of it and follow it closely.'],
      ['Again?', 'The IPEF should be open to all, as we have said before.'],
    );
    const [topic] = topics.filter(({ variants }) => variants.includes('IPEF'));
    expect(topic?.variants).toContain('Indo-Pacific Economic Framework');
    expect(topic?.passages).toEqual([0, 1]);
  });

  it('but not of a word and the acronym that looks like it', () => {
    const topics = topicsOf(['What does the WHO say to us?', 'Those who ask the WHO know who helps us.']);
    expect(named(topics, 'WHO')?.variants).toEqual(['WHO']);
    expect(topics.map(({ name }) => name)).not.toContain('US');
  });
});

describe('names', () => {
  const names = (text: string) => topicsOf(['Any comment?', text]).map(({ name }) => name);

  it.each([
    ['We spoke with France and Italy.', ['France', 'Italy']],
    ['It was on show at the Strait of Hormuz.', ['Strait of Hormuz']],
    ['It is China’s National Intelligence Law.', ['China', 'National Intelligence Law']],
    ['New York is far. We love New York.', ['New York']],
    ['On Monday, Foreign Minister of Japan Takeshi Iwaya came.', ['Japan']],
    ['The China-Japan talks on Title 42 and 5G went on.', ['5G', 'China', 'Japan', 'Title 42']],
    ['Nothing to add. Sorry about that. Thank you. Good luck!', []],
  ])('in “%s”', (text, expected) => {
    expect(names(text)).toEqual(expect.arrayContaining(expected));
    if (expected.length === 0) expect(names(text)).toEqual([]);
  });

  it('of reporters who are called upon are no topics', () => {
    const turns = Array.from(
      { length: 4 },
      () => ['What do you have to say of the talks in Oslo?', 'Go ahead, Zeke.', 'None.'] as const,
    );
    const topics = extractTopics([conference(turns)]);
    expect(topics.map(({ name }) => name)).toEqual(['Oslo']);
  });

  it('of outlets that ask are no topics', () => {
    expect(names('The AFP reported that of Huawei.')).toEqual(['Huawei']);
  });
});

describe('any record', () => {
  it('may be empty', () => {
    expect(extractTopics([])).toEqual([]);
  });

  it('may be Chinese', () => {
    const text = [
      '2019年2月18日外交部发言人耿爽主持例行记者会',
      '问：美国副总统提到华为。中方有何评论？',
      '答：《国家情报法》不仅规定了义务。我们敦促美国正确理解。',
    ].join('\n\n');
    const topics = extractTopics([parse(text, 'zh.txt')]);
    expect(topics.map(({ name }) => name).sort()).toEqual(['国家情报法', '美国'].sort());
  });

  it('gives the same topics again', async () => {
    const { transcripts } = await loadCorpus(corpusDir);
    expect(extractTopics(transcripts)).toEqual(extractTopics(transcripts));
  });
});
