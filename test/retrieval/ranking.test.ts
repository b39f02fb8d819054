import { describe, expect, it } from 'vitest';
import { shrunkIdf } from '../../retrieval/lexical/weights.ts';
import { daysFrom, periodsIn } from '../../retrieval/query/periods.ts';
import { speakerFinder } from '../../retrieval/query/speakers.ts';
import { foldNearDuplicates } from '../../retrieval/ranking/hits.ts';
import { divideByMaximum, minMax } from '../../retrieval/ranking/scoring.ts';
import { perturb } from '../../scripts/evaluation/perturb.ts';

describe('normalised scores', () => {
  it('min-max normalises scores over the candidates at hand', () => {
    expect(minMax([0.8, 0.9, 0.85])).toEqual([0, 1, expect.closeTo(0.5, 9)]);
    expect(minMax([0.7, 0.7])).toEqual([1, 1]);
    expect(minMax([])).toEqual([]);
  });

  it('keeps the zero of a score that has one', () => {
    expect(divideByMaximum([0, 2, 4])).toEqual([0, 0.5, 1]);
    expect(divideByMaximum([0, 0])).toEqual([0, 0]);
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

  it.each([
    ['what changed since March 2021?', '2021-03-01', '9999-12-31'],
    ['what has been said from 5 March 2021 on?', '2021-03-05', '9999-12-31'],
    ['what was said after 5 March 2021?', '2021-03-06', '9999-12-31'],
    ['what was the policy before March 2021?', '0001-01-01', '2021-02-28'],
    ['what was the policy until 3 May 2021?', '0001-01-01', '2021-05-03'],
    ['who was recognized since 2014?', '2014-01-01', '9999-12-31'],
    ['who was recognized before 2014?', '0001-01-01', '2013-12-31'],
    ['what was said between March and May 2021?', '2021-03-01', '2021-05-31'],
    ['what was said from 3 to 5 March 2021?', '2021-03-03', '2021-03-05'],
  ])('open or closed: “%s”', (question, from, to) => {
    expect(periodsIn(question, today)).toEqual([{ from, to }]);
  });

  it('an open period without a year begins with the last one that has passed', () => {
    expect(periodsIn('what was said since July?', today)).toEqual([{ from: '2026-07-01', to: '9999-12-31' }]);
    expect(periodsIn('what was said since December?', today)).toEqual([
      { from: '2025-12-01', to: '9999-12-31' },
    ]);
  });

  it.each(['Asia/Shanghai', 'America/Los_Angeles', 'UTC'])(
    'are counted in UTC where the clock is in %s',
    (zone) => {
      const evening = new Date('2026-11-24T22:30:00Z');
      const before = process.env.TZ;
      process.env.TZ = zone;
      try {
        expect(periodsIn('What do they say about Huawei now?', evening)).toEqual([]);
        expect(periodsIn('What was said yesterday?', evening)).toEqual([
          { from: '2026-11-23', to: '2026-11-23' },
        ]);
        expect(periodsIn('from 3 to 5 March 2021', evening)).toEqual([
          { from: '2021-03-03', to: '2021-03-05' },
        ]);
      } finally {
        if (before === undefined) delete process.env.TZ;
        else process.env.TZ = before;
      }
    },
  );

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

  const announced =
    'We can say today that we have confirmed the reports of a transfer of weapons across the border, and that thirty ' +
    'vehicles were seen on the road to the port in the early hours of the morning.';

  it.each([
    ['a negation', announced.replace('have confirmed', 'have not confirmed')],
    ['a contracted negation', announced.replace('have confirmed', 'haven’t confirmed')],
    ['another number', announced.replace('thirty', 'three hundred')],
    ['another number in digits', announced.replace('thirty', '30').replace('morning', 'morning of 3 May')],
  ])('are kept apart by %s', (_, other) => {
    expect(foldNearDuplicates([announced, other], 0.7)).toEqual([[0], [1]]);
  });

  it('are folded where a number is only written otherwise', () => {
    const [digits, marks] = [announced.replace('thirty', '3,000'), announced.replace('thirty', '3000')];
    expect(foldNearDuplicates([digits, marks], 0.7)).toEqual([[0, 1]]);
  });

  it('are kept apart by a negation in Chinese', () => {
    const said = '我们已经证实有关武器越过边境的报道，今天上午在通往港口的道路上看到了车辆。';
    expect(foldNearDuplicates([said, said.replace('已经', '尚未'), `是的，${said}`], 0.7)).toEqual([
      [0, 2],
      [1],
    ]);
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
