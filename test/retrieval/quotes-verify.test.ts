import { describe, expect, it } from 'vitest';
import { loadCorpus } from '../../corpus/load.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { QuoteCheck } from '../../retrieval/quotes/check.ts';
import { indexedQuotes, type QuotedPassages } from '../../retrieval/quotes/indexed-quotes.ts';
import { createQuoteVerifier } from '../../retrieval/quotes/verify.ts';
import { buildWordIndex } from '../../retrieval/quotes/word-index.ts';
import { corpusDir } from '../support/temporary.ts';

const { transcripts } = await loadCorpus(corpusDir);
const record: CitedPassage[] = transcripts.flatMap(
  ({ document: { text: _, ...document }, turns, passages }) =>
    passages.flatMap((passage) => {
      const turn = turns[passage.turn];
      return turn ? [{ passage, turn, document }] : [];
    }),
);
const texts = record.map(({ passage }) => passage.text);
const store: QuotedPassages = {
  read: async (rows) => rows.flatMap((row) => record[row] ?? []),
  turnOf: (row) => [...record.keys()].filter((other) => record[other]?.turn === record[row]?.turn),
};
const verifier = createQuoteVerifier(
  indexedQuotes(
    buildWordIndex(
      texts,
      record.map(({ document }) => document.date),
    ),
    store,
  ),
);

/** The only check of a message. */
async function verify(message: string): Promise<QuoteCheck> {
  const checks = await verifier.verify(message);
  expect(checks.length).toBe(1);
  return checks[0] ?? expect.fail('no check');
}

function passageWith(words: string): string {
  return texts.find((text) => text.includes(words)) ?? expect.fail(`nothing on record holds “${words}”`);
}

/** The diff in one line: true words in [-…-], quoted words in {+…+}. */
function marked(check: QuoteCheck): string {
  if (!('diff' in check)) return check.kind;
  const frame = { same: ['', ''], 'left-out': ['[-', '-]'], added: ['{+', '+}'] } as const;
  return check.diff
    .map(({ kind, words }) => frame[kind][0] + words + frame[kind][1])
    .join(' ')
    .replace(/\s/g, ' ');
}

describe('an exact quote', () => {
  it('is found by six words', async () => {
    const check = await verify('poison the atmosphere for cooperation and');
    expect(check).toMatchObject({ kind: 'exact', omissions: false, marksDiffer: false, count: 1 });
    if (check.kind !== 'exact') return;
    expect(check.places[0]?.[0]?.document.date).toBe('2019-07-03');
    expect(marked(check)).toBe('poison the atmosphere for cooperation and');
  });

  it.each([
    ['case', 'CHINA FIRMLY UPHOLDS CYBER SECURITY AND OPPOSES'],
    ['white space', 'China  firmly\nupholds\u00a0cyber security  and opposes'],
    ['a final full stop', 'China firmly upholds cyber security and opposes.'],
    ['typographic quotes', 'hyping up the so–called ‘cyber theft’ and hacking attacks'],
  ])('stays exact whatever its %s', async (_, quote) => {
    expect(await verify(quote)).toMatchObject({ kind: 'exact', omissions: false, marksDiffer: false });
  });

  it('says that its punctuation differs', async () => {
    const check = await verify('First relevant remarks made by the US side, are just wrong');
    expect(check).toMatchObject({ kind: 'exact', marksDiffer: true });
    expect(marked(check)).toBe('First, relevant remarks made by the US side are just wrong');
  });

  it.each(['\n\n', '\n', ' ', ''])(
    'runs over three paragraphs of an answer, joined by %j',
    async (between) => {
      const first = texts.findIndex((text) => text.startsWith('Second, it is'));
      const check = await verify(texts.slice(first, first + 3).join(between));
      expect(check).toMatchObject({ kind: 'exact', omissions: false, count: 1 });
      if (check.kind !== 'exact') return;
      expect(check.places[0]?.map(({ passage }) => passage.text)).toEqual(texts.slice(first, first + 3));
      expect(check.diff.map(({ words }) => words)).toEqual(texts.slice(first, first + 3));
    },
  );

  it('is no run of words over the end of an answer', async () => {
    const last = texts.findIndex((text) => text.startsWith('We hope all countries can truly'));
    const check = await verify(`${texts[last]} ${texts[last + 1]}`);
    expect(check.kind).toBe('stitched');
  });

  it('counts every passage that holds it, newest first', async () => {
    const check = await verify('the atmosphere for cooperation');
    expect(check).toMatchObject({ kind: 'exact', count: 2 });
    if (check.kind !== 'exact') return;
    expect(check.places.map(([place]) => place?.document.date)).toEqual(['2019-07-03', '2019-02-18']);
  });

  it.each(['…', '...', ' […] ', '[...]', ' (...) '])('may leave words out at %j', async (ellipsis) => {
    const check = await verify(
      `China firmly upholds cyber security${ellipsis}on the basis of mutual respect, equality and mutual benefit.`,
    );
    expect(check).toMatchObject({ kind: 'exact', omissions: true });
    if (check.kind !== 'exact') return;
    expect(check.diff.map(({ kind, marked: byQuote }) => [kind, byQuote])).toEqual([
      ['same', undefined],
      ['left-out', true],
      ['same', undefined],
    ]);
  });

  it('is any slice of six words or more of any passage', async () => {
    const random = seeded(2019);
    for (const text of texts) {
      const words = [...text.matchAll(/\S+/g)];
      for (let round = 0; round < 12; round++) {
        const from = Math.floor(random() * (words.length - 6));
        const to = from + 6 + Math.floor(random() * (words.length - from - 5));
        const last = words[to - 1];
        const slice = text.slice(words[from]?.index, (last?.index ?? 0) + (last?.[0].length ?? 0));
        expect(await verify(slice), slice).toMatchObject({
          kind: 'exact',
          omissions: false,
          marksDiffer: false,
        });
      }
    }
  });
});

