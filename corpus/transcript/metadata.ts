/** What a document says of itself: title, publisher, kind, language. */

import { foldSpace } from '../passage-id.ts';
import type { Document } from '../schema.ts';
import type { Particulars } from '../sources/page.ts';
import { isBoilerplate, isProse } from './boilerplate.ts';
import { findDate, stampLength } from './dates.ts';
import { isSpeakersLine, namedOfficials, speechBy } from './named-people.ts';
import type { Span } from './paragraphs.ts';
import { partByWords } from './vocabulary.ts';

const TITLE_WORDS =
  /press\s?(?:conference|briefing|gaggle|call|availability|release|encounter|statement)|briefing|remarks|statement|interview|doorstop|transkript\b|transcri(?:pci[oó]n|ção)|trascrizione|стенограмма|keterangan\spers|tiskov[áé]\skonferenc|sajtótájékoztató|conferință\sde\spresă|lehdistö|presskonferens|press?emøde|pressekonferanse|persconferentie|konferencja\sprasowa|basın\stoplantısı|haastattelu|intervju|rozmowa|wywiad|rozhovor|interjú|news\sconference|fireside\schat|town\shall|panel\sdiscussion|keynote|spokes(?:person|man|woman)|transcript|q\s?&\s?a|\bq\sand\sa\b|question[- ]and[- ]answer|meets?\sthe\spress|conversation\swith|conférence\sde\spresse|point\sde\spresse|entretien|pressekonferenz|\bgespräch\b|entrevista|(?:rueda|conferencia)\sde\sprensa|coletiva|intervista|conferenza\sstampa|интервью|пресс-конференц|брифинг|выступлени|记者会|記者會|新闻发布会|吹风会|答记者问|发言人|發言人|谈话|采访|例行|会見|新聞發[佈布]會|發[佈布]會|吹風會|輯錄|实录|實錄|答問|声明|聲明|インタビュー|브리핑|기자회견|인터뷰/iu;
const PRESS_CONFERENCE =
  /press\s(?:conference|briefing|gaggle|call|availability)|briefing|gaggle|doorstop|meets?\sthe\spress|pressekonferenz|conférence\sde\spresse|point\sde\spresse|(?:rueda|conferencia)\sde\sprensa|пресс-конференц|брифинг|记者会|記者會|新闻发布会|吹风会|記者会見|브리핑|기자회견/iu;
const STATEMENT = /remarks|statement|comments|interview|answers?\b|答记者问|谈话|声明|采访|表态/iu;
const MAX_TITLE = 400;

/** Whether words read like the title of a transcript rather than like a site's name. */
export function looksLikeTitle(text: string): boolean {
  return TITLE_WORDS.test(text);
}

/** The title and the paragraphs that carry it: as given by front matter or the page, a Markdown heading, or the best of the first lines. */
export function findTitle(
  text: string,
  head: readonly Span[],
  given: Particulars,
): { title?: string; spans: Span[] } {
  const lines = head
    .map((span) => ({ span, line: text.slice(span.start, span.end) }))
    .filter(({ line }) => line.length <= MAX_TITLE && !isBoilerplate(line));
  if (given.title !== undefined) {
    const title = tidyTitle(given.title);
    return { title, spans: lines.filter(({ line }) => tidyTitle(line) === title).map(({ span }) => span) };
  }
  let best: { span: Span; line: string; score: number } | undefined;
  for (const { span, line } of lines) {
    const score = titleScore(line);
    if (best === undefined || score > best.score) best = { span, line, score };
  }
  if (best === undefined || best.score < 0) return { spans: [] };
  const at = lines.findIndex(({ span }) => span === best?.span);
  const [above, below] = [lines[at - 1], lines[at + 1]];
  const parts = [
    ...(above !== undefined && /^\p{Ll}/u.test(best.line) && isPart(above.line) ? [above] : []),
    best,
    ...(below !== undefined && GOES_ON.test(best.line) && isPart(below.line) ? [below] : []),
  ];
  return { title: tidyTitle(parts.map(({ line }) => line).join(' ')), spans: parts.map(({ span }) => span) };
}

/** `interviewed on 22 March 2023 by`: a title that goes on in the next line. */
const GOES_ON = /\s(?:by|with|of|to|and|par|avec|mit|von|und|con|por|et|y|e)$/iu;

/** Whether a line may be one of the lines of a title: no sentence, and no mark of another kind of line at its end. */
function isPart(line: string): boolean {
  return line.length <= MOST_PART && /^\p{Lu}.*[\p{L}\p{N})”"]$/su.test(line);
}

const MOST_PART = 120;

