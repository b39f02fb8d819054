/** Names of speakers, and words that are easily lost or given to somebody else. */
import { describe, expect, it } from 'vitest';
import { exchange, parse } from '../helpers.ts';
import { blocks, read, talk } from './layouts.ts';

describe('speakers have names that a person would give them', () => {
  it.each([
    ['Doorstop Interview, Perth', 'PM', 'Prime Minister'],
    ['Remarks by the President Announcing New Actions', 'THE PRESIDENT', 'The President'],
    ['CNN Newsroom Trump Press Conference', 'DONALD TRUMP', 'Donald Trump'],
    ['Press Briefing by Press Secretary Karoline Leavitt', 'MS. LEAVITT', 'Karoline Leavitt'],
  ])('%s: %s is %s', (title, label, speaker) => {
    const turns = talk(
      title,
      'Q: Why?',
      `${label}: Because it is time.`,
      'Q: And now?',
      `${label}: The same.`,
    );
    expect(turns.map((turn) => turn.speaker)).toEqual([speaker, speaker]);
  });

  it('in full, where a line above the text is a name and nothing else', () => {
    const turns = talk(
      'Press Briefing on the Outlook',
      'JOSE LUIS DE HARO',
      'Communications Department',
      'MR. DE HARO: I am Jose Luis De Haro, and we have seen the ports.',
      'QUESTIONER: Which of them?',
      'MR. DE HARO: All of them.',
    );
    expect(turns.map((turn) => turn.speaker)).toEqual(['Jose Luis De Haro', 'Jose Luis De Haro']);
  });

  it('in full, where the title begins with the name', () => {
    const text = '**Anne :** Pourquoi ?\n\n**Duval :** Parce que nous le voulons.';
    const more = '**Anne :** Et après ?\n\n**Duval :** Nous verrons bien.';
    const title = '# Jeanne Duval interviewée le 22 mars 2023 par Anne Roy';
    const turns = exchange(parse(blocks(title, text, more), 'a.md'));
    expect(turns.map((turn) => turn.speaker)).toEqual(['Jeanne Duval', 'Jeanne Duval']);
  });

  it('TIME is a magazine where it speaks', () => {
    expect(
      talk(
        'Interview With President Trump',
        'PRESIDENT TRUMP: Hey, Michael.',
        'TIME: Hey, Mr. President. Is it on?',
        'TRUMP: It is, and it goes well.',
        'TIME: And then?',
        'TRUMP: We will see.',
      ).slice(-2),
    ).toMatchObject([
      { asker: 'TIME', answer: ['It is, and it goes well.'] },
      { asker: 'TIME', answer: ['We will see.'] },
    ]);
  });

  it('the traditional script is read as the simplified one is', () => {
    const text = blocks(
      '2026年7月16日外交部發言人林劍主持例行記者會',
      '中央社記者：有何評論？',
      '發言人：我們反對。',
    );
    expect(exchange(parse(text))).toEqual([
      { asker: '中央社記者', question: '有何評論？', speaker: '林劍', answer: ['我們反對。'] },
    ]);
  });
});

