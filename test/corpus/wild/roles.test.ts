/** Who asks and who answers, in layouts that were once read wrongly, each by the smallest input that shows it. */
import { describe, expect, it } from 'vitest';
import { exchange, parse } from '../helpers.ts';
import { blocks, talk } from './layouts.ts';

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

  it('a second official who speaks once has a label where the others are names of people', () => {
    const said = talk(
      'Report Press Conference',
      'Ann Roe, CNBC: Will the rate fall?',
      'John Doe: It may fall. I have said so before, and I say it again.',
      'Mary Poe: I would only add that nothing is decided.',
      'Tom Lee, Financial Times: And in June?',
      'John Doe: We shall see.',
    );
    expect(said.map(({ speaker }) => speaker)).toEqual(['John Doe', 'Mary Poe', 'John Doe']);
  });

  it.each([
    ['NV', 'KK'],
    ['N.V.', 'K.K.'],
  ])('initials (%s) stand for the names that have them', (asker, official) => {
    const said = talk(
      'Panel with the Minister for Trade, Karla Kern, and Nick Vane, Editor at Large',
      'Nick Vane: Thank you for coming. Is Europe alone?',
      'Karla Kern: I do not think so. We have friends in many places.',
      `${asker}: And what do they want from us?`,
      `${official}: Trade.`,
    );
    expect(said.map(({ asker, speaker, answer }) => [asker, speaker, ...answer])).toEqual([
      ['Nick Vane', 'Karla Kern', 'I do not think so. We have friends in many places.'],
      ['Nick Vane', 'Karla Kern', 'Trade.'],
    ]);
  });

  it.each([
    ['before names', ['NV Nick Vane', 'KK Dr Karla Kern'], ' '],
    ['with a mark', ['NV: Nick Vane, Editor at Large', 'KK: Karla Kern, Minister for Trade'], ': '],
    ['behind names', ['With the Minister, Karla Kern (KK), and the editor, Nick Vane (NV).'], ': '],
  ])('a key to initials, %s', (_, key, mark) => {
    const said = talk(
      'Interview with the Minister for Trade, Karla Kern',
      ...key,
      `NV${mark}Thank you for coming. Is Europe alone?`,
      `KK${mark}I do not think so. We have friends in many places.`,
      `NV${mark}And what do they want from us?`,
      `KK${mark}Trade.`,
    );
    expect(said.map(({ asker, speaker, answer }) => [asker, speaker, ...answer])).toEqual([
      ['Nick Vane', 'Karla Kern', 'I do not think so. We have friends in many places.'],
      ['Nick Vane', 'Karla Kern', 'Trade.'],
    ]);
  });

  it('an honorific is no office: whoever has an outlet in brackets asks, under the surname as well', () => {
    const said = talk(
      'Press Briefing by Presidential Spokesperson Harry Stone',
      'SPOKESPERSON STONE: Good morning. You want to know about the general.',
      'MPC: Yes.',
      'SPOKESPERSON STONE: I have not received any information on this.',
      'Ian Field (GMA-7): Good morning.',
      'Mr. Field: Sir, what do you answer to those who say that it was a mistake?',
      'SPOKESPERSON STONE: That is for the President to say.',
      'Ina Lake (CNN): But how do you feel about it?',
      'SPOKESPERSON STONE: I was given two orders.',
    );
    expect(said.map(({ asker, speaker, answer }) => [asker, speaker, ...answer])).toEqual([
      [
        undefined,
        'Harry Stone',
        'Good morning. You want to know about the general.',
        'I have not received any information on this.',
      ],
      ['Ian Field, Mr. Field', 'Harry Stone', 'That is for the President to say.'],
      ['Ina Lake', 'Harry Stone', 'I was given two orders.'],
    ]);
  });

  it('a list of who is there is nobody’s speech, though the facilitator speaks below', () => {
    const text = [
      'Briefing on the state of the nation',
      '8 May 2023',
      'Facilitator: Tom Reed, Presidential Spokesperson',
      'Presenter: President Stone',
      'Venue: Garden House, Cape Town',
      'Facilitator: You now have an opportunity to ask. Who wants to start?',
      'Journalist: Will there be a land reform?',
      'President Stone: There will be one.',
    ].join('\n');
    expect(exchange(parse(text))).toEqual([
      {
        asker: 'Journalist',
        question: 'Will there be a land reform?',
        speaker: 'President Stone',
        answer: ['There will be one.'],
      },
    ]);
  });

  it('the same where lines are wrapped', () => {
    const text = `Garden House
8 May 2023
Facilitator: Tom Reed, Presidential Spokesperson
Presenter: President Stone
Venue: Garden House, Cape Town
Facilitator: You now have an opportunity to ask, as media that
report on the matters that concern the state and on the work that
we do as a government, so you could speak to the President about
the address. Who wants to
start?
Journalist: Thank you very much. I would like to cut directly to
the issue of land, and of how it will be given to people in the
years to come, if I may?
President Stone: Well, the reform is based, as you know, on those
who are willing to sell and those who are willing to buy, and we
will look at it again.`;
    expect(
      exchange(parse(text)).map(({ asker, speaker, answer }) => [asker, speaker, answer[0]?.slice(0, 8)]),
    ).toEqual([
      [undefined, 'Facilitator', 'You now '],
      ['Journalist', 'President Stone', 'Well, th'],
    ]);
  });

  it.each(['Moderator', 'Richard Hall'])('names in small letters on lines of their own: %s asks', (asker) => {
    const said = talk(
      'Fireside Chat with Mary Stone, Governor',
      asker,
      'Good evening. What matters more, art or science?',
      'Mary Stone',
      'I would say that it is an art.',
      'We bring a bit of science to it.',
      asker,
      'Where did you grow up?',
      'Mary Stone',
      'I was born in Melbourne.',
    );
    expect(said.map(({ question, speaker, answer }) => [question, speaker, ...answer])).toEqual([
      [
        'Good evening. What matters more, art or science?',
        'Mary Stone',
        'I would say that it is an art.',
        'We bring a bit of science to it.',
      ],
      ['Where did you grow up?', 'Mary Stone', 'I was born in Melbourne.'],
    ]);
  });

  it('a director who leads a discussion asks, where the title names who answers', () => {
    const said = talk(
      'Secretary General Jan Stone in a discussion',
      'NORA HILL [Executive Director, Foundation]: Welcome to this edition. What do you expect?',
      'JAN STONE [Secretary General]: The risk is real, and that is why we call for talks.',
      'NORA HILL: Thank you. And what can Germany do?',
      'JAN STONE: It is a very important ally.',
    );
    expect(said.map(({ asker, speaker }) => [asker, speaker])).toEqual(
      Array(2).fill(['Nora Hill', 'Jan Stone']),
    );
  });

  it('names in capitals on lines of their own, some of them once', () => {
    const said = talk(
      'Letterlijke tekst persconferentie',
      'STEEN',
      'Een aantal zaken ter inleiding van mijn kant.',
      'JANSEN (DAGBLAD)',
      'Wat heeft het kabinet besloten?',
      'STEEN',
      'We delen alleen de besluiten mede.',
      'DE BOER',
      'Wanneer komt de wet?',
      'STEEN',
      'Dat weet ik nog niet.',
    );
    expect(said.map(({ question, speaker, answer }) => [question, speaker, ...answer])).toEqual([
      [undefined, 'Steen', 'Een aantal zaken ter inleiding van mijn kant.'],
      ['Wat heeft het kabinet besloten?', 'Steen', 'We delen alleen de besluiten mede.'],
      ['Wanneer komt de wet?', 'Steen', 'Dat weet ik nog niet.'],
    ]);
  });

  it('whoever alone calls the other by an office asks, under labels with spans of time', () => {
    const said = talk(
      'Full Transcript of the Talk with Donald Stone',
      ...(
        [
          ['Sean Hill', '(1 sec)', 'Mr. President --'],
          ['Donald Stone', '( sec)', 'Thank you.'],
          ['Sean Hill', '(2 sec)', '-- welcome back.'],
          ['Donald Stone', '(2 sec)', 'Thank you very much.'],
          ['Sean Hill', '(9 sec)', 'Let us talk of the moment you walked back in. How do you feel?'],
          ['Donald Stone', '(9 sec)', 'It was a lot of work, and much of it could have been done before.'],
          ['Sean Hill', '(2 sec)', 'Did he really say that to you?'],
          ['Donald Stone', '(2 sec)', 'No. Did somebody say so?'],
          ['Sean Hill', '(2 sec)', 'I read it somewhere.'],
          ['Donald Stone', '(4 sec)', 'Maybe he did. I really do not know.'],
        ] as const
      ).map(([name, span, words]) => `${name} 00:00:01-00:00:02 ${span}\n${words}`),
    );
    expect(said.map(({ asker, question, speaker }) => [asker, question, speaker])).toEqual([
      ['Sean Hill', 'Mr. President --', 'Donald Stone'],
      ['Sean Hill', '-- welcome back.', 'Donald Stone'],
      ['Sean Hill', 'Let us talk of the moment you walked back in. How do you feel?', 'Donald Stone'],
      ['Sean Hill', 'Did he really say that to you?', 'Donald Stone'],
      ['Sean Hill', 'I read it somewhere.', 'Donald Stone'],
    ]);
  });

  it('“Mr. President” of somebody who asks once is an address, no call of the next speaker', () => {
    expect(
      talk(
        'Donald Trump Remarks Transcript',
        'President Donald Trump: (00:00)\nWe are going to Charlotte. It will be a big rally. Jennifer, go ahead.',
        'Jennifer: (00:53)\nMr. President. On TikTok, we got an update.',
        'President Donald Trump: (00:54)\nThey are working to see if they can make a deal.',
        'Speaker 3: (01:11)\nMr. President, are the results only legitimate if you win.',
        'President Donald Trump: (01:16)\nWe have to be very careful with the ballots.',
      ).map(({ asker, question }) => [asker, question]),
    ).toEqual([
      [undefined, undefined],
      ['Jennifer', 'Mr. President. On TikTok, we got an update.'],
      ['Speaker 3', 'Mr. President, are the results only legitimate if you win.'],
    ]);
  });

  it('a committee numbers what its chair asks', () => {
    expect(
      talk(
        'Select Committee on Modernisation: Minutes of Evidence',
        'Q200 Chairman: Do you want to make any opening remarks about the Chamber?',
        'Mr Williams: I think the suggestion of having a list is sensible.',
        'Q201 Chairman: It is a very good point.',
        'Mr Williams: The Chair had better have a discretion to say it could be one hour.',
      ).map(({ asker, speaker }) => [asker, speaker]),
    ).toEqual([
      ['Chairman', 'Mr Williams'],
      ['Chairman', 'Mr Williams'],
    ]);
  });

  it('a second official has a turn of her own where names stand in bold letters before dashes', () => {
    const html = [
      '<h1>Rueda de prensa posterior al Consejo de Ministros</h1><p>28.11.2014</p>',
      '<p><strong>P.-</strong> ¿Se va a aplicar la reforma tal como está aprobada?</p>',
      '<p><strong>Sr. De Guindos.-</strong> Me pide usted un ejercicio de imaginación.</p>',
      '<p><strong>Vicepresidenta.-</strong> Ámbitos de los que no preguntamos.</p>',
      '<p><strong>Sr. De Guindos.-</strong> No preguntamos cuáles, ¿no?</p>',
    ].join('\n');
    expect(exchange(parse(html, 'a.html')).map(({ speaker, answer }) => [speaker, answer])).toEqual([
      ['Sr. De Guindos', ['Me pide usted un ejercicio de imaginación.']],
      ['Vicepresidenta', ['Ámbitos de los que no preguntamos.']],
      ['Sr. De Guindos', ['No preguntamos cuáles, ¿no?']],
    ]);
  });

  it('who is named once below a question of the press answers, even about questions', () => {
    expect(
      talk(
        '國台辦發言人答記者問',
        '台媒記者問：新聞發布廳重新裝修之後，背景板換成了世界地圖，請問發言人對此有何評論？',
        '朱鳳蓮：我們的新聞發布廳已經使用了很多年，這次改造是為記者提問提供更好的環境。歡迎大家提意見。',
      ).map(({ asker, speaker }) => [asker, speaker]),
    ).toEqual([['台媒記者', '朱鳳蓮']]);
  });

  it('a voice that nobody knew is not that of whoever spoke before', () => {
    expect(
      talk(
        'Secretary of Defense Donald Rumsfeld Press Availability',
        'Q: Have you read the book?',
        'RUMSFELD: I have not read it, and doubt that I will.',
        '(?) Everyone seems to be saying that these things are not true.',
        'Q: Who is right?',
        'RUMSFELD: That I would not know.',
      ).map(({ question, answer }) => [question, answer]),
    ).toEqual([
      ['Have you read the book?', ['I have not read it, and doubt that I will.']],
      [
        'Everyone seems to be saying that these things are not true.\n\nWho is right?',
        ['That I would not know.'],
      ],
    ]);
  });

  it('“PM” is written in capitals beside names that are not', () => {
    expect(
      talk(
        'Interview with Prime Minister Stone',
        'Nora Hill: Good evening, Mr. Prime Minister. Are you aware of the concern?',
        'PM: First of all, we want to move the process forward.',
        'Udi Segal: He did not say it after that. Do you share his view?',
        'PM: No. I am saying two things about that.',
        'Hill: So there will be a conflict soon?',
        'PM: We do not want war, and we do not seek war.',
      ).map(({ asker }) => asker),
    ).toEqual(['Nora Hill', 'Udi Segal', 'Nora Hill']);
  });

  it('an outlet whose name begins with a number asks', () => {
    expect(
      talk(
        '商务部例行新闻发布会',
        '何咏前：大家下午好，欢迎参加商务部例行新闻发布会。',
        '21世纪经济报道记者：商务部组织各地开展了主题活动，能否介绍有关情况？',
        '何咏前：中国电商积极推动全球电商合作，这已成为业界共识。',
      ).map(({ asker, speaker }) => [asker, speaker]),
    ).toEqual([
      [undefined, '何咏前'],
      ['21世纪经济报道记者', '何咏前'],
    ]);
  });
});
