/** Interviews whose questions stand in letters of their own, and whose answers have no label. */
import { describe, expect, it } from 'vitest';
import { exchange } from '../helpers.ts';
import { blocks, read } from './layouts.ts';

const FRONT = (title: string, ...more: string[]) =>
  ['---', `title: "${title}"`, 'date: 2021-05-08', ...more, '---', ''].join('\n');

async function turnsOf(text: string) {
  const { transcript, warnings } = await read(text, undefined, 'a.md');
  return {
    turns: exchange(transcript).map(({ question, speaker, answer }) => [question, speaker, ...answer]),
    warnings: warnings.join('\n'),
  };
}

const asked = (title: string, lead: string, ...more: string[]) =>
  FRONT(title) +
  blocks(
    lead,
    '**What does your office do all day?**',
    'It looks after the harbour and the ships in it.',
    '**Is there enough money for that?**',
    'There never is, but we manage with what we have.',
    ...more,
  );

describe('who answers where no label says so', () => {
  it.each([
    [
      'whom the lead introduces',
      'Old Boats with Norway CIO Ann Stone',
      'Ann Stone is the Chief Information Officer of Norway.',
    ],
    [
      'the one in the title',
      'Spotlight: Ann Stone, Port of Oslo',
      'Ann Stone ([@stone](https://x.example/s)) is the harbour’s engineer.',
    ],
    [
      'whom somebody sat down with',
      'Easier harbours: questions for developer Ann Stone',
      'We recently sat down with developer Ann Stone and asked her a few questions.',
    ],
    [
      'whose term is told of',
      'The Harbours: An Interview with Ann Stone',
      'On January 1, 2020 Ann Stone began her term as the last head. In this interview with _The Pier_ Editor Tom Poe, she tells of it.',
    ],
    [
      'an official whom the lead alone names first',
      'Meet the Mayor’s Boat-Loving Challenger',
      'Democratic State Senator Ann Stone announced her bid last weekend. This week, the senator spoke to The Pier about it.',
    ],
  ])('%s', async (_, title, lead) => {
    const { turns, warnings } = await turnsOf(asked(title, lead));
    expect(turns.map(([, speaker]) => speaker)).toEqual(['Ann Stone', 'Ann Stone']);
    expect(warnings).toMatch(/line \d+: no label says who answers, and .*“Ann Stone”/);
  });

  it('has no day where the head gives a year, and the lead tells of another', async () => {
    const lead = 'On January 1, 2020 Ann Stone began her term as the last head of it.';
    const text = asked('The Harbours: An Interview with Ann Stone', lead).replace(/date: .*/, 'date: 2022');
    await expect(read(text, undefined, 'a.md')).rejects.toThrow('names no date');
  });

  it('whoever says it in the first answer', async () => {
    const text = blocks(
      '# "Norway Cleans Its Harbours", May 8, 2021',
      '**Could you tell me your name?**',
      'Hello, my name is Ann Stone. I run the harbours.',
      '**Are they clean?**',
      'They are cleaner than they were ten years ago.',
    );
    expect((await turnsOf(text)).turns.map(([, speaker]) => speaker)).toEqual(['Ann Stone', 'Ann Stone']);
  });

  it('is refused where the answers are nobody’s words', async () => {
    const text = asked('Ten Questions for Open Harbour', 'Open Harbour is a service of the town.').replace(
      'but we manage with what we have',
      'but it will do',
    );
    await expect(read(text, undefined, 'a.md')).rejects.toThrow('but not who answers them');
  });

  it('is refused where a later answer tells of somebody’s name', async () => {
    const told = ['**And the ships?**', 'A man came and said that my name is Tom Poe like his.'];
    const text = asked('All About Harbours', 'Harbours are old, and here is what we asked.', ...told);
    await expect(read(text, undefined, 'a.md')).rejects.toThrow('but not who answers them');
  });

  it.each([
    ['nobody is named', 'All About Harbours', 'Harbours are old, and here is what people ask of them.'],
    [
      'the one named is an official of whom somebody else speaks',
      'The Harbours in Winter',
      'Senator Ann Stone has closed the harbour again. We spoke to Tom Poe, who works there.',
    ],
    [
      'the one named is the host',
      'Pier Talk with Ann Stone',
      'Ann Stone is the host of Pier Talk. Here she puts five questions.',
    ],
    [
      'the one named asks an official',
      'Interview with Ann Stone, Radio Pier',
      'Minister Tom Poe talked with Ann Stone about the harbour and its ships.',
    ],
    [
      'the lead says no more than the title',
      'Interview with Ann Stone, 7.30 Evening',
      'Transcript of the interview with Ann Stone.',
    ],
    [
      'the one named asked somebody else',
      'The Harbour Hour with Ann Stone',
      'Ann Stone asked the engineer of the harbour what she thinks of it.',
    ],
    [
      'two are named',
      'Ten Years with Ann Stone and Tom Poe',
      'Ann Stone is the engineer. Tom Poe is the clerk of the harbour.',
    ],
  ])('it is refused where %s', async (_, title, lead) => {
    await expect(read(asked(title, lead), undefined, 'a.md')).rejects.toThrow('but not who answers them');
  });
});

