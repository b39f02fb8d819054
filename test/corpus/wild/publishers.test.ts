/** Layouts of the publishers that users bring most, each cut down to what is peculiar to it. */
import { describe, expect, it } from 'vitest';
import { blocks, read, turnsOf } from './layouts.ts';

const page = (title: string, ...body: string[]) =>
  `<h1>${title}</h1>${body.map((p) => `<p>${p}</p>`).join('')}`;

describe('somebody who hosts an official', () => {
  it('answers nothing by calling on reporters, interrupting and closing', async () => {
    const text = blocks(
      'Secretary of Defense Lloyd J. Austin III Holds a Press Briefing, Feb. 1, 2024',
      'STAFF: Good morning. Please state your name and whom you work for when you ask. Over to you, sir.',
      'SECRETARY OF DEFENSE LLOYD J. AUSTIN III: Good morning. We did not handle this right, and I am sorry.',
      "STAFF: All right. We'll start with Lita, AP.",
      'Q: Did you direct anyone to conceal it?',
      'SEC. AUSTIN: The answer is no. I never directed anyone to do so.',
      'Q: And just a follow-up on --',
      'STAFF: One question, Lita.',
      'Q: -- on Iran. Will they stop?',
      'SEC. AUSTIN: They have a lot of capability. I have a lot more.',
      'STAFF: That is all the time we have. Thank you very much.',
    );
    expect(await turnsOf(text)).toEqual([
      '-|-|Staff|Good morning. Please state your name and whom you work for when you ask. Over to you, sir.',
      '-|-|Lloyd J. Austin|Good morning. We did not handle this right, and I am sorry.',
      '-|Did you direct anyone to conceal it?|Lloyd J. Austin|The answer is no. I never directed anyone to do so.',
      '-|And just a follow-up on --\n\n-- on Iran. Will they stop?|Lloyd J. Austin|They have a lot of capability. I have a lot more.',
    ]);
  });

  it.each(['MR. HAYES', 'BEN HAYES'])(
    'says the last words of the event, which answer nothing: %s',
    async (host) => {
      const text = blocks(
        'Telebriefing Transcript: Update on Lung Injury',
        'Friday, December 20, 2019',
        `${host}: Thank you all for joining us today for this briefing on the investigation of lung injuries. We are joined by the principal deputy director, Dr. Anne Stone, and by Dr. Tom Brook of the Food and Drug Administration, who will both give remarks before we take your questions.`,
        'DR. STONE: Good afternoon. We now report 2,506 cases in all states.',
        'OPERATOR: Our first question is from Lena Hill. Your line is open.',
        'Q: Is the outbreak over?',
        'DR. STONE: It is not over, but the number of new cases has fallen.',
        'OPERATOR: The next question is from Mike Reed. Your line is open.',
        'Q: What has been found in the products?',
        'DR. STONE: I will let Dr. Brook answer that.',
        'DR. BROOK: Thank you. Most of them held an acetate, which nobody should breathe in.',
        'OPERATOR: There are no further questions in the queue at this moment, and I give it back to you, sir.',
        `${host}: Thank you, Dr. Brook, and thank you, Dr. Stone, for being with us. For those of you who have more to ask, please call at any time and somebody will help you. This concludes our call, and a transcript will be posted later today.`,
        "OPERATOR: That concludes today's conference. Thank you for your participation.",
      );
      const turns = await turnsOf(text);
      expect(turns.slice(-3).map((turn) => turn.slice(0, 60))).toEqual([
        '-|What has been found in the products?|Tom Brook|Thank you. ',
        '-|-|Operator|There are no further questions in the queue at ',
        expect.stringMatching(/^-\|-\|(?:Mr\.|Ben) Hayes\|Thank you, Dr\. Brook, and thank you/),
      ]);
    },
  );

  it('reads out what somebody wrote', async () => {
    const text = blocks(
      'Press Briefing of Presidential Spokesperson Harry Roque, 28 May 2020',
      'USEC. IGNACIO: Good morning. Welcome to our press briefing.',
      'SEC. ROQUE: Thank you, Rocky. The President will address the nation tonight.',
      'USEC. IGNACIO: First question from Joseph Morong of GMA News: “Will the city open?”',
      'SEC. ROQUE: That is what we recommend to the President.',
      'JOSEPH MORONG: What about public transport?',
      'SEC. ROQUE: The trains will run.',
    );
    expect((await turnsOf(text)).slice(1)).toEqual([
      '-|First question from Joseph Morong of GMA News: “Will the city open?”|Harry Roque|That is what we recommend to the President.',
      'Joseph Morong|What about public transport?|Harry Roque|The trains will run.',
    ]);
  });
});