describe('words that are easily lost', () => {
  it('a time of day is an answer', () => {
    expect(
      talk(
        'Press Briefing',
        'Q When does the President leave for Ohio?',
        'MS. X: 2:30 p.m.',
        'Q And then?',
        'MS. X: We will see.',
      ),
    ).toMatchObject([{ answer: ['2:30 p.m.'] }, { question: 'And then?', answer: ['We will see.'] }]);
  });

  it('a sentence that begins with a day keeps it', () => {
    expect(
      talk('Remarks', 'Q: What of it?', 'A: Published on July 3, 2023, the report says so.'),
    ).toMatchObject([{ answer: ['Published on July 3, 2023, the report says so.'] }]);
  });

  it('to go ahead with a trip hands over to nobody', () => {
    const said = 'Yes, the President decided to go ahead with the trip.';
    expect(
      talk(
        'Press Briefing',
        'Q Is it on?',
        'MR. BROWN: I think so.',
        `MS. PSAKI: ${said}`,
        'Q Thanks. When?',
        'MS. PSAKI: Soon.',
      ),
    ).toMatchObject([{ speaker: 'Mr. Brown' }, { answer: [said] }, {}]);
  });

  it('a name that is called out is no answer', () => {
    const turns = talk(
      'Press Briefing by Press Secretary Karoline Leavitt',
      'MS. LEAVITT: Good afternoon, everybody. It is good to see you all.',
      'Q Karoline, on the budget —',
      'MS. LEAVITT: Diana.',
      'Q Thank you. When will the order be signed?',
      'MS. LEAVITT: Today.',
    );
    expect(turns.flatMap(({ answer }) => answer)).not.toContain('Diana.');
    expect(turns.at(-1)).toMatchObject({ answer: ['Today.'] });
  });

  it('a question that was raised afterwards', () => {
    const text =
      'The following question was raised after the press conference: It is said that the talks are over. What is your comment?';
    expect(
      talk('Spokesperson’s Press Conference', 'Q: Why?', 'A: So.', text, 'A: They go on.'),
    ).toMatchObject([
      { question: 'Why?' },
      { question: 'It is said that the talks are over. What is your comment?', answer: ['They go on.'] },
    ]);
  });

  it('a line that a page broke in mid-sentence is one paragraph', () => {
    const html =
      '<h1>Press Briefing, May 8, 2023</h1><p>Q: Why?</p><p>A: But this<br>has always been the great ruse.</p>';
    expect(exchange(parse(html, 'a.html'))).toMatchObject([
      { answer: ['But this\nhas always been the great ruse.'] },
    ]);
  });

  it('headings between turns are nobody’s, in Japanese too', () => {
    const text =
      '外務大臣会見記録\n2025年11月4日\n【外務大臣】今日は質問をお受けします。\n高市政権の外交\n【産経新聞記者】なぜですか。\n【外務大臣】そうです。';
    expect(exchange(parse(text)).flatMap(({ answer }) => answer)).toEqual([
      '今日は質問をお受けします。',
      'そうです。',
    ]);
  });

  it('headings between turns are nobody’s', () => {
    expect(
      talk(
        'Press Conference',
        'Reporter: Why?',
        'Minister Kono: Because.',
        'Japan-Russia Relations',
        'Reporter: And?',
        'Minister Kono: So.',
      ),
    ).toMatchObject([{ answer: ['Because.'] }, { answer: ['So.'] }]);
  });
});

