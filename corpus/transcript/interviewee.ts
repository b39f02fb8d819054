/** Whom an interview is with, where no label and no office in the title says it: by title, lead or the first answer. */
import { foldSpace } from '../passage-id.ts';
import { hasGivenName, isProse, withoutLinks } from './boilerplate.ts';
import { NAME, namedOfficials, onlyOne } from './named-people.ts';
import { FIRST_PERSON } from './opening.ts';
import { isOfficeWord, OFFICE, partByWords } from './vocabulary.ts';

/** `Ann Stone is`, `Ann Stone (@stone), the engineer, began`: whom a sentence is about. */
const SUBJECT = new RegExp(
  String.raw`(?<!\p{L})(?<!\b(?:by|from|and)\s)(${NAME})(?:\s\([^()]{1,80}\))?(?:,\s[^.]{3,150}?,)?\s(?!(?:and|or|of|in|on|at|for|to|with|from|by|asks?|asked|interviews|interviewed)\s)\p{Ll}`,
  'gu',
);
/**
 * `We sat down with developer Ann Stone`, `I asked Ann Stone`. Who is interviewed with no such words, or by an office (`The
 * Minister spoke to Ann Stone`), may be the one who asks.
 */
const OBJECT = new RegExp(
  String.raw`\b(?:[Ww]e|I)\s(?:\p{Ll}+\s){0,2}?(?:(?:sat\sdown|spoke|talked|chatted|met|caught\sup)\s(?:with|to)|asked|interviewed|met)\s(?:[\p{Ll}-]+\s){0,4}(${NAME})`,
  'gu',
);
/** `… with Norway CIO Ann Stone`, `Ann Stone on old boats`: the place in a title that a guest has. */
const BEFORE_GUEST = /(?:^|[:–—|-]\s|\b(?:with|of|for|to|meet)\s)(?:(?!and\s)[\p{L}-]+\s){0,5}$/iu;
const BEHIND_GUEST =
  /^(?:$|[,:–—|(]|['’]s\b|\s(?:[–—|-]\s|(?:on|about|talks|discusses|explains|answers|speaks|tells)\b))/u;
/** Who asks has a lead of its own, too. */
const ASKS_FOR_LIVING =
  /\b(?:host|presenter|anchor|journalist|reporter|editor|correspondent|columnist|interviewer|moderator)\b/iu;
/** How much around a name says what somebody does. */
const ROLE = 60;

/** `State Senator Ann Stone announced …` at the beginning of a paragraph of the lead. */
const LED_BY = new RegExp(String.raw`^(?:[\p{L}-]+\s){0,5}?(?:${OFFICE})\s(${NAME})(?=,|\s\p{Ll})`, 'u');
const TALKED = /\b(?:spoke|talked|sat\sdown|met)\s(?:to|with)\b|\b(?:told|interview|conversation|asked)\b/iu;
const TALKED_WITH = new RegExp(
  String.raw`\b(?:(?:spoke|talked|sat\sdown|met)\s(?:to|with)|asked|interviewed)\s(?:[\p{Ll}-]+\s){0,4}(${NAME})`,
  'gu',
);

/** `Interview with Ann Stone, conducted by Tom Poe`, `Interview with Ann Stone, Member of the Board`: a line below the title. */
const WITH = new RegExp(
  String.raw`^Interview\s(?:with|of)\s(${NAME}),\s(?:conducted\sby\s|(?:the\s)?(?:\p{Lu}[\p{L}-]+\s){0,3}?(?:Member|${OFFICE})(?!\p{L}))`,
  'gu',
);

/** `Questions for Ann Stone upon nomination to be Director`, `Questions for the Record to the Hon. Ann Stone` */
const WRITTEN_TO = new RegExp(
  String.raw`^[^.?!]{0,60}\bQuestions\s(?:for\sthe\sRecord\s)?(?:for|to)\s(?:[Tt]he\sHon(?:orable|\.)\s)?(${NAME})(?=$|,|\s(?:upon|on)\s)`,
  'gu',
);

/** Who answers questions in writing, as a line above them says. */
export function writtenTo(lead: readonly string[]): string | undefined {
  const names = lead.flatMap((words) => captured(WRITTEN_TO, plain(words.slice(0, LONGEST))));
  return onlyOne(names.filter(hasGivenName));
}

/** Enough of a paragraph to see whom it introduces. */
const LONGEST = 2000;

const MY_NAME = new RegExp(String.raw`\b[Mm]y\s(?:full\s)?name(?:\sis|['’]s)\s(${NAME})`, 'gu');

/**
 * The one person whose full name both the title and the lead give as a guest’s; else the official with whom a paragraph of the lead begins, where
 * it names no other; else whoever says it in the first answer. Nobody, where the answers are in no first person: these are nobody’s words.
 */
export function findInterviewee(
  title: string,
  lead: readonly string[],
  answers: readonly string[],
): string | undefined {
  if (!answers.some((words) => FIRST_PERSON.test(words))) return undefined;
  const told = lead.map((words) => plain(words.slice(0, LONGEST)));
  return (
    onlyOne(guests(plain(title), told)) ??
    onlyOne(told.flatMap((words) => captured(WITH, words))) ??
    leadingOfficial(told.filter(isProse)) ??
    onlyOne(captured(MY_NAME, answers[0] ?? ''))
  );
}

/** Words without the marks and links of Markdown. */
function plain(words: string): string {
  return foldSpace(
    withoutLinks(words.replace(/^(?:>\s?|#{1,6}\s)+/, '')).replace(
      /(?<!\p{L})[*_]{1,3}|[*_]{1,3}(?!\p{L})/gu,
      '',
    ),
  );
}

/** Names that the title has as a guest’s, and a lead that names no other official. */
function guests(title: string, told: readonly string[]): string[] {
  const officials = namedOfficials(told.join('\n'));
  const names = told.flatMap((words) =>
    [...captured(SUBJECT, words), ...captured(OBJECT, words)].filter((name) => {
      const at = title.indexOf(name);
      return (
        at >= 0 &&
        BEFORE_GUEST.test(title.slice(0, at)) &&
        BEHIND_GUEST.test(title.slice(at + name.length)) &&
        partByWords(title.slice(at + name.length)) !== 'asker' &&
        !name.split(' ').some(isOfficeWord) &&
        !asksForLiving(name, words)
      );
    }),
  );
  return officials.every((official) => names.includes(official)) ? names : [];
}

function asksForLiving(name: string, words: string): boolean {
  const at = words.indexOf(name);
  const behind = words.slice(at + name.length, at + name.length + ROLE).split(/[.;]/, 1)[0] ?? '';
  const before =
    words
      .slice(Math.max(0, at - ROLE / 2), at)
      .split(/[.;,]/)
      .at(-1) ?? '';
  return ASKS_FOR_LIVING.test(behind) || ASKS_FOR_LIVING.test(before);
}

function leadingOfficial(prose: readonly string[]): string | undefined {
  const told = prose.join(' ');
  const name = prose.map((words) => LED_BY.exec(words)?.[1]).find((found) => found !== undefined);
  const named = namedOfficials(told);
  if (name === undefined || named.length !== 1 || named[0] !== name || !TALKED.test(told)) return undefined;
  return captured(TALKED_WITH, told).every((other) => other === name || isOutlet(other)) ? name : undefined;
}

function isOutlet(name: string): boolean {
  return name.startsWith('The ') || partByWords(name) === 'asker';
}

function captured(form: RegExp, words: string): string[] {
  return [...words.matchAll(form)].map((match) => match[1] ?? '');
}
