/**
 * The speech labels of a document, by induction: every line that may open with a label is a candidate (`Q:`,
 * `MS. PSAKI:`, `CHAIR POWELL.`, `AFP:`, `林剑：`, `Donald Trump: (39:20)`, a name on a line of its own), and what the
 * candidates of the whole document have in common tells which of them are labels.
 */
import { findMisspellings } from '../../misspellings.ts';
import { ENDS_A_SENTENCE, ENDS_SENTENCE } from '../boilerplate.ts';
import { type Line, type ParagraphStyle, trimSpan } from '../paragraphs.ts';
import { isAnonymous, isOfficeWord, isReporter, partByWords } from '../vocabulary.ts';
import { accept, type LabelHints } from './accept.ts';
import { type Census, PERSON, takeCensus } from './census.ts';
import {
  DOTTED_INITIALS,
  faceOf,
  type Label,
  type LabelledLine,
  readCandidate,
  SHOUTED,
  tidyName,
  UPPER_WORD,
} from './forms.ts';
import { readHeaded } from './headed.ts';
import { readByKey } from './key.ts';
import { readPairs } from './pairs.ts';
import { readAnswersBelow, readTypography } from './typography.ts';

/** A candidate that was left in the text although it may name somebody. */
export interface Doubt {
  name: string;
  start: number;
}

const INSIDE = new RegExp(
  String.raw`(?<=[.?!…”"’)\]]\s{1,6})((?:<\w{1,10}>)?${UPPER_WORD}(?:\s${UPPER_WORD}){0,4}(?:</\w{1,10}>(?:-${UPPER_WORD})?)?)([:.])(?:\s+(?=[^\p{Ll}\s])|$)`,
  'gu',
);

export interface FoundLabels {
  lines: LabelledLine[];
  doubts: Doubt[];
  /** Whether there are no labels, and letters alone tell questions from answers. */
  byLetters: boolean;
  /** Whether questions have marks, and answers are what stands below them. */
  answersBelow: boolean;
}

