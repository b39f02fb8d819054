/** Calendar days as transcripts write them: `February 18, 2019`, `26 June, 2007`, `2019/07/03`, `2017年12月07日`, `二〇一七年十二月七日`. */

/** Names of the months, in the languages that write days with words; the case of Slavic names that days go with. */
const MONTHS: readonly (readonly string[])[] = [
  'january jan januar januari jänner janvier janv enero janeiro gennaio января січня stycznia ocak leden ledna ianuarie ιανουαρίου tammikuuta januára januara siječnja януари gener jaanuar janvāris január يناير ינואר जनवरी มกราคม',
  'february feb februar februari feber février fév febrero fevereiro febbraio февраля лютого lutego şubat února februarie φεβρουαρίου helmikuuta februára februara veljače февруари febrer veebruar februāris február فبراير פברואר फरवरी กุมภาพันธ์',
  'march mar märz mars maart marzo março maret mart марта березня marca března martie μαρτίου maaliskuuta marts marta ožujka март març märts március mac مارس מרץ मार्च มีนาคม',
  'april apr avril abril aprile апреля квітня kwietnia nisan dubna aprilie απριλίου huhtikuuta apríla aprila travnja април aprill aprīlis április أبريل אפריל अप्रैल เมษายน',
  'may mai mayo maio maggio maj mei мая травня maja mayıs května μαΐου toukokuuta mája svibnja май maig maijs május مايو מאי मई พฤษภาคม',
  'june jun juni juin junio junho giugno июня червня czerwca haziran června iunie ιουνίου kesäkuuta júna juna lipnja юни juny juuni jūnijs június يونيو יוני जून มิถุนายน',
  'july jul juli juillet juil julio julho luglio июля липня lipca temmuz července iulie ιουλίου heinäkuuta júla jula srpnja юли juliol juuli jūlijs július julai يوليو יולי जुलाई กรกฎาคม',
  'august aug augusti augustus août agosto agustus августа серпня sierpnia ağustos srpna αυγούστου elokuuta avgusta augusta kolovoza август agost augusts augusztus ogos أغسطس אוגוסט अगस्त สิงหาคม',
  'september sept sep septembre septiembre setembro settembre сентября вересня września eylül září septembrie σεπτεμβρίου syyskuuta septembra rujna септември setembre septembris szeptember سبتمبر ספטמבר सितंबर กันยายน',
  'october oct oktober octobre octubre outubro ottobre октября жовтня października ekim října octombrie οκτωβρίου lokakuuta októbra oktobra октомври oktoober oktobris október أكتوبر אוקטובר अक्टूबर ตุลาคม',
  'november nov novembre noviembre novembro ноября листопада listopada kasım listopadu noiembrie νοεμβρίου marraskuuta novembra studenoga ноември novembris نوفمبر נובמבר नवंबर พฤศจิกายน',
  'december dec dezember desember décembre diciembre dezembro dicembre декабря грудня grudnia aralık prosince decembrie δεκεμβρίου joulukuuta decembra prosinca декември desembre detsember decembris disember ديسمبر דצמבר दिसंबर ธันวาคม',
].map((words) => words.split(' '));
const NUMBER_OF_MONTH = new Map(MONTHS.flatMap((words, i) => words.map((word) => [word, i + 1] as const)));
const MONTH = [...NUMBER_OF_MONTH.keys()].sort((a, b) => b.length - a.length).join('|');

/** Each form names its groups, so that one reader serves them all. */
const FORMS: readonly RegExp[] = [
  new RegExp(
    `(?<!\\p{L})(?<month>${MONTH})(?!\\p{L})\\.?\\s{1,3}(?<day>\\d{1,2})(?:st|nd|rd|th)?\\s?,?\\s{0,3}(?<year>\\d{4})\\b`,
    'giu',
  ),
  new RegExp(
    `\\b(?<day>\\d{1,2})(?:st|nd|rd|th|er|\\.|º)?\\s{1,3}(?:of\\s|de\\s)?(?<month>${MONTH})(?!\\p{L})\\.?,?(?:\\sde)?\\s{1,3}(?<year>\\d{4})(?!\\d)`,
    'giu',
  ),
  // `2023. május 3.`
  new RegExp(`(?<!\\d)(?<year>\\d{4})\\.\\s(?<month>${MONTH})(?!\\p{L})\\s(?<day>\\d{1,2})(?!\\d)`, 'giu'),
  /ngày\s(?<day>\d{1,2})\stháng\s(?<month>\d{1,2})\snăm\s(?<year>\d{4})/giu,
  /(?<year>\d{4})\s?年\s?(?<month>\d{1,2})\s?月\s?(?<day>\d{1,2})\s?日/gu,
  /(?<year>\d{4})\s?년\s?(?<month>\d{1,2})\s?월\s?(?<day>\d{1,2})\s?일/gu,
  /(?<year>[〇○零一二三四五六七八九]{4})年(?<month>[一二三四五六七八九十]{1,2})月(?<day>[一二三四五六七八九十]{1,3})日/gu,
  /(?<!\d)(?<year>\d{4})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})(?!\d)/gu,
];
/** `8/1/2012`, `12.28.25`: which number is the month depends on who writes. */
const NUMERIC =
  /(?<![\d/.])(?<first>\d{1,2})(?<mark>[/.])(?<second>\d{1,2})\k<mark>(?<year>(?:19|20)\d{2}|\d{2})(?![\d/]|\.\d)/u;

