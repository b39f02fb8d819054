/** Labels, names and roles in copies of archives, inquiries and banks, each cut down to what is peculiar to it. */
import { describe, expect, it } from 'vitest';
import { blocks, read, turnsOf } from './layouts.ts';

describe('names', () => {
  it('are whole where a title has an initial without its mark, and an office of several words', async () => {
    const text = blocks(
      'Remarks by Secretary of State Anna B Stone and Prime Minister Tom Poe of Norway',
      'May 8, 2023 Pier House Entrance Washington, D.C.',
      'SECRETARY STONE: Good afternoon. We had a good talk about ships.',
      'PRIME MINISTER POE: Thank you. We did.',
      'QUESTION: Will you build more of them?',
      'SECRETARY STONE: We are building three at this moment.',
      'THE PRESS: Thank you both.',
    );
    expect(await turnsOf(text)).toEqual([
      '-|-|Anna B Stone|Good afternoon. We had a good talk about ships.',
      '-|-|Tom Poe|Thank you. We did.',
      '-|Will you build more of them?|Anna B Stone|We are building three at this moment.',
    ]);
  });

  it.each([
    'Remarks by Secretary of State Anna Maria Stone to the Press',
    'Anna Maria Stone’s Remarks to the Press',
    'Remarks of the Secretary, Anna Maria Stone, to the Press',
  ])('are whole with two given names: %s', async (title) => {
    const text = blocks(title, '8 May 2023', 'Q: Will it rain?', 'SECRETARY STONE: It will, all day long.');
    expect(await turnsOf(text)).toEqual(['-|Will it rain?|Anna Maria Stone|It will, all day long.']);
  });

  it('do not take the name of a state for one of their own', async () => {
    const title = 'Remarks by Governor of North Carolina Ann Stone';
    const text = blocks(title, '8 May 2023', 'Q: Will it rain?', 'GOVERNOR STONE: It will, all day long.');
    expect(await turnsOf(text)).toEqual(['-|Will it rain?|Ann Stone|It will, all day long.']);
  });

  it('go without the letters behind them, and an office before a surname keeps its case', async () => {
    const text = blocks(
      'Doorstop, 8 May 2023',
      'ANN REED MP: It is great to be here with the Minister.',
      'JOURNALIST: Minister, is the bridge safe?',
      'Minister FIELD: It is safe, and it has been so for years.',
      'JOUNRALIST: And the old one beside it?',
      'Minister FIELD: That one is closed to all traffic.',
    );
    expect(await turnsOf(text)).toEqual([
      '-|-|Ann Reed|It is great to be here with the Minister.',
      'Journalist|Minister, is the bridge safe?|Minister Field|It is safe, and it has been so for years.',
      'Journalist|And the old one beside it?|Minister Field|That one is closed to all traffic.',
    ]);
  });
});

describe('a hearing', () => {
  it('counsel, who has no more than an honorific, asks the one who holds an office', async () => {
    const text = blocks(
      'Hearing on the Harbour, July 31, 1987',
      'Mr. POE: Mr. Secretary, let me direct your attention to the exhibit.',
      'Secretary STONE: Yes.',
      'Mr. POE: Did you see the letter before that day?',
      'Secretary STONE: No.',
      'Mr. POE: It is on the second page.',
      'Secretary STONE: That is the page which I have not read, as I told you.',
      'Mr. POE: Was anybody told of it?',
      'Secretary STONE: Nobody whom I know of was told.',
    );
    expect((await turnsOf(text)).map((turn) => turn.split('|').filter((_, i) => i % 2 === 0))).toEqual(
      Array(4).fill(['Mr. Poe', 'Secretary Stone']),
    );
  });

  it('a press officer with an honorific beside a secretary answers', async () => {
    const text = blocks(
      'Briefing on the Harbour, July 31, 1987',
      'Secretary STONE: Good morning. We have news of the harbour today.',
      'Mr. POE: We shall open it in May.',
      'Secretary STONE: And we shall all be there.',
      'Mr. POE: You have the paper with the days, and it has all of them.',
    );
    expect((await turnsOf(text)).map((turn) => turn.split('|')[2])).toContain('Mr. Poe');
  });

  it('whoever is sworn in answers, and headings between the speeches are nobody’s', async () => {
    const text = [
      'Transcript of a public hearing on 06 December 2023',
      '**Lady Field**: Mr Poe, before we start, I have read of the statement in the press, and it was to be kept.',
      '**Mr Poe**: Thank you, my Lady.',
      '**Lady Field**: Thank you.',
      "**Mr Poe**: Well, my Lady, today's witness is Ivan Reed.",
      '1. Mr Ivan Reed\n===============',
      '*MR IVAN REED (sworn).*',
      'Questions From Counsel to the Inquiry',
      '**Mr Poe**: Could you give us your full name.',
      '**Mr Ivan Reed**: Ivan Tom Reed.',
      '**Mr Poe**: You were head of the harbour in those years. Is that correct?',
      '**Mr Ivan Reed**: Yes, it is, Mr Poe.',
    ].join('\n\n');
    expect(await turnsOf(text)).toEqual([
      '-|-|Lady Field|Mr Poe, before we start, I have read of the statement in the press, and it was to be kept.',
      "Mr Poe|Thank you, my Lady.\n\nWell, my Lady, today's witness is Ivan Reed.\n\nCould you give us your full name.|Ivan Reed|Ivan Tom Reed.",
      'Mr Poe|You were head of the harbour in those years. Is that correct?|Ivan Reed|Yes, it is, Mr Poe.',
    ]);
  });
});

