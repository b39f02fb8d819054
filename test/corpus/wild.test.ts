/** Layouts that were once read wrongly, each by the smallest input that shows it. */
import { describe, expect, it } from 'vitest';
import { readFileHere } from '../../corpus/read-file.ts';
import type { Sidecar } from '../../corpus/sidecar.ts';
import { bytes, exchange, parse } from './helpers.ts';

const blocks = (...lines: string[]) => lines.join('\n\n');
const talk = (title: string, ...lines: string[]) => exchange(parse(blocks(title, 'May 8, 2023', ...lines)));
const read = (text: string, sidecar?: Sidecar, path = 'a.txt') =>
  readFileHere({ path, bytes: bytes(text), ...(sidecar && { sidecar }) });

describe('who asks and who answers', () => {
  it('an interviewer asks, whatever stands in capitals', () => {
    expect(
      talk(
        'Interview with Glenn Milne',
        'MILNE: How does it feel to send young Australians to war?',
        'PRIME MINISTER: A very difficult decision.',
        'MILNE: Did you sleep?',
        'PRIME MINISTER: Not much.',
      ),
    ).toEqual([
      {
        asker: 'Milne',
        question: 'How does it feel to send young Australians to war?',
        speaker: 'Prime Minister',
        answer: ['A very difficult decision.'],
      },
      { asker: 'Milne', question: 'Did you sleep?', speaker: 'Prime Minister', answer: ['Not much.'] },
    ]);
  });

  it('a host who asks the room to start is not the one who asks', () => {
    expect(
      talk(
        'Donald Trump Press Conference Transcript',
        'Donald Trump: (39:20)\nLet’s be nice. Shall we start?',
        'Speaker 2: (39:30)\nThank you, Mr. President. Can you clarify the OPEC deal?',
        'Donald Trump: (39:42)\nIt is a very good deal, and it will be signed soon.',
      ),
    ).toEqual([
      { speaker: 'Donald Trump', answer: ['Let’s be nice. Shall we start?'] },
      {
        asker: 'Speaker 2',
        question: 'Thank you, Mr. President. Can you clarify the OPEC deal?',
        speaker: 'Donald Trump',
        answer: ['It is a very good deal, and it will be signed soon.'],
      },
    ]);
  });

  it('a second official speaks for herself', () => {
    const turns = talk(
      'Press Briefing by John Kerry and Susan Rice',
      'Q: What is new?',
      'John Kerry: Nothing today. Let Susan add.',
      'Susan Rice: We have looked at the list again.',
    );
    expect(turns.map(({ speaker, answer }) => [speaker, ...answer])).toEqual([
      ['John Kerry', 'Nothing today. Let Susan add.'],
      ['Susan Rice', 'We have looked at the list again.'],
    ]);
  });

  it('one person under several labels is one speaker', () => {
    const turns = talk(
      'Press Conference in Canberra',
      'Prime Minister of Australia: Howard, John',
      'PM: Good morning, everybody. It is good to be here.',
      'JOURNALIST: Why?',
      'PRIME MINISTER: Because.',
      'JOURNALIST: Mr Howard, and now?',
      'HOWARD: The same.',
    );
    expect(new Set(turns.map(({ speaker }) => speaker))).toEqual(new Set(['John Howard']));
  });

  it('labels end with a full stop', () => {
    expect(
      talk(
        'Transcript of Chair Powell’s Press Conference',
        'CHAIR POWELL. Good afternoon. We kept the rate as it is.',
        'JEANNA SMIALEK. How are you thinking about the next meeting?',
        'CHAIR POWELL. Carefully.',
        'MICHELLE SMITH. Nick Timiraos.',
        'NICK TIMIRAOS. Was there a vote?',
        'CHAIR POWELL. There was.',
      ),
    ).toEqual([
      { speaker: 'Chair Powell', answer: ['Good afternoon. We kept the rate as it is.'] },
      {
        asker: 'Jeanna Smialek',
        question: 'How are you thinking about the next meeting?',
        speaker: 'Chair Powell',
        answer: ['Carefully.'],
      },
      {
        asker: 'Nick Timiraos',
        question: 'Was there a vote?',
        speaker: 'Chair Powell',
        answer: ['There was.'],
      },
    ]);
    expect(
      talk(
        'News Conference of the President',
        'Q. Why now?',
        'The President. Because it is time.',
        'Q. So?',
        'The President. Yes.',
      ),
    ).toMatchObject([{ question: 'Why now?', speaker: 'The President' }, { question: 'So?' }]);
  });

  it.each([
    ['《环球时报》记者', '林剑：7月15日，中方已经表明立场。', '7月15日，中方已经表明立场。'],
    ['中央社記者', '林剑：我们反对。', '我们反对。'],
  ])('%s asks in Chinese', (asker, answer, said) => {
    const text = blocks('2026年7月16日外交部发言人林剑主持例行记者会', `${asker}：中方有何评论？`, answer);
    expect(exchange(parse(text))).toEqual([
      { asker, question: '中方有何评论？', speaker: '林剑', answer: [said] },
    ]);
  });

  it.each([
    [
      'names on lines of their own',
      'REPORTER\nWhy?',
      'MAYOR JONES\nBecause.',
      'REPORTER\nAnd?',
      'MAYOR JONES\nSo.',
    ],
    ['a dash', 'Periodista.- ¿Por qué?', 'Presidente.- Porque sí.', 'Periodista.- ¿Y?', 'Presidente.- Así.'],
    [
      'brackets',
      '【NHK記者】なぜですか。',
      '【外務大臣】そうです。',
      '【NHK記者】本当ですか。',
      '【外務大臣】はい。',
    ],
    [
      'a split label',
      'REPORTER: Why?',
      'MINISTER FOR THE\nENVIRONMENT: Because.',
      'REPORTER: And?',
      'PREMIER: So.',
    ],
    ['Russian', 'Вопрос: Почему?', 'Ответ: Потому что.', 'Вопрос: И?', 'Ответ: Так.'],
  ])('reads %s', (_, ...lines) => {
    expect(talk('Press conference', ...lines).filter(({ question }) => question !== undefined)).toHaveLength(
      2,
    );
  });
});