describe('an altered quote', () => {
  it('shows a dropped “not”', async () => {
    const check = await verify(
      'China has not asked and will ask companies or individuals to collect or provide data',
    );
    expect(check.kind).toBe('altered');
    expect(marked(check)).toBe(
      'China has not asked and will [-not-] ask companies or individuals to collect or provide data,',
    );
  });

  it('shows it in six words, and in three paragraphs', async () => {
    expect(marked(await verify('did not and will require any internet'))).toBe(
      'did not and will [-not-] require any internet',
    );
    const first = texts.findIndex((text) => text.startsWith('Second, it is'));
    const check = await verify(
      texts
        .slice(first, first + 3)
        .join('\n\n')
        .replace('will not ask', 'will ask'),
    );
    expect(check.kind).toBe('altered');
    if (check.kind !== 'altered') return;
    expect(check.passages.map(({ passage }) => passage.text)).toEqual(texts.slice(first, first + 3));
    expect(check.diff.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'left-out', words: 'not', passage: 1 },
    ]);
  });

  it('shows changed and added words beside the true ones', async () => {
    const check = await verify('It is a bullying act that is very hypocritical, immoral and fair.');
    expect(marked(check)).toBe(
      'It is a bullying act that is {+very+} hypocritical, immoral and [-unfair.-] {+fair.+}',
    );
  });

  it('shows a sentence that was left out, and every true word is cut from its source', async () => {
    const text = passageWith('Unfounded speculation, attacks');
    const check = await verify(
      text.replace(
        ' Meanwhile, China is explicitly opposed to such practices carried out by certain countries.',
        '',
      ),
    );
    expect(check.kind).toBe('altered');
    if (check.kind !== 'altered') return;
    for (const { kind, words } of check.diff) expect(text).toContain(kind === 'added' ? '' : words);
    expect(check.diff.find(({ kind }) => kind === 'left-out')?.words).toContain(
      'explicitly opposed to such practices',
    );
  });

  it('is altered by another name or number', async () => {
    expect(
      marked(await verify("during State Councilor Wang Li's visit to France and Italy, the leaders")),
    ).toBe("during State Councilor Wang [-Yi's-] {+Li's+} visit to France and Italy, the leaders");
    expect(marked(await verify('including 6G, conforms to the law of human social development'))).toBe(
      'including [-5G,-] {+6G,+} conforms to the law of human social development',
    );
  });
});

