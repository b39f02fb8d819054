/** Labels that are no names: letters, typography, labels inside a paragraph, and what editors add. */
import { describe, expect, it } from 'vitest';
import { exchange, parse } from '../helpers.ts';
import { blocks, read, talk } from './layouts.ts';

describe('who speaks, by letters and typography', () => {
  it.each([
    ['P.', 'R.'],
    ['F:', 'A:'],
    ['D.', 'R.'],
  ])('two letters that take turns: %s asks', (asks, answers) => {
    const said = talk(
      'Entrevista al ministro Juan Pérez',
      `${asks} ¿Es sincera la carta?`,
      `${answers} Es un gesto importante.`,
      `${asks} ¿Hay calendario?`,
      `${answers} No hay una fecha.`,
    );
    expect(said.map(({ question, answer }) => [question, ...answer])).toEqual([
      ['¿Es sincera la carta?', 'Es un gesto importante.'],
      ['¿Hay calendario?', 'No hay una fecha.'],
    ]);
  });

  it.each([
    [
      'HTML',
      'a.html',
      '<h1>Interview with Minister Ann Jones, May 8, 2023</h1>',
      '<p><strong>',
      '</strong></p>',
      '<p>',
      '</p>',
    ],
    ['Markdown', 'a.md', '# Interview with Minister Ann Jones, May 8, 2023\n\n', '**', '**\n\n', '', '\n\n'],
    ['headings', 'a.md', '# Interview with Minister Ann Jones, May 8, 2023\n\n', '### ', '\n\n', '', '\n\n'],
  ])('questions in bold letters, in %s, with a warning', async (_, path, title, open, close, plain, end) => {
    const text = [
      title,
      `${open}Is the harbour closed to all ships?${close}`,
      `${plain}It is being cleaned, and we shall open it as soon as we can.${end}`,
      `${plain}That will not take long at all, I am told.${end}`,
      `${open}Until when will it be closed?${close}`,
      `${plain}Until May, if the weather stays as good as it is today.${end}`,
    ].join('');
    const { transcript, warnings } = await read(text, undefined, path);
    expect(
      exchange(transcript).map(({ question, speaker, answer }) => [question, speaker, answer.length]),
    ).toEqual([
      ['Is the harbour closed to all ships?', 'Ann Jones', 2],
      ['Until when will it be closed?', 'Ann Jones', 1],
    ]);
    expect(warnings.join()).toContain('was taken for questions');
  });

  describe('what stands above questions in bold letters', () => {
    const under = async (head: string, ...above: string[]) => {
      const html = [
        head,
        ...above.map((line) => `<p>${line}</p>`),
        '<p>* * *</p><p><strong>Is a pause likely in the autumn, or is it not?</strong></p>',
        '<p>We have an open mind as to what the decisions will be in September.</p>',
        '<p><strong>What will you be looking at until then?</strong></p>',
        '<p>We shall look at three criteria, which I have listed many times.</p>',
      ].join('');
      const { transcript, warnings } = await read(html, undefined, 'a.html');
      const said = exchange(transcript).map(({ question, speaker, answer }) => [
        question?.slice(0, 10),
        speaker,
        ...answer.map((paragraph) => paragraph.slice(0, 14)),
      ]);
      return { first: said[0], turns: said.length, warnings: warnings.join() };
    };
    const bank =
      '<h1>Press conference</h1><h2>Christine Stone, President of the Bank,<br>Luis de Field, Vice-President of the Bank</h2><p>Frankfurt am Main, 27 July 2023</p>';
    const decision = 'We are determined to ensure that inflation returns to our target in a timely manner.';

    it('was said where somebody greets, by the one of two who is not “the Vice-President and I”', async () => {
      const { first, turns, warnings } = await under(
        bank,
        'Good afternoon, the Vice-President and I welcome you to our press conference.',
        decision,
        'We are now ready to take your questions.',
      );
      expect(first).toEqual([
        undefined,
        'Christine Stone',
        'Good afternoon',
        'We are determi',
        'We are now rea',
      ]);
      expect(turns).toBe(3);
      expect(warnings).toContain('the opening has no label and was given to Christine Stone');
    });

    it('was said where questions are taken at its end', async () => {
      const { first } = await under(bank, decision, 'We are now ready to take your questions.');
      expect(first?.slice(2)).toEqual(['We are determi', 'We are now rea']);
    });

    it('was said below the editors’ word that a statement began it', async () => {
      const { first, turns } = await under(
        '<h1>Mayor Ann Stone Defends Her Term, 27 July 2023</h1>',
        'Last Friday, the Mayor met with a group of reporters of two local newspapers.',
        'The Mayor, who was joined by her secretary, began the interview with a statement on the press.',
        'First of all, I wanted to do this in solidarity with all of you here.',
      );
      expect([turns, ...(first ?? [])]).toEqual([3, undefined, 'Ann Stone', 'First of all, ']);
    });

    it('is the interviewer’s where it is bold itself', async () => {
      const { first } = await under(
        '<h1>Interview with Mayor Ann Stone, 27 July 2023</h1>',
        '<b>Good morning, Mayor, and thank you for coming to us today.</b>',
        'Good morning, I am very glad to be here with all of you.',
      );
      expect(first?.slice(0, 2)).toEqual(['Is a pause', 'Ann Stone']);
    });

    it('is the editors’ where nothing shows that somebody said it', async () => {
      const { first } = await under(
        '<h1>Interview with Mayor Ann Stone, 27 July 2023</h1>',
        'We met the Mayor in the hall of the old town, where she had spent the whole morning.',
        'I asked her about the harbour, and she told me what she thinks of it.',
      );
      expect(first?.slice(0, 2)).toEqual(['Is a pause', 'Ann Stone']);
    });
  });

  it.each(['de Field:', '<b>De Field:</b>', '<em>Vice-President de Field:</em>'])(
    'below questions in bold letters, whoever else answers has a label: %s',
    async (label) => {
      const html = [
        '<h1>Press conference</h1><h2>Christine Stone, President of the Bank,<br>Luis de Field, Vice-President of the Bank</h2><p>Frankfurt am Main, 27 July 2023</p>',
        '<p>Good afternoon, the Vice-President and I welcome you to our press conference.</p>',
        '<p><strong>Is a pause likely in the autumn?</strong></p>',
        '<p>We have an open mind as to what the decisions will be.</p>',
        '<p><strong>Vice-President, are the banks safe?</strong></p>',
        `<p>${label} They are safe, and their capital is high.</p>`,
        '<p>We look at them every day.</p>',
        '<p><strong>What will you be looking at until then?</strong></p>',
        '<p>We shall look at three criteria, which I have listed.</p>',
        '<h3>CONTACT</h3><h2>The Bank</h2><h3>Communications</h3>',
      ].join('');
      expect(exchange(parse(html, 'a.html')).map(({ speaker, answer }) => [speaker, answer.length])).toEqual([
        ['Christine Stone', 1],
        ['Christine Stone', 1],
        ['Luis de Field', 2],
        ['Christine Stone', 1],
      ]);
    },
  );

  it('names in bold letters up to the colon, with offices in any language', async () => {
    const html = [
      '<h1>Press briefing by Prime Minister Petr Dvořák, May 8, 2023</h1>',
      '<p><strong>Jana Kamenová, zzyx vvorb:</strong> Dobrý den. Prosím pana Dvořáka o slovo.</p>',
      '<p><strong>Petr Dvořák, wwerk zzork:</strong> Mám velkou radost, že jsem tu mohl dnes s vámi být.</p>',
    ].join('');
    const { transcript } = await read(html, undefined, 'a.html');
    expect(exchange(transcript).map(({ speaker }) => speaker)).toEqual(['Petr Dvořák']);
  });

  it.each([
    [
      'Chinese',
      '国防部回应报道',
      '2023年5月8日，国防部新闻发言人王五回答了记者提问。记者：请问这个消息是否属实？王五：这个消息不属实，我们已经多次表明了立场，也希望媒体不要炒作这个问题，更不要相信没有根据的传言。记者：今年会有变化吗？如果有，目的和意义是什么？王五：我没有可供发布的信息。记者：请问有什么评论？王五：我们反对这样的做法，也将继续关注事态的发展。',
      3,
    ],
    [
      'English',
      'Press Briefing, May 8, 2023',
      'REPORTER: Is the harbour closed? MAYOR JONES: It is being cleaned, and we shall open it as soon as we can, which will not take long. REPORTER: Until when? MAYOR JONES: Until May, if the weather stays as good as it is. REPORTER: Mr. Stone says June. MAYOR JONES: He is wrong, I fear.',
      3,
    ],
  ])('speeches that run on inside a paragraph, in %s', (_, title, text, turns) => {
    expect(exchange(parse(blocks(title, text)))).toHaveLength(turns);
  });

  it('numbered questions of an interview', () => {
    const said = talk(
      'Interview with Minister Ann Jones',
      '1. MTV: Is the harbour closed?',
      'Ann Jones: It is being cleaned.',
      '2. MTV: Until when?',
      'Ann Jones: Until May.',
    );
    expect(said.map(({ asker, question }) => [asker, question])).toEqual([
      ['MTV', 'Is the harbour closed?'],
      ['MTV', 'Until when?'],
    ]);
  });

  it('wrapped lines without a blank line between them', () => {
    const text = `Transcript of the Session of the Editors
May 8, 2023
The President:
President Quinn
[president of the Press Managing
Editors Association] and Ladies and Gentlemen:
When Jack, who has been a correspondent in
the capital for many years, retired, he told
me that you would ask questions that were
hard, and that it would be best to be well
prepared for all of them before I came in.
HARBOURS AND THE
FUTURE
Q. [Mr. Quinn:] Mr. President, this morning
the mayor of this town spoke of a harbour
that is closed to all ships. Can we keep
it open, sir, and how?
The President: Well, I would not be standing
here and answering all of you today if I had
no firm belief that we can keep it open for
as long as it is needed by anybody.
`;
    expect(
      exchange(parse(text)).map(({ asker, question, answer }) => [
        asker,
        question?.slice(0, 14),
        answer.length,
      ]),
    ).toEqual([
      [undefined, undefined, 1],
      ['Mr. Quinn', 'Mr. President,', 1],
    ]);
  });

  it('the one whom somebody else calls by an office and a name answers', () => {
    const said = talk(
      'Transkript: Karl Stein bei Lotte Berg',
      'LOTTE BERG',
      'Im Studio begrüße ich jetzt den Bundeskanzler Karl Stein. Guten Abend.',
      'KARL STEIN',
      'Schönen guten Abend.',
      'LOTTE BERG',
      'Wann haben Sie das beschlossen?',
      'KARL STEIN',
      'Ich habe es am Freitag beschlossen.',
    );
    expect(said.map(({ asker, speaker }) => [asker, speaker])).toEqual(
      Array(2).fill(['Lotte Berg', 'Karl Stein']),
    );
  });

  it('a label with a word for saying is the label that other lines have', () => {
    const said = talk(
      'Réponses du Premier ministre',
      'Le Premier ministre lors de son départ pour Paris :\nNous allons à une cérémonie très importante pour nous tous.',
      'Question : Allez-vous le rencontrer ?',
      'Le Premier ministre : Je respecte la demande des hôtes.',
      'Question : Avez-vous lu le rapport ?',
      'Le Premier ministre a déclaré : On m’en parle depuis deux ans.',
    );
    expect(said.map(({ question, answer }) => [question, ...answer])).toEqual([
      [undefined, 'Nous allons à une cérémonie très importante pour nous tous.'],
      ['Allez-vous le rencontrer ?', 'Je respecte la demande des hôtes.'],
      ['Avez-vous lu le rapport ?', 'On m’en parle depuis deux ans.'],
    ]);
  });
});

