import { describe, expect, it } from 'vitest';
import { readDay } from '../../bot/dates.ts';

const TODAY = new Date('2026-11-25T12:00:00Z');
const days = (text: string, locale?: string) =>
  (['since', 'until'] as const).map((option) => readDay(option, text, TODAY, locale));

describe('a date in an option', () => {
  it.each([
    ['2019-02-18', 'en-US', '2019-02-18', '2019-02-18'],
    ['2019', 'en-US', '2019-01-01', '2019-12-31'],
    ['2019-02', 'en-US', '2019-02-01', '2019-02-28'],
    ['February 2019', 'en-US', '2019-02-01', '2019-02-28'],
    ['last July', 'en-US', '2026-07-01', '2026-07-31'],
    ['yesterday', 'en-US', '2026-11-24', '2026-11-24'],
    ['3/7/2019', 'en-GB', '2019-07-03', '2019-07-03'],
    ['3/7/2019', 'en-US', '2019-03-07', '2019-03-07'],
    ['18 février 2019', 'fr', '2019-02-18', '2019-02-18'],
    ['février 2019', 'fr', '2019-02-01', '2019-02-28'],
    ['18. Februar 2019', 'de', '2019-02-18', '2019-02-18'],
    ['März 2019', 'de', '2019-03-01', '2019-03-31'],
    ['18 de febrero de 2019', 'es-419', '2019-02-18', '2019-02-18'],
    ['fevereiro de 2019', 'pt-BR', '2019-02-01', '2019-02-28'],
    ['18 февраля 2019', 'ru', '2019-02-18', '2019-02-18'],
    ['2019年2月18日', 'ja', '2019-02-18', '2019-02-18'],
    ['2019年2月', 'zh-CN', '2019-02-01', '2019-02-28'],
    ['2019년 2월 18일', 'ko', '2019-02-18', '2019-02-18'],
    ['18 February 2019', 'fr', '2019-02-18', '2019-02-18'],
  ])('%s (%s)', (text, locale, since, until) => {
    expect(days(text, locale)).toEqual([since, until]);
  });

  it.each(['2019-13-01', '2019-02-30', '2019-02-18-07', 'noon', 'never', '13 February 25:00', '', '20191'])(
    '“%s” is refused with what is allowed, not read as another day',
    (text) => {
      expect(() => days(text)).toThrow(/is not a date\. Try 2019-02-18, February 2019, 2019/);
    },
  );
});