/** All lines with the labels that they open with; lines that hold several speeches are cut. */
export function findLabels(
  text: string,
  lines: readonly Line[],
  style: ParagraphStyle,
  hints: LabelHints,
): FoundLabels {
  const boldEnds = new Map((hints.bold ?? []).map(({ start, end }) => [start, end]));
  const headlined = new Set((hints.headlines ?? []).map(({ start }) => start));
  const voices = headlineVoices(
    lines.filter(({ start }) => headlined.has(start)).map(({ start, end }) => text.slice(start, end)),
  );
  const candidates = joinBrokenLabels(
    text,
    lines.map((line, i): LabelledLine => {
      const bold = (boldEnds.get(line.start) ?? line.start) - line.start;
      const words = text.slice(line.start, line.end);
      // The title of a Markdown file.
      if (i === 0 && /^#\s/.test(words)) return line;
      const label = headlined.has(line.start)
        ? (readHeadline(words, voices) ?? readCandidate(words, bold))
        : readCandidate(words, bold);
      const above = lines[i - 1];
      // A wrapped line begins with a name by chance, unless the line above ends what was said.
      const wrapped = style === 'blocks' && !line.gap && !line.hardBreak && above !== undefined;
      const byChance =
        wrapped &&
        label !== undefined &&
        !isShort(label, text.slice(line.start, line.end)) &&
        !/[:：]$/u.test(text.slice(above.start, above.end).slice(-1)) &&
        !STANDS_ALONE.test(text.slice(above.start, above.end)) &&
        !ENDS_SENTENCE.test(text.slice(Math.max(above.start, above.end - 6), above.end));
      return label === undefined || byChance ? line : { ...line, label };
    }),
  );
  const keyed = readPairs(
    text,
    readByKey(
      text,
      readHeaded(
        text,
        withoutLinks(text, nameLongLabels(text, splitDetails(withoutHeadlines(candidates)))),
        hints.title ?? '',
      ),
    ),
  );
  const read = findSaid(text, askAboveAnswers(text, spellOutInitials(findShouted(text, keyed))));
  const census = takeCensus(text, read);
  const accepted = accept(text, read, census, hints);
  const labelled = cutInside(text, respell(accepted), census);
  const emphasis = [
    ...(hints.bold ?? []),
    ...(hints.headlines ?? []).map((span) => ({ ...span, face: 'heading' as const })),
  ];
  const below = readAnswersBelow(text, labelled, emphasis);
  const byLetters = below === undefined ? readTypography(text, labelled, emphasis) : undefined;
  return {
    lines: byLetters ?? below ?? withoutStamps(text, labelled),
    byLetters: byLetters !== undefined,
    answersBelow: below !== undefined,
    doubts: findDoubts(text, read, accepted, census),
  };
}

/** A heading of Markdown, or an anchor and nothing else: no sentence goes on below it. */
const STANDS_ALONE = /^(?:#{1,6}\s.{0,200}|<a\s[^<>]{0,200}><\/a>)$/u;

/** So many of the lines below labels are the same but for their figures. */
const STAMPED = 0.2;

/** Without what a site puts below each label that carries a time (`No Signal (0.531)`): the same words again and again. */
function withoutStamps(text: string, lines: readonly LabelledLine[]): LabelledLine[] {
  const below = lines.flatMap(({ label }, i) =>
    label?.shape === 'time' && lines[i + 1]?.label === undefined ? [i + 1] : [],
  );
  const folded = (line: LabelledLine | undefined) =>
    line === undefined || line.end - line.start > 60
      ? ''
      : text.slice(line.start, line.end).replace(/[\d.]+/g, '0');
  const counts = new Map<string, number>();
  for (const i of below) counts.set(folded(lines[i]), (counts.get(folded(lines[i])) ?? 0) + 1);
  const stamps = new Set(
    [...counts].flatMap(([words, count]) =>
      count > 2 && count > below.length * STAMPED && /\p{L}/u.test(words) && !ENDS_A_SENTENCE.test(words)
        ? [words]
        : [],
    ),
  );
  if (stamps.size === 0) return [...lines];
  const dropped = new Set(below.filter((i) => stamps.has(folded(lines[i]))));
  return lines.filter((_, i) => !dropped.has(i));
}

/** `Q:` and `QUESTION:` open a speech wherever a line begins; `question:` may be a word of a sentence. */
function isShort({ kind }: Label, line: string): boolean {
  return (
    kind !== 'name' && (/^\W{0,4}(?:Q|A|QUESTION|ANSWER|R)\b/.test(line) || /^\W{0,4}\p{Lo}/u.test(line))
  );
}

/** `MINISTER FOR THE` / `ENVIRONMENT: Thank you.`, and a colon that slipped to the next line. */
function joinBrokenLabels(text: string, lines: readonly LabelledLine[]): LabelledLine[] {
  const joined: LabelledLine[] = [];
  for (const line of lines) {
    const above = joined.at(-1);
    const first = above?.label;
    if (above !== undefined && first?.shape === 'alone' && first.name !== undefined && !line.gap) {
      const words = text.slice(line.start, line.end);
      const colon = /^\s?[:：]\s*/u.exec(words)?.[0].length;
      const second = line.label;
      const goesOn =
        second?.shape === 'colon' &&
        second.name !== undefined &&
        second.face === 'upper' &&
        first.face === 'upper';
      if (colon !== undefined || (goesOn && !partByWordsOfWhole(second.name ?? ''))) {
        const name = colon === undefined ? `${first.name} ${second?.name}` : first.name;
        const length = line.start - above.start + (colon ?? second?.length ?? 0);
        joined[joined.length - 1] = {
          ...above,
          end: line.end,
          label: { ...first, shape: 'colon', name, length },
        };
        continue;
      }
    }
    joined.push(line);
  }
  return joined;
}

/** A name, and what stands behind its comma. */
const BEHIND_COMMA = /^(\p{Lu}[\p{L}.’'-]+(?:\s\p{Lu}[\p{L}.’'-]+){0,3}),\s(\p{Lu}.{1,80})$/u;

/** `Chris Giles, FT` beside `Ed Conway, Sky News`, and `KAMIKAWA, Minister`: a name and whom it speaks for. */
function splitDetails(lines: readonly LabelledLine[]): LabelledLine[] {
  const names = new Set<string>();
  const tails = new Set<string>();
  for (const { label } of lines) {
    if (label?.kind !== 'name' || label.shape !== 'colon') continue;
    names.add(label.name ?? '');
    if (label.detail !== undefined) tails.add(label.name ?? '');
  }
  return lines.map(({ label, ...line }) => {
    const [, name = '', tail = ''] = BEHIND_COMMA.exec(label?.name ?? '') ?? [];
    if (label?.kind !== 'name' || label.shape !== 'colon' || label.detail !== undefined || name === '')
      return { ...line, ...(label !== undefined && { label }) };
    const known = name.includes(' ') ? tails.size > 0 || names.has(name) : partByWords(tail) === 'official';
    return { ...line, label: known ? { ...label, name, detail: tail } : label };
  });
}

/** Offices before a name. */
const LONG_LABEL = /^\p{Lu}[^:：.?!\n]{20,180}(?=:\s)/u;

/** `DEPUTY CHIEF OF STAFF OF THE PRESIDENTIAL EXECUTIVE OFFICE DMITRY PESKOV:` where `Dmitry Peskov:` opens other lines. */
function nameLongLabels(text: string, lines: readonly LabelledLine[]): LabelledLine[] {
  const known = new Map<string, Label>();
  for (const { label } of lines)
    if (label?.kind === 'name' && label.shape === 'colon' && PERSON.test(label.name ?? ''))
      known.set((label.name ?? '').toLowerCase(), label);
  if (known.size === 0) return [...lines];
  return lines.map((line) => {
    if (line.label !== undefined) return line;
    const words = LONG_LABEL.exec(text.slice(line.start, Math.min(line.end, line.start + 200)))?.[0] ?? '';
    const name = words.split(' ').slice(-2).join(' ').toLowerCase();
    const label = known.get(name);
    if (label === undefined || !words.split(' ').some(isOfficeWord)) return line;
    return {
      ...line,
      label: { ...label, length: /^.{0,200}?:\s*/u.exec(text.slice(line.start, line.end))?.[0].length ?? 0 },
    };
  });
}

/** `CAROLINE ROUX Are you tense?`: names in capitals that open several lines, without a mark after them. */
function findShouted(text: string, lines: readonly LabelledLine[]): LabelledLine[] {
  const counts = new Map<string, number>();
  const openings = lines.map(({ start, end }) => {
    const opening = text.slice(start, Math.min(end, start + 80));
    const name = /\p{Ll}/u.test(opening) ? SHOUTED.exec(opening)?.[0] : undefined;
    const words = name?.split(' ') ?? [];
    for (let length = words.length; length > 1; length -= 1) {
      const part = words.slice(0, length).join(' ');
      counts.set(part, (counts.get(part) ?? 0) + 1);
    }
    return name;
  });
  return lines.map((line, i) => {
    const words = openings[i]?.split(' ') ?? [];
    // `CAROLINE ROUX ET vous ?` opens with a name that other lines open with, and goes on in capitals.
    const free = line.label === undefined || line.label.shape === 'alone';
    for (let length = words.length; free && length > 1; length -= 1) {
      const name = words.slice(0, length).join(' ');
      if ((counts.get(name) ?? 0) < 2 || partByWords(name) === 'nobody') continue;
      return {
        ...line,
        label: { kind: 'name', name, length: name.length + 1, shape: 'bold', face: 'upper' },
      };
    }
    return line;
  });
}

const INITIALS = /^(?:\p{Lu}\.?){2,4}$/u;

/** `NV:` and `M.M.:` after `Nick Vinocur:` and `Marek Mądrzejewski:`: they stand for the one name with these initials. */
function spellOutInitials(lines: readonly LabelledLine[]): LabelledLine[] {
  const bearers = new Map<string, Set<string>>();
  for (const { label } of lines) {
    if (label?.kind !== 'name' || label.shape !== 'colon') continue;
    const { name = '' } = label;
    const words = name.split(' ').filter((word) => !isOfficeWord(word));
    if (words.length < 2 || words.length > 4) continue;
    const initials = words.map((word) => word.charAt(0)).join('');
    bearers.set(initials, (bearers.get(initials) ?? new Set()).add(name));
  }
  return lines.map(({ label, ...line }) => {
    if (label?.kind !== 'name' || label.shape !== 'colon' || !INITIALS.test(label.name ?? ''))
      return { ...line, ...(label !== undefined && { label }) };
    const { name = '' } = label;
    const [only, ...others] = bearers.get(name.replaceAll('.', '')) ?? [];
    if (only !== undefined && others.length === 0 && partByWords(name) === undefined)
      return { ...line, label: { ...label, name: only, face: faceOf(only) } };
    return DOTTED_INITIALS.test(name) ? line : { ...line, label };
  });
}

/** `Le Premier ministre a déclaré :` where `Le Premier ministre :` opens other lines: the label is the same. */
function findSaid(text: string, lines: readonly LabelledLine[]): LabelledLine[] {
  const known = new Map<string, Label>();
  for (const { label } of lines)
    if (label?.kind === 'name' && label.shape === 'colon' && partByWordsOfWhole(label.name ?? ''))
      known.set(label.name ?? '', label);
  const questions = lines.some(
    ({ label }) => label?.kind === 'question' || partByWords(label?.name ?? '') === 'asker',
  );
  if (!questions) return [...lines];
  return lines.map((line) => {
    if (line.label !== undefined) return line;
    const opening = text.slice(line.start, Math.min(line.end, line.start + 120));
    const said = SAID.exec(opening);
    const alone = [...known.keys()].find(
      (name) => opening.startsWith(`${name} `) && ALONE.test(opening.slice(name.length)),
    );
    const label = known.get(alone ?? said?.[1] ?? '');
    if (label === undefined) return line;
    const length = alone === undefined ? (said?.[0].length ?? 0) : opening.length;
    return { ...line, label: { ...label, length } };
  });
}

/** `… lors de son départ pour Paris :` with nothing after it on its line. */
const ALONE = /^\s[^.?!:]{3,60}:$/u;
const SAID =
  /^(\p{Lu}[\p{L}\p{M}.’'-]*(?:\s[\p{L}\p{M}.’'-]+){0,4}?)(?:\s(?:a\s(?:déclaré|répondu|dit|ajouté|affirmé)|(?:has\s)?(?:said|replied|answered|responded|added|asked)|dijo|respondió|contestó|ha\s(?:detto|risposto)|sagte|antwortete|disse|respondeu|ответил[а]?|сказал[а]?))\s?:\s*/u;

