/**
 * The speech labels of a document, by induction: every line that may open with a label is a candidate (`Q:`,
 * `MS. PSAKI:`, `CHAIR POWELL.`, `AFP:`, `林剑：`, `Donald Trump: (39:20)`, a name on a line of its own), and what the
 * candidates of the whole document have in common tells which of them are labels.
 */
import { findMisspellings } from '../misspellings.ts';
import { type Line, type ParagraphStyle, type Span, trimSpan } from './paragraphs.ts';
import { asksSomething, introducesItself, isAnonymous, isReporter, partByWords } from './vocabulary.ts';

export interface Label {
  /** `question` and `answer` are marks such as `Q:`; a name has to be understood. */
  kind: 'question' | 'answer' | 'name';
  name?: string;
  /** What stands in brackets after the name: an outlet or an office. */
  detail?: string;
  /** From the start of the line to the first word said. */
  length: number;
  /** What follows the words of the label. */
  shape: 'colon' | 'blank' | 'stop' | 'dash' | 'time' | 'bracket' | 'alone' | 'bold';
  face: 'upper' | 'mixed' | 'caseless';
}

/** A line of speech, with the label that it opens with. */
export interface LabelledLine extends Line {
  label?: Label;
}

export interface LabelHints {
  /** Names that are known to be people of this transcript, from its title, its lead or its user. */
  names: readonly string[];
  title?: string;
  /** Where lines open with bold words. */
  bold?: readonly Span[];
}

/** A candidate that was left in the text although it may name somebody. */
export interface Doubt {
  name: string;
  start: number;
}

