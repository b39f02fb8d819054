/** Statements and speeches without labels: whose they are, where they begin and end, and why some are not read. */
import { describe, expect, it } from 'vitest';
import { exchange } from '../helpers.ts';
import { blocks, read } from './layouts.ts';

const FIRST = 'Today I want to speak about the harbour, which we have neglected for far too long.';
const SECOND = 'We shall dredge the basin, and our fishermen will have their quays back by the spring.';
const LAST = 'I thank all of you who have come here in the rain to hear this from us.';
const SPEECH = blocks(FIRST, SECOND, LAST);

async function statement(text: string, path = 'a.txt', sidecar?: Parameters<typeof read>[1]) {
  const { transcript, warnings } = await read(text, sidecar, path);
  return { turns: exchange(transcript), document: transcript.document, warnings: warnings.join('\n') };
}

const by = (speaker: string, ...answer: string[]) => [{ speaker, answer }];

describe('a speech without labels is by whom', () => {
  it.each([
    ['the form of the title names', 'Anna Jones Address to the Council of Ports\nMay 8, 2023', 'Anna Jones'],
    [
      'a line below the title names',
      'Remarks on the Harbour, May 8, 2023\n\nPrepared Remarks of Anna Jones At the Gala',
      'Anna Jones',
    ],
    [
      'a line says has delivered it',
      'Statement of Freedonia to the Council of Ports\n\nMay 8, 2023\n\nDelivered by:\nThe Honorable A. Maria Santos Lopez\nVice President and Minister of Works',
      'A. Maria Santos Lopez',
    ],
    [
      'a line of name and office names, with its place and day',
      'Opening Statement of the Year, May 8, 2023\n\nMayor Anna Jones, Ems town hall, 8 May 2023.',
      'Anna Jones',
    ],
    [
      'two lines name',
      'Speech at the Harbour Gala of Ems, May 8, 2023\n\nAnna Jones\n\nMinister of Works',
      'Anna Jones',
    ],
    [
      'a line gives the full name of, below the title with the office',
      'Remarks by Governor Jonsdottir at the Launch of the Report, May 8, 2023\n\nRemarks at the Launch of the Report on the Quays in Ems U.K.\n\nAnna Jonsdottir Governor of the Bank of Ems May 8, 2023',
      'Anna Jonsdottir',
    ],
    ['the title names by a family name', "[Learn English] Jones's Harbour Hall Speech (2023.05.08)", 'Jones'],
    [
      'the title names by a family name, and a line in full',
      "Jones's Harbour Speech, May 8, 2023\n\nGovernor Anna Jones",
      'Anna Jones',
    ],
    [
      'a line of office, style and name names',
      'Third Forum on Quays, May 8, 2023\n\nStatement by the Minister of Works, Ms Xuyen Fu, at the Third Forum',
      'Xuyen Fu',
    ],
    ['a style of honour names', 'Jones Speech - The Quays, May 8, 2023\n\nHON. ANNA JONES, MP', 'Anna Jones'],
    [
      'a letterhead leaves to the line of address',
      'Mission of Freedonia to the Ports\n\nAddress by H.E. Xuyen Fu\n\nEms, 8 May 2023 Check against delivery',
      'Xuyen Fu',
    ],
    [
      'a speaker’s line names',
      'Speech at the Harbour Gala of Ems, May 8, 2023\n\nSpeaker: H.E. Ms. Anna Jones, Minister of Works',
      'Anna Jones',
    ],
  ])('%s', async (_, head, speaker) => {
    const { turns, warnings } = await statement(blocks(head, SPEECH));
    expect(turns).toEqual(by(speaker, FIRST, SECOND, LAST));
    expect(warnings).toContain(`the statement has no label and was given to ${speaker}`);
  });

  it.each([
    [
      'a speaker’s field in front matter',
      '---\ntitle: On the Harbour\ndate: 2023-05-08\nspeakers: [Anna Jones]\n---',
      'a.md',
    ],
    [
      'a head of keys and values',
      'TITLE: On the Harbour\nSPEAKER: Anna Jones\nROLE: Mayor of Ems\nDATE: May 8, 2023\n\n===== SPEECH =====',
      'a.txt',
    ],
  ])('%s names', async (_, head, path) => {
    const { turns, document } = await statement(blocks(head, SPEECH), path);
    expect(turns).toEqual(by('Anna Jones', FIRST, SECOND, LAST));
    expect(document).toMatchObject({ title: 'On the Harbour', date: '2023-05-08' });
  });

  it('the user names', async () => {
    const text = blocks('On the Harbour, May 8, 2023', SPEECH);
    expect((await statement(text, 'a.txt', { official: ['Anna Jones'] })).turns).toEqual(
      by('Anna Jones', FIRST, SECOND, LAST),
    );
  });

  const page = (office: string) =>
    `<html><head><meta property="og:title" content="Opening Statement before the Harbour Committee"></head><body>
     <h1>Opening Statement before the Harbour Committee</h1><div class="post-author"><a title="${office}">Anna Jones</a></div>
     <div>May 8, 2023</div><div><p>${FIRST}</p><p>${SECOND}</p><p>${LAST}</p></div></body></html>`;

  it('a byline names with an office, under two heads, where the speech greets many', async () => {
    const head =
      'Quays in the Trade of Ports\n===\n\nby Anna Jones\n\nDeputy Governor of the Bank of Ems\n\n8 May 2023';
    const { turns, document } = await statement(blocks(head, 'Ladies and gentlemen,', SPEECH), 'a.md');
    expect(document.title).toBe('Quays in the Trade of Ports');
    expect(turns).toEqual(by('Anna Jones', 'Ladies and gentlemen,', FIRST, SECOND, LAST));
    await expect(statement(blocks(head, SPEECH), 'a.md')).rejects.toThrow('can be told apart');
  });

  it('a byline names with an office', async () => {
    const { turns } = await statement(page('Governor - Executive'), 'a.html');
    expect(turns).toEqual(by('Anna Jones', FIRST, SECOND, LAST));
  });

  it.each(['', 'Director of Communications'])('not whom a byline names who writes: “%s”', async (office) => {
    await expect(statement(page(office), 'a.html')).rejects.toThrow('nothing in its head says who speaks');
  });

  it('the note of a book introduces with the years of a life', async () => {
    const text = blocks(
      '## `<?page 3?>`{=html}[]{#p3}Anna Maria Jones Port Ems, 8 May 1923 {#c1 .Head}',
      '> *The harbour was in ruins*.\n>\n> *It fell to Jones (1870--1931), a pilot’s daughter, to speak for the town*.',
      'My friends of the harbour:',
      FIRST,
      SECOND.replace('basin', '`<?page 4?>`{=html}[]{#p4}basin'),
      LAST,
      '> *The quays were opened in spring. Jones was there*.',
    );
    const { turns, document } = await statement(text, 'a.md');
    expect(turns).toEqual(by('Anna Maria Jones', 'My friends of the harbour:', FIRST, SECOND, LAST));
    expect(document).toMatchObject({ title: 'Anna Maria Jones Port Ems, 8 May 1923', date: '1923-05-08' });
  });
});

