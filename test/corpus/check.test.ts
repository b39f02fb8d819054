/** What the check of a corpus finds, and that its samples can be drawn again. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCorpus, draw } from '../../corpus/check/check.ts';
import { findSuspicions } from '../../corpus/check/suspicions.ts';
import { findMisspellings } from '../../corpus/misspellings.ts';
import { seededRandom } from '../../corpus/random.ts';
import type { Transcript } from '../../corpus/schema.ts';
import { runHere } from '../support/run-script.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { parse, said, TITLE } from './helpers.ts';

describe('the check', () => {
  it('prints no file’s name, and no word of it, that would steer the terminal', async () => {
    const folder = await temporaryFolder();
    const text =
      "Spokesperson's Press Briefing on 4 May 2020\n\nQ: Will \u001b[8mnobody\u001b[0m answer this?\n";
    await writeFile(
      join(folder, '\u001b]0;pwn\u0007.txt'),
      `${text}\nA: Yes.\n\nQ: And \u001b[8mthis\u001b[0m?\n`,
    );
    await writeFile(join(folder, '\u001b]0;none\u0007.txt'), 'Nothing.');
    const { stdout, stderr } = await runHere('check-corpus', [folder], {});
    expect(stdout).toContain('␛]0;pwn␇.txt');
    expect(stdout).toContain('␛]0;none␇.txt');
    expect(stdout).toContain('And ␛[8mthis␛[0m?');
    for (const control of ['\u001b', '\u0007']) expect(stdout + stderr).not.toContain(control);
  });

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
    expect(counts).toMatchObject({ unanswered: 1, long: 1, wall: 1, lost: 0 });
    expect(samples).toContainEqual({
      kind: 'unanswered',
      path: 'a.txt',
      text: 'Q: And will nobody answer this?',
    });
  });

  it('lists all that is in no turn, by where it stands', () => {
    const text = [
      'Home > Briefings',
      "Spokesperson's Press Briefing on 4 May 2020",
      'Q: Why now?',
      '[Laughter.]',
      'A: Because.',
      'Harbour and piers',
      'The room was told that it would be closed.',
      'Q: Does anybody know?',
      'Q: And later?',
      'A: Later too. (Laughter.)',
      'Print this page',
    ].join('\n');
    const at = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
    const passage = (words: string, turn: number) => ({
      id: '0000000000',
      turn,
      ordinal: 0,
      text: words,
      ...at(words),
    });
    const transcript: Transcript = {
      document: { ...parse(`${TITLE}\n\nQ: Why?\n\nA: So.`).document, text },
      turns: [
        { document: 'a', ordinal: 0, question: 'Why now?', speaker: 'Spokesperson' },
        { document: 'a', ordinal: 1, question: 'And later?', speaker: 'Spokesperson' },
      ],
      passages: [passage('Because.', 0), passage('Later too. (Laughter.)', 1)],
    };
    expect(findSuspicions(transcript).map(({ kind, text }) => [kind, text])).toEqual([
      ['above', 'Home > Briefings'],
      ['above', "Spokesperson's Press Briefing on 4 May 2020"],
      ['speaker', 'Q:'],
      ['bracket', '[Laughter.]'],
      ['speaker', 'A:'],
      ['line', 'Harbour and piers'],
      ['lost', 'The room was told that it would be closed.'],
      ['unanswered', 'Q: Does anybody know?'],
      ['speaker', 'Q:'],
      ['speaker', 'A:'],
      ['below', 'Print this page'],
    ]);
  });

  it.each([
    ['label', 'Reuters: And now?'],
    ['label', 'Q    And now?'],
    ['label', '问：然后呢？'],
    ['label', 'Anna Roe, Radio One:'],
    ['label', '(Question by Media):'],
    [undefined, 'Now, the primary objectives are:'],
    ['inner', 'It is so. MS. PSAKI: And now we go on.'],
    ['inner', 'It is so. QUESTION: And now?'],
    ['start', 'and then it was closed.'],
    ['end', 'It was closed in the middle of a'],
    [undefined, 'First: we object.'],
    [undefined, 'It was closed — and that was that.'],
    [undefined, 'Yes'],
  ])('a passage: %s in “%s”', (kind, words) => {
    const { document } = parse(`${TITLE}\n\nQ: Why?\n\nA: So.`);
    const passage = { id: '0000000000', turn: 0, ordinal: 0, text: words, start: 0, end: words.length };
    const turns = [{ document: 'a', ordinal: 0, question: 'Why?', speaker: 'Wang' }];
    const kinds = findSuspicions({ document: { ...document, text: words }, turns, passages: [passage] });
    expect(kinds.map(({ kind }) => kind)).toEqual(kind === undefined ? [] : [kind]);
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
