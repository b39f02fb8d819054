/** Who asks and who answers, in all the ways that pages label it. */
import { describe, expect, it } from 'vitest';
import { exchange, parse, said, TITLE } from './helpers.ts';

const WANG = 'Wang Wenbin';

describe('labels', () => {
  it.each([
    ['Q: and A:', 'Q: Why now?', 'A: Because it is time.'],
    ['no space after the colon', 'Q:Why now?', 'A:Because it is time.'],
    ['words', 'Question:Why now?', 'Answer: Because it is time.'],
    ['a space before the colon', 'Q : Why now?', 'A : Because it is time.'],
    ['numbers', 'Q1: Why now?', 'A1: Because it is time.'],
    ['a label on its own line', 'Q:\nWhy now?', 'A:\nBecause it is time.'],
    ['emphasis', '**Q:** Why now?', '**A:** Because it is time.'],
    ['emphasis over the whole line', '**Q: Why now?**', 'A: Because it is time.'],
    ['Chinese labels', '问：Why now?', '答：Because it is time.'],
    ['the speaker by name', 'Q: Why now?', 'Wang Wenbin: Because it is time.'],
    ['the speaker by office', 'Q: Why now?', 'Spokesperson: Because it is time.'],
    ['the speaker by surname', 'Q: Why now?', 'Wang: Because it is time.'],
  ])('reads %s', (_, question, answer) => {
    expect(said(question, answer)).toEqual([
      { question: 'Why now?', speaker: WANG, answer: ['Because it is time.'] },
    ]);
  });

  it.each([
    ['an agency', 'AFP:', 'AFP'],
    ['a curly apostrophe', 'People’s Daily:', 'People’s Daily'],
    ['a label that the page broke', 'R euters:', 'Reuters'],
    ['a space before the colon', 'China-Arab TV :', 'China-Arab TV'],
    ['an outlet that only its question gives away', 'UOL of Brazil:', 'UOL of Brazil'],
    ['a reporter', 'Kyodo reporter:', 'Kyodo reporter'],
  ])('takes the asker from %s', (_, label, asker) => {
    expect(said(`${label} Why now?`, 'Wang Wenbin: Because it is time.', 'And more.')).toEqual([
      { asker, question: 'Why now?', speaker: WANG, answer: ['Because it is time.', 'And more.'] },
    ]);
  });

  it('works out who answers where no title tells', () => {
    const text =
      'Remarks after the talks\n2019/07/03\n\nSmith: Why?\n\nLiu: So.\n\nJones: And now?\n\nLiu: The same.';
    expect(exchange(parse(text))).toEqual([
      { asker: 'Smith', question: 'Why?', speaker: 'Liu', answer: ['So.'] },
      { asker: 'Jones', question: 'And now?', speaker: 'Liu', answer: ['The same.'] },
    ]);
  });

  it('reads a Chinese press conference', () => {
    const text =
      '2017年12月7日外交部发言人耿爽主持例行记者会\n2017年12月07日 15:46:00\n\n' +
      '法新社记者：中方对此有何评论？\n\n耿爽：我们注意到有关报道。\n\n　　中方的立场是一贯的。\n\n打印本页 推荐给朋友';
    const transcript = parse(text);
    expect(transcript.document).toMatchObject({
      date: '2017-12-07',
      language: 'zh',
      kind: 'press-conference',
    });
    expect(exchange(transcript)).toEqual([
      {
        asker: '法新社记者',
        question: '中方对此有何评论？',
        speaker: '耿爽',
        answer: ['我们注意到有关报道。', '中方的立场是一贯的。'],
      },
    ]);
  });

  it('keeps both languages of a bilingual block in one turn', () => {
    expect(said('问：为什么？\nQ: Why?', '答：因为。\nA: Because.')).toEqual([
      { question: '为什么？\n\nWhy?', speaker: WANG, answer: ['因为。', 'Because.'] },
    ]);
  });

  it.each([
    'Between 00:00 and 24:00 we saw it.',
    'There are several highlights: First, growth.',
    'Journal : a paper has written so.',
    'Ukraine: we support talks.',
    'Let me be clear: this is wrong.',
    'Address: that is what we must do with the problem.',
    '10:30 was the hour.',
    'First: we object.',
  ])('is not led astray by “%s”', (paragraph) => {
    expect(said('AFP: Why?', 'Wang Wenbin: So.', paragraph, 'NHK: And?', 'Wang Wenbin: Yes.')).toEqual([
      { asker: 'AFP', question: 'Why?', speaker: WANG, answer: ['So.', paragraph] },
      { asker: 'NHK', question: 'And?', speaker: WANG, answer: ['Yes.'] },
    ]);
  });

  it.each([
    [
      'an index page',
      'Spokesperson: China urges restraint\nWang Yi: Will China respond?\nUpdated: 2019-07-03',
    ],
    ['stripped labels', 'What is your comment?\n\nI have no comment on that.\n\nAnd of that?\n\nNothing.'],
  ])('invents no turns from %s', (_, body) => {
    expect(() => parse(`${TITLE}\n\n${body}`)).toThrow(
      /holds no question with an answer.*“Foreign Ministry/s,
    );
  });
});
