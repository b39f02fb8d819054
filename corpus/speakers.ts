/** Readable names of who speaks: from the title, from the label, or the office where nobody is named. */
import { tidyName } from './formats/labels.ts';
import { isOfficeWord, labelWords } from './formats/words.ts';
import { foldSpace } from './passage-id.ts';

const NAME = String.raw`\p{Lu}[\p{L}-]+(?:\s\p{Lu}\.)?(?:\s(?:(?:O|D)['’])?\p{Lu}[\p{L}-]+){1,2}`;
const OFFICE =
  'Spokes(?:person|man|woman)|Ambassador|Minister|Secretary|Premier|President|Director(?:-General)?|Administrator|' +
  'Commissioner|Chair(?:man|woman)?|Council?lor|Advis[eo]r|Coordinator|Envoy|Representative|Consul[- ]General|' +
  "Chargé\\sd[’']Affaires|Governor|Mayor|Mr\\.?|Ms\\.?|Mrs\\.?|Dr\\.?";
const NAMED_OFFICIAL = new RegExp(`\\b(?:${OFFICE})\\s(${NAME})`, 'giu');
const NAMED_OFFICIAL_HAN =
  /(?:发言人|部长|大使|主任|司长|总理|参赞|总领事|局长)(\p{Script=Han}{2,4}?)(?=主持|就|答|的|举行|在|回答|谈|接受|关于|[：:，,（(\s]|$)/gu;
const UNNAMED_OFFICE =
  /(?:\bthe\s)?(\bSpokes(?:person|man|woman)\sof\sthe\s(?:Chinese\s)?(?:Embassy|Ministry|Mission|Consulate)[^,.:–—-]{0,60}?|(?:\p{Lu}[\p{L}.’'-]*\s){0,5}Spokes(?:person|man|woman))(?=['’]s\b|\s(?:on|about|at|answers?|regarding|remarks|comments|regular|press|held|made)\b|[,.:–—]|$)/iu;
/** Words of headlines that follow a name with a capital of their own. */
const HEADLINE_WORDS = new Set(
  `answers answered attends briefing briefs comments conference cross-talk daily en holds interview interviews
   january february march april may june july august september october november december makes meeting meets
   meet on press previewing regarding regular remarks responds route speaks speech statement takes talks to
   transcript and at by for in of the with from visit visits`.split(/\s+/),
);

/** Full names of the officials that a title (or an introduction) names, in order. */
export function namedOfficials(text: string): string[] {
  const folded = text.replace(/\s+/g, ' ');
  const names: string[] = [];
  for (const match of folded.matchAll(NAMED_OFFICIAL)) {
    const words: string[] = [];
    for (const word of (match[1] ?? '').split(' ')) {
      if (HEADLINE_WORDS.has(word.toLowerCase()) || !/^\p{Lu}/u.test(word)) break;
      if (words.length === 0 && isOfficeWord(word)) break;
      words.push(word);
    }
    if (words.length > 1) names.push(words.join(' '));
  }
  for (const match of folded.matchAll(NAMED_OFFICIAL_HAN)) if (match[1] !== undefined) names.push(match[1]);
  return [...new Set(names)];
}

/** Who answers where labels do not say: the named official, the office, or `Spokesperson`. */
export function defaultSpeaker(title: string, introduction: string): string {
  const named = namedOfficials(title)[0] ?? namedOfficials(introduction)[0];
  if (named !== undefined) return named;
  const folded = title.replace(/\s+/g, ' ');
  const office = UNNAMED_OFFICE.exec(folded)?.[1]?.trim();
  if (office !== undefined) return /^spokes/i.test(office) && !office.includes(' ') ? 'Spokesperson' : office;
  return /(\p{Script=Han}{2,8}发言人)/u.exec(folded)?.[1]?.replace(/^.*日/u, '') ?? 'Spokesperson';
}

/** Names labels of one document, each label always in the same way. */
export class Speakers {
  readonly #title: string;
  readonly #text: string;
  readonly #fallback: string;
  readonly #names: readonly string[];
  readonly #known = new Map<string, string>();

  constructor(title: string, text: string, fallback: string) {
    this.#title = title.replace(/\s+/g, ' ');
    this.#text = text;
    this.#fallback = fallback;
    this.#names = namedOfficials(title);
  }

  /** The readable name behind a label; without one, whoever the document is by. */
  of(label: string | undefined): string {
    if (label === undefined) return this.#fallback;
    const known = this.#known.get(label) ?? this.#resolve(label);
    this.#known.set(label, known);
    return known;
  }

  #resolve(label: string): string {
    const words = label.split(' ');
    if (labelWords(label).every((word) => /^(?:the|spokes(?:person|man|woman))$/.test(word)))
      return this.#fallback;
    if (/^(?:外交部)?发言人$/u.test(label)) return this.#fallback;
    const listed = this.#names.find((name) => name.split(' ').some((part) => same(part, label)));
    if (listed !== undefined) return listed;
    const titled = /^THE (VICE )?PRESIDENT$/i.exec(label);
    if (titled !== null) {
      const office = titled[1] === undefined ? 'President' : 'Vice President';
      const named = new RegExp(`(?<!Vice )\\b${office} \\p{Lu}[\\p{L}-]+`, 'u').exec(this.#title)?.[0];
      return named ?? `The ${office}`;
    }
    let offices = 0;
    while (offices < words.length && isOfficeWord(words[offices] ?? '')) offices += 1;
    const surname = words.slice(offices).join(' ');
    if (offices > 0 && surname !== '') {
      const ending = this.#names.find(
        (name) => name.includes(' ') && same(name.slice(-surname.length - 1), ` ${surname}`),
      );
      if (ending !== undefined) return ending;
      const full = givenName(this.#title, surname) ?? givenName(this.#text, surname);
      if (full !== undefined) return full;
    }
    const shouted = /^(?:M[rs]|Mrs|Dr)\.? [^\p{Ll}]+$/u.test(label) || label === label.toUpperCase();
    return shouted ? words.map(titleCase).join(' ') : label;
  }
}

function same(a: string, b: string): boolean {
  return straight(a) === straight(b);
}

function straight(text: string): string {
  return text.replaceAll('’', "'").toLowerCase();
}

const NO_GIVEN_NAME = new Set(
  `a all also although and as ask assistant because bidens but by can deputy did do does even former from
   doctor doctors given has have hello here hey hi how i if in innovation is it just like maybe miss national nurse of ok okay on or our
   please press security since so thank thanks that the then there this to today under was we welcome well
   what when where which while who with yes you your`.split(/\s+/),
);

/** `Jake Sullivan` for `SULLIVAN`, where the text has the full name; the commonest form where it has several. */
function givenName(text: string, surname: string): string | undefined {
  const escaped = surname
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/['’]/g, "['’]")
    .replaceAll(' ', '\\s+');
  const counts = new Map<string, number>();
  for (const match of text.matchAll(new RegExp(`${escaped}(?![\\p{L}-])`, 'giu'))) {
    const family = match[0];
    const before = text.slice(Math.max(0, match.index - 40), match.index);
    const given = /(?<![\p{L}.’'-])(\p{Lu}[\p{L}-]*\p{Ll}(?:\s\p{Lu}\.)?)\s+$/u.exec(before)?.[1];
    // Both words as names are written: `Jake Sullivan`, not `MS. PSAKI` and not `ask Psaki`.
    if (given === undefined || !/^\p{Lu}.*\p{Ll}/su.test(family)) continue;
    const first = given.split(/\s/, 1)[0] ?? '';
    if (isOfficeWord(first) || NO_GIVEN_NAME.has(first.toLowerCase())) continue;
    const full = foldSpace(`${given} ${family}`);
    counts.set(full, (counts.get(full) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

const ACRONYM = /^(?:FBI|CIA|NSC|FEMA|EPA|CDC|NIH|DOD|DHS|FAA|HHS|USAID|UN|EU|II|III|IV|(?:\p{L}\.)+)$/u;

/** `SHERWOOD-RANDALL` to `Sherwood-Randall`, `O’CONNELL` to `O’Connell`, `MCDONOUGH` to `McDonough`. */
function titleCase(word: string): string {
  if (ACRONYM.test(word)) return word;
  return tidyName(word)
    .toLowerCase()
    .replace(/(^|[-’'(])(\p{L})/gu, (_, mark: string, letter: string) => mark + letter.toUpperCase())
    .replace(/^Mc(\p{L})/u, (_, letter: string) => `Mc${letter.toUpperCase()}`);
}