describe('labels of many countries', () => {
  it('a reporter who says name and outlet asks, wherever the label stands once', async () => {
    const text = blocks(
      'Transcript of Weekly Media Briefing by the Official Spokesperson (April 06, 2023)',
      'Shri Arindam Bagchi, Official Spokesperson: Good afternoon. Go ahead.',
      'Rishabh: Hi sir, Rishabh from Times Now. What can we expect in Canada?',
      'Shri Arindam Bagchi, Official Spokesperson: This is at Windsor?',
      'Rishabh: Windsor, yes sir.',
      'Raza: Raza from the Hindustan Times. I was wondering if you could say something on visas.',
      'Shri Arindam Bagchi, Official Spokesperson: We will take it later on.',
    );
    const { transcript } = await read(text);
    expect(exchange(transcript).map(({ asker, speaker }) => [asker, speaker])).toEqual([
      [undefined, 'Arindam Bagchi'],
      ['Rishabh', 'Arindam Bagchi'],
      ['Rishabh, Raza', 'Arindam Bagchi'],
    ]);
  });

  it('the minutes of a federal press conference', () => {
    expect(
      talk(
        'PRESSEKONFERENZ/586: Regierungspressekonferenz',
        'Themen: Frauenquote, Banken',
        'Sprecher: StS Seibert, Flosdorff (BMAS), Peschke (AA), Alter (BMI)',
        'FRAGE HOENIG: Herr Seibert, wie bewertet die Kanzlerin das?',
        'STS SEIBERT: Dazu muss man sehr klar sein.',
        'ZUSATZ HOENIG: Wird sie sich äußern?',
        'STS SEIBERT: Ich habe Ihnen gesagt, was wir denken.',
        'FRAGE JUNG: Herr Alter, was tut der Minister?',
        'ALTER (BMI): Die Zuständigkeit liegt bei den Ländern.',
      ).map(({ asker, speaker, answer }) => [asker, speaker, answer.length]),
    ).toEqual([
      ['Hoenig', 'Sts Seibert', 1],
      ['Hoenig', 'Sts Seibert', 1],
      ['JUNG', 'Alter', 1],
    ]);
  });

  it('Spanish words before a full stop and a dash', () => {
    expect(
      talk(
        'Rueda de prensa tras el Consejo de Ministros',
        'Pregunta.- ¿Es sincera la carta?',
        'Portavoz.- Es un gesto importante.',
        'Pregunta.- ¿Hay calendario?',
        'Portavoz.- No hay una fecha.',
      ),
    ).toEqual([
      { question: '¿Es sincera la carta?', speaker: 'Portavoz', answer: ['Es un gesto importante.'] },
      { question: '¿Hay calendario?', speaker: 'Portavoz', answer: ['No hay una fecha.'] },
    ]);
    const said = talk(
      'Conferencia de prensa del presidente',
      'PRESIDENTE LÓPEZ: Felicidades a todas las mamás.',
      'INTERVENCIÓN: A las juezas, presidente.',
      'PRESIDENTE LÓPEZ: También a las juezas.',
      'PREGUNTA: ¿Cuándo irá a Guerrero?',
      'PRESIDENTE LÓPEZ: La semana próxima.',
    );
    expect(said.map(({ speaker }) => speaker)).toEqual(Array(3).fill('Presidente López'));
  });

  it('a full name beside the surname alone is one person, though a bracket was never closed', () => {
    expect(
      talk(
        'Interview with Hillary Clinton',
        'WOLF BLITZER, CNN ANCHOR: Is it so?',
        'HILLARY CLINTON, (D, FORMER SECRETARY OF STATE: I do not understand what that means.',
        'BLITZER: Do you expect to win Iowa?',
        'CLINTON: I am going to work every hour.',
      ).map(({ asker, speaker }) => [asker, speaker]),
    ).toEqual(Array(2).fill(['Wolf Blitzer', 'Hillary Clinton']));
  });

  it.each([
    ['HTML', 'a.html', (who: string, said: string) => `<p><strong>${who}</strong> ${said}</p>\n`],
    ['Markdown', 'a.md', (who: string, said: string) => `**${who}** ${said}\n\n`],
  ])('names in bold letters, in %s', async (_, path, line) => {
    const title = path.endsWith('html')
      ? '<h1>Interview with Mayor Ann Jones, May 8, 2023</h1>'
      : '# Interview with Mayor Ann Jones, May 8, 2023\n\n';
    const text = [
      title,
      line('Tom Reed', 'Is the harbour closed?'),
      line('Ann Jones', 'It is being cleaned. **That** is all.'),
      line('Tom Reed', 'Until when?'),
      line('Ann Jones', 'Until May.'),
    ].join('');
    const { transcript } = await read(text, undefined, path);
    expect(exchange(transcript)).toMatchObject([
      { asker: 'Tom Reed', question: 'Is the harbour closed?', speaker: 'Ann Jones' },
      { asker: 'Tom Reed', question: 'Until when?', speaker: 'Ann Jones', answer: ['Until May.'] },
    ]);
  });

  it('names with outlets on lines of their own, in Russian', async () => {
    const text = blocks(
      'Большая пресс-конференция Владимира Путина 20 декабря 2018 года',
      'В. Путин:',
      '- Добрый день, уважаемые коллеги. Мы начинаем нашу встречу.',
      'Валерий Санфиров, радиостанция «Маяк»:',
      '- Какой ущерб могут нанести эти изменения?',
      'В. Путин:',
      '- Никто не знает истинных причин изменения климата.',
    );
    const { transcript } = await read(text);
    expect(exchange(transcript).map(({ asker, speaker, answer }) => [asker, speaker, answer.length])).toEqual(
      [
        [undefined, 'В. Путин', 1],
        ['Валерий Санфиров', 'В. Путин', 1],
      ],
    );
  });

  it('an editor asks, and the one minister of the title has a name', () => {
    expect(
      talk(
        'Transcript of Minister Dr Vivian Balakrishnan’s Interview',
        'Jaime Ho (Chief Editor, CNA Digital): Minister, thank you for speaking with us.',
        'Minister: You are most welcome.',
        'Ho: And trade?',
        'Minister: It grows by the year.',
      ).map(({ asker, speaker }) => [asker, speaker]),
    ).toEqual(Array(2).fill(['Jaime Ho', 'Vivian Balakrishnan']));
  });

  it('a question by the media, in brackets', () => {
    expect(
      talk(
        'Press conference by Prime Minister Trudeau',
        '(Question by Media):',
        'Will there be a budget?',
        'Prime Minister Trudeau:',
        'There will be a snapshot in July.',
      ),
    ).toMatchObject([
      { asker: 'Media', question: 'Will there be a budget?', answer: ['There will be a snapshot in July.'] },
    ]);
  });

  it('names before a dash, in French', () => {
    expect(
      talk(
        'Conférence de presse conjointe',
        'Alain Juppé - Je suis heureux de vous accueillir.',
        'Henri de Raincourt - Je mesure cet honneur.',
        'Question - Allez-vous vous rendre en Libye ?',
        'Alain Juppé - Ce n’est pas prévu.',
        'Jean Leonetti - Permettez-moi d’ajouter un mot.',
      ).map(({ speaker, answer }) => [speaker, ...answer]),
    ).toEqual([
      ['Alain Juppé', 'Je suis heureux de vous accueillir.'],
      ['Henri de Raincourt', 'Je mesure cet honneur.'],
      ['Alain Juppé', 'Ce n’est pas prévu.'],
      ['Jean Leonetti', 'Permettez-moi d’ajouter un mot.'],
    ]);
  });

  it('a heading with a colon is nobody, and a president has the full name of the title', () => {
    expect(
      talk(
        'President Barack Obama & Press Secretary Josh Earnest’s Remarks at Final Press Briefing',
        'OBAMA PRESIDENCY & 114TH CONGRESS:',
        'James S. Brady Press Briefing Room',
        'MR. EARNEST:  Good afternoon, everybody.',
        'Q    Mr. President, are you surprised?',
        'THE PRESIDENT:  I wanted to stop by.',
      ).map(({ speaker, answer }) => [speaker, ...answer]),
    ).toEqual([
      ['Josh Earnest', 'Good afternoon, everybody.'],
      ['Barack Obama', 'I wanted to stop by.'],
    ]);
  });

  it('nobody is made up where nothing says who answers', async () => {
    const { transcript, warnings } = await read(blocks('Interview on 8 May 2023', 'Q: Why?', 'A: So it is.'));
    expect(exchange(transcript)).toMatchObject([{ speaker: 'Unnamed official' }]);
    expect(warnings).toContain('nothing says who answers: say it with --official NAME');
    const { transcript: french } = await read(
      blocks('Point de presse du porte-parole, 8 mai 2023', 'Q - Pourquoi ?', 'R - C’est ainsi.'),
    );
    expect(exchange(french)).toMatchObject([{ question: 'Pourquoi ?', speaker: 'Porte-parole' }]);
  });
});

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
});

