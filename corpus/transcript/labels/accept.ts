/** Which candidates are labels: by what the document’s labels have in common, and by who speaks before and after. */
import { ENDS_SENTENCE, hasGivenName } from '../boilerplate.ts';
import type { Emphasis, Span } from '../paragraphs.ts';
import { asksSomething, introducesItself, isAnonymous, isReporter, partByWords } from '../vocabulary.ts';
import { type Census, PERSON } from './census.ts';
import type { Label, LabelledLine } from './forms.ts';

export interface LabelHints {
  /** Names that are known to be people of this transcript, from its title, its lead or its user. */
  names: readonly string[];
  title?: string;
  /** Where lines open with bold words, and where headings stand. */
  bold?: readonly Emphasis[];
  headlines?: readonly Span[];
}

/** `*Poe: We shall not wait.*` where `**Poe:**` opens other lines: what was said at another time, and is played or quoted here. */
const SLANTED = /^(?:\*(?!\*)[^*]+\*|_(?!_)[^_]+_)$/u;

/** Only the labels among the candidates. */
export function accept(
  text: string,
  lines: readonly LabelledLine[],
  census: Census,
  hints: LabelHints,
): LabelledLine[] {
  const known = new Set(
    hints.names
      .flatMap((name) => [name, ...name.split(' '), familyName(name)])
      .map((name) => name.toLowerCase()),
  );
  const title = (hints.title ?? '').toLowerCase();
  const verdicts = new Map<string, boolean | 'perhaps'>();
  const judge = (label: Label): boolean | 'perhaps' => {
    if (label.kind !== 'name') {
      // Nothing else opens with `Q.`; `A.` and `Question.` may.
      if (label.shape === 'stop')
        return (
          census.stops || (label.kind === 'question' && (label.face === 'upper' || label.name !== undefined))
        );
      if (label.shape === 'bracket') return true;
      if (label.shape === 'dash') return census.dashes || label.kind === 'question';
      if (label.kind === 'question' && label.face === 'mixed' && label.name === undefined && !census.words)
        return false;
      return label.shape === 'alone' ? census.questionMarks : true;
    }
    if (label.shape === 'key') return true;
    const key = `${label.shape} ${label.name}`;
    const named = (label.name ?? '').includes(' ') && title.includes((label.name ?? '').toLowerCase());
    const verdict =
      verdicts.get(key) ?? (judgeName(label, census, known) || (label.shape === 'colon' && named));
    verdicts.set(key, verdict);
    return verdict;
  };
  const bold = new Set(lines.flatMap(({ label }) => (label?.strong === true ? [label.name] : [])));
  const judged = lines.map(({ label, start, end }) => {
    const clip = label?.kind === 'name' && bold.has(label.name) && SLANTED.test(text.slice(start, end));
    return label !== undefined && !clip && judge(label);
  });
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
  acceptAnswerStops(text, lines, judged);
  settle(text, lines, judged, known);
  dropParticulars(text, lines, judged, census);
  dropFootLabels(text, lines, judged, census);
  return lines.map(({ label, ...line }, i) => {
    if (label === undefined || judged[i] !== true) return line;
    if (label.shape !== 'dash' || census.dashes) return { ...line, label };
    if (label.kind === 'name' || !/^\W{0,4}Q\s?[-–—]/.test(text.slice(line.start, line.end)))
      return { ...line, label };
    const length = /^.*?Q\s*/su.exec(text.slice(line.start, line.end))?.[0].length ?? 1;
    return { ...line, label: { ...label, shape: 'blank', length } };
  });
}

/** `de Guindos` of `Luis de Guindos`: all but the given name. */
function familyName(name: string): string {
  return name.slice(name.indexOf(' ') + 1);
}