describe('a speech without labels that nobody’s head names is', () => {
  const TOLD = [
    'The harbour has been closed for years, and the town of Ems has paid for that.',
    'The council must act now, and it must act with all of the coast.',
    'The quays are a crucial part of every plan for the basin.',
  ];
  const head = [
    '# Statement on the Harbour',
    'National Statement delivered on behalf of Ems at the Council, 8 May 2023.',
  ];
  const said = [
    'Thank you, Madam Chair, and thank you for all of this.',
    'Madam Chair,',
    ...TOLD,
    'Thank you.',
  ];

  it.each([
    ['on one line', ['Anna Jones, Ambassador, Deputy Permanent Representative']],
    ['on two', ['Anna Jones', 'Ambassador of Ems to the Council', 'Ems, 8 May']],
  ])('by whom signs it, %s', async (_, signature) => {
    const { turns, warnings } = await statement(
      blocks(...head, '(As delivered)', ...said, ...signature),
      'a.md',
    );
    expect(turns).toEqual(by('Anna Jones', ...said));
    expect(warnings).toContain('the statement has no label and was given to Anna Jones');
  });

  it('not by whom an article tells that speaks of the speech', async () => {
    const text = blocks('# Jones’s Speech Unsettles the Coast', 'May 8, 2023', ...TOLD, ...TOLD);
    await expect(statement(text, 'a.md')).rejects.toThrow('holds no question');
  });

  it('not by one of two who sign it', async () => {
    const text = blocks(...head, ...said, 'Anna Jones, Minister of Works', 'John Smith, Minister of Ports');
    await expect(statement(text, 'a.md')).rejects.toThrow('names Anna Jones, John Smith: it does not say');
  });

  it('not by whom its foot names for questions', async () => {
    const text = blocks(
      ...head,
      ...said.slice(0, -1),
      ...TOLD,
      'John Smith, Spokesperson',
      'press@ems.example',
    );
    await expect(statement(text, 'a.md')).rejects.toThrow('nothing in its head says who speaks');
  });

  it.each([
    [
      'Regeringsförklaringen den 8 maj 2023',
      'Statsminister Anna Jones, riksdagen, den 8 maj 2023.',
      'Herr talman!',
    ],
    ['Remarks on the Harbour, May 8, 2023', 'Governor Anna Jones', 'Thank you. Good morning, everyone.'],
  ])('said in no first person, but to somebody: %s', async (title, line, salutation) => {
    const { turns } = await statement(blocks(`# ${title}`, line, salutation, ...TOLD), 'a.md');
    expect(turns).toEqual(by('Anna Jones', salutation, ...TOLD));
  });
});