describe('answer marks among names', () => {
  const text = (second: string) =>
    blocks(
      'Media availability, October 4, 2006',
      'GEN. SMITH: Good morning. I will take your questions.',
      'Q: How many are there now?',
      'A: About 4,000. That may change.',
      'Q. And the others?',
      'A. They are taking the lead. I was with them yesterday.',
      second,
      'Q: Are they ready?',
      'A: Ten of them are.',
    );

  it('are those of the one who has a name', async () => {
    expect(
      (await turnsOf(text('GEN. SMITH: That is what I saw.'))).map((turn) => turn.split('|')[2]),
    ).toEqual(Array(4).fill('Gen. Smith'));
  });

  it('are given to whoever answered before, with a warning, where several have', async () => {
    const two = text('COL. JONES: Let me add that there are 12 battalions.');
    expect((await turnsOf(two)).at(-1)).toBe('-|Are they ready?|Col. Jones|Ten of them are.');
    expect((await read(two)).warnings).toContainEqual(expect.stringMatching(/line 7: .*without a name/));
  });
});

it('headings may name who speaks', async () => {
  const text = `<h1>PM press conference in Kyiv: 12 January 2024</h1>${[
    ['Prime Minister', 'It is a great honour to be back in Kyiv.'],
    ['Question', 'Will you get another vote on this?'],
    ['Prime Minister', 'Our support is steadfast.'],
    ['Question', 'President Zelenskyy, are you worried?'],
    ['President Zelenskyy', 'We count on our friends.'],
  ]
    .map(([name, said]) => `<h2>${name}</h2><p>${said}</p>`)
    .join('')}`;
  expect(await turnsOf(text, 'a.html')).toEqual([
    '-|-|Prime Minister|It is a great honour to be back in Kyiv.',
    '-|Will you get another vote on this?|Prime Minister|Our support is steadfast.',
    '-|President Zelenskyy, are you worried?|President Zelenskyy|We count on our friends.',
  ]);
});

it('answers without labels stand below marked questions in bold letters', async () => {
  const text = page(
    'Press remarks by High Representative Josep Borrell, 22 January 2024',
    '<b>Q. You have presented a plan. Did the minister respond to it?</b>',
    'He did not. He spoke about an island.',
    '<b>Q. When will the mission start?</b>',
    'I hope in February.',
  );
  expect(await turnsOf(text, 'a.html')).toEqual([
    '-|You have presented a plan. Did the minister respond to it?|Josep Borrell|He did not. He spoke about an island.',
    '-|When will the mission start?|Josep Borrell|I hope in February.',
  ]);
  expect((await read(text, undefined, 'a.html')).warnings).toContainEqual(
    expect.stringMatching(/answers have no labels/),
  );
});

it('whoever the title names by an initial answers a reporter without a name', async () => {
  const text = `---
title: Media Interview with Mr K Shanmugam, Minister for Law, on 5 February 2017
---

**Reporter: Minister, what do you think of the documents?**

We have received them. We will study them.

**Reporter: Will this affect your ties?**

There will always be differences.
`;
  expect(await turnsOf(text, 'a.md')).toEqual([
    'Reporter|Minister, what do you think of the documents?|K Shanmugam|We have received them. We will study them.',
    'Reporter|Will this affect your ties?|K Shanmugam|There will always be differences.',
  ]);
});

