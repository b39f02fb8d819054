/** Where a turn begins and ends, and what is no part of it. */
import { describe, expect, it } from 'vitest';
import { exchange, parse, said } from './helpers.ts';

const speaker = 'Wang Wenbin';

describe('turns', () => {
  it('open with a statement that answers no question, labelled or not', () => {
    const announcement = 'At the invitation of the government, the minister will visit China tomorrow.';
    for (const opening of [
      [`Wang Wenbin: ${announcement}`],
      ['Foreign Ministry Spokesperson Wang Wenbin started with the following announcement:', announcement],
    ]) {
      expect(said(...opening, 'Q: Why?', 'A: So.')).toEqual([
        { speaker, answer: [announcement] },
        { question: 'Why?', speaker, answer: ['So.'] },
      ]);
    }
  });

  it('join the questions of several reporters before one answer', () => {
    expect(said('AFP: Why?', 'NHK: And when?', 'Wang Wenbin: So.')).toEqual([
      { asker: 'AFP, NHK', question: 'Why?\n\nAnd when?', speaker, answer: ['So.'] },
    ]);
  });

  it('keep all paragraphs of a question', () => {
    expect(said('Q: It is said so.', 'Is it true?', 'A: Yes.')).toEqual([
      { question: 'It is said so.\n\nIs it true?', speaker, answer: ['Yes.'] },
    ]);
  });

  it('leave out stamps, share lines and what a page says of itself', () => {
    expect(
      said(
        'Updated: May 08, 2023 20:09',
        'Q: Why?',
        'A: So.',
        'The following question was raised after the press conference:',
        'Q: More?',
        'A: No more.',
        '<Print>',
        'Share to Facebook Twitter',
        'Tel: 010-1234',
        'Copyright © 2023 All rights reserved',
      ),
    ).toEqual([
      { question: 'Why?', speaker, answer: ['So.'] },
      { question: 'More?', speaker, answer: ['No more.'] },
    ]);
  });

  it('part a statement from the question that lost its line break', () => {
    expect(
      said(
        'Updated: June 03, 2026 20:09 At the invitation of X, the minister of Y will visit. People’s Daily: Why now?',
        'Spokesperson: So.',
        'AFP: And?',
        'Spokesperson: Yes.',
      ).slice(0, 2),
    ).toEqual([
      { speaker, answer: ['At the invitation of X, the minister of Y will visit.'] },
      { asker: 'People’s Daily', question: 'Why now?', speaker, answer: ['So.'] },
    ]);
  });
});

const BRIEFING = `---
date: '2021-01-20'
source_url: https://www.whitehouse.gov/briefing/
title: "Press Briefing by Press Secretary Jen\\_Psaki and Coordinator John\\_Kirby"
---
\u00a0
James S. Brady Press Briefing Room

3:19 P.M. EDT

MS. PSAKI:\u00a0 Good evening. It is an
honor to be \\[inaudible\\] <s>hear</s> here.
\u00a0
(Laughter.)

Q\u00a0\u00a0\u00a0 Why, Jen, and
since when?

MS. PSAKI:\u00a0 Well, I think —

Q\u00a0\u00a0\u00a0 Right.

MS.\u00a0 PSAKI:\u00a0 — that it is true.

MR. KIRBY:  I agree.

MODERATOR:  Next question.

Q    And —

MR. KIRBY:  Yes.

Q    — the other one?${'  '}
MR. KIRBY:  No.

CBS: “A headline that was read out.”

SENIOR ADMINISTRATION OFFICIAL:  So it is.

* * *

END                 4:02 P.M. EDT

\\###
`;

describe('a briefing in Markdown', () => {
  const transcript = parse(BRIEFING, '2021/briefing.md');

  it('takes its particulars from the front matter', () => {
    expect(transcript.document).toMatchObject({
      title: 'Press Briefing by Press Secretary Jen Psaki and Coordinator John Kirby',
      date: '2021-01-20',
      url: 'https://www.whitehouse.gov/briefing/',
      publisher: 'The White House',
      path: '2021/briefing.md',
    });
  });

  it('gives each speaker a readable name, and the same question to all who answer it', () => {
    const question = 'Why, Jen, and\nsince when?';
    expect(exchange(transcript)).toEqual([
      {
        speaker: 'Jen Psaki',
        answer: ['Good evening. It is an\nhonor to be \\[inaudible\\] <s>hear</s> here.'],
      },
      { question, speaker: 'Jen Psaki', answer: ['Well, I think —', '— that it is true.'] },
      { question, speaker: 'John Kirby', answer: ['I agree.'] },
      {
        question: 'And —\n\n— the other one?',
        speaker: 'John Kirby',
        answer: ['Yes.', 'No.', 'CBS: “A headline that was read out.”'],
      },
      {
        question: 'And —\n\n— the other one?',
        speaker: 'Senior Administration Official',
        answer: ['So it is.'],
      },
    ]);
  });

  it('says what is wrong with front matter that is not YAML', () => {
    expect(() => parse('---\n"open\n---\nQ: Why?\n\nA: So.', 'a.md')).toThrow(
      /a\.md begins with front matter/,
    );
  });
});

describe('plain text', () => {
  it('is unwrapped where its lines are wrapped', () => {
    const wrapped =
      "Spokesperson's Press Briefing, 3 March 2020\n\n" +
      'Q: This is a question that is long enough to be wrapped over two lines by\nwhoever saved the page, is it?\n' +
      'A: Indeed it is, and the answer is long enough as well to be wrapped on to\nthe second line, and the third,' +
      ' since it goes on and on and on about the\nsame.\n\n' +
      'A second paragraph that is also wrapped since it has a good many words in\nit and so on.';
    const [turn] = exchange(parse(wrapped));
    expect(turn?.question).toMatch(/^This is .* two lines by\nwhoever saved the page, is it\?$/);
    expect(turn?.answer).toHaveLength(2);
  });
});