describe('who answers in an interview without labels', () => {
  const page = (subtitle: string) =>
    `<title>Interview with The Pier</title><h1>Interview with The Pier</h1><h2>${subtitle}</h2><p>8 May 2023</p>
    <strong>What do we need such a coin for?</strong><p>We think that we need it to pay in any harbour.</p>
    <strong>When will it come?</strong><p>We shall say so when we know it ourselves.</p>`;

  it.each([
    'Interview with Ann Stone, conducted by Tom Poe',
    'Interview with Ann Stone, Member of the Board of the Bank',
  ])('is whom the line below the title names: %s', async (subtitle) => {
    expect((await turnsOf(page(subtitle), 'a.html')).map((turn) => turn.split('|')[2])).toEqual([
      'Ann Stone',
      'Ann Stone',
    ]);
  });

  it('is nobody where that line names a paper', async () => {
    await expect(turnsOf(page('Interview with Süd Kurier, Oslo'), 'a.html')).rejects.toThrow(
      'but not who answers them',
    );
  });
});

it('two officials answer the same question, each under a label below its heading', async () => {
  const text = [
    '<title>Two Harbours</title><h1>Two Harbours</h1><p>8 May 2023</p>',
    '<h3>1. How do you keep it clean?</h3>',
    '<p><strong>STONE:</strong> In Norway, we have nets that hold it back.</p>',
    '<p><strong>FIELD:</strong> We still have work to do on that, and on much else.</p>',
    '<h3>2. What do you need most?</h3>',
    '<p><strong>FIELD:</strong> You need people who stay with it for years.</p>',
    '<p><strong>STONE:</strong> To me, it is the money, and it always was.</p>',
  ].join('');
  const [clean, need] = ['1. How do you keep it clean?', '2. What do you need most?'];
  expect((await turnsOf(text, 'a.html')).map((turn) => turn.split('|').slice(1, 3))).toEqual([
    [clean, 'Stone'],
    [clean, 'Field'],
    [need, 'Field'],
    [need, 'Stone'],
  ]);
});

it('given names in capitals open speeches where a line says who interviews whom', async () => {
  const text = blocks(
    'Poe interviews Green leader Ann Stone, 8 May 2023',
    'ANN STONE interviewed by TOM POE',
    'TOM Thank you Ann for joining us. Why did the boats leave?',
    'ANN STONE – Green Party Co-Leader  \nLook we cannot take one boat as meaning anything.',
    'Advertisement - scroll to continue reading',
    'TOM Let us look at another thing. Did you count them?',
    'ANN Well of course we did, and there were ten.',
  );
  expect(await turnsOf(text, 'a.md')).toEqual([
    'Tom Poe|Thank you Ann for joining us. Why did the boats leave?|Ann Stone|Look we cannot take one boat as meaning anything.',
    'Tom Poe|Let us look at another thing. Did you count them?|Ann Stone|Well of course we did, and there were ten.',
  ]);
});

it('labels stand inside the paragraph of a page whose breaks have become blanks', async () => {
  const text = blocks(
    'Doorstop, Parliament House, 8 May 2023',
    'Topics: Boats, harbours    ANN STONE:     I am here to tell you of a boat that has gone down.    QUESTION:     Where was it going?    ANN STONE:     We do not know yet, and we have asked.    QUESTION:     Who was on it, do we know that at all?    ANN STONE:     Nobody whom we know of.    – ENDS –',
  );
  expect(await turnsOf(text)).toEqual([
    '-|-|Ann Stone|I am here to tell you of a boat that has gone down.',
    '-|Where was it going?|Ann Stone|We do not know yet, and we have asked.',
    '-|Who was on it, do we know that at all?|Ann Stone|Nobody whom we know of.',
  ]);
});