it('a name in a title ends where its words go on', async () => {
  const text = blocks(
    'Press Gaggle by President Trump Aboard Air Force One En Route to Miami, January 25, 2025',
    'Q Are you going to play?',
    'THE PRESIDENT: It’s so busy.',
    'Q And tomorrow?',
    'THE PRESIDENT: We will see.',
  );
  expect((await turnsOf(text)).map((turn) => turn.split('|')[2])).toEqual([
    'President Trump',
    'President Trump',
  ]);
});

it('names have outlets and offices behind a comma', async () => {
  const text = blocks(
    'Press Conference by Foreign Minister KAMIKAWA Yoko, January 26, 2024',
    'KAMIKAWA, Minister: I have one announcement. I will visit Nepal.',
    'Ed Conway, Sky News: When will you go?',
    'KAMIKAWA, Minister: Next month, I think.',
    'Chris Giles, FT: And who will pay?',
    'KAMIKAWA, Minister: We have not decided that.',
  );
  expect(
    (await turnsOf(text)).map((turn) =>
      turn
        .split('|')
        .filter((_, i) => i !== 1)
        .join('|'),
    ),
  ).toEqual([
    '-|KAMIKAWA Yoko|I have one announcement. I will visit Nepal.',
    'Ed Conway|KAMIKAWA Yoko|Next month, I think.',
    'Chris Giles|KAMIKAWA Yoko|We have not decided that.',
  ]);
});

it('a question without a label stands above the first answer', async () => {
  const text = blocks(
    'Interview with Christine Lagarde, President of the ECB, 19 October 2020',
    'What is the impact of the second wave?',
    'Lagarde: The recovery is losing momentum.',
    'Question: Have the risks increased?',
    'Lagarde: They have, since the summer.',
  );
  expect((await turnsOf(text))[0]).toBe(
    '-|What is the impact of the second wave?|Christine Lagarde|The recovery is losing momentum.',
  );
});

describe('what pages put between words', () => {
  it('is left out: page numbers, days in bold letters, topics behind asterisks', async () => {
    const text = blocks(
      'Press Briefing by the Spokesperson, 8 May 2023',
      'Spokesperson: Good afternoon to all of you.',
      '**Sudan',
      'Our colleagues there tell us that people have fled.',
      '2',
      'Question: And now?',
      'Spokesperson: We go on.',
      '**Oct. 7, 2003**',
      'Question: Until when?',
      '3',
      'Spokesperson: Until May.',
    );
    expect(await turnsOf(text)).toEqual([
      '-|-|Spokesperson|Good afternoon to all of you./Our colleagues there tell us that people have fled.',
      '-|And now?|Spokesperson|We go on.',
      '-|Until when?|Spokesperson|Until May.',
    ]);
  });

  it('does not hide a label: a heading, a clock, an office before it', async () => {
    const text = blocks(
      'News conference of Vladimir Putin, 20 December 2012',
      'Doorstop interview - the Kremlin,  Moscow  JOURNALIST: What will you do?',
      '2:01 P.M. EDTVLADIMIR PUTIN: We shall go on.',
      'JOURNALIST: And then?',
      'VLADIMIR PUTIN: We shall see.',
    );
    expect(await turnsOf(text)).toEqual([
      'Journalist|What will you do?|Vladimir Putin|We shall go on.',
      'Journalist|And then?|Vladimir Putin|We shall see.',
    ]);
  });
});

