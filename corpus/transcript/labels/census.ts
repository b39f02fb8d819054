/** What the candidates for labels have in common over a whole document: how its labels look, and which names recur. */
import { ENDS_SENTENCE } from '../boilerplate.ts';
import { isAnonymous, partByWords } from '../vocabulary.ts';
import type { LabelledLine } from './forms.ts';

interface Use {
  count: number;
  /** How often words that read as speech follow: they begin with a capital, or the label stands alone. */
  said: number;
  /** How often the line above ended a sentence, or was no line. */
  fresh: number;
  /** How often a line follows that ends as a sentence does. */
  followed: number;
}

/** What the candidates of a document have in common. */
export interface Census {
  uses: ReadonlyMap<string, Use>;
  questionMarks: boolean;
  answerMarks: boolean;
  /** Whether labels end with a full stop; and whether these are names behind an honorific or an office. */
  stops: boolean;
  titled: boolean;
  /** Whether names in labels are written in capitals. */
  capitals: boolean;
  /** Whether questions and answers are marked with dashes: `Q - `, `R - `. */
  dashes: boolean;
  /** Whether questions are marked by a word (`Question:`) rather than by a letter. */
  words: boolean;
  /** Whether labels carry times. */
  times: boolean;
  /** Whether names stand on lines of their own, without a mark after them. */
  alone: boolean;
  /** The same for names in small letters: those of at least two people who speak by turns. */
  aloneMixed: boolean;
  /** Whether names stand before dashes, or in brackets. */
  dashNames: boolean;
  /** Whether so few names stand before colons that a dash may do the same. */
  fewColons: boolean;
  brackets: boolean;
  /** Whether names stand in bold letters, without a mark after them. */
  bold: boolean;
  /** Whether names before colons are set in bold letters. */
  strong: boolean;
  /** Whether labels are names of people, in small letters: `Andrew Bailey:`. */
  persons: boolean;
  /** Words of the names in longer labels: `EISEN` after `SARA EISEN`. */
  family: ReadonlySet<string>;
  /** Names of one word that recur: `Piqueras` beside `Pedro Piqueras`. */
  surnames: ReadonlySet<string>;
}

/** A given name and a family name. */
export const PERSON = /^\p{Lu}[\p{L}’'-]+(?:\s(?:de|von|van|da|di)|\s\p{Lu}\.)?\s\p{Lu}[\p{L}’'-]+$/u;