describe('a talk that a page quotes', () => {
  it('is only what it quotes, with the opening above the first label', async () => {
    const text = blocks(
      '# Press conference on the harbour, May 8, 2023',
      'Foreign Minister Jones was asked about the harbour at a press conference, and laughed.',
      '> Ladies and gentlemen,',
      `> ${FIRST}`,
      `> ${SECOND}`,
      '> Question: When will it open?',
      '> Anna Jones: We shall open it in the spring, if the weather lets us.',
      '> There is no other plan.',
      'That is what he has said for years.',
      '> Question: And who will pay?',
      '> Anna Jones: The town will pay for it, as it has paid for the old one.',
    );
    const { turns, warnings } = await statement(text, 'a.md');
    expect(turns).toMatchObject([
      { speaker: 'Anna Jones', answer: ['Ladies and gentlemen,', FIRST, SECOND] },
      {
        question: 'When will it open?',
        answer: ['We shall open it in the spring, if the weather lets us.', 'There is no other plan.'],
      },
      { question: 'And who will pay?', answer: { length: 1 } },
    ]);
    expect(warnings).toContain('line 5: the opening has no label and was given to Anna Jones');
    expect(warnings).not.toContain('editor’s note');
  });
});

describe('a paragraph for which a page names no speaker, as it does for others', () => {
  it('is warned of', async () => {
    const page = `<h1>Mayor Jones opens the harbour, May 8, 2023</h1>
      <p data-speaker="Jones">[Jones]: ${FIRST}</p><p>${SECOND}</p>`;
    const { turns, warnings } = await statement(page, 'a.html');
    expect(turns).toMatchObject([{ answer: [FIRST, SECOND] }]);
    expect(warnings).toContain('line 5: the page does not name the speaker of this paragraph, and it');
  });
});

describe('a speech without labels begins', () => {
  it('with its salutation, and with what is said right below that', async () => {
    const text = blocks(
      'Anna Jones Address to the Council of Ports',
      'May 8, 2023',
      'Secretary-General John Smith, President Mary Brown,\nExcellencies, Ladies and Gentlemen,',
      'Warm greetings from Ems.',
      SPEECH,
    );
    const { turns } = await statement(text, 'a.md');
    expect(turns[0]?.answer.slice(0, 2)).toEqual([
      'Secretary-General John Smith, President Mary Brown,\nExcellencies, Ladies and Gentlemen,',
      'Warm greetings from Ems.',
    ]);
  });

  it('below the line that announces it, under a report of the press office', async () => {
    const text = blocks(
      'Governor Anna Jones Announces a New Harbour',
      'May 8, 2023',
      '[Governor](https://ems.example/) [Anna Jones](https://ems.example/jones) today announced that the town will dredge the basin.',
      'A rush transcript of the [Governor’s](https://ems.example/) remarks is available below:',
      FIRST.replace('harbour', '[harbour](https://harbour.example/)'),
      SECOND,
      LAST,
    );
    const { turns } = await statement(text, 'a.md');
    expect(turns).toMatchObject([{ speaker: 'Anna Jones', answer: { length: 3 } }]);
  });

  it('where it was quoted as a whole, without the marks', async () => {
    const text = blocks(
      'Remarks of Anna Jones on the Harbour, May 8, 2023',
      SPEECH.replace(/^(?=.)/gmu, '> '),
    );
    expect((await statement(text, 'a.md')).turns).toEqual(by('Anna Jones', FIRST, SECOND, LAST));
  });
});