it('members of a committee ask a witness, whatever they are called', async () => {
  const text = [
    'Oversight of the Federal Reserve: a hearing, March 2, 2021',
    '',
    '    Chairwoman Waters. The committee will come to order. The Chair is',
    'authorized to declare a recess at any time, without objection from you.',
    '',
    '   STATEMENT OF THE HONORABLE JEROME H. POWELL, CHAIR, BOARD OF',
    '                   GOVERNORS',
    '',
    '    Mr. Powell. Chairwoman Waters, and other members of the committee, I',
    'am pleased to present the report.',
    '    We are committed to it, and we shall go on to use all of the tools',
    'that are ours.',
    '    Chairwoman Waters. I now recognize myself. Chair Powell, do you think',
    'that inflation will rise this year?',
    '    Mr. Powell. It is low now, and we expect that it will stay low for as',
    'long as we can see.',
    '    Mr. McHenry. Thank you for being here. Are you worried about debt, and',
    'about who will pay it?',
    '    Mr. Powell. It is on a path that we cannot keep to.',
    '    Chairwoman Waters. Time has expired.',
  ].join('\n');
  const turns = await turnsOf(text);
  expect(turns.map((turn) => turn.split('|').filter((_, i) => i !== 1)[1])).toEqual([
    'Chairwoman Waters',
    'Mr. Powell',
    'Mr. Powell',
    'Mr. Powell',
  ]);
  expect(turns[3]).toMatch(/^Mr\. McHenry\|Thank you for being here/);
});

it('the foot of a page is nobody’s', async () => {
  const text = blocks(
    'Press Briefing by the Spokesperson, 8 May 2023',
    'Question: Until when?',
    'Spokesperson: Until May.',
    'Communications Department\nMEDIA RELATIONS',
    'PRESS OFFICER: Julie Ziegler',
    'Phone: +1 202 623-7100 Email: media@example.org',
  );
  expect(await turnsOf(text)).toEqual(['-|Until when?|Spokesperson|Until May.']);
});

it('nor are telephone numbers in two columns', async () => {
  const text = blocks(
    'Press Briefing by the Spokesperson, 8 May 2023',
    'Question: Until when?',
    'Spokesperson: Until May.',
    'Press enquiries Harbour Office: (02) 5550 0100           Departmental Duty Officer: (02) 5550 0155',
  );
  expect(await turnsOf(text)).toEqual(['-|Until when?|Spokesperson|Until May.']);
});

describe('below the last answer', () => {
  const above = [
    'Press Briefing by the Spokesperson, 8 May 2023',
    'Question: Until when?',
    'Spokesperson: Until May.',
  ];

  it.each([
    ['a heading', '## How this page was made'],
    ['a line over a report of an official', 'Ministers meet again over the harbour'],
  ])('what an editor tells below %s is nobody’s', async (_, heading) => {
    const report = 'President Ann Jones met the ministers on Monday, and they spoke of the harbour.';
    expect(await turnsOf(blocks(...above, heading, report), 'a.md')).toEqual([
      '-|Until when?|Spokesperson|Until May.',
    ]);
  });

  it('what the official goes on to say below a heading stays', async () => {
    const goesOn = 'We have told the ministers that we will not wait, and I stand by it.';
    expect(await turnsOf(blocks(...above, '## The harbour', goesOn), 'a.md')).toEqual([
      `-|Until when?|Spokesperson|Until May./${goesOn}`,
    ]);
  });
});

it('the entities of Markdown are the characters that they stand for', async () => {
  const text = blocks(
    '# Press Briefing by the Spokesperson, 8 May 2023',
    '&nbsp;',
    'Question: Is that &#8220;final&#8221;&#63;',
    'Spokesperson: It&rsquo;s final &amp; public, for any x &lt; 5.\n&nbsp;\nQuestion: And now?',
    'Spokesperson: We go on.',
  );
  expect(await turnsOf(text, 'a.md')).toEqual([
    '-|Is that “final”?|Spokesperson|It’s final & public, for any x &lt; 5.',
    '-|And now?|Spokesperson|We go on.',
  ]);
});

it('a lead that ends with a colon is no part of the question below it', async () => {
  const text =
    '<h1>Interview mit dem Minister, 16.04.2012</h1><p>Berlin. Der Minister gab das folgende Interview. Die Fragen stellte MARIA ROE:<br>Frage: Wie bewerten Sie das?<br>STEIN: Es ist gut, und wir sind froh.<br>Frage: Und dann?<br>STEIN: Dann gehen wir weiter.</p>';
  expect((await turnsOf(text, 'a.html'))[0]).toMatch(/^-\|Wie bewerten Sie das\?\|/);
});