/** Headings that say who speaks (`Prime Minister`, `Question`, `Laura Tingle`), where some recur. */
function headlineVoices(headlines: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const words of headlines) {
    const part = partByWords(words);
    const voice =
      QUESTION_HEADING.test(words) || (part !== undefined ? part !== 'nobody' : PERSON.test(words));
    if (voice && words.length <= 60) counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const recurring = [...counts.values()].filter((count) => count > 1).length;
  return new Set(recurring > 0 && counts.size > 1 && recurring * 3 >= counts.size ? counts.keys() : []);
}

const QUESTION_HEADING = /^questions?$/iu;

/** `Q 代表幹事（時事通信）`, `A 知事`, `Prime Minister`: a heading that says who asks or answers. */
function readHeadline(words: string, voices: ReadonlySet<string>): Label | undefined {
  const match = /^([QA])(?:[\s.:：]+(\S.{0,40}?))?$/u.exec(words);
  const whole = { shape: 'key', face: 'upper', length: words.length } as const;
  if (match !== null) {
    const kind = match[1] === 'Q' ? 'question' : 'answer';
    return { kind, ...whole, ...(match[2] !== undefined && { name: match[2] }) };
  }
  if (!voices.has(words)) return undefined;
  return QUESTION_HEADING.test(words)
    ? { kind: 'question', ...whole }
    : { kind: 'name', name: words, ...whole, face: faceOf(words) };
}