/** Marks of Markdown that a label may stand behind: of a list, a quotation, a heading. */
const MARKER = /^(?:[▲▼■□◆◇●○△►▶◎·]\s{0,3}|(?:(?:[-+*•]|>|#{1,6})\s{1,3}){0,2})/u;

const QUESTION_WORDS =
  'Question|QUESTION|Frage|FRAGE|Pregunta|PREGUNTA|Domanda|DOMANDA|Pergunta|PERGUNTA|Вопрос|ВОПРОС|Vraag|Fråga|Pytanie|Soru|Pertanyaan';
const ANSWER_WORDS =
  'Answer|ANSWER|Réponse|RÉPONSE|Antwort|ANTWORT|Respuesta|RESPUESTA|Risposta|RISPOSTA|Resposta|RESPOSTA|Ответ|ОТВЕТ|Antwoord|Svar|Odpowiedź|Cevap|Jawaban';
const MARKS: readonly { kind: 'question' | 'answer'; shape: Label['shape']; form: RegExp }[] = [
  // `Q:`, `Q1:`, `Question:`, `Q (AFP):`, `Question from Reuters:`.
  {
    kind: 'question',
    shape: 'colon',
    form: new RegExp(
      String.raw`^(?:Q|${QUESTION_WORDS})(?:\s?\d{1,3})?(?:\s?\(([^():\n]{1,60})\)|\s(?:from|by)\s([^:：\n]{1,60}))?[*_]{0,3}\s?[:：]`,
      'iu',
    ),
  },
  {
    kind: 'question',
    shape: 'colon',
    form: /^(?:[追再]?问题?|[追再]?問題?|提问|提問|(?:有)?记者[提追]?问|質問|질문|문|سؤال|س)(?:[（(]([^（）()：:\n]{1,30})[）)])?\s?[:：]/u,
  },
  {
    kind: 'question',
    shape: 'colon',
    form: /^[([（]?(?:the\s)?following\squestions?\s(?:was|were)\s(?:also\s)?(?:raised|asked|put)\b[^:.?!\n]{0,80}:/iu,
  },
  // `FRAGE HOENIG:`, `Zusatzfrage:`: the minutes of a federal press conference name who asks.
  {
    kind: 'question',
    shape: 'colon',
    form: /^(?:Frage|(?:Zusatz|Nach)frage|Zusatz)(?:\s(\p{Lu}[^:\n]{1,40}))?\s?:/iu,
  },
  { kind: 'question', shape: 'stop', form: /^Q(?:uestion)?\s?\d{0,3}\.(?=\s)/u },
  {
    kind: 'question',
    shape: 'dash',
    form: new RegExp(String.raw`^(?:Q|${QUESTION_WORDS})(?:\s|\.\s?)?[-–—](?=\s)`, 'u'),
  },
  { kind: 'question', shape: 'dash', form: /^P\.\s?[-–—](?=\s)/u },
  { kind: 'answer', shape: 'dash', form: /^R\.\s?[-–—](?=\s)/u },
  {
    kind: 'question',
    shape: 'bracket',
    form: /^[【〈<［[](?:問|问|質問|질문|문|Q|QUESTION|Question)[】〉>］\]]\s?[:：]?/u,
  },
  {
    kind: 'answer',
    shape: 'bracket',
    form: /^[【〈<［[](?:答|回答|답변|답|A|ANSWER|Answer)[】〉>］\]]\s?[:：]?/u,
  },
  { kind: 'question', shape: 'blank', form: /^Q(?=\s+[^\s&])/u },
  {
    kind: 'answer',
    shape: 'colon',
    form: new RegExp(String.raw`^(?:A|${ANSWER_WORDS})(?:\s?\d{1,3})?[*_]{0,3}\s?[:：]`, 'iu'),
  },
  { kind: 'answer', shape: 'colon', form: /^(?:答[复覆]?|回答|답변?|جواب|ج)\s?[:：]/u },
  { kind: 'answer', shape: 'stop', form: /^A(?:nswer)?\s?\d{0,3}\.(?=\s)/u },
  {
    kind: 'answer',
    shape: 'dash',
    form: new RegExp(String.raw`^(?:R|A|${ANSWER_WORDS})(?:\s|\.\s?)?[-–—](?=\s)`, 'u'),
  },
];

const CLOCK = String.raw`\d{1,2}:\d{2}(?::\d{2})?`;
/** `Donald Trump: (39:20)`, `Speaker 2 (00:39:30):`, with the words said on the same line or the next. */
const TIMED = new RegExp(
  String.raw`^(\p{L}[^:：\n()[\]]{0,60}?)\s?[:：]?\s{1,3}(?:[([]${CLOCK}[)\]][:：]?(?=\s|$)|${CLOCK}\s*$)`,
  'u',
);
const TIME_BEFORE = new RegExp(
  String.raw`^[([]?${CLOCK}[)\]]?\s{1,3}(?:[ap]\.?m\.?\s(?:[A-Z]{2,4}\s)?)?(?!(?:[ap]\.?m|E[SD]?T)\b)(?=\p{L}[^:：\n]{0,60}[:：])`,
  'iu',
);
/** A name before a colon: up to some words, then the colon, perhaps after a blank. */
const COLON = /^(\p{Lu}[^:：\n]{0,79}?)[*_]{0,3}\s{0,2}[:：]/u;
const COLON_CASELESS = /^([《「“]?\p{Lo}[\p{L}\p{M}\p{N}·・• “”"'’《》「」（）()-]{0,34}?)\s?[:：]/u;
const UPPER_WORD = String.raw`\p{Lu}[\p{Lu}'’.-]*`;
const STOP = new RegExp(
  String.raw`^((?:<\w{1,10}>)?${UPPER_WORD},?(?:\s${UPPER_WORD}){0,5}?(?:</\w{1,10}>(?:-${UPPER_WORD})?)?(?:\s?\[[^\]\n]{1,60}\])?)[.](?=\s+[^\p{Ll}\s]|$)`,
  'u',
);
const STOP_TITLED =
  /^((?:The\s)?(?:(?:Vice\s)?President|Prime\sMinister|Secretary|Chancellor|Ambassador|Minister|Senator|Governor|General|Mr|Mrs|Ms|Dr)\b\.?(?:\s\p{Lu}[\p{L}'’-]+){0,3}|Reporter)\.(?=\s+[^\p{Ll}\s])/u;
/** `Presidente.- Buenos días.`, `Presidente Lula — É uma alegria`. */
const DASH = /^(\p{Lu}[^:：\n–—]{1,50}?)(?:\.\s?[-–—]|\s[–—])(?=\s)/u;
/** `**Jane Doe** Why now?`: what the marks of Markdown enclose. */
const BOLDED = /^([^*_:：\n]{2,60})[*_]{2,3}(?=\s)/u;
/** `【NHK 大谷記者】`; brackets that a text has for other things must name the press or an office. */
const BRACKET = /^[【〈<［[]([^】〉>［］[\]<\n]{1,30})[】〉>］\]]\s?[:：]?/u;
/** `David Dimbleby [British Broadcasting Corporation]`, `Jill Neubronner (CNA)`, `Tim Watts, Member for Gellibrand`. */
const DETAIL =
  /^(.{2,60}?)\s?[[(（]([^\][()（）]{1,60})[\])）]$|^(\S+(?:\s\S+){1,4})(?:,|\s[–—])\s(\p{L}.{1,60})$/u;
const INSIDE = new RegExp(
  String.raw`(?<=[.?!…”"’)\]]\s{1,3})((?:<\w{1,10}>)?${UPPER_WORD}(?:\s${UPPER_WORD}){0,4}(?:</\w{1,10}>(?:-${UPPER_WORD})?)?)([:.])(?:\s+(?=[^\p{Ll}\s])|$)`,
  'gu',
);

const SMALL_WORDS = new Set(
  'of the de da do du di la le el al and for in at on from van von to with & der des des und et y e den ter bin ibn'.split(
    ' ',
  ),
);
const SENTENCE_MARKS = /[?!;“”"…—]|[,.]\s?$|\.\s\p{Lu}\p{Ll}+\s\p{Ll}/u;
const PLAIN_WORDS = /^(?:reporters?|journalists?|correspondents?|spokes(?:person|man|woman)|news|agency)$/;

/** Whether words before a colon may name someone: few words, all but the smallest with a capital. */
function looksLikeName(name: string): boolean {
  if (/^[《「“]?\p{Lo}/u.test(name)) return name.length <= 36 && name.split(' ').length <= 6;
  // `PRESSEKONFERENZ/586` is a file number.
  if (SENTENCE_MARKS.test(name) || /\/\s?\d/.test(name)) return false;
  const words = name.split(' ');
  if (words.length > 10) return false;
  return words.every((word, i) => {
    if (i > 0 && (SMALL_WORDS.has(word.toLowerCase()) || /^[–-]$/.test(word))) return true;
    // `Kyodo reporter`, `Reuters correspondent`: the one plain word that labels hold.
    if (PLAIN_WORDS.test(word)) return true;
    return /^\(?[\p{Lu}\p{Lo}\p{N}]/u.test(word) && !/^\d+$/.test(words.length === 1 ? word : '');
  });
}

/** One blank between words; a capital that a page cut off (`R euters`) back on its word. */
export function tidyName(name: string): string {
  return (
    name
      .replace(/[*_]+|<[^<>]{1,20}>/g, '')
      // `HILLARY CLINTON, (D, FORMER SECRETARY OF STATE`: a bracket that nobody closed.
      .replace(/,?\s?\([^()]*$/, '')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/^([B-HJ-Z]) (?=\p{Ll})/u, '$1')
  );
}

function faceOf(name: string): Label['face'] {
  const bare = name.replace(/\b(?:M[rs]s?|Dr)\.|\bMa?c(?=\p{Lu})|\b(?:of|the|and|for|de|von|van)\b/gu, '');
  if (/\p{Ll}/u.test(bare)) return 'mixed';
  return /\p{Lu}/u.test(bare) ? 'upper' : 'caseless';
}

/** The label that a line may open with; `bold` is how many of its characters are bold. */
export function readCandidate(line: string, bold = 0): Label | undefined {
  const marker = MARKER.exec(line)?.[0].length ?? 0;
  const time = TIME_BEFORE.exec(line.slice(marker, marker + 100))?.[0].length ?? 0;
  const emphasis =
    marker + time + (/^[*_]{0,3}/.exec(line.slice(marker + time, marker + time + 3))?.[0].length ?? 0);
  const text = line.slice(emphasis, emphasis + 200);
  const label = (kind: Label['kind'], shape: Label['shape'], read: number, words?: string): Label => {
    const name = words === undefined ? undefined : tidyName(words);
    const parts = DETAIL.exec(name ?? '');
    const tail = parts?.[4] ?? '';
    const isOffice =
      partByWords(tail) !== undefined && looksLikeName(tail) && !/\p{L}{3}\.\s/u.test(parts?.[3] ?? '');
    const office = isOffice ? tail : undefined;
    const detail = parts?.[2] ?? office;
    const bare = detail === undefined ? name : (parts?.[1] ?? parts?.[3]);
    return {
      kind,
      shape,
      face: faceOf(bare ?? text.slice(0, read)),
      length: contentStart(line, emphasis, read),
      ...(bare !== undefined && {
        name: bare.replace(/,(?=\s\p{Lu})/gu, (comma) => (shape === 'stop' ? '' : comma)),
      }),
      ...(detail !== undefined && { detail }),
    };
  };
  const namedAs = (shape: Label['shape'], read: number, words: string): Label | undefined => {
    const found = label('name', shape, read, words);
    // `U.S. Department`: initials alone name nobody.
    return found.name !== undefined &&
      looksLikeName(found.name) &&
      !/^(?:\p{Lu}\.)+\p{Lu}?$/u.test(found.name)
      ? found
      : undefined;
  };
  const named = (shape: Label['shape'], match: RegExpExecArray | null): Label | undefined =>
    match === null ? undefined : namedAs(shape, match[0].length, match[1] ?? '');
  for (const { kind, shape, form } of MARKS) {
    const match = form.exec(text);
    if (match === null) continue;
    return label(
      kind,
      shape,
      match[0].length,
      match.slice(1).find((group) => group !== undefined),
    );
  }
  if (/^(?:Q|QUESTION|Question)[*_]{0,3}$/.test(text)) return label('question', 'alone', text.length);
  const bracket = named('bracket', BRACKET.exec(text));
  if (bracket !== undefined && (/^[【〈]/u.test(text) || partByWords(bracket.name ?? '') !== undefined))
    return bracket;
  const timed = named('time', TIMED.exec(text));
  if (timed !== undefined) return timed;
  if (/[:：]/.test(text.slice(0, 96))) {
    const match = COLON.exec(text) ?? COLON_CASELESS.exec(text);
    const rest = text.slice(match?.[0].length ?? 0);
    // A clock (`At 10:30`) and an address (`https://…`) are no labels.
    const cut = /^\/\//.test(rest) || (/\d$/.test(match?.[1] ?? '') && /^\d/.test(rest));
    const colon = cut ? undefined : named('colon', match);
    if (colon !== undefined) return colon;
  }
  const semicolon = /^(\p{Lu}[\p{Lu}\s.'’-]{3,50});$/u.exec(text);
  if (semicolon !== null) return named('colon', semicolon);
  const bolded =
    bold > 0 ? text.slice(0, bold) : emphasis > marker + time + 1 ? BOLDED.exec(text)?.[1] : undefined;
  if (bolded !== undefined && /^[*_]{0,3}\s+[^\p{Ll}\s–—-]/u.test(text.slice(bolded.length))) {
    const name = namedAs('bold', bolded.length, bolded);
    if (name !== undefined) return name;
  }
  const other =
    named('dash', DASH.exec(text)) ?? named('stop', STOP.exec(text)) ?? named('stop', STOP_TITLED.exec(text));
  if (other !== undefined) return other;
  const short = line.length <= 60 && !/[.,;!?:。？！：]$/u.test(text) && text.length > 1;
  return short ? named('alone', /^(.*)$/su.exec(text)) : undefined;
}

/** Whether a line opens a speech by its own words, for readers that have lines but no paragraphs. */
export function opensSpeech(line: string, above: string): boolean {
  const label = readCandidate(line);
  if (label === undefined || ['alone', 'stop', 'dash', 'bracket', 'bold'].includes(label.shape)) return false;
  if (label.kind !== 'name') return true;
  const part = partByWords(label.name ?? '');
  return part !== undefined && part !== 'nobody' && ENDS_SENTENCE.test(above.slice(-6));
}

/** Steps over what closes the label: the marks that opened it, and white space. */
function contentStart(line: string, emphasis: number, label: number): number {
  const rest = line.slice(emphasis + label, emphasis + label + 80);
  const closing = emphasis > 0 ? (/^[*_]{1,3}/.exec(rest)?.[0].length ?? 0) : 0;
  const blank = /^[\s\u200b]+/u.exec(rest.slice(closing))?.[0].length ?? 0;
  return Math.min(line.length, emphasis + label + closing + blank);
}

interface Use {
  count: number;
  /** How often words that read as speech follow: they begin with a capital, or the label stands alone. */
  said: number;
  /** How often the line above ended a sentence, or was no line. */
  fresh: number;
}

/** What the candidates of a document have in common. */
interface Census {
  uses: ReadonlyMap<string, Use>;
  questionMarks: boolean;
  answerMarks: boolean;
  /** Whether labels end with a full stop. */
  stops: boolean;
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
  /** Whether names stand before dashes, or in brackets. */
  dashNames: boolean;
  /** Whether so few names stand before colons that a dash may do the same. */
  fewColons: boolean;
  brackets: boolean;
  /** Whether names stand in bold letters, without a mark after them. */
  bold: boolean;
  /** Words of the names in longer labels: `EISEN` after `SARA EISEN`. */
  family: ReadonlySet<string>;
  /** Names of one word that recur: `Piqueras` beside `Pedro Piqueras`. */
  surnames: ReadonlySet<string>;
}

/** All lines with the labels that they open with; lines that hold several speeches are cut. */
export function findLabels(
  text: string,
  lines: readonly Line[],
  style: ParagraphStyle,
  hints: LabelHints,
): { lines: LabelledLine[]; doubts: Doubt[] } {
  const boldEnds = new Map((hints.bold ?? []).map(({ start, end }) => [start, end]));
  const read = joinBrokenLabels(
    text,
    lines.map((line, i): LabelledLine => {
      const bold = (boldEnds.get(line.start) ?? line.start) - line.start;
      const label = readCandidate(text.slice(line.start, line.end), bold);
      const above = lines[i - 1];
      // A wrapped line begins with a name by chance, unless the line above ends what was said.
      const wrapped = style === 'blocks' && !line.gap && !line.hardBreak && above !== undefined;
      const byChance =
        wrapped &&
        label !== undefined &&
        !isShort(label, text.slice(line.start, line.end)) &&
        !ENDS_SENTENCE.test(text.slice(Math.max(above.start, above.end - 6), above.end));
      return label === undefined || byChance ? line : { ...line, label };
    }),
  );
  const census = takeCensus(text, read);
  const accepted = accept(text, read, census, hints);
  return {
    lines: cutInside(text, respell(accepted), census),
    doubts: findDoubts(text, read, accepted, census),
  };
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

/** Whether a name would be a label without what stands above it. */
function partByWordsOfWhole(name: string): boolean {
  return partByWords(name) !== undefined || isAnonymous(name);
}

const ENDS_SENTENCE = /[.?!。？！…—–”"’')\]）】]\s*$/u;

function takeCensus(text: string, lines: readonly LabelledLine[]): Census {
  const uses = new Map<string, Use>();
  const marks = { question: 0, answer: 0, questionStop: 0, answerStop: 0, questionDash: 0, answerDash: 0 };
  let questionWords = 0;
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
    const before = lines[i - 1];
    const use = uses.get(`${shape} ${name}`) ?? { count: 0, said: 0, fresh: 0 };
    use.count += 1;
    const rest = text.slice(start + label.length, Math.min(end, start + label.length + 8));
    if (rest === '' || !/^[\s"“‘'(*_[]*\p{Ll}/u.test(rest)) use.said += 1;
    if (
      gap ||
      before === undefined ||
      ENDS_SENTENCE.test(text.slice(Math.max(before.start, before.end - 6), before.end))
    )
      use.fresh += 1;
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
  const stopNames = believed('stop upper') + believed('stop mixed');
  const stopMarks =
    marks.questionStop > 0 && (marks.answerStop > 0 || stopNames > 0 || marks.questionStop > 1);
  const stops =
    colons + marks.question < stopNames + marks.questionStop &&
    (stopMarks || (recurring('stop upper') > 0 && stopNames >= 3));
  const times = believed('time upper') + believed('time mixed') + believed('time caseless') > 1;
  const own = recurring('alone upper') > 0 ? believed('alone upper') : 0;
  const dashes = marks.questionDash > 0 && marks.answerDash > 0;
  // `Q    — funding?` goes on with a question that broke off.
  const questions = marks.question + marks.questionDash + (stops ? marks.questionStop : 0);
  const answers = marks.answer + (dashes ? marks.answerDash : 0) + (stops ? marks.answerStop : 0);
  return {
    uses,
    questionMarks: questions > 0,
    answerMarks: answers > 0,
    dashes,
    words: questions < questionWords * 4,
    stops,
    capitals: believed('colon upper') > 1.5 * (believed('colon mixed') + believed('colon caseless')),
    times,
    dashNames: stemmed('dash') > 2 && stemmed('dash') > colons,
    fewColons: marks.question === 0 && colons <= stemmed('dash'),
    bold: recurringBold > 0 && stemmed('bold') > 2 && stemmed('bold') > colons,
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
  };
}

/** Only the labels among the candidates. */
function accept(
  text: string,
  lines: readonly LabelledLine[],
  census: Census,
  hints: LabelHints,
): LabelledLine[] {
  const known = new Set(
    hints.names.flatMap((name) => [name, ...name.split(' ')]).map((name) => name.toLowerCase()),
  );
  const title = (hints.title ?? '').toLowerCase();
  const verdicts = new Map<string, boolean | 'perhaps'>();
  const judge = (label: Label): boolean | 'perhaps' => {
    if (label.kind !== 'name') {
      if (label.shape === 'stop') return census.stops;
      if (label.shape === 'bracket') return true;
      if (label.shape === 'dash') return census.dashes || label.kind === 'question';
      if (label.kind === 'question' && label.face === 'mixed' && label.name === undefined && !census.words)
        return false;
      return label.shape === 'alone' ? census.questionMarks : true;
    }
    const key = `${label.shape} ${label.name}`;
    const named = (label.name ?? '').includes(' ') && title.includes((label.name ?? '').toLowerCase());
    const verdict =
      verdicts.get(key) ?? (judgeName(label, census, known) || (label.shape === 'colon' && named));
    verdicts.set(key, verdict);
    return verdict;
  };
  const judged = lines.map(({ label }) => label !== undefined && judge(label));
  // A name with nothing after it is a label where the same name with a colon is.
  const sure = new Set(
    lines.flatMap(({ label }, i) => (judged[i] === true && label?.kind === 'name' ? [label.name ?? ''] : [])),
  );
  lines.forEach(({ label, end, start }, i) => {
    if ((label?.shape !== 'alone' && label?.shape !== 'stop') || label.kind !== 'name') return;
    if (
      sure.has(label.name ?? '') &&
      label.face === 'upper' &&
      (label.shape === 'stop' || label.length === end - start)
    )
      judged[i] = true;
  });
  settle(text, lines, judged, known);
  dropParticulars(text, lines, judged, census);
  return lines.map(({ label, ...line }, i) => {
    if (label === undefined || judged[i] !== true) return line;
    if (label.shape !== 'dash' || census.dashes) return { ...line, label };
    if (label.kind === 'name' || !/^\W{0,4}Q\s?[-–—]/.test(text.slice(line.start, line.end)))
      return { ...line, label };
    const length = /^.*?Q\s*/su.exec(text.slice(line.start, line.end))?.[0].length ?? 1;
    return { ...line, label: { ...label, shape: 'blank', length } };
  });
}

function judgeName(
  { name = '', detail, shape, face }: Label,
  census: Census,
  known: ReadonlySet<string>,
): boolean | 'perhaps' {
  const part = partByWords(name);
  if (part === 'nobody') return false;
  const { count, said } = census.uses.get(`${shape} ${name}`) ?? { count: 1, said: 1 };
  const named = known.has(name.toLowerCase());
  const likely =
    part !== undefined ||
    named ||
    isAnonymous(name) ||
    (/^\S+ \S+$/.test(name) && census.surnames.has(name.split(' ')[1] ?? '')) ||
    (detail !== undefined && partByWords(detail) !== undefined);
  if (shape === 'time') return census.times;
  if (shape === 'bold') return census.bold && (likely || count > 1);
  if (shape === 'bracket') return census.brackets && (likely || count > 1);
  if (shape === 'dash') {
    if (census.dashNames && (likely || count > 1)) return true;
    return likely && census.fewColons ? 'perhaps' : false;
  }
  if (shape === 'stop') {
    if (!census.stops) return false;
    if (face === 'upper') return likely || count > 1 || /\s/.test(name);
    return census.questionMarks || count > 2;
  }
  if (shape === 'alone')
    return census.alone && face !== 'mixed' && (likely || count > 1) ? true : census.alone && count > 1;
  if (census.stops) return likely && face === 'upper';
  const { questionMarks, answerMarks, capitals } = census;
  // Where questions have marks of their own, `CBS:` opens a line that someone reads out.
  if (questionMarks && !answerMarks && capitals && part === 'asker' && !isReporter(name)) return false;
  if (capitals && face !== 'upper') {
    if (/^(?:Moderator|Operator|Host)$/.test(name)) return true;
    return count > 1 && likely && said === count ? true : questionMarks ? false : likely;
  }
  if (likely || (detail !== undefined && /\s/.test(name))) return true;
  if (said * 2 < count) return false;
  if (face === 'upper' && !/\s/.test(name) && census.family.has(name)) return true;
  if (face === 'caseless' && count > 1 && name.length < 12) return true;
  if (face === 'upper' && (capitals || questionMarks) && !answerMarks)
    return name.length > 5 || count > 1 || 'perhaps';
  if (count > 1 && face === 'upper') return true;
  if (count > 2 && said === count) return true;
  return answerMarks ? false : 'perhaps';
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
    if (said < count || !(count > 1 || person) || /^[“"]/.test(rest) || !/[.?!。？！…—][”"’)]?$/u.test(rest))
      return [];
    seen.add(name);
    return [{ name, start }];
  });
}

/** `Prime Minister of Australia: Howard, John` above the text is no speech: nobody says anything. */
function dropParticulars(
  text: string,
  lines: readonly LabelledLine[],
  judged: (boolean | 'perhaps')[],
  census: Census,
): void {
  for (const [i, { label, start, end }] of lines.entries()) {
    if (label === undefined || judged[i] !== true) continue;
    const uses = label.kind === 'name' ? (census.uses.get(`${label.shape} ${label.name}`)?.count ?? 1) : 2;
    const rest = text.slice(start + label.length, end).trim();
    const goesOn = lines[i + 1]?.gap === false && lines[i + 1]?.label === undefined;
    const list = (rest.match(/,\s/g)?.length ?? 0) > 2 && rest.length < 1000;
    const sentence = list ? /[.?!…]$/.test(rest) : ENDS_SENTENCE.test(rest.slice(-6)) || rest.length > 150;
    if (uses > 1 || goesOn || rest === '' || sentence) return;
    judged[i] = false;
  }
}

/** A name that stands once or twice is believed where it asks and somebody answers, or answers who asked. */
function settle(
  text: string,
  lines: readonly LabelledLine[],
  judged: (boolean | 'perhaps')[],
  known: ReadonlySet<string>,
): void {
  const voices = lines.flatMap(({ label, start }, line) =>
    label === undefined || judged[line] === false ? [] : [{ line, start, label }],
  );
  const heard = voices.map(({ label: { kind, name = '' }, start, line }, i) => {
    const part = kind === 'name' ? (known.has(name.toLowerCase()) ? 'official' : partByWords(name)) : kind;
    const end = voices[i + 1]?.start ?? text.length;
    return {
      line,
      name,
      asks: asksSomething(text.slice(start, end)),
      asker: part === 'asker' || part === 'question',
      official: part === 'official' || part === 'answer',
    };
  });
  const believed = new Set<string>();
  heard.forEach(({ line, name, asks }, i) => {
    if (judged[line] !== 'perhaps') return;
    const next = heard[i + 1];
    const before = heard[i - 1];
    const answered = asks && next !== undefined && next.name !== name && !next.asker;
    const answers =
      !asks &&
      before !== undefined &&
      before.name !== name &&
      !before.official &&
      (before.asker || before.asks);
    // `Let Susan add.` / `Susan Rice: We have looked at the list again.`
    const heardBefore = before === undefined ? '' : text.slice(voices[i - 1]?.start ?? 0, voices[i]?.start);
    const introduced =
      before !== undefined &&
      /^\p{Lu}\S+(?:\s\p{Lu}\S+){1,2}$/u.test(name) &&
      (judged[before.line] === true || believed.has(before.name)) &&
      name.split(' ').some((word) => word.length > 2 && heardBefore.slice(-300).includes(word));
    if (
      answered ||
      answers ||
      introduced ||
      introducesItself(name, text.slice(voices[i]?.start ?? 0, voices[i + 1]?.start).slice(name.length))
    )
      believed.add(name);
  });
  for (const { line, name } of heard) if (judged[line] === 'perhaps') judged[line] = believed.has(name);
}

/** Labels that a typist got wrong once, in their usual spelling. */
function respell(lines: readonly LabelledLine[]): LabelledLine[] {
  const meant = findMisspellings(
    lines.flatMap(({ label }) => (label?.kind === 'name' ? [label.name ?? ''] : [])),
  );
  return lines.map((line) => {
    const name = meant.get(line.label?.kind === 'name' ? (line.label.name ?? '') : '');
    return line.label === undefined || name === undefined
      ? line
      : { ...line, label: { ...line.label, name } };
  });
}

/** Lines in which a second speech begins: `MICHELLE SMITH. Kelly. KELLY O’GRADY. Thanks, Chair Powell.` */
function cutInside(text: string, lines: readonly LabelledLine[], census: Census): LabelledLine[] {
  const names = new Set(
    lines.flatMap(({ label }) => (label?.kind === 'name' && label.face === 'upper' ? [label.name] : [])),
  );
  if (names.size === 0) return [...lines];
  return lines.flatMap((line) => {
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
        return { ...trimSpan(text, piece.at, end), gap: false, hardBreak: false, label };
      }
      return { ...line, ...trimSpan(text, line.start, end) };
    });
  });
}
