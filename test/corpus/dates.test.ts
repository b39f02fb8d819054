/** Days in all the forms that pages use. */
import { describe, expect, it } from 'vitest';
import { dateInFileName, findDate, stampLength } from '../../corpus/transcript/dates.ts';
import { parse } from './helpers.ts';

describe('findDate', () => {
  it.each([
    ['on February 18, 2019', '2019-02-18'],
    ['January 20,\u00a02021', '2021-01-20'],
    ['18 February 2019', '2019-02-18'],
    ['26 June, 2007', '2007-06-26'],
    ['Sept. 3rd, 2015', '2015-09-03'],
    ['2019/07/03', '2019-07-03'],
    ['2006-10-13 00:00', '2006-10-13'],
    ['2017年12月07日 15:46:00', '2017-12-07'],
    ['2020-02-29', '2020-02-29'],
  ])('reads %s', (text, iso) => {
    expect(findDate(text)?.iso).toBe(iso);
  });

  it.each(['February 30, 2019', '2019-02-29', '2019/13/01', 'May 2019', '1/2', '12345-01-01', 'March 3'])(
    'finds no real day in %s',
    (text) => {
      expect(findDate(text)).toBeUndefined();
    },
  );
});

describe('stamps', () => {
  it('are told from sentences that name a day', () => {
    expect(stampLength('Updated: June 03, 2026 20:09 At the invitation')).toBe(28);
    expect(stampLength('(September 14, 2022)')).toBe(20);
    expect(stampLength('2019/07/03')).toBe(10);
    expect(stampLength('February 18, 2019 was a Monday.')).toBe(0);
  });
});

describe('the day of a document', () => {
  const body = 'Q: Why on January 1, 2001?\n\nA: So.';

  it('is the title’s before the front matter’s, the stamp’s and the file name’s', () => {
    const titled = `Remarks on May 8, 2023\n2019/07/03\n\n${body}`;
    expect(parse(titled, '2020-01-01.txt').document.date).toBe('2023-05-08');
    const matter = `---\ntitle: Remarks\ndate: 2022-02-02\n---\n2019/07/03\n\n${body}`;
    expect(parse(matter, '2020-01-01.md').document.date).toBe('2022-02-02');
    expect(parse(`Remarks\n2019/07/03\n\n${body}`, '2020-01-01.txt').document.date).toBe('2019-07-03');
    expect(parse(`Remarks\n\n${body}`, '2020-01-01.txt').document.date).toBe('2020-01-01');
  });

  it('is never a day that somebody mentions', () => {
    expect(() => parse(`Remarks\n\n${body}`, 'remarks.txt')).toThrow('remarks.txt names no date.');
  });

  it('stands below a title, which is never a line of speech', () => {
    expect(() => parse(body, '2020-01-01.txt')).toThrow('2020-01-01.txt has no title.');
    const titled = `TRANSCRIPT: Q & A with X\n${body}`;
    expect(parse(titled, '2020-01-01.txt').document.title).toBe('TRANSCRIPT: Q & A with X');
  });

  it('is read from file names with and without separators', () => {
    expect(dateInFileName('a/2026-06-01.txt')).toBe('2026-06-01');
    expect(dateInFileName('a/20190218-remarks.txt')).toBe('2019-02-18');
    expect(dateInFileName('2019-01-01/remarks.txt')).toBeUndefined();
  });
});