const POSSESSIVE = /^\p{Lu}[\p{L}.]*['’]s\s\p{Lu}/u;

/** Without the headlines of a list (`Mint’s Poe: Silver is safe.`): a name behind whom it belongs to, again and again, and nobody else between. */
function withoutHeadlines(lines: readonly LabelledLine[]): LabelledLine[] {
  const uses = new Map<string, { count: number; runs: number }>();
  let above: string | undefined;
  for (const { label, gap } of lines) {
    if (label === undefined || label.shape === 'alone') continue;
    const { name = '' } = label;
    const { count, runs } = uses.get(name) ?? { count: 0, runs: 0 };
    uses.set(name, { count: count + 1, runs: runs + Number(name !== above || gap) });
    above = name;
  }
  return lines.filter(({ label }) => {
    const { count = 0, runs = 0 } = uses.get(label?.name ?? '') ?? {};
    return label?.shape !== 'colon' || !POSSESSIVE.test(label.name ?? '') || runs > 1 || count < 2;
  });
}

/**
 * Without the lines of a page that link elsewhere (`Read: Ten Ways to See the Harbour`): they open with the same word, and
 * none of them ends as a sentence does, which what people say between them does.
 */
function withoutLinks(text: string, lines: readonly LabelledLine[]): LabelledLine[] {
  const uses = new Map<string, { ended: number; count: number }>();
  for (const { label, start, end } of lines) {
    if (label?.kind !== 'name' || label.shape !== 'colon') continue;
    const rest = text.slice(start + label.length, end);
    const use = uses.get(label.name ?? '') ?? { ended: 0, count: 0 };
    const ends = rest.length === 0 || rest.length > 200 || ENDS_SENTENCE.test(rest.slice(-6));
    uses.set(label.name ?? '', { ended: use.ended + Number(ends), count: use.count + 1 });
  }
  const links = new Set(
    [...uses].flatMap(([name, { ended, count }]) =>
      ended === 0 && count > 1 && !name.includes(' ') && partByWords(name) === undefined ? [name] : [],
    ),
  );
  const others = [...uses].filter(([name, { count }]) => count > 1 && !links.has(name));
  const [said, ended] = [
    others.reduce((sum, [, { count }]) => sum + count, 0),
    others.reduce((sum, [, use]) => sum + use.ended, 0),
  ];
  if (links.size === 0 || ended < said * 0.9 || ended < 3) return [...lines];
  return lines.filter(({ label }) => label?.shape !== 'colon' || !links.has(label.name ?? ''));
}

/** `一、…？（公視韓小姐）` and `1. …?` above `答：`, where answers alone are marked: the paragraph above asks. */
function askAboveAnswers(text: string, lines: readonly LabelledLine[]): LabelledLine[] {
  const kinds = new Set(lines.map(({ label }) => label?.kind));
  if (!kinds.has('answer')) return [...lines];
  if (kinds.has('question')) return lines.map((line, i) => askPart(text, line, lines[i + 1]));
  const answers = lines.flatMap(({ label }, i) => (label?.kind === 'answer' ? [i] : []));
  const asking = answers.filter((i) => {
    const above = lines[i - 1];
    return above !== undefined && ASKED.test(text.slice(above.start, above.end).slice(-60));
  });
  if (asking.length < 2 || asking.length < answers.length * 0.8) return [...lines];
  const above = new Set(asking.map((i) => i - 1));
  return lines.map((line, i) => {
    if (!above.has(i)) return line;
    const words = text.slice(line.start, line.end);
    const length =
      /^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.)、]\s?|[(（]\S{1,3}[)）]\s?)?/u.exec(words)?.[0].length ??
      0;
    const name = ASKED.exec(words)?.[1];
    return {
      ...line,
      label: { kind: 'question', shape: 'key', face: 'mixed', length, ...(name !== undefined && { name }) },
    };
  });
}