describe('a corpus that tags its speeches', () => {
  it('gives title and day in tags, and labels in brackets', async () => {
    const text = [
      '<title="Remarks at President Carter\'s Press Conference">',
      '<date="March 9, 1977">',
      '',
      "<THE PRESIDENT.> Good morning. I'll be glad to answer. Ms. Hill <Lena Hill, United Wire>.",
      '',
      '<Q. Mr. President, an American delegate has spoken of this <laughter> today. Do they coincide?>',
      '',
      "<THE PRESIDENT.> Well, I don't know which delegate this is.",
      '',
      '<applause>',
      '',
      '<Q. Well, then, does that mean that you do not object?>',
      '',
      '<THE PRESIDENT.> Yes. It does.',
    ].join('\n');
    const { transcript } = await read(text);
    expect(transcript.document).toMatchObject({
      title: "Remarks at President Carter's Press Conference",
      date: '1977-03-09',
    });
    expect(await turnsOf(text)).toEqual([
      "-|-|President Carter|Good morning. I'll be glad to answer. Ms. Hill <Lena Hill, United Wire>.",
      "-|Mr. President, an American delegate has spoken of this <laughter> today. Do they coincide?|President Carter|Well, I don't know which delegate this is.",
      '-|Well, then, does that mean that you do not object?|President Carter|Yes. It does.',
    ]);
  });

  it('has reporters who go by an honorific, in any capitals', async () => {
    const text = [
      '<title="A Conversation with President Lyndon Johnson">',
      '<date="December 19, 1967">',
      '',
      '<Mr. RATHER. Mr. President, I think anybody here would ask, tonight, about peace. Are we stuck with, as he put it, "waiting for some sign from, the other side?">',
      '',
      '<THE PRESIDENT.> Peace is the number 1 subject in the mind of every leader.',
      '',
      '<MR. SCHERER. Mr. President, there seems to be an impression that we will settle for nothing less. What is your view?>',
      '',
      '<THE PRESIDENT.> I have just explained what I thought would be a fair solution.',
      '',
      '<MR. RATHER. Mr. President, are we willing to accept a coalition?>',
      '',
      '<THE PRESIDENT.> That is as far as we are going.',
    ].join('\n');
    expect((await turnsOf(text)).map((turn) => turn.replace(/\|.*\|(?=[^|]*\|)/, '|').slice(0, 40))).toEqual([
      'Mr. Rather|Lyndon Johnson|Peace is the n',
      'Mr. Scherer|Lyndon Johnson|I have just e',
      'Mr. Rather|Lyndon Johnson|That is as far',
    ]);
  });
});

it('an office before a surname is not the only name of whoever has a fuller one', async () => {
  const text = blocks(
    'Press Briefing with the Japanese Foreign Press Secretary, 12 January 2017',
    'Japanese Foreign Press Secretary, Yasu Kawamura, speaks in a special press briefing in the capital.',
    'SPOKESPERSON FIELD: Good evening. A warm welcome for our guest.',
    'JAPANESE PRESS SECRETARY KAWAMURA: Good evening. Thank you for your kind introduction.',
    'Q: Can we get some elaboration?',
    'KAWAMURA: It is for the creation of business.',
    'Q: In how many years?',
    'KAWAMURA: In five years.',
  );
  expect((await turnsOf(text)).map((turn) => turn.split('|')[2])).toEqual([
    'Spokesperson Field',
    ...Array(3).fill('Yasu Kawamura'),
  ]);
});

it('whoever answers is the one spokesman whom the lead names', async () => {
  const text = blocks(
    '---\ntitle: Leak Quotes\ndate: 2023-05-08\n---',
    'An agency gathered up what White House spokesman Scott Field said about the leak in these weeks.',
    'Q: Any remorse?',
    'A: There is an investigation, and we cooperate.',
  );
  expect(await turnsOf(text, 'a.md')).toEqual([
    '-|Any remorse?|Scott Field|There is an investigation, and we cooperate.',
  ]);
});