describe('a stitched quote', () => {
  it('shows the pieces from both documents', async () => {
    const check = await verify(
      'China firmly upholds cyber security and opposes and cracks down on all forms of cyber attack. ' +
        'Unfounded speculation, attacks and suppression would not help addressing this concern at all.',
    );
    expect(check.kind).toBe('stitched');
    if (check.kind !== 'stitched') return;
    expect(check.pieces.map(({ passages }) => passages[0]?.document.date)).toEqual([
      '2019-02-18',
      '2019-07-03',
    ]);
    for (const { diff } of check.pieces) expect(diff.map(({ kind }) => kind)).toEqual(['same']);
    expect(check.pieces[1]?.quoted).toMatch(/^Unfounded .* all\.$/);
  });

  it('is not made good by an ellipsis', async () => {
    const check = await verify(
      '“China has not asked and will not ask companies … to poison the atmosphere for cooperation … is a bullying act”',
    );
    expect(check.kind).not.toBe('exact');
    const joined = await verify(
      '“It is a bullying act that is hypocritical … Cyber security is a global challenge.”',
    );
    expect(joined).toMatchObject({ kind: 'stitched', pieces: [{}, {}] });
  });

  it('shows words between the pieces that are nowhere on record', async () => {
    const check = await verify(
      'This concerns professional technical issues, and I would like to refer you to relevant. Frankly rubbish. ' +
        'Unfounded speculation, attacks and suppression would not help addressing this concern at all.',
    );
    expect(check.kind).toBe('stitched');
    if (check.kind !== 'stitched') return;
    expect(check.pieces.find(({ passages }) => passages.length === 0)).toEqual({
      quoted: 'Frankly rubbish.',
      passages: [],
      diff: [{ kind: 'added', words: 'Frankly rubbish.' }],
    });
  });
});

describe('a message', () => {
  const TRUE = 'It is a bullying act that is hypocritical, immoral and unfair.';

  it('is checked quotation by quotation', async () => {
    const checks = await verifier.verify(
      `So Geng Shuang said "${TRUE}" and later “China firmly upholds cyber theft and opposes and cracks down on it” about “them”.`,
    );
    expect(checks.map(({ kind }) => kind)).toEqual(['exact', 'altered']);
    expect(checks[0]?.quoted).toBe(TRUE);
  });

  it.each([
    `Geng Shuang said: ${TRUE}`,
    `The spokesperson said that ${TRUE}`,
    `${TRUE} — Geng Shuang, 18 February 2019`,
    `> **It is a __bullying__ act** that is ||hypocritical||, [immoral](https://example.org) and *unfair*.\nwow <@42>`,
  ])('is read without its lead-in and markdown: %s', async (message) => {
    expect(await verify(message)).toMatchObject({ kind: 'exact', quoted: TRUE });
  });

  it('does not pass off changed words as a lead-in', async () => {
    const check = await verify(
      'What I can say here is: the Chinese government as always encourages overseas Chinese',
    );
    expect(check.kind).toBe('altered');
    expect(await verify(`China will spy. ${TRUE}`)).toMatchObject({ kind: 'altered' });
  });

  it('may be a passage that itself holds quotation marks', async () => {
    const text = passageWith('hyping up the so-called');
    expect(await verify(text)).toMatchObject({ kind: 'exact' });
    expect(await verify(`"${text.replace('ulterior', 'secret')}"`)).toMatchObject({ kind: 'altered' });
    expect(
      await verify(passageWith('installing "backdoors"').replace('has not asked', 'has asked')),
    ).toMatchObject({
      kind: 'altered',
    });
  });
});

describe('a text that is not on record', () => {
  it.each([
    'The Chinese authorities never told firms to hand over information held abroad by means of secret access.',
    'Beijing rejects hacking in every form and wants all nations to talk it out as equals.',
    'China opposes any use of hidden access in telecom networks and wants the Dutch to be fair to its companies.',
    'We do not force our companies to hand over data that is kept in other countries, and we never will.',
    'The embassy has asked Spain to protect the rights of Chinese people whose accounts were frozen.',
    'Britain should stay open and choose what is good for it, and keep on working with us.',
    'Chinese laws protect human rights and privacy, so the United States has misunderstood them completely.',
    'I went to the shop this morning to buy some milk and a loaf of bread for my neighbour.',
  ])('is not found: %s', async (text) => {
    expect((await verify(text)).kind).toBe('not-found');
  });

  it('comes with the nearest passage', async () => {
    const check = await verify(
      'Huawei equipment in the 5G networks of the Netherlands was never a risk to anyone at all',
    );
    expect(check.kind).toBe('not-found');
    expect(check.kind === 'not-found' && check.nearest?.document.date).toBe('2019-07-03');
  });

  it('has no nearest passage when it shares nothing, and no check without a word', async () => {
    expect(await verify('zzz qqq xxx')).toEqual({ quoted: 'zzz qqq xxx', kind: 'not-found' });
    expect(await verifier.verify(' … !? <@123> ')).toEqual([]);
  });
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