describe('what editors add is nobody’s', () => {
  it.each([
    '1 On June 28, 2022, the Secretary announced the decision. His statement is printed in a weekly.',
    '(TOIM. HUOM. Alla näkyvässä twiitissä nähdään tämä kysymys. Hän ei vastannut kysymykseen.)',
    'Note: The briefing began at noon in the East Room of the White House.',
    'How to say nothing at all? A masterpiece. pic.twitter.com/ugKVCU — Ann Roe (@annroe) March 10, 2021',
    '> （ 逐字稿： [2016-11-01 研商](https://example.org/2016-11-01-%E7%A0#s1) ）',
  ])('%s', (added) => {
    const said = talk(
      'Press Briefing',
      'Q: Why?',
      'MAYOR JONES: We took out 500 men since that time.1 So it is.',
      added,
    );
    expect(said.map(({ answer }) => answer)).toEqual([['We took out 500 men since that time.1 So it is.']]);
  });
});

describe('layouts in which labels say little', () => {
  it('numbered questions above marks of answers, with who asks in brackets', () => {
    const text = [
      '本部例行新聞說明會紀要',
      '2023-05-08',
      '※亞太司副司長張均宇答詢：',
      '一、澳中關係緊張，是否還有其他作法？（自由時報呂小姐）',
      '答：',
      '台灣及澳洲屬理念相近國家，享有共同的價值。',
      '二、是否有與其他國家討論？（公視韓小姐）',
      '答：',
      '我駐處已在第一時間告知當局此項訊息。',
    ].join('\n');
    expect(
      exchange(parse(text)).map(({ asker, question, speaker, answer }) => [
        asker,
        question?.slice(0, 4),
        speaker,
        answer.length,
      ]),
    ).toEqual([
      ['自由時報呂小姐', '澳中關係', '張均宇', 1],
      ['公視韓小姐', '是否有與', '張均宇', 1],
    ]);
  });

  it('bold letters go on where the labels end', async () => {
    const html = [
      '<h1>Jan Kowal: Jestem gotowy, 8 maja 2023</h1>',
      '<p><strong>„Super Gazeta”: – Za nami kilka miesięcy. Jak pan je ocenia?</strong></p>',
      '<p><strong>Jan Kowal:</strong> – Oceniam tak jak większość Polaków.</p>',
      '<p><strong>– Donald Nowak dowiózł przecież miliardy.</strong></p>',
      '<p>– Dowiózł je rząd przed nim, i to w całości.</p>',
      '<p><strong>– A jednak w kwietniu wpłynęło prawie wszystko...</strong></p>',
      '<p>– Powtórzę raz jeszcze, że zaczęło się to wcześniej.</p>',
    ].join('');
    const { transcript, warnings } = await read(html, undefined, 'a.html');
    expect(exchange(transcript).map(({ asker, speaker }) => [asker, speaker])).toEqual(
      Array(3).fill(['Super Gazeta', 'Jan Kowal']),
    );
    expect(warnings.join()).toContain('was taken for questions');
  });

  it('letters with names in headings', () => {
    const html =
      '<h1>令和4年5月11日 知事定例記者会見</h1><h4>Q 代表幹事（時事通信）</h4><p>知事のご所見をお願いします。</p><h4>A 知事</h4><p>私はあえて発言をしています。</p>';
    expect(exchange(parse(html, 'a.html'))).toEqual([
      {
        asker: '代表幹事（時事通信）',
        question: '知事のご所見をお願いします。',
        speaker: '知事',
        answer: ['私はあえて発言をしています。'],
      },
    ]);
  });

  it('a link to another story is nobody, whatever word it opens with', () => {
    const said = talk(
      'Interview with Minister Ann Jones',
      'Gazette: Have you been praised?',
      'Baca: Eight Years of Silence Come to an End',
      'Ann Jones: I have been, though not often.',
      'Gazette: And what of the fires?',
      'Ann Jones: There were fewer of them.',
      'Baca: Ten Ways to See the Harbour',
      'This year the drought was longer than before.',
    );
    expect(said.map(({ asker, speaker, answer }) => [asker, speaker, ...answer])).toEqual([
      ['Gazette', 'Ann Jones', 'I have been, though not often.'],
      ['Gazette', 'Ann Jones', 'There were fewer of them.', 'This year the drought was longer than before.'],
    ]);
  });

  it('a question in capitals above the first label', () => {
    const said = talk(
      'Savali interview with Prime Minister Ann Jones',
      'HOW WAS YOUR MEETING WITH THE PRESIDENT?',
      'PM JONES: It was good for all of us.',
      'SAVALI: CAN YOU ELABORATE?',
      'PM JONES: Yes, I did stress that we work together.',
    );
    expect(said.map(({ question }) => question)).toEqual([
      'HOW WAS YOUR MEETING WITH THE PRESIDENT?',
      'CAN YOU ELABORATE?',
    ]);
  });

  it('an office behind a hyphen, in Arabic', () => {
    const said = talk(
      'حوار مع رئيس الحكومة',
      'عماد الأطرش: أهلاً بكم إلى هذا اللقاء مع رئيس الحكومة.',
      'سيلفيو بيرلسكوني- رئيس الحكومة الإيطالية: شكراً وأهلاً بك.',
      'عماد الأطرش: هل تعتقد أن ذلك صحيح؟',
      'سيلفيو بيرلسكوني: كلا، يحترم الجميع ذلك.',
    );
    expect(said.map(({ asker, speaker }) => [asker, speaker])).toEqual(
      Array(2).fill(['عماد الأطرش', 'سيلفيو بيرلسكوني']),
    );
  });
});
