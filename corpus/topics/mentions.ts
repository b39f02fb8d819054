/** What a capitalised run names: a country, a person without the titles, the thing itself, or nothing. */
import { CALENDAR, FUNCTION_WORDS, GENERIC, isOffice, NAME_ENDINGS, PORTFOLIOS } from '../words.ts';
import { isAcronym } from './capitals.ts';
import { COUNTRIES } from './countries.ts';
import type { Name } from './names.ts';

/** One thing that a text names. */
interface Mention {
  spelling: string;
  /** The country that it is, or whose demonym it is. */
  country?: string;
  demonym?: boolean;
  /** Named with a title: a person. */
  titled?: boolean;
}

const TAIL = /-(?:\p{Ll}[\p{Ll}-]*)$/u;

/** What the record as a whole tells of a run of words. */
interface NameUse {
  /** How often it stands as a name of its own. */
  alone(spelling: string): number;
  /** Whether it follows a title somewhere. */
  person(spelling: string): boolean;
}

/** The mentions in one name. */
export function readMentions({ words, spelling, texts, held }: Name, known: NameUse): Mention[] {
  const whole = country(spelling);
  if (whole) return [whole];
  const parts = hyphenated(words);
  if (parts) return parts;
  const title = titleLength(words, held) || knownTitleLength(words, known);
  if (title > 0) {
    const person = words.slice(title);
    const before = words.slice(0, title).filter((word) => COUNTRIES.has(word) || isAcronym(word));
    const named = before.flatMap((word) => country(word) ?? thing(word));
    if (person.length === 0) return named;
    const name = person.join(' ');
    const rest = country(name);
    if (rest) return [...named, rest];
    if (!(person.length === 1 && GENERIC.has(name.toLowerCase())))
      return [...named, { spelling: name, titled: true }];
  }
  const from = countryLength(words);
  const owner = country(words.slice(0, from).join(' '));
  if (owner) {
    const rest = words.slice(from);
    const name = rest.join(' ');
    if (rest.length === 1 && isGeneric(name)) return [owner];
    return [owner, ...thing(known.alone(name) * 2 >= texts.length ? name : spelling)];
  }
  return thing(spelling);
}

function country(spelling: string): Mention | undefined {
  const known = COUNTRIES.get(spelling);
  return known && { spelling, country: known.country, demonym: known.demonym };
}

function thing(spelling: string): Mention[] {
  if (isAcronym(spelling)) return [{ spelling }];
  const words = spelling.toLowerCase().split(' ');
  const [only = ''] = words;
  if (words.length === 1 && isGeneric(only)) return [];
  if (words.every((word) => isGeneral(word))) return [];
  const last = words.at(-1) ?? '';
  if (spelling.length < 2) return [];
  if (words.length > 1 && isOffice(last) && !NAME_ENDINGS.has(last)) return [];
  return [{ spelling }];
}

function isGeneric(word: string): boolean {
  const folded = word.toLowerCase();
  return GENERIC.has(folded) || isGeneral(folded);
}

/** What no name is made of alone: days, offices, their fields, and small words with a capital. */
function isGeneral(word: string): boolean {
  return CALENDAR.has(word) || isOffice(word) || PORTFOLIOS.has(word) || FUNCTION_WORDS.has(word);
}

/** "China-Japan", "Iran-backed": the names within the hyphens; undefined where the hyphen belongs to a name. */
function hyphenated(words: readonly string[]): Mention[] | undefined {
  const [word = ''] = words;
  if (words.length !== 1 || !word.includes('-')) return undefined;
  const head = word.replace(TAIL, '');
  if (head !== word)
    return head.includes('-') || isGeneric(head) ? [] : [country(head) ?? { spelling: head }];
  const parts = word.split('-');
  if (!parts.some((part) => COUNTRIES.has(part))) return undefined;
  if (!parts.every((part) => COUNTRIES.has(part) || isAcronym(part) || part.length > 3)) return undefined;
  return parts.flatMap((part) => country(part) ?? thing(part));
}

/** How many of the opening words are titles and what goes before them; 0 where no office is among them. */
function titleLength(words: readonly string[], held: boolean): number {
  let length = 0;
  let i = 0;
  if (held) {
    while (i < words.length && PORTFOLIOS.has(words[i]?.toLowerCase() ?? '')) i++;
    length = i;
  }
  for (; i < words.length; i++) {
    const word = words[i] ?? '';
    if (isOffice(word)) length = i + 1;
    else if (!PORTFOLIOS.has(word.toLowerCase()) && !COUNTRIES.has(word) && !isAcronym(word)) break;
  }
  return length;
}

/** "Texas Governor Abbott": what goes before the office is no title, but a known person follows. */
function knownTitleLength(words: readonly string[], known: NameUse): number {
  for (let i = words.length - 2; i > 0; i--) {
    if (isOffice(words[i] ?? '')) return known.person(words.slice(i + 1).join(' ')) ? i + 1 : 0;
  }
  return 0;
}

/** How many of the opening words, but not all, name a country. */
function countryLength(words: readonly string[]): number {
  for (let length = Math.min(3, words.length - 1); length > 0; length--) {
    if (COUNTRIES.has(words.slice(0, length).join(' '))) return length;
  }
  return 0;
}