describe('written questions', () => {
  const text = (subtitle: string) =>
    blocks(
      '# COMMITTEE ON HARBOURS, May 8, 2023',
      subtitle,
      '# QUESTION 1:',
      'Explain your understanding of the role of the harbour.',
      'Answer: I see it as a place for ships, and my task is to keep it so.',
      '# QUESTION 2:',
      'A. Explain what you would do about the nets.',
      'Answer: I would mend them in the first year.',
      'They have been torn since spring.',
      'B. What have you heard of the old pier?',
      'Answer: It has been closed, and it will stay so.',
    );
  const subtitle = 'Additional Questions for Ann B. Stone upon nomination to be Director of Harbours';

  it('have lettered parts, each with its answer, and are for whom the title names', async () => {
    expect(await turnsOf(text(subtitle), 'a.md')).toEqual([
      '-|Explain your understanding of the role of the harbour.|Ann B. Stone|I see it as a place for ships, and my task is to keep it so.',
      '-|A. Explain what you would do about the nets.|Ann B. Stone|I would mend them in the first year./They have been torn since spring.',
      '-|B. What have you heard of the old pier?|Ann B. Stone|It has been closed, and it will stay so.',
    ]);
  });

  it('name the one who answers with a warning', async () => {
    const { warnings } = await read(text(subtitle), undefined, 'a.md');
    expect(warnings.join('\n')).toMatch(/line \d+: no label says who answers, and .*“Ann B. Stone”/);
  });
});

it('a clip in a programme has an asker of its own, and whoever presents it none of the answers', async () => {
  const text = blocks(
    'Ann Field on the Memoirs, 8 May 2023',
    'AMY POE: Today a book is published. This is a part of his interview with Kim Hill, which was sent last night.',
    'KIM HILL: Do you regret the bridge?',
    'DAN STONE: I would build it again.',
    'AMY POE: That was Dan Stone. To speak of the book, we are joined by Colonel Ann Field. Can you respond to what he has said, Colonel Field?',
    'COL. ANN FIELD: Amy, I can. It is a book like others, and I do not know him in it.',
    'AMY POE: Talk about what he had to say about your boss and about the bridge.',
    'COL. ANN FIELD: He was against it, and he said so at the time, many times over.',
    'AMY POE: Well, I thank you very much for being with us, and we shall go on after this break.',
  );
  expect((await turnsOf(text)).map((turn) => turn.split('|').slice(0, 3))).toEqual([
    ['-', '-', 'Amy Poe'],
    ['Kim Hill', 'Do you regret the bridge?', 'Dan Stone'],
    [
      'Amy Poe',
      'That was Dan Stone. To speak of the book, we are joined by Colonel Ann Field. Can you respond to what he has said, Colonel Field?',
      'Col. Ann Field',
    ],
    ['Amy Poe', 'Talk about what he had to say about your boss and about the bridge.', 'Col. Ann Field'],
    ['-', '-', 'Amy Poe'],
  ]);
});

describe('a question that a member of parliament puts in writing', () => {
  const title =
    '# Oral Reply to Parliamentary Question on Old Piers by Ms Ann Stone, Minister for Harbours, 8 May 2023';
  const reply = 'We mend our piers each year, and I have asked for more money to mend them sooner.';

  it('is no statement of that member, though it has no mark of a question', async () => {
    const text = blocks(
      title,
      '**Dr Tom Poe:** To ask the Minister for Harbours what measures will be introduced to mend old piers.',
      '**Dr Tom Poe:** To ask the Minister for Harbours how many piers are older than their bridges.',
      '**Answer:**',
      reply,
    );
    expect(await turnsOf(text, 'a.md')).toEqual([
      'Dr Tom Poe|To ask the Minister for Harbours what measures will be introduced to mend old piers.\n\nTo ask the Minister for Harbours how many piers are older than their bridges.|Ann Stone|' +
        reply,
    ]);
  });
});

describe('headings of an office and a name', () => {
  const stone = 'It gives me great pleasure to welcome you to our harbour, and I thank you for coming.';
  const text = (poe: string) =>
    blocks(
      '# Joint Statement Speeches, 8 May 2023',
      '###### PRESIDENT TOM POE AND',
      '###### PRIME MINISTER ANN STONE',
      '##### PRIME MINISTER STONE',
      stone,
      'The piers were built in the last century.',
      '##### PRESIDENT POE',
      poe,
    );

  it('say whose the statements below them are', async () => {
    const poe = 'Thank you, Prime Minister. We have agreed on three new piers, and we shall build them soon.';
    expect(await turnsOf(text(poe), 'a.md')).toEqual([
      `-|-|Prime Minister Stone|${stone}/The piers were built in the last century.`,
      `-|-|President Poe|${poe}`,
    ]);
  });

  it('are those of a report where somebody is only quoted below one of them', async () => {
    const poe = 'Three new piers are on their way. “We shall build them soon,” said the President of Norway.';
    await expect(read(text(poe), undefined, 'a.md')).rejects.toThrow();
  });

  it('are those of a report where nobody speaks of himself below one of them', async () => {
    const poe = 'The President told reporters that three new piers will be built by the end of the year.';
    await expect(read(text(poe), undefined, 'a.md')).rejects.toThrow();
  });
});

