import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { forgetVersions, listVersions } from '../../corpus/history.ts';
import { readSupersededTurns } from '../../retrieval/archive.ts';
import type { DiffPart, QuoteCheck } from '../../retrieval/quotes/check.ts';
import { type Edit, openRecordAfter, replacing, SOFTENED } from '../support/edited-record.ts';
import { shared, type WhenDone } from '../support/temporary.ts';

vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>();
  return { ...actual, readFile: vi.fn(actual.readFile) };
});

const BULLYING = 'It is a bullying act that is hypocritical, immoral and unfair.';
const DATA = 'China has not asked and will not ask companies or individuals to collect or provide data';

/** A record that the test may change. */
const afterEdits = (...edits: readonly Edit[]) => afterEditsFor(onTestFinished, ...edits);

async function afterEditsFor(whenDone: WhenDone, ...edits: readonly Edit[]) {
  const { verifier, verifierOfToday, ...record } = await openRecordAfter(whenDone, edits);
  const { verify, explain } = verifier;
  return { ...record, verify, explain, verifyAlone: verifierOfToday.verify };
}

/** Records that tests only read. */
const softened = shared((whenDone) => afterEditsFor(whenDone, SOFTENED));
const twiceEdited = shared((whenDone) => afterEditsFor(whenDone, SOFTENED, replacing('regrettable', 'sad')));

async function only(checks: Promise<QuoteCheck[]>): Promise<QuoteCheck> {
  const [check, ...more] = await checks;
  expect(more).toEqual([]);
  return check ?? expect.fail('no check');
}

function marked(diff: readonly DiffPart[] = []): string {
  const frame = { same: ['', ''], 'left-out': ['{+', '+}'], added: ['[-', '-]'] } as const;
  return diff.map(({ kind, words }) => frame[kind].join(words)).join(' ');
}

describe('a quote of words that its source no longer holds', () => {
  it('was on record, and stands beside what the source says now', async () => {
    const { verify } = softened();
    const check = await only(verify(BULLYING));
    expect(check).toMatchObject({
      kind: 'superseded',
      quoted: BULLYING,
      count: 1,
      omissions: false,
      until: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      places: [[{ superseded: expect.any(String), document: { date: '2019-02-18' } }]],
    });
    if (check.kind !== 'superseded') return;
    expect(marked(check.now?.diff)).toBe(
      'It is a bullying act that is {+regrettable.+} [-hypocritical, immoral and unfair.-]',
    );
    expect(check.now?.passages[0]?.passage.text).toContain('regrettable');
    expect(check.now?.passages[0]).not.toHaveProperty('superseded');
  });

  it.each([
    ['of three words', 'immoral and unfair'],
    ['with words left out where it says so', 'It is a bullying act … immoral and unfair.'],
    ['with a lead-in', `Geng Shuang said: ${BULLYING}`],
    ['in quotation marks', `They wrote “${BULLYING}” at the time`],
  ])('may be %s', async (_, message) => {
    const { verify } = softened();
    const check = await only(verify(message));
    expect(check.kind).toBe('superseded');
    if (check.kind === 'superseded') expect(marked(check.now?.diff)).toContain('{+regrettable.+}');
  });

  it('is explained by the words that stood there', async () => {
    const { explain } = softened();
    const altered = BULLYING.replace('hypocritical', 'cynical');
    const { checks } = await explain(`They wrote “${BULLYING}” and “${altered}” at the time`);
    expect(checks.map(({ check }) => check.kind)).toEqual(['superseded', 'altered']);
    const [best] = checks[1]?.candidates ?? [];
    expect(best?.cited.superseded).toEqual(expect.any(String));
    expect(best?.cited.passage.text).toContain('hypocritical, immoral and unfair');
  });

  it('may be a whole passage that itself holds quotation marks', async () => {
    const { passages } = await afterEdits();
    const old = (await passages.read([...Array(passages.size).keys()])).find(({ passage }) =>
      passage.text.includes('"backdoors"'),
    );
    const { verify } = await afterEdits(replacing('installing "backdoors"', 'any means'));
    const check = await only(verify(old?.passage.text ?? ''));
    expect(check.kind).toBe('superseded');
    if (check.kind === 'superseded')
      expect(marked(check.now?.diff)).toMatch(/by \{\+any means\+} \[-installing "backdoors"-] or by/);
  });

  it('is told of a paragraph that came between, and of one that went', async () => {
    const inserted = await afterEdits(
      replacing('\nThird, the Chinese', '\nThat is all.\n\nThird, the Chinese'),
    );
    const { passages } = inserted;
    const all = await passages.read([...Array(passages.size).keys()]);
    const at = all.findIndex(({ passage }) => passage.text === 'That is all.');
    expect(at).toBeGreaterThan(0);
    const joined = `${all[at - 1]?.passage.text}\n\n${all[at + 1]?.passage.text}`;
    const check = await only(inserted.verify(joined));
    expect(check.kind).toBe('superseded');
    if (check.kind === 'superseded') expect(marked(check.now?.diff)).toContain('{+That is all.+}');

    const third = all[at + 1]?.passage.text ?? '';
    const gone = await only((await afterEdits(replacing(third, ''))).verify(third));
    expect(gone.kind).toBe('superseded');
    expect(gone).not.toHaveProperty('now');
  });

  const BEFORE = '[-It is a bullying act that is hypocritical, immoral and unfair.-]';
  it.each([
    [
      'goes on',
      'unfair.',
      'unkind, but that is over.',
      /and \{\+unkind, but that is over\.\+} \[-unfair\.-]$/,
    ],
    ['is another', BULLYING, 'We wish everybody well.', `involvement. {+We wish everybody well.+} ${BEFORE}`],
    ['is not there', ` ${BULLYING}`, '', `involvement. ${BEFORE}`],
  ])('stands beside the present sentence, which %s', async (_, words, by, shown) => {
    const { verify } = await afterEdits(replacing(words, by));
    const check = await only(verify(BULLYING));
    expect(check.kind).toBe('superseded');
    if (check.kind === 'superseded') expect(marked(check.now?.diff)).toMatch(shown);
  });

  it('is dated by the last version that held it', async () => {
    const { verify, settings } = twiceEdited();
    const files = await listVersions(settings.CORPUS_DIR);
    expect(files).toHaveLength(2);
    const [first, second] = [
      await only(verify(BULLYING)),
      await only(verify('a bullying act that is regrettable')),
    ];
    if (first.kind !== 'superseded' || second.kind !== 'superseded') return expect.fail(second.kind);
    expect(first.until < second.until).toBe(true);
    for (const { now } of [first, second]) expect(marked(now?.diff)).toContain('{+sad.+}');
  });

  it('with a changed word is compared with the version that is closer', async () => {
    const { verify, verifyAlone } = softened();
    const message = 'It is a bullying act that is hypocritical, amoral and unfair.';
    expect(await only(verifyAlone(message))).toMatchObject({ kind: 'not-found' });
    const check = await only(verify(message));
    if (check.kind !== 'altered') return expect.fail(check.kind);
    expect(check.passages[0]?.superseded).toBeDefined();
    expect(marked(check.diff)).toContain('hypocritical, {+immoral+} [-amoral-] and unfair.');
    expect(marked(check.now?.diff)).toContain('{+regrettable.+}');
  });
});