/** `A. They are.` right below a question, in a document whose labels end with colons; but no list of `A.` and `B.` */
function acceptAnswerStops(
  text: string,
  lines: readonly LabelledLine[],
  judged: (boolean | 'perhaps')[],
): void {
  let above: Label['kind'] | undefined;
  // Where answers are marked by the word, the letter is that of a part of the question.
  const word = lines.some(
    ({ label, start }) => label?.kind === 'answer' && /^\W{0,4}answer/i.test(text.slice(start, start + 12)),
  );
  if (word) return;
  lines.forEach(({ label, start, end }, i) => {
    const stop = label?.kind === 'answer' && label.shape === 'stop' && label.face === 'upper';
    const listed = lines.slice(i + 1, i + 3).some((next) => /^B\.\s/.test(text.slice(next.start, next.end)));
    if (stop && judged[i] !== true && above === 'question' && end - start > label.length && !listed)
      judged[i] = true;
    if (judged[i] === true) above = label?.kind;
  });
}

function judgeName(
  { name = '', detail, shape, face, strong }: Label,
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
    if (census.dashNames && (likely || strong === true || count > 1 || PERSON.test(name))) return true;
    return likely && census.fewColons ? 'perhaps' : false;
  }
  if (shape === 'stop') {
    if (!census.stops) return false;
    if (face === 'upper') return likely || count > 1 || /\s/.test(name);
    return census.questionMarks || census.titled || count > 2;
  }
  if (shape === 'alone') {
    const followed = census.uses.get(`alone ${name}`)?.followed === count;
    if (census.aloneMixed && face !== 'upper')
      return followed && (part !== undefined || (PERSON.test(name) && (count > 1 || 'perhaps')));
    if (!census.alone || likely || count > 1) return census.alone && (face !== 'mixed' || count > 1);
    // `JOOSTEN (ELSEVIER)` once, among names in capitals that recur.
    return face === 'upper' && followed && (detail !== undefined || 'perhaps');
  }
  if (census.stops) return likely && face === 'upper';
  if (strong === true && census.strong && said === count && (likely || count > 1 || PERSON.test(name)))
    return true;
  const { questionMarks, answerMarks, capitals } = census;
  // Where questions have marks of their own, `CBS:` opens a line that someone reads out.
  if (questionMarks && !answerMarks && capitals && part === 'asker' && !isReporter(name)) return false;
  if (capitals && face !== 'upper') {
    if (/^(?:Moderator|Operator|Host)$/.test(name)) return true;
    // `Ian Cruz (GMA-7)`: an outlet in brackets makes any name a label.
    if (detail !== undefined && PERSON.test(name) && said === count) return true;
    if (count > 1 && likely && said === count) return true;
    // `Mia: Sir, will it open?` beside `Q:`: a reporter whom the typist knew.
    const given = shape === 'colon' && /^\p{Lu}\p{Ll}+$/u.test(name) && hasGivenName(name);
    return questionMarks ? given && said === count && 'perhaps' : likely;
  }
  if (likely || (detail !== undefined && /\s/.test(name))) return true;
  if (said * 2 < count) return false;
  if (face === 'upper' && !/\s/.test(name) && census.family.has(name)) return true;
  if (face === 'caseless' && count > 1 && name.length < 12) return true;
  if (face === 'upper' && (capitals || (questionMarks && !answerMarks)))
    return name.length > 5 || count > 1 || 'perhaps';
  if (count > 1 && face === 'upper') return true;
  if (count > 2 && said === count) return true;
  // `Ben Broadbent:` once, where the other labels are such names as well.
  if (census.persons && face === 'mixed' && PERSON.test(name) && said === count) return true;
  return answerMarks ? false : 'perhaps';
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
    const after = lines[i + 1];
    if (rest === '' && uses < 2 && after !== undefined && judged[i + 1] !== true) {
      if (ENDS_SENTENCE.test(text.slice(after.start, after.end).slice(-6))) return;
      judged[i] = false;
      continue;
    }
    // `Facilitator: Thabo Masebe` in a list of who is there, where the facilitator speaks further down.
    const listed =
      after?.label?.shape === 'colon' && !after.gap && label.kind === 'name' && LISTED.test(rest);
    const goesOn =
      after?.gap === false &&
      after.label === undefined &&
      (partByWords(label.name ?? '') !== undefined || isWrapped(text, { start, end }, after));
    const list = (rest.match(/,\s/g)?.length ?? 0) > 2 && rest.length < 1000;
    // `Good afternoon, ladies and gentlemen,` goes on in the next paragraph.
    const greets = !list && after !== undefined && after.label === undefined && rest.endsWith(',');
    const sentence = list
      ? /[.?!…][”"’»)]*$/u.test(rest)
      : ENDS_SENTENCE.test(rest.slice(-6)) || rest.length > 150;
    if (!listed && (uses > 1 || goesOn || rest === '' || greets || sentence)) return;
    judged[i] = false;
  }
}