export function takeCensus(text: string, lines: readonly LabelledLine[]): Census {
  const uses = new Map<string, Use>();
  const marks = { question: 0, answer: 0, questionStop: 0, answerStop: 0, questionDash: 0, answerDash: 0 };
  let questionWords = 0;
  const strong = new Set<string>();
  const loose = new Set<string>();
  const shapes = new Map<string, Map<string, number>>();
  lines.forEach(({ start, end, gap, label }, i) => {
    if (label === undefined) return;
    const { kind, shape, name = '' } = label;
    if (kind !== 'name') {
      marks[
        shape === 'stop' ? (`${kind}Stop` as const) : shape === 'dash' ? (`${kind}Dash` as const) : kind
      ] += 1;
      if (kind === 'question' && label.face === 'mixed') questionWords += 1;
      return;
    }
    if (shape === 'colon') (label.strong === true ? strong : loose).add(name);
    const before = lines[i - 1];
    const use = uses.get(`${shape} ${name}`) ?? { count: 0, said: 0, fresh: 0, followed: 0 };
    use.count += 1;
    const rest = text.slice(start + label.length, Math.min(end, start + label.length + 8));
    if (rest === '' || !/^[\s"“‘'(*_[]*\p{Ll}/u.test(rest)) use.said += 1;
    if (
      gap ||
      before === undefined ||
      ENDS_SENTENCE.test(text.slice(Math.max(before.start, before.end - 6), before.end))
    )
      use.fresh += 1;
    const after = lines[i + 1];
    if (
      after !== undefined &&
      ENDS_SENTENCE.test(text.slice(Math.max(after.start, after.end - 6), after.end))
    )
      use.followed += 1;
    uses.set(`${shape} ${name}`, use);
    const group = `${shape} ${label.face}`;
    const names = shapes.get(group) ?? new Map<string, number>();
    names.set(name, (names.get(name) ?? 0) + 1);
    shapes.set(group, names);
  });
  const believed = (group: string) =>
    [...(shapes.get(group) ?? [])].reduce((sum, [name, count]) => {
      const part = partByWords(name);
      if (part === 'nobody') return sum;
      const likely =
        part !== undefined || isAnonymous(name) || count > 1 || (group.endsWith('upper') && name.length > 5);
      return sum + (likely ? count : 0);
    }, 0);
  const recurring = (group: string) =>
    [...(shapes.get(group)?.values() ?? [])].filter((count) => count > 1).length;
  const stemmed = (shape: string) =>
    believed(`${shape} upper`) + believed(`${shape} mixed`) + believed(`${shape} caseless`);
  const recurringBold = recurring('bold upper') + recurring('bold mixed') + recurring('bold caseless');
  const colons = believed('colon upper') + believed('colon mixed') + believed('colon caseless');
  // `PM:` is written in capitals whatever the other labels are.
  const abbreviated = [...(shapes.get('colon upper') ?? [])].reduce(
    (sum, [name, count]) => sum + (name.length < 4 && partByWords(name) === 'official' ? count : 0),
    0,
  );
  const stopNames = believed('stop upper') + believed('stop mixed');
  const stopMarks =
    marks.questionStop > 0 && (marks.answerStop > 0 || stopNames > 0 || marks.questionStop > 1);
  // `Mr. Powell.`, `Chairwoman Waters.`: minutes of a committee.
  const titled = recurring('stop mixed') > 1 && stopNames > 4;
  const stops =
    colons + marks.question < stopNames + marks.questionStop &&
    (stopMarks || titled || (recurring('stop upper') > 0 && stopNames >= 3));
  const times = believed('time upper') + believed('time mixed') + believed('time caseless') > 1;
  const own = recurring('alone upper') > 0 ? believed('alone upper') : 0;
  const dashes = marks.questionDash > 0 && marks.answerDash > 0;
  // `Q    — funding?` goes on with a question that broke off.
  const questions = marks.question + marks.questionDash + (stops ? marks.questionStop : 0);
  const alone = lines.filter(({ label }) => label?.kind === 'question' && label.shape === 'alone').length;
  const answers = marks.answer + (dashes ? marks.answerDash : 0) + (stops ? marks.answerStop : 0);
  const standing = [...(shapes.get('alone mixed') ?? [])].filter(([name, count]) => {
    const part = partByWords(name);
    const follows = uses.get(`alone ${name}`)?.followed === count;
    return count > 1 && follows && part !== 'nobody' && (part !== undefined || PERSON.test(name));
  });
  return {
    uses,
    questionMarks: questions > 0,
    answerMarks: answers > 0,
    dashes,
    words: questions < questionWords * 4,
    stops,
    titled,
    capitals:
      believed('colon upper') - abbreviated > 1.5 * (believed('colon mixed') + believed('colon caseless')),
    times,
    dashNames: stemmed('dash') > (marks.questionDash > 0 ? 1 : 2) && stemmed('dash') > colons,
    fewColons: marks.question === 0 && colons <= stemmed('dash'),
    strong: strong.size > 1 && strong.size >= loose.size,
    bold: recurringBold > 0 && stemmed('bold') > 2 && stemmed('bold') > colons,
    persons:
      questions === 0 &&
      [...(shapes.get('colon mixed') ?? [])].some(([name, count]) => count > 1 && PERSON.test(name)),
    brackets: stemmed('bracket') + marks.question > 1,
    family: new Set(
      [...uses.keys()]
        .filter((key) => /^(?:colon|stop) .+ /u.test(key))
        .flatMap((key) => key.split(' ').slice(2))
        .filter((word) => word.length > 2 && partByWords(word) === undefined),
    ),
    surnames: new Set(
      [...uses].flatMap(([key, { count }]) => {
        const [, name = '', ...more] = key.split(' ');
        return more.length === 0 && count > 1 && partByWords(name) === undefined ? [name] : [];
      }),
    ),
    alone: own >= 3 && own > colons && own > stopNames,
    aloneMixed:
      standing.length + Math.min(1, alone) > 1 &&
      questions + answers === alone &&
      colons + stopNames < standing.length,
  };
}
