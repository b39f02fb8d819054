/** Dates as they are written in languages other than English: 2019年2月, le 18 février, im Februar, 18 de febrero de 2019. */

/** A date as a text names it; at least one of the three. */
export interface NamedDate {
  index: number;
  length: number;
  year?: number;
  month?: number;
  day?: number;
}

/** Of Chinese, Japanese and Korean: numbers with their units. */
const WITH_UNITS =
  /(?:(?<year>(?:19|20)\d\d)\s*[年년]\s*)?(?<month>\d{1,2})\s*[月월]\s*(?:(?<day>\d{1,2})\s*[日号號일])?|(?<alone>(?:19|20)\d\d)\s*[年년]/u;
const ISO = /(?<!\d)(?<year>(?:19|20)\d\d)[-/.](?<month>\d{1,2})(?:[-/.](?<day>\d{1,2}))?(?!\d)/u;
const DAY_FIRST = /(?<!\d)(?<day>\d{1,2})[./](?<month>\d{1,2})[./](?<year>(?:19|20)\d\d)(?!\d)/u;
/** What makes a month's name, or a bare year, a date. */
const BEFORE_MONTH =
  /(?:^|[^\p{L}])(?:en|de|du|depuis|avant|après|fin|début|mi|im|seit|ab|vor|nach|bis|anfang|ende|mitte|desde|hasta|tras|em|no|até|após|в|с|до|после|конце|начале|in|nel|di|da|dal|dopo|في|منذ|قبل|بعد|من)[\s-]+$/iu;
const YEAR =
  /(?:(?:^|[^\p{L}])(?:en|in|im jahr|jahr|année|l['’]an|año|desde|depuis|avant|seit|vor|antes de|em|в|с|до|في|عام|سنة|منذ)\s+)(?<year>(?:19|20)\d\d)(?!\d)|(?<before>(?:19|20)\d\d)(?=\s+(?:год|г\.))/iu;

/** The first date of a text in a language, or nothing. */
export function foreignDate(text: string, language: string): NamedDate | undefined {
  const months = monthPattern(language);
  return (
    read(WITH_UNITS.exec(text)) ??
    read(ISO.exec(text)) ??
    read(DAY_FIRST.exec(text)) ??
    (months && namedMonth(text, months)) ??
    read(YEAR.exec(text))
  );
}

function read(match: RegExpExecArray | null): NamedDate | undefined {
  if (!match) return undefined;
  const { year, month, day, alone, before } = match.groups ?? {};
  const date: NamedDate = { index: match.index, length: match[0].length };
  const named = year ?? alone ?? before;
  if (named !== undefined) date.year = Number(named);
  if (month !== undefined) date.month = Number(month);
  if (day !== undefined) date.day = Number(day);
  const isDate =
    (date.month ?? 1) >= 1 && (date.month ?? 1) <= 12 && (date.day ?? 1) >= 1 && (date.day ?? 1) <= 31;
  if (!isDate) return undefined;
  // “en 2019”: what opens a period stands before the year itself.
  if (named !== undefined && month === undefined) {
    const at = match[0].indexOf(named);
    return { ...date, index: match.index + at, length: match[0].length - at };
  }
  return date;
}

interface MonthPattern {
  pattern: RegExp;
  /** Beginnings of the twelve names. */
  stems: readonly string[];
}

const patterns = new Map<string, MonthPattern | undefined>();

/** The names of the months, whose endings may change (“февраль”, “февраля”). */
function monthPattern(language: string): MonthPattern | undefined {
  if (!patterns.has(language)) patterns.set(language, makePattern(language));
  return patterns.get(language);
}

function makePattern(language: string): MonthPattern | undefined {
  const [locale] = Intl.DateTimeFormat.supportedLocalesOf(language);
  if (locale === undefined || /^(?:en|zh|ja|ko|und)/.test(locale)) return undefined;
  const format = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  const inflected = language === 'ru' || language === 'uk';
  const stems = Array.from({ length: 12 }, (_, month) => {
    const name = format.format(Date.UTC(2019, month, 1)).toLowerCase();
    // “май” and “мая” share two letters.
    return inflected ? name.slice(0, Math.max(2, name.length - 1)) : name;
  });
  const ending = inflected ? String.raw`\p{L}{0,2}` : '';
  const pattern = new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:(?<day>\d{1,2})(?:er|\.|º|°)?\s+(?:de\s+)?)?(?<name>${stems.join('|')})${ending}(?!\p{L})(?:\s+(?:del?\s+)?(?<year>(?:19|20)\d\d))?`,
    'giu',
  );
  return { pattern, stems };
}

function namedMonth(text: string, { pattern, stems }: MonthPattern): NamedDate | undefined {
  for (const match of text.matchAll(pattern)) {
    const { day, name = '', year } = match.groups ?? {};
    const month = stems.indexOf(name.toLowerCase()) + 1;
    if (day === undefined && year === undefined && !BEFORE_MONTH.test(text.slice(0, match.index))) continue;
    return {
      index: match.index,
      length: match[0].length,
      month,
      ...(day !== undefined && { day: Number(day) }),
      ...(year !== undefined && { year: Number(year) }),
    };
  }
  return undefined;
}
