/** What the check of a corpus finds, and that its samples can be drawn again. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCorpus, draw } from '../../corpus/check/check.ts';
import { findMisspellings } from '../../corpus/misspellings.ts';
import { seededRandom } from '../../corpus/random.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { said } from './helpers.ts';

describe('the check', () => {
  it('finds what looks wrongly read', async () => {
    const folder = await temporaryFolder();
    const text = [
      "Spokesperson's Press Briefing on 4 May 2020",
      'Q: Why now?',
      `A: ${'word '.repeat(3100)}.`,
      'Minister Smith: Some say otherwise.',
      'Q: And will nobody answer this?',
    ];
    await writeFile(join(folder, 'a.txt'), text.join('\n\n'));
    await writeFile(join(folder, 'b.txt'), 'Nothing.');
    const { counts, samples, refused, documents } = await checkCorpus(folder, 5, 1);
    expect(documents).toBe(1);
    expect(refused).toHaveLength(1);
    expect(counts).toMatchObject({ unanswered: 1, long: 1, wall: 1, crumb: 0, lost: 0 });
    expect(samples).toContainEqual({
      kind: 'unanswered',
      path: 'a.txt',
      text: 'And will nobody answer this?',
    });
  });

  it('draws the same sample for the same seed', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    expect(draw(items, 5, seededRandom(7))).toEqual(draw(items, 5, seededRandom(7)));
    expect(draw(items, 5, seededRandom(7))).toHaveLength(5);
    expect(draw(items, 99, seededRandom(7))).toEqual(items);
  });
});

describe('labels that are misspelt once', () => {
  const usual = ['MR. SULLIVAN', 'MR. SULLIVAN', 'OFFICIAL ONE', 'OFFICIAL ONE', 'MS. LEE', 'MS. LEE'];

  it.each([
    ['MR. SULLIVCAN', 'MR. SULLIVAN'],
    ['MR. SULLVIAN', 'MR. SULLIVAN'],
    ['MS. SULLIVAN', undefined],
    ['OFFICIAL TWO', undefined],
    ['MR. LEE', undefined],
    ['MR. KIRBY', undefined],
  ])('%s is %s', (name, right) => {
    expect(findMisspellings([...usual, name]).get(name)).toBe(right);
  });
});

describe('a host among guests', () => {
  it('who only hands over answers nothing', () => {
    const turns = said(
      'AFP: Why?',
      'Minister Smith: Because it is time.',
      'Spokesperson: Thank you, Minister. Go ahead, Reuters.',
      'Reuters: And now?',
      'Minister Smith: Now as well.',
      'Spokesperson: Confirmed.',
    );
    expect(turns.map(({ question, speaker, answer }) => [question, speaker, answer.join(' ')])).toEqual([
      ['Why?', 'Minister Smith', 'Because it is time.'],
      ['And now?', 'Minister Smith', 'Now as well.'],
      ['And now?', 'Wang Wenbin', 'Confirmed.'],
    ]);
  });
});