describe('a speech without labels is refused', () => {
  const TITLE = 'Anna Jones Address to the Council of Ports, May 8, 2023';
  const more = Array.from(
    { length: 10 },
    (_, i) => `${SECOND.slice(0, -1)}, in the year ${i + 1} of our plan.`,
  );

  it.each([
    [
      'where nothing says who speaks',
      [FIRST, SECOND, LAST],
      'On the Harbour, May 8, 2023',
      /nothing in its head says who/,
    ],
    [
      'where two may speak',
      [FIRST, SECOND, LAST],
      'Remarks by Mayor Anna Jones and Governor John Smith, May 8, 2023',
      /names Anna Jones, John Smith: it does not say which/,
    ],
    [
      'where it tells of the speaker',
      [FIRST, 'The harbour has been closed for years, as Jones said in her first term as mayor.', LAST],
      TITLE,
      /line 25 seems to be about Anna Jones/,
    ],
    [
      'where a comment stands between quotations',
      [
        `> ${FIRST}`,
        'The mayor has never said how much of this the town will have to pay.',
        `> ${SECOND}`,
        `> ${LAST}`,
      ],
      TITLE,
      /does not say which of its paragraphs Anna Jones says/,
    ],
    [
      'where a question is answered',
      [FIRST, 'But how much will it cost?', 'Well, we shall see in the autumn what it has come to.', LAST],
      TITLE,
      /leaves out who asks: “But how/,
    ],
    [
      'where the floor asks',
      [FIRST, SECOND, 'You spoke of quays. When will you open them?', LAST],
      TITLE,
      /leaves out who asks: “You spoke/,
    ],
    [
      'where the mayor is called',
      [FIRST, 'Mayor, is there any money for all that?', SECOND, LAST],
      TITLE,
      /leaves out who asks: “Mayor/,
    ],
  ])('%s', async (_, lines, title, reason) => {
    // Long enough for a question or two.
    const padding = lines.some((line) => line.startsWith('>')) ? [] : more;
    await expect(
      statement(blocks(title, ...lines.slice(0, 1), ...padding, ...lines.slice(1)), 'a.md'),
    ).rejects.toThrow(reason);
  });

  it('not for want of a name where it may be an interview', async () => {
    const text = blocks('# On the Harbour, May 8, 2023', 'Why now?', FIRST, 'And then?', SECOND, LAST);
    await expect(statement(text, 'a.md')).rejects.toThrow(/^(?!.*nothing in its head)/s);
  });

  it('but not above the foot, for two at the ends of paragraphs', async () => {
    const asking = ['The dredger lies idle. Where does that leave Ems?', 'We wait in the rain. So what?'];
    const said = Array.from({ length: 5 }, () => [FIRST, SECOND]).flat();
    const text = blocks(
      'Remarks by Mayor Anna Jones, May 8, 2023',
      FIRST,
      ...asking,
      ...said,
      'ENDS',
      '## Want more?',
    );
    expect((await statement(text, 'a.md')).turns).toMatchObject([{ answer: { length: 13 } }]);
    await expect(statement(text.replace('leave Ems', 'leave you'), 'a.md')).rejects.toThrow(
      'leaves out who asks',
    );
  });

  it('of scraps that a scanner has left', async () => {
    const scraps = Array.from({ length: 30 }, () => 'of the quays and the basin, which');
    const text = blocks(
      'Situation of the Quays, May 8, 2023',
      'Statement by Mr Xuyen Fu',
      FIRST,
      ...scraps,
      LAST,
    );
    await expect(statement(text)).rejects.toThrow(
      'a statement by Xuyen Fu, but most of its paragraphs are no',
    );
  });

  it('but not for a question that the speaker asks in passing, which is warned of', async () => {
    const asks = 'We have waited for years. What kind of town do you build without a harbour?';
    const { turns, warnings } = await statement(blocks(TITLE, FIRST, asks, ...more), 'a.md');
    expect(turns[0]?.answer).toContain(asks);
    expect(warnings).toContain('line 5: a question inside the statement was taken for Anna Jones’s');
  });
});