const KIND_ALONE =
  /^\W*(?:(?:full|rush|official|edited|verbatim)\s)?(?:(?:press\s)?(?:transcripts?|interviews?|briefings?|conferences?|releases?|statements?)|remarks|speech(?:es)?|news|q\s?&\s?a|entrevistas?|discursos?|interviews?|entretiens?|discours|transkript|интервью|стенограмма)\W*$/iu;

/** How much a line above the text reads like its title; below 0 it cannot be one. */
function titleScore(line: string): number {
  if (/[:：,;]$/u.test(line) && !/^#/.test(line))
    return TITLE_WORDS.test(line) && !/,$/.test(line) ? 0.5 : -1;
  let score = /^#\s/.test(line) ? 4 : 1;
  if (TITLE_WORDS.test(line)) score += 3;
  if (isProse(line)) score -= 3.5;
  const day = findDate(line);
  const besides = day === undefined ? line : line.slice(0, day.start) + line.slice(day.end);
  // A day, perhaps with that of the week or a clock, names no event.
  const only = day !== undefined && (besides.match(/\p{L}/gu)?.length ?? 0) < (/\p{Lo}/u.test(line) ? 4 : 12);
  if (only || stampLength(line) === line.length) score -= 2;
  else if (day !== undefined) score += 0.5;
  if (namedOfficials(line).length > 0) score += 0.5;
  // `Address by H.E. Ann Jones`, under a letterhead
  if (line.length < MOST_PART && speechBy(line) !== undefined) score += 1;
  if (/\bcheck\sagainst\sdelivery\b/iu.test(line)) score -= 2;
  if (line.split(/\s+/).length < 4 && !/\p{Lo}/u.test(line) && !TITLE_WORDS.test(line)) score -= 0.75;
  if ((line.match(/\s[/|]\s/g)?.length ?? 0) > 1) score -= 2;
  if (line.length > 220) score -= 0.5;
  if (/^[•·▪]/u.test(line)) score -= 2;
  // `Transcript` over the text says less than any name of the event.
  if (KIND_ALONE.test(line)) score -= 3;
  if (/^(?:posted|published|updated|watch|listen|last\s(?:updated|modified))\b/iu.test(line)) score -= 4;
  // `Facilitator: Jane Roe, Presidential Spokesperson` says who is there.
  const listed = partByWords(/^([^:：]{3,40})[:：]\s/u.exec(line)?.[1] ?? '');
  if (listed === 'moderator' || listed === 'asker' || (listed === 'nobody' && !TITLE_WORDS.test(line)))
    score -= 6;
  if (isSpeakersLine(line)) score -= 6;
  if (
    /\b(?:room|photo|webcast|immediate\srelease|office\sof|video|search|menu|releases|conferences|translation)\b.{0,12}$/iu.test(
      line,
    )
  )
    score -= 2.5;
  return score;
}

function tidyTitle(title: string): string {
  const bare = title.replace(/[\u200b\u2060\u00ad]/gu, '').replace(/^#{1,6}\s+|\s+#+$|\n(?:=+|-+)\s*$/g, '');
  return foldSpace(bare.replace(/^(\*\*|__)(.*)\1$/su, '$2'));
}

/**
 * Who published the document: what the page states, else what its address tells, else its own words where they leave no
 * doubt. A title that names a foreign ministry does not say of which country.
 */
export function findPublisher(title: string, given: Particulars, margins: string, text: string): string {
  if (given.publisher !== undefined) return foldSpace(given.publisher);
  const host = /^https?:\/\/([^/]+)/i.exec(given.url ?? '')?.[1] ?? '';
  const byHost = PUBLISHERS.find(({ hosts }) => hosts.test(host))?.name;
  if (byHost !== undefined) return byHost;
  if (given.site !== undefined) {
    const site = foldSpace(given.site);
    return PUBLISHERS.find(({ words }) => words.test(site))?.name ?? site;
  }
  if (host !== '') return host.replace(/^www\./, '');
  const embassy = EMBASSY.map((form) => form.exec(title)?.[0]).find((found) => found !== undefined);
  if (embassy !== undefined) return foldSpace(embassy);
  const byWords = PUBLISHERS.find(
    ({ words, speaks }) => (words.test(title) || words.test(margins)) && speaks.test(text),
  );
  return byWords?.name ?? UNKNOWN_PUBLISHER;
}

export const UNKNOWN_PUBLISHER = 'Unknown publisher';

const EMBASSY: readonly RegExp[] = [
  /\bChinese\s(?:Embassy|Consulate[- ]General|Mission)(?:\s(?:in|to)\s(?:the\s)?\p{Lu}\p{L}+)?/u,
  /中国?驻\p{Script=Han}{1,8}?(?:大使馆|总领馆)/u,
];

/** In the order in which their words are looked for: the first that fits wins. */
const PUBLISHERS: readonly { hosts: RegExp; words: RegExp; speaks: RegExp; name: string }[] = [
  {
    hosts: /(?:^|\.)(?:fmprc|mfa)\.gov\.cn$/i,
    words: /\bForeign\sMinistry\sSpokes(?:person|man|woman)\b|外交部发言人/iu,
    // In the simplified script it can hardly be another country's.
    speaks:
      /[们这说对线问为时]|\bChina(?:['’]s)?\s(?:comment|position|response|side|urges|opposes|always|firmly|hopes|is\s(?:ready|willing|committed))|\bthe\sChinese\s(?:side|government)\b|中方/iu,
    name: 'Ministry of Foreign Affairs of China',
  },
  {
    hosts:
      /(?:^|\.)(?:bidenwhitehouse\.archives|trumpwhitehouse\.archives|obamawhitehouse\.archives|whitehouse)\.gov$/i,
    words: /\bWhite\sHouse\b|\bJames\sS\.\sBrady\b/iu,
    speaks: /^/u,
    name: 'The White House',
  },
  {
    hosts: /(?:^|\.)state\.gov$/i,
    words:
      /\b(?:U\.?S\.?|United\sStates)\sDepartment\sof\sState\b|\bState\sDepartment\b|\bDepartment\sPress\sBriefing\b/iu,
    speaks: /^/u,
    name: 'U.S. Department of State',
  },
];

/** A press conference by its title; else by how many questions it answers. */
export function findKind(title: string, questions: number): Document['kind'] {
  if (PRESS_CONFERENCE.test(title)) return 'press-conference';
  if (STATEMENT.test(title)) return 'statement';
  return questions >= 3 ? 'press-conference' : 'statement';
}

const SCRIPTS: readonly [string, RegExp][] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['th', /\p{Script=Thai}/gu],
];
/** The commonest words of languages in Latin letters, which the others lack. */
const LATIN: readonly [string, string][] = [
  ['en', 'the and of to that is with for have this'],
  ['fr', 'le les des est une dans pour nous vous pas'],
  ['de', 'der die und das nicht ist ich wir mit auf'],
  ['es', 'el los las una para por con como más del'],
  ['pt', 'não uma com para os mais você isso muito foi'],
  ['it', 'il che di non sono della per anche gli più'],
  ['nl', 'het een van niet dat zijn voor met ook wij'],
  ['pl', 'nie się jest na że do to jak ale przez'],
  ['tr', 've bir bu için çok olarak daha gibi ile değil'],
  ['vi', 'của và các không được cho trong với những này'],
  ['id', 'yang dan di dengan untuk ini itu tidak dari pada'],
  ['sv', 'och att det som är inte för jag vi på'],
  ['da', 'og det at er ikke jeg til som af på'],
  ['no', 'og det at er ikke jeg til som av på'],
  ['fi', 'ja on ei että se ovat olen tämä mutta kun'],
  ['cs', 'že se jsem jsme který jsou pro ale jako bude'],
  ['sk', 'že sa som sme ktorý sú pre ale ako bude'],
  ['hu', 'az és hogy nem egy is van ez meg de'],
  ['ro', 'și în nu este care pentru mai din sunt o'],
  ['hr', 'je da se što nije koji smo ali kao bi'],
  ['sl', 'je da se ki ni smo tudi kot bi so'],
  ['et', 'ja on ei et see mis ka kui oma meie'],
];

/** The language of a text (BCP 47), by its script and, in Latin letters, by its commonest words. */
export function findLanguage(text: string): string {
  const sample = text.length > 40_000 ? text.slice(0, 20_000) + text.slice(-20_000) : text;
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const counts = SCRIPTS.map(
    ([language, letters]) => [language, sample.match(letters)?.length ?? 0] as const,
  );
  const count = (language: string) => counts.find(([name]) => name === language)?.[1] ?? 0;
  if (count('ja') * 2.5 > latin && count('ja') * 3 > count('zh')) return 'ja';
  // What takes five letters in English takes some two characters in Chinese.
  const [language, most] = counts.reduce((best, one) => (one[1] > best[1] ? one : best));
  const weight = language === 'zh' || language === 'ko' ? 2.5 : 1;
  if (most * weight > latin) return language === 'ru' && /[іїєґ]/iu.test(sample) ? 'uk' : language;
  const words = sample.toLowerCase().split(/[^\p{L}]+/u);
  const scores = LATIN.map(([name, list]) => {
    const common = new Set(list.split(' '));
    return [name, words.filter((word) => common.has(word)).length] as const;
  });
  return scores.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
