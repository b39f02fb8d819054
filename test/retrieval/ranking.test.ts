import { describe, expect, it } from 'vitest';
import { perturb } from '../../retrieval/evaluation/perturb.ts';
import { foldNearDuplicates } from '../../retrieval/fold.ts';
import { fuse, overMaximum, stretch } from '../../retrieval/fusion.ts';
import { shrunkIdf } from '../../retrieval/lexical/weights.ts';
import { daysFrom, periodsIn } from '../../retrieval/preferences/periods.ts';
import { speakerFinder } from '../../retrieval/preferences/speakers.ts';

describe('fusion', () => {
  it('stretches scores over the candidates at hand', () => {
    expect(stretch([0.8, 0.9, 0.85])).toEqual([0, 1, expect.closeTo(0.5, 9)]);
    expect(stretch([0.7, 0.7])).toEqual([1, 1]);
    expect(stretch([])).toEqual([]);
  });

  it('keeps the zero of a score that has one', () => {
    expect(overMaximum([0, 2, 4])).toEqual([0, 0.5, 1]);
    expect(overMaximum([0, 0])).toEqual([0, 0]);
  });

  it('adds weighed signals candidate by candidate', () => {
    const signals = [
      { weight: 2, scores: [0, 1] },
      { weight: 0.5, scores: [1, 0] },
    ];
    expect(fuse(signals)).toEqual([0.5, 2]);
    expect(fuse([])).toEqual([]);
  });
});

describe('a small record’s word weights', () => {
  const background = {
    size: 100_000,
    counts: new Map([
      ['presid', 20_000],
      ['huawei', 30],
    ]),
  };

  it('follow the background where the record is too small to know', () => {
    expect(shrunkIdf('huawei', 5, 18, background)).toBeGreaterThan(shrunkIdf('presid', 1, 18, background));
    expect(shrunkIdf('huawei', 5, 18, undefined)).toBeLessThan(shrunkIdf('presid', 1, 18, undefined));
  });

  it('follow the record where it is large', () => {
    const own = shrunkIdf('presid', 50, 100_000, undefined);
    expect(shrunkIdf('presid', 50, 100_000, background)).toBeGreaterThan(0.8 * own);
  });

  it('leave Chinese to the record', () => {
    expect(shrunkIdf('华为', 3, 18, background)).toBe(shrunkIdf('华为', 3, 18, undefined));
  });
});

describe('days that a question names', () => {
  const today = new Date('2026-11-23T12:00:00Z');

  it.each([
    ['on Dec 1 2021, what was the view?', '2021-12-01', '2021-12-01'],
    ['how was it structured as of early March 2024?', '2024-03-01', '2024-03-31'],
    ['did Yellen panic in spring 2021?', '2021-03-01', '2021-05-31'],
    ['who was recognized in 2023?', '2023-01-01', '2023-12-31'],
    ['2019-02-18 Huawei', '2019-02-18', '2019-02-18'],
  ])('“%s”', (question, from, to) => {
    expect(periodsIn(question, today)).toEqual([{ from, to }]);
  });

  it.each([
    'why is it so now?',
    'who is Huawei?',
    'a 50 billion loan',
    'the 2,000 mile march',
    'do you know 5G?',
  ])('none in “%s”', (question) => {
    expect(periodsIn(question, today)).toEqual([]);
  });

  it('a month without a year may be of any year', () => {
    const periods = periodsIn('what was said in early July?', today);
    expect(daysFrom(periods, '2019-07-03')).toBe(0);
    expect(daysFrom(periods, '2024-07-31')).toBe(0);
    expect(daysFrom(periods, '2024-08-10')).toBe(10);
  });
});

describe('speakers that a question names', () => {
  const find = speakerFinder([
    'Geng Shuang',
    'Jen Psaki',
    'Karine Jean-Pierre',
    'Shalanda Young',
    'White House Aide',
  ]);

  it.each([
    ['what did Psaki say?', ['Jen Psaki']],
    ['fauci and psaki', ['Jen Psaki']],
    ['What did Geng say about Huawei?', ['Geng Shuang']],
    ['KJP on Gaza', ['Karine Jean-Pierre']],
    ['How many young people joined?', []],
    ['What does the White House say?', []],
  ])('“%s”', (question, names) => {
    expect([...find(question)]).toEqual(names);
  });
});

describe('near-duplicates', () => {
  const said =
    'The President has been very clear that we stand with the people of Ukraine for as long as it takes.';

  it('are folded under the best of them', () => {
    const texts = [
      said,
      'We have nothing to announce today about the travel plans of the Secretary of State.',
      `Well, ${said}`,
    ];
    expect(foldNearDuplicates(texts, 0.7)).toEqual([[0, 2], [1]]);
    expect(foldNearDuplicates(texts, 2)).toEqual([[0], [1], [2]]);
  });

  it('are not made of short answers, which mean something else each time', () => {
    expect(foldNearDuplicates(['Yes.', 'Yes.', 'Thank you.'], 0.7)).toEqual([[0], [1], [2]]);
  });
});

describe('perturbed questions', () => {
  const question = 'Did China’s Huawei ask for €5 million, please?';

  it.each([
    ['typos', 'Did Cihna’s Huawei ask for €5 million, please?'],
    ['keywords', 'China’s Huawei ask 5 million, please'],
    ['lower-case', 'did china’s huawei ask for €5 million, please?'],
    ['no-punctuation', 'Did Chinas Huawei ask for 5 million please'],
    ['polite', expect.stringMatching(/^.{15,}Did China’s Huawei/)],
  ] as const)('with %s', (how, expected) => {
    expect(perturb(question, how)).toEqual(expected);
  });
});