/** `B. What would you do?` above `Answer:`: a further part of a question. */
function askPart(text: string, line: LabelledLine, next: LabelledLine | undefined): LabelledLine {
  const words = text.slice(line.start, line.end);
  const part = /^\(?[B-Hb-h][.)]\s{1,3}\p{Lu}/u.test(words) && /[.?:]$/.test(words);
  const labelled = line.label !== undefined && line.label.shape !== 'stop';
  if (labelled || next?.label?.kind !== 'answer' || !line.gap || !part) return line;
  return { ...line, label: { kind: 'question', shape: 'key', face: 'mixed', length: 0 } };
}

/** A question, perhaps with who asks in brackets behind it. */
const ASKED = /[?？]\s?(?:[(（]([^()（）]{2,30})[)）])?$/u;

/** Whether a name would be a label without what stands above it. */
function partByWordsOfWhole(name: string): boolean {
  return partByWords(name) !== undefined || isAnonymous(name);
}

/** Names before a colon that are no labels, but recur or look like a person's, and open what reads as speech. */
function findDoubts(
  text: string,
  read: readonly LabelledLine[],
  accepted: readonly LabelledLine[],
  census: Census,
): Doubt[] {
  const first = accepted.findIndex(({ label }) => label !== undefined);
  const seen = new Set<string>();
  return read.flatMap(({ label, start, end }, i) => {
    const name = label?.name;
    if (label?.shape !== 'colon' || label.kind !== 'name' || name === undefined || i < first) return [];
    if (accepted[i]?.label !== undefined || partByWords(name) === 'nobody' || seen.has(name)) return [];
    const { count = 0, said = 0 } = census.uses.get(`colon ${name}`) ?? {};
    const person =
      /^\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}.’'-]+){1,2}$/u.test(name) &&
      !/^(?:The|A|An|My|This|That)\s/.test(name);
    const rest = text.slice(start + label.length, end);
    // A name and a colon on a line of their own open the line below.
    if (rest === '' && person && read[i + 1]?.label === undefined) {
      seen.add(name);
      return [{ name, start }];
    }
    if (said < count || !(count > 1 || person) || /^[“"]/.test(rest) || !/[.?!。？！…—][”"’)]?$/u.test(rest))
      return [];
    seen.add(name);
    return [{ name, start }];
  });
}