/** A day in figures: the ISO days that it may be, the likelier first. Full stops are European, slashes are American. */
export function findNumericDays(text: string): string[] {
  const { first = '', second = '', mark, year = '' } = NUMERIC.exec(text)?.groups ?? {};
  const full = year.length === 2 ? `20${year}` : year;
  const american = toIso(full, first, second);
  const european = toIso(full, second, first);
  const days = mark === '.' ? [european, american] : [american, european];
  return [...new Set(days.filter((day) => day !== undefined))];
}

export interface FoundDate {
  /** `YYYY-MM-DD`. */
  iso: string;
  start: number;
  end: number;
}

/** The first day named in a text, if it names a real one. */
export function findDate(text: string): FoundDate | undefined {
  let first: FoundDate | undefined;
  for (const form of FORMS) {
    for (const match of text.matchAll(form)) {
      const iso = toIso(match.groups?.year, match.groups?.month, match.groups?.day);
      if (iso === undefined) continue;
      if (first === undefined || match.index < first.start) {
        first = { iso, start: match.index, end: match.index + match[0].length };
      }
      break;
    }
  }
  return first;
}

/** A day from a file name: separators may be missing (`20190218`). */
export function dateInFileName(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const match = /(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)/.exec(name);
  return match === null ? undefined : toIso(match[1], match[3], match[4]);
}

const TIME = String.raw`\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s(?:GMT|UTC|E[SD]?T))?`;
const STAMP_WORD =
  /^[*_]{0,2}(?:last\s)?(?:updated|published|posted|date|time|release\stime|更新时间|发布时间|时间|日期)(?:\s(?:on|at))?\s?[:：]?[*_]{0,2}\s*/iu;
const TIME_AT_START = new RegExp(`^[\\s,]{0,3}${TIME}`, 'iu');

/** Length of a stamp (`Updated: June 03, 2026 20:09`) at the start of a text; 0 when there is none. */
export function stampLength(text: string): number {
  if (!/\d{4}|[〇○零一二三四五六七八九]{4}年/.test(text.slice(0, 80))) return 0;
  const word = STAMP_WORD.exec(text)?.[0].length ?? 0;
  const open = /^[[(（]/u.test(text.slice(word)) ? 1 : 0;
  const found = findDate(text.slice(word + open, word + open + 60));
  if (found === undefined || found.start > 0) return 0;
  let end = word + open + found.end;
  end += TIME_AT_START.exec(text.slice(end))?.[0].length ?? 0;
  if (open > 0 && /^[\])）]/u.test(text.slice(end))) end += 1;
  const nothingElse = text.slice(end).trim() === '';
  return word > 0 || nothingElse ? end : 0;
}

function toIso(year = '', month = '', day = ''): string | undefined {
  const y = numberOf(year);
  const m = NUMBER_OF_MONTH.get(month.toLowerCase()) ?? numberOf(month);
  const d = numberOf(day);
  if (y < 1900 || y > 2100) return undefined;
  const date = new Date(Date.UTC(y, m - 1, d));
  const real = date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
  return real ? date.toISOString().slice(0, 10) : undefined;
}

/** `2017`, `二〇一七`, `十二`, `二十一`. */
function numberOf(numeral: string): number {
  if (!/\p{Script=Han}|○/u.test(numeral)) return Number(numeral);
  const digit = (han: string) => '〇一二三四五六七八九'.indexOf(/[○零]/.test(han) ? '〇' : han);
  const [tens = '', ones] = numeral.split('十');
  if (ones === undefined) return Number([...numeral].map(digit).join(''));
  return (tens === '' ? 1 : digit(tens)) * 10 + (ones === '' ? 0 : digit(ones));
}