describe('letters that set questions apart', () => {
  const lead = 'Ann Stone is the engineer of the harbour.';

  it('go on over wrapped lines', async () => {
    const { turns } = await turnsOf(
      asked(
        'Questions for Ann Stone',
        lead,
        '**How would you explain that to somebody who has not seen a\nharbour?**',
        'I would take them\nto one.',
        '**So I have a boat. I need a place for it, and I ask you for one of\nyours.**',
        'You will get one.',
      ),
    );
    expect(turns.slice(2)).toEqual([
      [
        'How would you explain that to somebody who has not seen a\nharbour?',
        'Ann Stone',
        'I would take them\nto one.',
      ],
      [
        'So I have a boat. I need a place for it, and I ask you for one of\nyours.',
        'Ann Stone',
        'You will get one.',
      ],
    ]);
  });

  it('other letters are the editor’s: captions and credits', async () => {
    const { turns, warnings } = await turnsOf(
      asked(
        'Questions for Ann Stone',
        lead,
        '*Ships outside of the harbour (Photo Agency).*',
        '**Will it ever freeze?**',
        'Not in my time, I hope.',
        '*This interview has been shortened.*',
        '*Photographs by Tom Poe.*',
      ),
    );
    expect(turns).toHaveLength(3);
    expect(turns[1]).toHaveLength(3);
    expect(turns[2]).toEqual(['Will it ever freeze?', 'Ann Stone', 'Not in my time, I hope.']);
    expect(warnings).not.toContain('without an answer');
  });

  it('at both ends of an answer set nothing apart', async () => {
    const { turns } = await turnsOf(
      asked(
        'Questions for Ann Stone',
        lead,
        '*Never.* Not even in winter, says *The Pier*.',
        '*Ever.* It is *so*',
      ),
    );
    expect(turns[1]?.slice(3)).toEqual([
      '*Never.* Not even in winter, says *The Pier*.',
      '*Ever.* It is *so*',
    ]);
  });

  it('numbers before slanted questions, and answers in block quotes', async () => {
    const text =
      FRONT('An Interview with Ann Stone') +
      [
        '> On May 1, 2020 Ann Stone began her work in the harbour.',
        '',
        '**1.** _Is it still as cold as it was?_  ',
        '',
        '> It is colder, and I like it.',
        '>   ',
        '> My predecessor did not.',
        '',
        '  ',
        '**2.** _What comes next?_  ',
        '',
        '> Spring, I am told.',
      ].join('\n');
    expect((await turnsOf(text)).turns).toEqual([
      [
        'Is it still as cold as it was?',
        'Ann Stone',
        'It is colder, and I like it.',
        'My predecessor did not.',
      ],
      ['What comes next?', 'Ann Stone', 'Spring, I am told.'],
    ]);
  });

  it('headings that carry a time are what was said then, whether it asks or not', async () => {
    const text = blocks(
      '[[country:Norway]]\n[[type:story]]',
      '# Norway Cleans Its Harbours, May 8, 2021',
      '### [[0:03]] Tell me your name and what you do\\.',
      'My name is Ann Stone\\. I run the harbours\\.',
      '### [[0:15]] How did it begin?',
      '[[themes:ships]]\n[[themes:water]]\nIt began with a storm that nobody had seen coming\\.',
      '### [[2:09]] Go on, please\\.',
      'We cleaned all of it in a week\\.',
      '### [[3:49]] Who paid for that?',
      'The town did, and not the state\\.',
    );
    expect((await turnsOf(text)).turns).toEqual([
      ['Tell me your name and what you do\\.', 'Ann Stone', 'My name is Ann Stone\\. I run the harbours\\.'],
      ['How did it begin?', 'Ann Stone', 'It began with a storm that nobody had seen coming\\.'],
      ['Go on, please\\.', 'Ann Stone', 'We cleaned all of it in a week\\.'],
      ['Who paid for that?', 'Ann Stone', 'The town did, and not the state\\.'],
    ]);
  });
});