describe('what a document says of itself', () => {
  const body = ['Q: Why?', 'A: So.'];

  it.each([
    ['Press Briefing by Press Secretary Jay Carney, 8/1/2012', '2012-08-01'],
    ['Press Briefing 12.28.25', '2025-12-28'],
    ['Press Briefing 28.12.2025', '2025-12-28'],
    ['Interview du 3 juillet 2023', '2023-07-03'],
    ['Интервью 11 февраля 2005 г', '2005-02-11'],
  ])('the day of %s', (title, date) => {
    expect(parse(blocks(title, ...body)).document.date).toBe(date);
  });

  it('a day on a line far below the top of the page', () => {
    const menu = Array.from({ length: 150 }, (_, i) => `Menu item ${i}`);
    expect(parse(blocks(...menu, 'Press Briefing by the Mayor', '5/31/2024', ...body)).document.date).toBe(
      '2024-05-31',
    );
  });

  it('a day in figures that may be two days, with a warning', async () => {
    const { transcript, warnings } = await read(blocks('Press Briefing, 8/1/2012', ...body));
    expect(transcript.document.date).toBe('2012-08-01');
    expect(warnings).toContain(
      'its day may be 2012-08-01 or 2012-01-08, and 2012-08-01 was taken: say it with --date',
    );
  });

  it('a short name that its user states', async () => {
    const text = blocks(
      'Talk in the hall, May 8, 2023',
      'LEE: We have begun to clean it.',
      'Q: Until when?',
      'LEE: Until May.',
    );
    const { transcript } = await read(text, { official: ['Lee'] });
    expect(exchange(transcript).map(({ speaker }) => speaker)).toEqual(['Lee', 'Lee']);
  });

  it('a foreign ministry is not always China’s', () => {
    const { document } = parse(
      blocks('Foreign Ministry Spokesperson’s Press Briefing, May 8, 2023', ...body),
    );
    expect(document.publisher).toBe('Unknown publisher');
  });

  it('Russian is Russian', () => {
    const text = blocks('Интервью министра', 'Вопрос: Почему это так?', 'Ответ: Потому что это так.');
    expect(parse(text, '2023-05-08.txt').document.language).toBe('ru');
  });

  it('what its user states comes first', async () => {
    const text = blocks(
      'Talk in the hall',
      'SMITH: We have a lot to do.',
      'JONES: That is so, and we have begun.',
    );
    const stated = {
      title: 'Interview with Ann Jones',
      date: '2024-05-31',
      official: ['Jones'],
      reporter: ['Smith'],
    };
    const { transcript, confidence } = await read(text, stated);
    expect(transcript.document).toMatchObject({ title: stated.title, date: stated.date });
    expect(exchange(transcript)).toMatchObject([
      { asker: 'Smith', question: 'We have a lot to do.', speaker: 'Jones' },
    ]);
    expect(confidence).toBeGreaterThan(0.9);
  });
});