/** Labels that a typist got wrong once, in their usual spelling. */
function respell(lines: readonly LabelledLine[]): LabelledLine[] {
  const meant = findMisspellings(
    lines.flatMap(({ label }) => {
      if (label?.kind !== 'name') return [];
      const { name = '' } = label;
      // `JOURNALIST` is spelt right, however often it stands.
      return isReporter(name) ? [name, name] : [name];
    }),
  );
  return lines.map((line) => {
    const name = meant.get(line.label?.kind === 'name' ? (line.label.name ?? '') : '');
    return line.label === undefined || name === undefined
      ? line
      : { ...line, label: { ...line.label, name } };
  });
}

/** `Doorstop interview, Canberra JOURNALIST: What …`: a heading above the first label that lost its line break. */
function behindHeading(
  text: string,
  line: LabelledLine,
  names: ReadonlySet<string | undefined>,
): LabelledLine[] | undefined {
  const words = text.slice(line.start, Math.min(line.end, line.start + HEADING_REACH));
  const match = /^(?:Topics?:)?[^:]{8,200}?\s(\p{Lu}[\p{Lu}.’'-]+(?:\s\p{Lu}[\p{Lu}.’'-]+){0,2}):\s+/u.exec(
    words,
  );
  const name = (match?.[1] ?? '')
    .split(' ')
    .map((_, i, all) => all.slice(i).join(' '))
    .find((one) => names.has(one));
  if (match === null || name === undefined) return undefined;
  const at = line.start + match[0].lastIndexOf(`${name}:`);
  const length = line.start + match[0].length - at;
  const label: Label = { kind: 'name', name, length, shape: 'colon', face: 'upper' };
  return [
    { ...line, ...trimSpan(text, line.start, at) },
    { ...line, start: at, gap: true, label },
  ];
}

/** A heading is no longer. */
const HEADING_REACH = 300;

/** Lines in which a second speech begins: `MICHELLE SMITH. Kelly. KELLY O’GRADY. Thanks, Chair Powell.` */
function cutInside(text: string, lines: readonly LabelledLine[], census: Census): LabelledLine[] {
  const names = new Set(
    lines.flatMap(({ label }) => (label?.kind === 'name' && label.face === 'upper' ? [label.name] : [])),
  );
  if (names.size === 0) return [...lines];
  const first = lines.findIndex(({ label }) => label !== undefined);
  return lines.flatMap((line, at) => {
    if (at < first) {
      const cut = behindHeading(text, line, names);
      if (cut !== undefined) return cut;
    }
    const from = line.start + (line.label?.length ?? 0);
    const cuts = [...text.slice(from, line.end).matchAll(INSIDE)].flatMap((match) => {
      const [whole, words = '', mark] = match;
      const name = tidyName(words);
      const known = names.has(name) && mark === (census.stops ? '.' : ':');
      const alike = census.stops && mark === '.' && /\s/.test(name);
      if (!(known || alike) || partByWords(name) === 'nobody') return [];
      return [{ at: from + match.index, name, length: whole.length }];
    });
    return [line, ...cuts].map((piece, i): LabelledLine => {
      const end = cuts[i]?.at ?? line.end;
      if ('at' in piece) {
        const label: Label = {
          kind: 'name',
          name: piece.name,
          length: piece.length,
          shape: census.stops ? 'stop' : 'colon',
          face: 'upper',
        };
        return { ...trimSpan(text, piece.at, end), gap: false, hardBreak: false, opening: 0, label };
      }
      return { ...line, ...trimSpan(text, line.start, end) };
    });
  });
}
