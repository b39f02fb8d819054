/** What a document says of itself: title, day, publisher, language, and what its user states. */
import { describe, expect, it } from 'vitest';
import { exchange, parse } from '../helpers.ts';
import { blocks, read } from './layouts.ts';

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

  it.each([
    ['Transcript', 'Fireside Chat with Mary Stone, Governor'],
    ['Posted on May 8, 2023 in Citizens Speak Out | 3 Comments', 'Journalists ask the tough questions'],
    ['Interview', 'Secretary Ann Jones With Tom Reed of National Radio'],
  ])('“%s” is no title where a better line stands near', (weak, title) => {
    expect(parse(blocks(weak, title, 'May 8, 2023', ...body)).document.title).toBe(title);
    expect(parse(blocks(title, weak, 'May 8, 2023', ...body)).document.title).toBe(title);
  });

  it('a title goes on over several lines', () => {
    const lines = [
      'Emmanuel Roux',
      'interviewé le jeudi 22 mars 2023 par',
      'Marie Stone (TF 1) et Luc Field (France 2)',
    ];
    const { document } = parse(blocks(...lines, 'Marie : Bonjour. Et maintenant ?', 'Roux : On verra bien.'));
    expect(document.title).toBe(lines.join(' '));
  });

  it('a page’s own heading goes before a sentence of the lead', () => {
    const html =
      '<title>輯錄</title><h1>例行活動（2023-04-26）</h1><p>4月26日上午10時，辦公室舉行例行新聞發佈會。發言人朱某回答了記者提問。</p><p>問：為什麼？</p><p>答：就是這樣，我們反對。</p>';
    expect(parse(html, 'a.html').document.title).toBe('例行活動（2023-04-26）');
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

  it('a day among other words, with a warning', async () => {
    const text = blocks(
      'Post-launch Press Conference',
      'SPEAKERS: Ann Jones, Director; Tom Reed, Manager, 12:30 p.m. to 1:15 p.m., Saturday, September 9, 2006, in the hall, from a recording that was made of it there',
      ...body,
    );
    const { transcript, warnings } = await read(text);
    expect(transcript.document.date).toBe('2006-09-09');
    expect(warnings).toContain('its day, 2006-09-09, stands among other words: say it with --date');
  });

  it.each([
    ['Rozmowa, 22 lipca 2006', '2006-07-22'],
    ['Persconferentie 17 maart 2023', '2023-03-17'],
    ['**Published:** January 21, 2026', '2026-01-21'],
    ['平成23年9月16日（金）', '2011-09-16'],
    ['令和元年５月７日', '2019-05-07'],
    ['中華民國112年5月8日', '2023-05-08'],
    ['8 พฤษภาคม 2566', '2023-05-08'],
    ['2023. május 8.', '2023-05-08'],
    ['Ngày 8 tháng 5 năm 2023', '2023-05-08'],
  ])('the day of %s', (line, date) => {
    expect(parse(blocks('Press briefing', line, ...body)).document.date).toBe(date);
  });
});

describe('the day of the event, where the head of the file gives that of posting', () => {
  const dayOf = async (head: readonly string[], ...lines: string[]) => {
    const text = blocks(['---', ...head, '---'].join('\n'), ...lines, 'Q: Why?', 'PRESIDENT ROE: So it is.');
    const { transcript, warnings } = await read(text, undefined, 'a.md');
    return [transcript.document.date, ...warnings.filter((warning) => warning.startsWith('its day'))];
  };
  const title = 'title: Interview after the Inauguration';
  const warned = (taken: string, other: string) => [
    taken,
    `its day may be ${taken} or ${other}, and ${taken} was taken: say it with --date`,
  ];

  it('is told by the lead, in the text or in the head', async () => {
    const lead =
      'The media interviews the President after the inauguration of the hall in Baguio City on 11 March 2017.';
    const told = warned('2017-03-11', '2017-03-31');
    expect(await dayOf([title, 'date: 2017-03-31T20:33:46UTC'], lead)).toEqual(told);
    expect(await dayOf([title, 'date: 2017-03-31T20:33:46UTC', `excerpt: ${lead}`])).toEqual(told);
    expect(await dayOf([title, 'date: 2017-03-31'], 'March 31, 2017', lead)).toEqual(told);
  });

  it.each(['Via Teleconference  \n(August 9, 2022)', 'Frankfurt am Main, 9 August 2022'])(
    'stands on a line of its own: %s',
    async (line) => {
      expect(await dayOf([title, 'date: 2022-08-11'], line)).toEqual(warned('2022-08-09', '2022-08-11'));
    },
  );

  it('stands in the title, in figures', async () => {
    expect(
      await dayOf(['title: Press Briefing by Press Secretary Jane Roe, 6/6/2016', 'date: 2016-06-07']),
    ).toEqual(warned('2016-06-06', '2016-06-07'));
  });

  it('is that of posting where words speak of other days', async () => {
    for (const line of [
      'The President answered all questions of the press about the blast of 2 March 2017.',
      'Posted on March 2, 2017 by the editors',
      'We met the minister again on 2 March 2017, and we were as curious as before.',
      'The law of which the whole country has talked since 2 March 2017 was signed.',
    ])
      expect(await dayOf([title, 'date: 2017-03-08'], line)).toEqual(['2017-03-08']);
  });

  it('is that of posting, with a warning, where it is one of several days or long before', async () => {
    expect(await dayOf([title, 'date: 2005-07-13'], '**Sept. 29, 2003**')).toEqual(
      warned('2005-07-13', '2003-09-29'),
    );
    expect(await dayOf([title, 'date: 2005-07-13'], 'July 11, 2005', 'July 12, 2005')).toEqual(
      warned('2005-07-13', '2005-07-11'),
    );
  });
});