describe('Markdown whose paragraphs are written in HTML', () => {
  it('headings ask, deeper ones are topics, and lines below the last answer are the page’s', async () => {
    const text =
      FRONT('Old Boats with Ann Stone') +
      [
        '<p>Ann Stone (<a href="https://x.example">@stone</a>) is the harbour&rsquo;s engineer.</p>',
        '<h2 style="clear: both">What does your office do?</h2>',
        'It looks after the harbour.',
        '',
        'These are its tasks:',
        '<h3>Boats and people</h3>',
        'We count them &amp; feed them.',
        '<h2>Is there enough <em>money</em>?</h2>',
        'There never is.',
        '<h2>And what comes next?</h2>',
        'Spring, I am told.',
        '',
        '<hr />',
        '',
        'Questions? Comments? Write to <a href="https://x.example">@harbour</a>',
        '',
        '<strong>Old Boats and Their People: A Harbour Tale</strong>',
        'Ann Stone',
        '216 pages',
        'Pier Books of Norway',
      ].join('\n');
    expect((await turnsOf(text)).turns).toEqual([
      [
        'What does your office do?',
        'Ann Stone',
        'It looks after the harbour.',
        'These are its tasks:',
        'We count them & feed them.',
      ],
      ['Is there enough money?', 'Ann Stone', 'There never is.'],
      ['And what comes next?', 'Ann Stone', 'Spring, I am told.'],
    ]);
  });

  it('paragraphs with bold questions, and captions beside pictures', async () => {
    const text =
      FRONT('Meet the Mayor’s Challenger') +
      [
        '<p><span> </span></p><div> <img alt="a.jpg" src="a.jpg"> <br> <i> Senator Stone in 2012 (Agency). </i></div> <p></p>',
        '',
        '<p>State Senator <a href="https://x.example">Ann Stone</a> announced her bid. This week, she spoke to The Pier.</p>',
        '',
        '<p><strong>I thought we could start with the <a href="https://x.example">harbour</a>.</strong></p>',
        '<p>It&apos;s dirty, and the mayor knows that it is. </p>',
        '<p><strong>Will you clean it?</strong> </p>',
        '<p>I will, in the first week.</p>',
        '<p></p><div> <img alt="b.jpg" src="b.jpg"> <br> <i> Ships in the harbour (Agency). </i></div> <p></p>',
        '<p><strong>And who pays?</strong></p>',
        '<p>The state will.</p>',
        '<p><em>This interview has been edited.</em></p>',
      ].join('\n');
    expect((await turnsOf(text)).turns).toEqual([
      [
        'I thought we could start with the harbour.',
        'Ann Stone',
        "It's dirty, and the mayor knows that it is.",
      ],
      ['Will you clean it?', 'Ann Stone', 'I will, in the first week.'],
      ['And who pays?', 'Ann Stone', 'The state will.'],
    ]);
  });

  it('labels behind blanks that are written as entities', async () => {
    const text =
      FRONT('Entrevista da Presidenta Ana Pedra') +
      [
        'Foto: Ag&ecirc;ncia',
        '&nbsp;',
        'Presidenta: N&oacute;s estamos aqui.',
        '',
        '&nbsp;Jornalista: A senhora volta hoje&#63;',
        '',
        '&nbsp;Presidenta: Volto amanh&atilde; cedo.',
        '',
        '&nbsp;Jornalista: Amanh&atilde;&#63;',
        '',
        '&nbsp;Presidenta: &Eacute;, de manh&atilde;.',
      ].join('\n');
    expect((await turnsOf(text)).turns).toEqual([
      [undefined, 'Presidenta', 'Nós estamos aqui.'],
      ['A senhora volta hoje?', 'Presidenta', 'Volto amanhã cedo.'],
      ['Amanhã?', 'Presidenta', 'É, de manhã.'],
    ]);
  });
});
