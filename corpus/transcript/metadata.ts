/** What a document says of itself: title, day, publisher, kind, language. */

import { foldSpace } from '../passage-id.ts';
import type { Document } from '../schema.ts';
import type { Particulars } from '../sources/page.ts';
import { isBoilerplate, isProse } from './boilerplate.ts';
import { dateInFileName, findDate, stampLength } from './dates.ts';
import type { Span } from './paragraphs.ts';

const TITLE_WORDS =
  /press\s(?:conference|briefing|gaggle|call|availability|release)|briefing|remarks|statement|interview|spokes(?:person|man|woman)|transcript|q\s?&\s?a|meets?\sthe\spress|记者会|新闻发布会|吹风会|答记者问|发言人|谈话|声明|采访|例行/iu;
const PRESS_CONFERENCE =
  /press\s(?:conference|briefing|gaggle|call|availability)|briefing|gaggle|meets?\sthe\spress|记者会|新闻发布会|吹风会/iu;
const STATEMENT = /remarks|statement|comments|interview|answers?\b|答记者问|谈话|声明|采访|表态/iu;
const MAX_TITLE = 300;

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
  const candidates = lines.filter(({ line }) => !isProse(line) && !/[:：]$/u.test(line));
  const best =
    candidates.find(({ line }) => /^#\s/.test(line)) ??
    candidates.find(({ line }) => TITLE_WORDS.test(line)) ??
    candidates[0] ??
    lines.find(({ line }) => TITLE_WORDS.test(line));
  return best === undefined ? { spans: [] } : { title: tidyTitle(best.line), spans: [best.span] };
}

function tidyTitle(title: string): string {
  const bare = title.replace(/[\u200b\u2060\u00ad]/gu, '').replace(/^#{1,6}\s+|\s+#+$/g, '');
  return foldSpace(bare.replace(/^(\*\*|__)(.*)\1$/su, '$2'));
}

/** The day: the title's, the given one, a stamp's above or below the text, or the file name's. */
export function findDay(
  title: string,
  given: Particulars,
  above: readonly string[],
  below: readonly string[],
  path: string,
): string | undefined {
  const stamps = [...above, ...below].map((line) => findDate(line.slice(0, stampLength(line))));
  const places = above.filter((line) => line.length <= 120 && !isProse(line)).map((line) => findDate(line));
  return (
    findDate(title)?.iso ??
    findDate(given.date ?? '')?.iso ??
    [...stamps, ...places].find((found) => found !== undefined)?.iso ??
    dateInFileName(path)
  );
}

/** Who published the document, as best inferred from its address, its title and its first lines. */
export function findPublisher(title: string, given: Particulars, margins: string): string {
  if (given.publisher !== undefined) return foldSpace(given.publisher);
  const host = /^https?:\/\/([^/]+)/i.exec(given.url ?? '')?.[1] ?? '';
  const byHost = PUBLISHERS.find(({ hosts }) => hosts.test(host))?.name;
  if (byHost !== undefined) return byHost;
  const embassy = EMBASSY.map((form) => form.exec(title)?.[0]).find((found) => found !== undefined);
  if (embassy !== undefined) return foldSpace(embassy);
  const byWords =
    PUBLISHERS.find(({ words }) => words.test(title)) ?? PUBLISHERS.find(({ words }) => words.test(margins));
  return byWords?.name ?? (host === '' ? 'Unknown publisher' : host.replace(/^www\./, ''));
}

const EMBASSY: readonly RegExp[] = [
  /\bChinese\s(?:Embassy|Consulate[- ]General|Mission)(?:\s(?:in|to)\s(?:the\s)?\p{Lu}\p{L}+)?/u,
  /中国?驻\p{Script=Han}{1,8}?(?:大使馆|总领馆)/u,
];

/** In the order in which their words are looked for: the first that fits wins. */
const PUBLISHERS: readonly { hosts: RegExp; words: RegExp; name: string }[] = [
  {
    hosts: /(?:^|\.)(?:fmprc|mfa)\.gov\.cn$/i,
    words: /\bForeign\sMinistry\b|\bMinistry\sof\sForeign\sAffairs\b|外交部/iu,
    name: 'Ministry of Foreign Affairs of China',
  },
  {
    hosts:
      /(?:^|\.)(?:bidenwhitehouse\.archives|trumpwhitehouse\.archives|obamawhitehouse\.archives|whitehouse)\.gov$/i,
    words: /\bWhite\sHouse\b|\bJames\sS\.\sBrady\b/iu,
    name: 'The White House',
  },
  {
    hosts: /(?:^|\.)state\.gov$/i,
    words: /\bDepartment\sof\sState\b|\bState\sDepartment\b|\bDepartment\sPress\sBriefing\b/iu,
    name: 'U.S. Department of State',
  },
];

/** A press conference by its title; else by how many questions it answers. */
export function findKind(title: string, questions: number): Document['kind'] {
  if (PRESS_CONFERENCE.test(title)) return 'press-conference';
  if (STATEMENT.test(title)) return 'statement';
  return questions >= 3 ? 'press-conference' : 'statement';
}

/** `zh` or `en`, by the share of the letters. */
export function findLanguage(text: string): 'en' | 'zh' {
  let ideographs = 0;
  let latin = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0x3400 && code <= 0x9fff) ideographs += 1;
    else if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) latin += 1;
  }
  // What takes five letters in English takes some two characters in Chinese.
  return ideographs * 2.5 > latin ? 'zh' : 'en';
}
