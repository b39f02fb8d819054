/** People whom a title or the lines above a text name: officials, reporters, and who answers where labels do not say. */
import { foldSpace } from '../passage-id.ts';
import { hasFamilyName, hasGivenName } from './boilerplate.ts';
import { HONORIFIC, isOfficeWord, OFFICE, OFFICE_ABROAD, partByWords } from './vocabulary.ts';

/** Small words within a name, for regular expressions; and whether a word is one. */
export const NAME_PARTICLES = 'de|da|di|del|von|van|der|bin|al';
export const NAME_PARTICLE = new RegExp(`^(?:${NAME_PARTICLES})$`, 'u');
/** A given name or an initial, and a family name, for regular expressions. */
export const NAME = String.raw`(?:\p{Lu}[\p{L}-]+|(?![AI]\s)\p{Lu})(?:\s\p{Lu}\.?)?(?:\s(?:(?:${NAME_PARTICLES})\s)?(?:(?:O|D)['’])?\p{Lu}[\p{L}-]+){1,2}`;
const NAMED_OFFICIAL = new RegExp(
  `(?<!\\p{L})(?:${OFFICE}|${OFFICE_ABROAD}|${HONORIFIC})(?:,?\\s[Tt]he\\sHon\\.?)?\\s(${NAME})`,
  'giu',
);
/** `High Representative for Foreign Affairs and Security Policy, Kaja Kallas`, `Presidente da República, Jair Bolsonaro`. */
const HOLDS_OFFICE = new RegExp(
  `(?<!\\p{L})(?:${OFFICE}|${OFFICE_ABROAD})\\s(?:for|of|to|d[aeou]s?|della|del|für|des|der)(?:\\s(?:the|and|of|de|e|la|\\p{Lu}[\\p{L}-]+)){1,12},\\s(${NAME})`,
  'gu',
);
/** `Andrew Bailey, Governor of the Bank of England`, `Stéphane Le Foll, ministre de l’agriculture`. */
const BEFORE_OFFICE = new RegExp(
  `(?<![\\p{L}-])(?<!(?:\\p{Lu}[\\p{L}.-]*|of|for)\\s)(${NAME}),\\s(?:[Tt]he\\s|la\\s|le\\s)?(?:\\p{Lu}[\\p{L}-]+\\s){0,3}(?:${OFFICE}|${OFFICE_ABROAD})(?!\\p{L})`,
  'gu',
);
const HONOURABLE = new RegExp(`\\bHon(?:ourable|\\.)?\\s(${NAME})`, 'gu');
const NAMED_OFFICIAL_HAN =
  /(?:发言人|發言人|部[长長]|大使|主任|司[长長]|总理|總理|参赞|參贊|总领事|總領事|局[长長]|秘書長|执行长|執行長)(?![馆館答就举舉在回])(\p{Script=Han}{2,4}?)(?=主持|就|答|的|举行|在|回答|谈|接受|关于|[：:，,（(\s]|$)/gu;
const UNNAMED_OFFICE =
  /(?:\bthe\s)?(\bSpokes(?:person|man|woman)\sof\sthe\s(?:Chinese\s)?(?:Embassy|Ministry|Mission|Consulate)[^,.:–—-]{0,60}?|(?:\p{Lu}[\p{L}.’'-]*\s){0,5}Spokes(?:person|man|woman))(?=['’]s\b|\s(?:on|about|at|answers?|regarding|remarks|comments|regular|press|held|made)\b|[,.:–—]|$)/iu;
/** Words of headlines that follow a name with a capital of their own. */
export const HEADLINE_WORDS = new Set(
  `answers answered attends briefing briefs comments conference cross-talk daily en holds interview interviews
   january february march april may june july august september october november december makes meeting meets
   meet on press previewing regarding regular remarks responds route speaks speech statement takes talks to
   transcript announcing at and by for in of the with from visit visits mp mps doorstop joint live signing
   signs newsroom before after during aboard following upon outside inside near amid ahead prior discusses addresses
   delivers hosts welcomes greets participates departing departure arrival arriving
   defends denies warns urges rejects condemns explains announces says compares unveils proposes launches reacts testifies
   gives vows celebrates honors honours highlights outlines accepts opens holds sets backs travels swears lifts orders
   pledges commits calls demands praises thanks joins tours appoints nominates congratulates reflects offers`.split(
    /\s+/,
  ),
);

/** Full names of the officials that a title (or an introduction) names, in order. */
export function namedOfficials(text: string): string[] {
  const folded = text.replace(/\s+/g, ' ');
  const names: string[] = [];
  const forms = [NAMED_OFFICIAL, HONOURABLE, HOLDS_OFFICE, BEFORE_OFFICE];
  for (const match of forms.flatMap((form) => [...folded.matchAll(form)])) {
    const words: string[] = [];
    for (const word of (match[1] ?? '').split(' ')) {
      const joins = words.length > 0 && NAME_PARTICLE.test(word);
      if (!joins && (HEADLINE_WORDS.has(word.toLowerCase()) || !/^\p{Lu}/u.test(word))) break;
      // `Secretary General Jens Stoltenberg`
      if (words.length === 0 && isOfficeWord(word)) continue;
      words.push(word);
    }
    while (NAME_PARTICLE.test(words.at(-1) ?? '')) words.pop();
    if (words.length > 1 && !words.some(isOfficeWord)) names.push(words.join(' '));
  }
  for (const match of folded.matchAll(NAMED_OFFICIAL_HAN)) if (match[1] !== undefined) names.push(match[1]);
  // `Ann Jones Compares` beside `Ann Jones`: a word of the headline.
  const whole = names.filter((name) => !names.some((other) => name.startsWith(`${other} `)));
  return [...new Set(whole)];
}

const OFFICE_AND_FAMILY = new RegExp(
  `(?<!\\p{L})(?:${OFFICE})\\s(\\p{Lu}[\\p{L}’-]+)(?![\\p{L}’'-]|\\s\\p{Lu})`,
  'gu',
);

/** The full names with which lines begin, of those whose office and family name the title has: `Remarks by Governor Jones`. */
export function fullNames(title: string, lines: readonly string[]): string[] {
  const families = [...title.matchAll(OFFICE_AND_FAMILY)].map((match) => match[1] ?? '');
  return families.flatMap((family) => {
    const full = new RegExp(`^(?:\\p{Lu}[\\p{L}.’-]*\\s){1,3}${family}(?!\\p{L})`, 'u');
    return lines
      .flatMap((line) => full.exec(line)?.[0] ?? [])
      .filter((name) => !name.split(' ').some(isOfficeWord));
  });
}

/** `the Rt Hon.` */
const HON = String.raw`(?:the\s)?(?:(?:rt|right)\.?\s)?hon(?:ou?rable|\.)?`;
const STYLE = new RegExp(
  String.raw`^(?:${HON}|h\.?\s?e\.?|(?:his|her|son)\sexcellenc[ye]|(?:s\.\s?e\.|mr|ms|mrs|mme|dr|prof|sir|dame)\.?)\s`,
  'iu',
);
const NAME_WORD = /^(?:\p{Lu}\.|\p{Lu}[\p{L}’'-]*(?:\.(?=$))?)$/u;

/** The one person whom a field or a line names (`H.E. Ms. Ann Jones, Minister of Works`), without style and office. */
export function personNamed(words: string): string | undefined {
  const people = foldSpace(words)
    .split(/\s?(?:[,;&|(]|\s[–—-]\s|\sand\s)\s?/u)
    .flatMap((part) => {
      let bare = part;
      while (STYLE.test(bare)) bare = bare.replace(STYLE, '');
      const all = bare.split(' ');
      const name = all.slice(all.findIndex((word) => !isOfficeWord(word)));
      const isName = (word: string, i: number) => NAME_WORD.test(word) || (i > 0 && NAME_PARTICLE.test(word));
      return name.length > 1 && name.length < 6 && name.every(isName) && !name.some(isOfficeWord)
        ? [name.join(' ')]
        : [];
    });
  return onlyOne(people);
}

/** `Delivered by:`, and the name on the same line or the next. */
const DELIVERED =
  /^(?:(?:statement|speech|remarks|address)\s)?(?:delivered|given|presented|made|spoken)\sby(?:\s?:|(?=\s))|^speaker\s?:|^(?:prononcé|présenté)e?\spar(?:\s?:|(?=\s))|^(?:pronunciado|proferido)\spor(?:\s?:|(?=\s))/iu;

/** Whom the first line says has delivered a speech, if it does: the words behind it, or the next line. */
export function deliveredBy(lines: string): string[] {
  const opening = DELIVERED.exec(lines)?.[0];
  if (opening === undefined) return [];
  return /[^\r\n]+/.exec(lines.slice(opening.length).trim())?.slice(0, 1) ?? [];
}

/** `Speaker: Ann Jones, Minister of Works` above a speech: no label of what is said. */
export function isSpeakersLine(words: string): boolean {
  const field = words.length <= LONGEST_LINE && /^[^:\r\n]{3,40}:/u.test(words);
  return field && deliveredBy(words).some((name) => personNamed(name) !== undefined);
}

const SPEECH_WORD = 'Address|Speech|Remarks|Statement|Keynote|Lecture|Testimony';
/** `Ann Jones Address to the Council`, `Ann Jones’s Remarks`; `Prepared Remarks of Ann Jones`. */
const WHOSE_SPEECH: readonly RegExp[] = [
  new RegExp(
    `^(?:#{1,3}\\s)?(${NAME})(?:['’]s?)?\\s(?:(?:Opening|Closing|Prepared|Inaugural|Farewell|Keynote)\\s)?(?:${SPEECH_WORD})(?!\\p{L})`,
    'u',
  ),
  new RegExp(`(?:^|\\s)(?:${SPEECH_WORD})\\s(?:[Bb]y|[Oo]f|[Ff]rom)\\s(${NAME})`, 'u'),
];
/** Before the name in `Statement by Ms Ann Jones`, `Address by the Minister of Works, H.E. Ann Jones`. */
const SPEECH_OF = new RegExp(`(?:^|\\s)(?:${SPEECH_WORD})\\s(?:by|of|from)\\s`, 'iu');

/** The line without an office and a style between `Statement by` and the name. */
function withoutStyle(line: string): string {
  const opening = SPEECH_OF.exec(line);
  if (opening === null) return line;
  const at = opening.index + opening[0].length;
  const comma = line.indexOf(', ', at) + 2;
  const office =
    comma > 1 &&
    STYLE.test(line.slice(comma)) &&
    line
      .slice(at, comma - 2)
      .split(' ')
      .some(isOfficeWord);
  let rest = line.slice(office ? comma : at);
  while (STYLE.test(rest)) rest = rest.replace(STYLE, '');
  return line.slice(0, at) + rest;
}

/** `Jones’s Harbour Speech` */
const FAMILY_SPEECH = new RegExp(
  `(?:^|[\\]):–—-]\\s)(\\p{Lu}[\\p{L}-]+)['’]s?\\s(?:[\\p{Lu}\\p{N}][\\p{L}\\p{N}-]*\\s){0,4}(?:${SPEECH_WORD})(?!\\p{L})`,
  'u',
);

/** Whose speech a title or a line below it says the text is: a name that begins with a given name, and no other with it. */
export function speechBy(line: string): string | undefined {
  const folded = withoutStyle(foldSpace(line));
  const styled = folded !== foldSpace(line);
  const family = FAMILY_SPEECH.exec(folded)?.[1] ?? '';
  const whose = WHOSE_SPEECH.flatMap((form) => {
    const match = form.exec(folded);
    const words = (match?.[1] ?? '').split(' ');
    const end = words.findIndex((word) => HEADLINE_WORDS.has(word.toLowerCase()) || isOfficeWord(word));
    const name = (end < 0 ? words : words.slice(0, end)).join(' ');
    const beside = folded
      .slice((match?.index ?? 0) + (match?.[0].length ?? 0))
      .split(/\s(?:on|at|to|in|for|of|before|about|during)\s/u, 1)[0];
    const alone = !/\sand\s|&/u.test(beside ?? '');
    return alone && name.includes(' ') && (styled || hasGivenName(name)) ? [name] : [];
  })[0];
  return whose ?? (family !== '' && !isOfficeWord(family) && hasFamilyName(family) ? family : undefined);
}

const REPORTER_LINE =
  /^(?:Interviewer|Moderation|Moderator|Host|Presenter|Compere|Journalist|Reporter|Das Interview führte|Entrevistador|Journaliste)s?\s?[:：]\s(.{3,80})$/u;
const REPORTER_IN_TITLE = new RegExp(
  `(?:\\b(?:with|by|to)\\s(${NAME})(?=\\s(?:of|from|on|for)\\s|,\\s\\p{Lu}{2,})|\\p{Lu}{2,}['’]s\\s(${NAME}))`,
  'gu',
);

/** `Marie-Sophie Lacarrau (TF 1)` */
const WITH_OUTLET = new RegExp(`(${NAME})\\s\\(([^()]{2,30})\\)`, 'gu');
/** A line that says who speaks, where and when is no longer. */
export const LONGEST_LINE = 300;

/** Full names of those who ask, as a title (\`Interview with Fran Kelly of ABC\`) or a line above the text gives them. */
export function namedReporters(title: string, lead: readonly string[]): string[] {
  const lines = lead.flatMap((line) => {
    const names = REPORTER_LINE.exec(line.trim())?.[1] ?? '';
    // `Presenter: Jane Roe, Press Secretary`
    return partByWords(names) === 'official' ? [] : names.split(/,|\band\b|\bund\b/u);
  });
  const inTitle = /\b(?:interview|speaks|joins|talks)\b/iu.test(title)
    ? [...title.matchAll(REPORTER_IN_TITLE)].flatMap((match) => match[1] ?? match[2] ?? [])
    : [];
  const officials = namedOfficials(title);
  const withOutlets = lead
    .filter((line) => line.length < LONGEST_LINE)
    .flatMap((line) => [...line.matchAll(WITH_OUTLET)])
    .flatMap(([, name = '', outlet = '']) => (partByWords(outlet) === 'asker' ? [name] : []));
  return [...lines, ...inTitle, ...withOutlets]
    .map(foldSpace)
    .filter((name) => name !== '' && !officials.includes(name) && partByWords(name) !== 'official');
}

/** Names in a line above the text that lists who is there to answer: `Sprecher: StS Seibert, Chebli (AA)`. */
export function listedSpeakers(lead: readonly string[]): string[] {
  return lead.flatMap((line) =>
    (/^(?:Sprecher(?:innen)?|Speakers|Briefers)\s?:\s(.{3,600})$/u.exec(line.trim())?.[1] ?? '')
      .split(',')
      .map((name) => foldSpace(name.replace(/\([^()]*\)/g, '')))
      .filter((name) => name !== ''),
  );
}

/** `Christine Lagarde, President of the ECB,` */
const PRESENT = new RegExp(
  `^(${NAME}),\\s(?:[Tt]he\\s)?((?:\\p{Lu}[\\p{L}-]+\\s){0,3}(?:${OFFICE}|${OFFICE_ABROAD}))(?!\\p{L})`,
  'u',
);

const NAME_ALONE = new RegExp(`^${NAME}$`, 'u');

/** A line that is no more than a name with its style and letters. */
const LONGEST_NAME = 60;
const HONOUR = new RegExp(String.raw`^(?:${HON}|h\.\s?e\.)\s`, 'iu');

/** `HON. ANN JONES, MP`: the one person whom a line names that begins with a style of honour. */
export function honoured(line: string): string[] {
  const name = line.length <= LONGEST_NAME && HONOUR.test(line.trim()) ? personNamed(line.trim()) : undefined;
  return name === undefined ? [] : [name];
}

/** Who is there to speak, by lines above the text that begin with a name and an office, perhaps on the next line. */
export function officialsPresent(lead: readonly string[]): { name: string; office: string }[] {
  return lead
    .filter((paragraph) => paragraph.length <= LONGEST_LINE)
    .flatMap((paragraph) => paragraph.split(/[\r\n]+/))
    .flatMap((line, i, lines) => {
      const words = line.trim().replace(/^by\s/iu, '');
      const whole = NAME_ALONE.test(words) ? `${words}, ${lines[i + 1]?.trim() ?? ''}` : words;
      const [, name, office = ''] = PRESENT.exec(whole) ?? [];
      return name === undefined || name.split(' ').some(isOfficeWord) ? [] : [{ name, office }];
    });
}

/** Which of them says something, if that is clear: whoever says “the Vice-President and I” is not the Vice-President. */
export function whoSays(present: ReturnType<typeof officialsPresent>, said: string): string | undefined {
  const speech = foldSpace(said).toLowerCase();
  return onlyOne(
    present
      .filter(({ office }) => !speech.includes(`the ${office.toLowerCase()} and i `))
      .map(({ name }) => name),
  );
}

const WITNESS =
  /^[ \t]*(?:(?:OPENING|PREPARED)\s)?STATEMENT OF (?:THE )?(?:HON\.?|HONORABLE)?\s?(\p{Lu}[\p{Lu}.’'-]+(?:\s\p{Lu}[\p{Lu}.’'-]*){1,3}),/gmu;

/** `*MR IVAN REED (sworn).*` */
const SWORN =
  /^[*_ \t]{0,3}(?:(?:M[RS]S?|DR|SIR|DAME|LORD|LADY)\.?\s)?(\p{Lu}[\p{L}.’'-]+(?:\s\p{Lu}[\p{L}.’'-]*){0,4})\s\((?:re)?(?:sworn|affirmed)\)\.?[*_ \t\r]{0,3}$/gmu;

/** Who testifies: `STATEMENT OF THE HONORABLE JEROME H. POWELL, CHAIR`, or is sworn in. */
export function namedWitnesses(text: string): string[] {
  return [WITNESS, SWORN].flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? ''));
}

/** Who answers where nothing names anybody, or an office. */
export const UNNAMED_OFFICIAL = 'Unnamed official';

const SPOKESPERSON = /\b(?:porte-parole|portavoz|porta-voz|portavoce|(?:Regierungs)?sprecher(?:in)?)\b/iu;

/** Who answers where labels do not say: the named official, the office of the title or the lines above the text. */
export function defaultSpeaker(title: string, lead: string, above: string): string {
  const named = namedOfficials(title)[0] ?? namedOfficials(lead)[0];
  if (named !== undefined) return named;
  const folded = title.replace(/\s+/g, ' ');
  const office = UNNAMED_OFFICE.exec(folded)?.[1]
    ?.trim()
    .replace(/^.*\bby\s(?:the\s)?/iu, '');
  if (office !== undefined) return /^spokes/i.test(office) && !office.includes(' ') ? 'Spokesperson' : office;
  const han = /(\p{Script=Han}{2,8}发言人)/u.exec(folded)?.[1]?.replace(/^.*日/u, '');
  if (han !== undefined) return han;
  const word = SPOKESPERSON.exec(`${folded}\n${above}`)?.[0];
  if (word !== undefined) return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
  const spokesman = onlyOne([...above.matchAll(NAMED_SPOKESMAN)].flatMap(([named]) => namedOfficials(named)));
  if (spokesman !== undefined) return spokesman;
  return /spokes(?:person|man|woman)|发言人|發言人/iu.test(above) ? 'Spokesperson' : UNNAMED_OFFICIAL;
}

const NAMED_SPOKESMAN = new RegExp(`[Ss]pokes(?:person|man|woman)\\s${NAME}`, 'gu');

/** The one name, however often it is given; nothing where there are several, or none. */
export function onlyOne(names: readonly string[]): string | undefined {
  const [only, ...others] = new Set(names);
  return others.length === 0 ? only : undefined;
}
