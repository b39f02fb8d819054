/** How labels look in many countries, each by the smallest input. */
import { describe, expect, it } from 'vitest';
import { exchange, parse } from '../helpers.ts';
import { blocks, read, talk } from './layouts.ts';

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

  it('letters with a full stop and a colon', () => {
    expect(
      talk(
        'Remarks by Permanent Representative Ivan Petrov',
        'Q.: Is there news?',
        'A.: There is none.',
        'Q.: And tomorrow?',
        'A.: Tomorrow, perhaps.',
      ),
    ).toMatchObject([
      { question: 'Is there news?', speaker: 'Ivan Petrov', answer: ['There is none.'] },
      { question: 'And tomorrow?', speaker: 'Ivan Petrov', answer: ['Tomorrow, perhaps.'] },
    ]);
  });

  it('names in capitals with nothing after them, in French', () => {
    const text = [
      'Interview de Mme Anne Leroy-Martin, ministre des transports, à Radio Une le 8 mai 2023',
      'CLAIRE DUPONT Bonjour, vous êtes ministre depuis une semaine, qu’est-ce que vous vous dites ?',
      'ANNE LEROY-MARTIN Il y a une forme de solennité.',
      'CLAIRE DUPONT ET vous étiez tendue !',
      'ANNE LEROY-MARTIN Un peu, oui.',
    ].join('\n');
    expect(exchange(parse(text)).map(({ asker, speaker, answer }) => [asker, speaker, ...answer])).toEqual([
      ['Claire Dupont', 'Anne Leroy-Martin', 'Il y a une forme de solennité.'],
      ['Claire Dupont', 'Anne Leroy-Martin', 'Un peu, oui.'],
    ]);
  });

  it('a journalist and a minister, in Greek', () => {
    expect(
      talk(
        'Συνέντευξη Υπουργού Εξωτερικών, Νίκου Πέτρου, 17.10.2021',
        'ΔΗΜΟΣΙΟΓΡΑΦΟΣ: Τι νέο υπάρχει;',
        'Ν. ΠΕΤΡΟΥ: Υπάρχει μια νέα συμφωνία.',
        'ΔΗΜΟΣΙΟΓΡΑΦΟΣ: Γιατί τώρα;',
        'Ν. ΠΕΤΡΟΥ: Διότι αυτό συμφωνήθηκε.',
      ).map(({ question, answer }) => [question, ...answer]),
    ).toEqual([
      ['Τι νέο υπάρχει;', 'Υπάρχει μια νέα συμφωνία.'],
      ['Γιατί τώρα;', 'Διότι αυτό συμφωνήθηκε.'],
    ]);
  });
});