describe('a refusal gives its own true reason', () => {
  it('where roles cannot be told, with the way to say them', async () => {
    const text = blocks(
      'Talk in the hall, May 8, 2023',
      'SMITH: We have a lot to do.',
      'JONES: That is so.',
      'SMITH: And we have begun.',
      'JONES: So we have.',
    );
    await expect(read(text)).rejects.toThrow(/(?:Smith|Jones).*line \d.*--official NAME/s);
  });

  it('for a debate', async () => {
    const text = blocks(
      'House Debates, May 8, 2023',
      'Mr. Smith: Mr. Speaker, I rise on a point of order. The hon. member is wrong.',
      'Mrs. Jones: Mr. Speaker, the hon. member knows that I am right.',
      'The Speaker: Order. The hon. member will sit down.',
    );
    await expect(read(text)).rejects.toThrow(/is a debate/);
  });

  it('for a page of many links that says something, which is no list', async () => {
    const links = '<p><a href="/a">one</a> <a href="/b">two</a></p>'.repeat(9);
    const said = '<p>The minister said that the works would go on until the end of the year.</p>'.repeat(3);
    await expect(
      read(`<h1>Press briefing, May 8, 2023</h1>${links}${said}`, undefined, 'a.html'),
    ).rejects.toThrow(/holds no question/);
    await expect(read(`<h1>Press briefings of May 2023</h1>${links}`, undefined, 'a.html')).rejects.toThrow(
      /list of links/,
    );
  });

  it('for subtitles', async () => {
    const cue = (i: number, said: string) => `${i}\n00:00:0${i},000 --> 00:00:0${i},900\n${said}\n\n`;
    const text = `Press Briefing, May 8, 2023\n\n${cue(1, 'Mr. Earnest: Good\nafternoon.')}${cue(2, 'The Press: Let’s\ndo it.')}${cue(3, 'Mr. Earnest: Good.')}`;
    await expect(read(text)).rejects.toThrow(/is a file of subtitles/);
  });

  it('for questions without labelled answers', async () => {
    const text = blocks(
      'Press Conference, May 8, 2023',
      'Q. Is it so?',
      'It is.',
      'Q. Why is it so?',
      'We know not.',
    );
    await expect(read(text)).rejects.toThrow(/marks its questions \(line 3\) but not who answers/);
  });
});