/** `PRESS OFFICER: Jane Roe` below the last speech: a name that stands once, and no sentence from there on. */
function dropFootLabels(
  text: string,
  lines: readonly LabelledLine[],
  judged: (boolean | 'perhaps')[],
  census: Census,
): void {
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    const { label, start, end } = lines[i] ?? { start: 0, end: 0 };
    const rest = text.slice(start + (label?.length ?? 0), end).trim();
    if (ENDS_SENTENCE.test(rest.slice(-6)) || rest.length > 120 || rest === '') return;
    if (label === undefined || judged[i] !== true) continue;
    const once = label.kind === 'name' && (census.uses.get(`${label.shape} ${label.name}`)?.count ?? 1) < 2;
    if (!once || label.shape !== 'colon') return;
    judged[i] = false;
  }
}

/** Whether a line goes on in the next: in mid-sentence, or in what reads as sentences. */
function isWrapped(text: string, line: Span, after: Span): boolean {
  const next = text.slice(after.start, after.end);
  return /^[^\p{Lu}]/u.test(next) || ENDS_SENTENCE.test(next.slice(-6)) || line.end - line.start > 60;
}

/** A name, perhaps with an office: words with capitals, and nothing that ends a sentence. */
const LISTED = /^\p{Lu}[\p{L}.’'-]*(?:,?\s(?:\p{Lu}[\p{L}.’'-]*|of|the|and|for|de|da|do|du|von|van)){1,11}$/u;

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
  const heard = voices.map(({ label, start, line }, i) => {
    const { kind, name = '' } = label;
    const part = kind === 'name' ? (known.has(name.toLowerCase()) ? 'official' : partByWords(name)) : kind;
    const end = voices[i + 1]?.start ?? text.length;
    return {
      line,
      name,
      label,
      asks: asksSomething(text.slice(start, end)),
      asker: part === 'asker' || part === 'question',
      official: part === 'official' || part === 'answer',
    };
  });
  const believed = new Set<string>();
  heard.forEach(({ line, name, asks, label }, i) => {
    if (judged[line] !== 'perhaps') return;
    const next = heard[i + 1];
    const before = heard[i - 1];
    const answered = asks && next !== undefined && next.name !== name && !next.asker;
    // An answer may speak of questions, and in Chinese a name before a colon is rarely anything else.
    const answers =
      (!asks || (before?.asker === true && label.face === 'caseless')) &&
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
    // `MPC: Yes.` between two speeches under one label: it would not be repeated if nobody else had spoken.
    const between =
      before !== undefined &&
      next !== undefined &&
      before.name !== '' &&
      before.name === next.name &&
      judged[before.line] === true &&
      judged[next.line] === true &&
      lines[line]?.gap === true &&
      label.shape === 'colon';
    if (
      answered ||
      answers ||
      introduced ||
      between ||
      introducesItself(name, text.slice(voices[i]?.start ?? 0, voices[i + 1]?.start).slice(name.length))
    )
      believed.add(name);
  });
  for (const { line, name } of heard) if (judged[line] === 'perhaps') judged[line] = believed.has(name);
}