describe('brackets that open a line', () => {
  it('are a label before a colon', async () => {
    const text = blocks('Mayor Jones Opens the Harbour', 'May 8, 2023', `[Jones]: ${FIRST}`, SECOND);
    expect((await statement(text, 'a.md')).turns).toEqual(by('Jones', FIRST, SECOND));
  });

  it('are none before the address of a link', async () => {
    const text = blocks(
      'Remarks by Mayor Anna Jones, May 8, 2023',
      FIRST,
      '[Governor](https://ems.example/governor) Smith has helped us, and we thank him for it today.',
      LAST,
    );
    expect((await statement(text, 'a.md')).turns).toMatchObject([
      { speaker: 'Anna Jones', answer: { length: 3 } },
    ]);
  });
});

describe('front matter that is no YAML', () => {
  it('is read line by line, with a warning', async () => {
    const head =
      '---\ntitle: Transcript: Governor Anna Jones Speaks\ndate: 2023-05-08\ntags: [a, b,\nc: d]\n---';
    const { document, warnings } = await statement(blocks(head, 'Q: Why?', 'A: Because it is time.'), 'a.md');
    expect(document).toMatchObject({ title: 'Transcript: Governor Anna Jones Speaks', date: '2023-05-08' });
    expect(warnings).toContain('line 2: the front matter is no valid YAML, and was read line by line');
  });

  it('is read below an empty first line', async () => {
    const head =
      '\n---\nlayout: post\ntitle: Jones Speaks of Quays\nexcerpt: The quays: why?\ndate: 2023-05-08\n---';
    const { document, warnings } = await statement(blocks(head, 'Q: Why?', 'A: Because it is time.'), 'a.md');
    expect(document).toMatchObject({ title: 'Jones Speaks of Quays', date: '2023-05-08' });
    expect(warnings).toContain('line 3: the front matter is no valid YAML, and was read line by line');
  });

  it('is left where none of its keys is known', async () => {
    const head =
      "---\nVideo Views: 12\nKeywords: ['a', b: c\n\n#quays\n---\n# Mayor Jones on the quays, May 8, 2023";
    const { document, warnings } = await statement(blocks(head, 'Q: Why?', 'A: Because it is time.'), 'a.md');
    expect(document.title).toBe('Mayor Jones on the quays, May 8, 2023');
    expect(warnings).toContain('line 2: the front matter is no valid YAML, and was read line by line');
  });

  it('is no head of keys where somebody speaks', async () => {
    const text =
      'Title: On the Harbour\nDate: May 8, 2023\nReporter: Why?\nMayor Jones: It is time.\n\nReporter: And now?\nMayor Jones: We wait.';
    expect((await statement(text, 'a.txt', { title: 'On the Harbour' })).turns).toMatchObject([
      { question: 'Why?' },
      { question: 'And now?' },
    ]);
  });
});

describe('elements of HTML inside the lines of Markdown', () => {
  it('are no words, and leave their lines where they were', async () => {
    const text = blocks(
      '# Interview with Mayor Jones, May 8, 2023\n<script src="https://ems.example/a.js">\nplay();</script>',
      '<a id="cut"></a>\n**Ann Roe:** Why?',
      '**Mayor Jones:** It is <span style="color: red;"><strong>time.</strong></span> <!-- look -->',
      '**Ann Roe:** And < now?',
      '<strong>Mayor Jones:</strong> We <a href="https://ems.example">wait</a>.',
    );
    expect((await statement(text, 'a.md')).turns).toMatchObject([
      { question: 'Why?', answer: ['It is **time.**'] },
      { question: 'And < now?', answer: ['We wait.'] },
    ]);
  });
});