it('a reporter whom a typist knew by the given name asks among others without names', async () => {
  const text = blocks(
    'Press Conference by President Poe, 8 May 2023',
    'Q: Sir, will the new pier open?',
    'PRES. POE: In May, as I said before.',
    'Q: Sir, one more.',
    'PRES. POE: Go on, then',
    'Mia: Sir, there is talk of a strike. Will you meet the dockers?',
    'PRES. POE: I have met them twice, and I will tell you this. There are reasons for it.\nNote: I do not mean the strike.',
    'Q: And the bridge?',
    'PRES. POE: It stays.',
  );
  expect((await turnsOf(text)).map((turn) => turn.split('|').slice(0, 3))).toEqual([
    ['-', 'Sir, will the new pier open?', 'Pres. Poe'],
    ['-', 'Sir, one more.', 'Pres. Poe'],
    ['Mia', 'Sir, there is talk of a strike. Will you meet the dockers?', 'Pres. Poe'],
    ['-', 'And the bridge?', 'Pres. Poe'],
  ]);
});

it('a list of headlines above the first label is nobody’s, and a label below a heading or an anchor is one', async () => {
  const text = [
    '---\ntitle: Stone Careful on Old Piers\ndate: 2023-05-08\n---',
    '#### Headline',
    'Mint’s Stone: It is much too early to speak of a second pier before the first of them stands.',
    'Mint’s Stone: We have no money for a third pier yet, and nobody should be waiting for it.',
    'Mint’s Stone: The old piers are in good order now.',
    '#### Transcript',
    '**Tom Poe:** Let us begin with the piers. There has been a lot of talk about a second one in the harbour this year, and when do you see it being built?',
    '',
    '**Ann Stone:** The first one is not finished, and everyone knows that. We have a lot of work left to do before',
    'we can speak of another. It is much too early for that.',
    '<a id="cut2"></a>',
    '**Tom Poe:** And when we say early, it may not be this year at all, and perhaps not even in the year after that?',
    '',
    '**Ann Stone:** I shall not put a day on it, since giving a day when all that we have is questions would be',
    'a mistake, and I would be the first to regret it.',
  ].join('\n');
  expect((await turnsOf(text, 'a.md')).map((turn) => turn.split('|').slice(0, 3))).toEqual([
    ['Tom Poe', expect.stringMatching(/^Let us begin .* built\?$/), 'Ann Stone'],
    ['Tom Poe', expect.stringMatching(/^And when .* after that\?$/), 'Ann Stone'],
  ]);
});

describe('an interview without a word of who is the guest', () => {
  const text = (title: string) =>
    blocks(
      `# ${title}`,
      'May 8, 2023',
      '**Tom Poe:** On a scale of one to ten, how do you find the harbour.',
      '**Ann Stone:** I would say seven. The piers are in good order, and the nets have been mended since the spring.',
      '**Poe:** You know, you and I spoke of it five years ago. Here is what you said:',
      '*Stone: “We worry about the nets far more than about the piers.”*',
      '*Poe: So it is fear of the sea, in the end.*',
      '**Poe:** I guess that my question is: why?',
      '**Stone:** Look at what we have all seen. For ten years the nets were torn. What if they tear again?',
      '**Poe:** Let me say on behalf of everybody that they want a new pier. Right? It is a good one.',
      '**Stone:** I hope that they are right about it. There have been years in which they were not.',
    );

  it('is with whom the title opens, and what is played in it is of another day', async () => {
    const turns = await turnsOf(text('Stone Careful on Old Piers'), 'a.md');
    expect(turns.map((turn) => turn.split('|').slice(0, 3))).toEqual([
      ['Tom Poe', 'On a scale of one to ten, how do you find the harbour.', 'Ann Stone'],
      ['Tom Poe', expect.stringMatching(/^You know.*“We worry.*in the end.*why\?$/s), 'Ann Stone'],
      ['Tom Poe', expect.stringMatching(/^Let me say/), 'Ann Stone'],
    ]);
  });

  it.each(['Poe on Old Piers', 'On Old Piers'])(
    'is refused below a title that opens with no guest: %s',
    async (title) => {
      await expect(read(text(title), undefined, 'a.md')).rejects.toThrow(/does not tell whether “Tom Poe”/);
    },
  );

  it('says that it was inferred who asks', async () => {
    const { warnings } = await read(text('Stone Careful on Old Piers'), undefined, 'a.md');
    expect(warnings.join('\n')).toMatch(/line \d+: “Tom Poe” was taken for one who asks/);
  });
});