describe('a quote of what is on record', () => {
  const MESSAGES = [
    DATA,
    DATA.replace('will not', 'will'),
    'It is a bullying act that is regrettable.',
    'It is a bullying act … regrettable.',
    'China firmly upholds cyber security and opposes and cracks down on all forms of cyber attack. ' +
      'Unfounded speculation, attacks and suppression would not help addressing this concern at all.',
    'Huawei equipment in the 5G networks of the Netherlands was never a risk to anyone at all',
    'I went to the shop this morning to buy some milk and a loaf of bread for my neighbour.',
    `“${DATA}” and “Unfounded speculation, attacks and oppression would not help addressing this”`,
    'zzz qqq xxx',
    ' … ',
  ];

  it('keeps its verdict, whatever stood there before', async () => {
    const { verify, verifyAlone } = softened();
    for (const message of MESSAGES)
      expect(await verify(message), message).toEqual(await verifyAlone(message));
  });

  it('is on record again once an edit is taken back', async () => {
    const { verify } = await afterEdits(
      SOFTENED,
      replacing('regrettable', 'hypocritical, immoral and unfair'),
    );
    expect(await only(verify(BULLYING))).toMatchObject({ kind: 'exact', count: 1 });
    expect(await only(verify('a bullying act that is regrettable'))).toMatchObject({ kind: 'superseded' });
  });
});

describe('the old versions', () => {
  it('are followed while the record stays open, and a damaged one is passed over', async () => {
    const { verify, settings } = await afterEdits(SOFTENED);
    expect((await only(verify(BULLYING))).kind).toBe('superseded');
    const [file = ''] = await listVersions(settings.CORPUS_DIR);
    await writeFile(path.join(path.dirname(file), 'damaged.json'), '{}');
    expect((await only(verify(BULLYING))).kind).toBe('superseded');
    await rm(path.join(path.dirname(file), 'damaged.json'));
    await forgetVersions(settings.CORPUS_DIR, path.basename(file).replace(/\.\w+\.json$/, ''));
    expect((await only(verify(BULLYING))).kind).toBe('not-found');
  });

  it('do not count where their words are not those of their text', async () => {
    const { settings, store } = await afterEdits(SOFTENED);
    const [file = ''] = await listVersions(settings.CORPUS_DIR);
    const kept = await readFile(file, 'utf8');
    await writeFile(file, kept.replaceAll('"text": "It is a bullying', '"text": "It is a kind'));
    const turns = await readSupersededTurns(settings.CORPUS_DIR, store);
    expect(JSON.stringify(turns)).not.toContain('a kind');
  });

  it('take bounded room: what was superseded last is kept', async () => {
    const { settings, store } = twiceEdited();
    const [newest = [], oldest = []] = await readSupersededTurns(settings.CORPUS_DIR, store);
    expect(JSON.stringify(oldest)).toContain('hypocritical');
    const room = newest.reduce((sum, { passage }) => sum + passage.text.length, 0);
    expect(await readSupersededTurns(settings.CORPUS_DIR, store, room)).toEqual([newest]);
  });

  it('are not read for an id that nobody gave, once it is known what they hold', async () => {
    const { settings, archive } = await afterEdits(SOFTENED);
    const [file = ''] = await listVersions(settings.CORPUS_DIR);
    const old = (await archive.turns()).flat().find(({ passage }) => passage.text.includes('immoral'));
    for (let i = 0; i < 20; i++) await copyFile(file, file.replace('.json', `${i}.json`));
    expect(await archive.turn('0000000000')).toEqual([]);
    vi.mocked(readFile).mockClear();
    for (let i = 0; i < 50; i++) expect(await archive.turn(`00000000${10 + i}`)).toEqual([]);
    expect(readFile).not.toHaveBeenCalled();
    const turn = await archive.turn(old?.passage.id ?? '');
    expect(turn.map(({ passage }) => passage.text)).toContain(old?.passage.text);
  });
});