describe('prose above the first label', () => {
  it.each([
    'Subjects: polls; Ansett; the visit of the Prime Minister to the United States of America.',
    'The Prime Minister spoke to reporters after the meeting of the Cabinet. This is a transcript.',
  ])('is nobody’s: %s', (lead) => {
    expect(talk('Doorstop Interview, Perth', lead, 'JOURNALIST: Why?', 'PRIME MINISTER: So it is.')).toEqual([
      { asker: 'Journalist', question: 'Why?', speaker: 'Prime Minister', answer: ['So it is.'] },
    ]);
  });

  it('is the official’s where somebody speaks, with a warning', async () => {
    const text = blocks(
      'Doorstop Interview, Perth, 8 May 2023',
      'I am very happy to announce that we have agreed on a new approach to gun laws.',
      'JOURNALIST: Why?',
      'PRIME MINISTER: So it is.',
    );
    const { transcript, warnings } = await read(text);
    expect(transcript.turns[0]).toMatchObject({ speaker: 'Prime Minister' });
    expect(warnings).toContain('line 3: the opening has no label and was given to Prime Minister');
  });

  it('a statement without labels is the official’s whom the lines above name, with a warning', async () => {
    const text = blocks(
      'Remarks at a Press Stakeout on the Harbour',
      'Ambassador Ann Jones\nPermanent Representative\nMay 8, 2023',
      'Good afternoon, everybody. I am deeply disappointed at what happened here today.',
      'Thank you.',
      'And we will continue to work until there is a resolution that helps.',
    );
    const { transcript, warnings, confidence } = await read(text);
    expect(exchange(transcript)).toMatchObject([{ speaker: 'Ann Jones', answer: { length: 3 } }]);
    expect(warnings.join()).toContain('the statement has no label and was given to Ann Jones');
    expect(confidence).toBeLessThan(0.85);
  });

  it('what is called somebody’s statement is that person’s, in whatever person it is written', async () => {
    const text = blocks(
      'QR-22, 26 août 2015, Déclaration du Porte-parole du Ministère, M. Jean Leroy, en réponse à une question',
      'Les nouvelles publiées sur un site étranger sont complètement fictives et dénuées de fondement.',
      'Alléguer que le pays a des relations avec de tels groupes est une calomnie délibérée.',
    );
    const { transcript, warnings } = await read(text);
    expect(exchange(transcript)).toMatchObject([{ speaker: 'Jean Leroy', answer: { length: 2 } }]);
    expect(warnings.join()).toContain('the statement has no label');
  });

  it('headings in small letters between turns are nobody’s', () => {
    const said = talk(
      'Questions to Premier Ann Jones',
      'Journalist: Was it the plan?',
      'Premier Jones: It always was.',
      'On pipelines and other barriers',
      'Journalist: And the muskeg?',
      'Premier Jones: It is a challenge.',
      'On the progress over the past years',
      'Journalist: Will you look back?',
      'Premier Jones: We look forward.',
    );
    expect(said.map(({ answer }) => answer)).toEqual([
      ['It always was.'],
      ['It is a challenge.'],
      ['We look forward.'],
    ]);
  });

  it('a heading among the paragraphs of a speech is nobody’s', () => {
    const said = talk(
      'Letterlijke tekst persconferentie',
      'MINISTER STEEN: We hebben vandaag uitgebreid over het rapport gesproken. Ik licht dat graag toe.',
      'Buitenlandse studenten',
      'Dan is er ook gesproken over het hoger onderwijs, waar veel over te zeggen is.',
      'JOURNALIST: Wanneer komt de wet?',
      'MINISTER STEEN: Dat weet ik nog niet.',
    );
    expect(said[0]?.answer).toEqual([
      'We hebben vandaag uitgebreid over het rapport gesproken. Ik licht dat graag toe.',
      'Dan is er ook gesproken over het hoger onderwijs, waar veel over te zeggen is.',
    ]);
  });

  it('headings by their element are nobody’s, whatever they say', () => {
    const html =
      '<h1>Press Briefing, May 8, 2023</h1><p>Q: Why?</p><p>MAYOR JONES: Because we must.</p><h3>What next?</h3><p>We begin in June.</p>';
    expect(exchange(parse(html, 'a.html'))).toMatchObject([
      { answer: ['Because we must.', 'We begin in June.'] },
    ]);
  });

  it('lines in double spacing are one paragraph', () => {
    const lines = `Press Conference on the Launch of the Orbiter
May 8, 2023
ADMINISTRATOR STONE: It was a flawless count and a majestic
launch, and it was seen by many people along the coast today,
who had waited there for it since the early morning. We had a
team that worked well and did not let anything pass that was
not in order, which is what we expect of everybody who works
on it.
QUESTION: When will it come back to us, and where do you mean
to land it, if the weather at the coast is bad on that day as
it so often is?
ADMINISTRATOR STONE: In about eleven days, and then we shall
see about the weather.`;
    const said = exchange(parse(lines.replaceAll('\n', '\n\n')));
    expect(said.map(({ question, answer }) => [question?.length, answer.length])).toEqual([
      [undefined, 1],
      [131, 1],
    ]);
  });

  it('links that a page puts between speeches are nobody’s words', () => {
    expect(
      talk(
        'Interview with Mayor Ann Jones',
        'TOM REED: Good morning.',
        'MAYOR JONES: Good morning, Tom.',
        'Click here to view related media.',
        'TOM REED: Is the harbour closed?',
        'MAYOR JONES: It is.',
      )[0],
    ).toMatchObject({ answer: ['Good morning, Tom.'] });
  });
});
