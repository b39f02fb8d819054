/** The label that a line may open with, by its form: `Q:`, `MS. PSAKI:`, `CHAIR POWELL.`, `林剑：`, `Donald Trump: (39:20)`, a name in bold letters. */

import { ENDS_SENTENCE } from '../boilerplate.ts';
import { NAME_PARTICLE, NAME_PARTICLES } from '../named-people.ts';
import type { Line } from '../paragraphs.ts';
import { HONORIFIC, isOfficeWord, OFFICE, partByWords } from '../vocabulary.ts';

export interface Label {
  /** `question` and `answer` are marks such as `Q:`; a name has to be understood. */
  kind: 'question' | 'answer' | 'name';
  name?: string;
  /** What stands in brackets after the name: an outlet or an office. */
  detail?: string;
  /** From the start of the line to the first word said. */
  length: number;
  /** What follows the words of the label. */
  shape: 'colon' | 'blank' | 'stop' | 'dash' | 'time' | 'bracket' | 'alone' | 'bold' | 'key';
  face: 'upper' | 'mixed' | 'caseless';
  /** Whether it is set in bold letters up to its colon. */
  strong?: true;
}

/** A line of speech, with the label that it opens with. */
export interface LabelledLine extends Line {
  label?: Label;
}

/** Marks of Markdown that a label may stand behind: of a list, a quotation, a heading. */
const MARKER = /^(?:[▲▼■□◆◇●○△►▶◎·]\s{0,3}|(?:(?:[-+*•]|>|#{1,6})\s{1,3}){0,2})/u;

const QUESTION_WORDS =
  'Question|QUESTION|Remark|REMARK|Реплика|Frage|FRAGE|Pregunta|PREGUNTA|Domanda|DOMANDA|Pergunta|PERGUNTA|Вопрос|ВОПРОС|Питання|Запитання|Vraag|Fråga|Spørsmål|Spørgsmål|Kysymys|Pytanie|Otázka|Kérdés|Întrebare|Ερώτηση|Soru|Pertanyaan|Pitanje|Питање|Vprašanje|Въпрос|Pyetje|Küsimus|Jautājums|Klausimas|Spurning|Câu hỏi|Soalan|Swali|Sual|Сұрақ|Асуулт|Հարց|კითხვა|שאלה|प्रश्न|सवाल|คำถาม|ถาม|پرسش';
const ANSWER_WORDS =
  'Answer|ANSWER|Réponse|RÉPONSE|Antwort|ANTWORT|Respuesta|RESPUESTA|Risposta|RISPOSTA|Resposta|RESPOSTA|Ответ|ОТВЕТ|Відповідь|Antwoord|Svar|Vastaus|Odpowiedź|Odpověď|Odpoveď|Válasz|Răspuns|Απάντηση|Cevap|Jawaban|Odgovor|Одговор|Отговор|Përgjigje|Vastus|Atbilde|Atsakymas|Trả lời|Jawapan|Jibu|Cavab|Жауап|Хариулт|Պատասխան|პასუხი|תשובה|उत्तर|जवाब|คำตอบ|ตอบ|پاسخ';
const MARKS: readonly { kind: 'question' | 'answer'; shape: Label['shape']; form: RegExp }[] = [
  // `Q:`, `Q.:`, `Q1:`, `Question:`, `Q (AFP):`, `Question from Reuters:`.
  {
    kind: 'question',
    shape: 'colon',
    form: new RegExp(
      String.raw`^(?:Q|${QUESTION_WORDS})(?:\s?\d{1,3})?\.?(?:\s?\(([^():\n]{1,60})\)|\s(?:from|by)\s([^:：\n]{1,60}))?[*_]{0,3}\s?[:：]`,
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
  // `Q200 Chairman:`: the minutes of a committee number what is asked.
  {
    kind: 'question',
    shape: 'colon',
    form: /^Q\s?\d{1,4}\s{1,3}(\p{Lu}[\p{L}.’'-]*(?:\s\p{Lu}[\p{L}.’'-]*){0,4})\s?[:：]/u,
  },
  // `台媒記者問：`
  { kind: 'question', shape: 'colon', form: /^(\p{Script=Han}{2,8}?(?:记者|記者))[提追]?[问問]\s?[:：]/u },
  // `21世纪经济报道记者：`: an outlet whose name begins with a number.
  { kind: 'question', shape: 'colon', form: /^(\d{1,3}\p{Script=Han}{2,16}?(?:记者|記者))\s?[:：]/u },
  // `(?) Everyone seems to be saying…`: a voice that nobody knew, and not of whoever spoke before.
  { kind: 'question', shape: 'bracket', form: /^[([]\?[)\]](?=\s)/u },
  // `(Question)` on a line of its own, or before what is asked.
  { kind: 'question', shape: 'bracket', form: /^[([]Question(?:\s\d{1,3})?[)\]]\s?[:：]?(?=\s|$)/u },
  { kind: 'answer', shape: 'bracket', form: /^[([]Answer(?:\s\d{1,3})?[)\]]\s?[:：]?(?=\s|$)/u },
  // `(Question by Media):`
  {
    kind: 'question',
    shape: 'colon',
    form: /^[([（]question\s(?:by|from)\s([^()[\]:\n]{1,60})[)\]）]\s?[:：]/iu,
  },
  // `FRAGE HOENIG:`, `Zusatzfrage:`: the minutes of a federal press conference name who asks.
  {
    kind: 'question',
    shape: 'colon',
    form: /^(?:Frage|(?:Zusatz|Nach)frage|Zusatz)(?:\s(\p{Lu}[^:\n]{1,40}))?\s?:/iu,
  },
  { kind: 'question', shape: 'stop', form: /^Q(?:uestion)?\s?\d{0,3}\.(?:\s\[([^\]:\n]{2,40}):?\])?(?=\s)/u },
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
  { kind: 'question', shape: 'bracket', form: /^[（(]?[問问]\d{0,2}[）)]\s?/u },
  { kind: 'answer', shape: 'bracket', form: /^[（(]?答\d{0,2}[）)]\s?/u },
  {
    kind: 'answer',
    shape: 'bracket',
    form: /^[【〈<［[](?:答|回答|답변|답|A|ANSWER|Answer)[】〉>］\]]\s?[:：]?/u,
  },
  { kind: 'question', shape: 'blank', form: /^Q(?=\s+[^\s&])(?!\s+and\s+A\b)/u },
  {
    kind: 'answer',
    shape: 'colon',
    form: new RegExp(String.raw`^(?:A|${ANSWER_WORDS})(?:\s?\d{1,3})?\.?[*_]{0,3}\s?[:：]`, 'iu'),
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
/** `Donald Trump: (39:20)`, `Speaker 2 (00:39:30):`, `Jane Doe 00:00:03-00:00:05 (2 sec)`, with the words said on the same line or the next. */
const TIMED = new RegExp(
  String.raw`^(\p{L}[^:：\n()[\]]{0,60}?)\s?[:：]?\s{1,3}(?:[([]${CLOCK}[)\]][:：]?(?=\s|$)|${CLOCK}(?:\s?[-–]\s?${CLOCK})?(?:\s\(\d{0,5}\s?sec\))?\s*$)`,
  'u',
);
const TIME_BEFORE = new RegExp(
  String.raw`^[([]?${CLOCK}[)\]]?\s{1,3}(?:[ap]\.?m\.?\s(?:[A-Z]{2,4}\s|[CEMP][DS]T)?)?(?!(?:[ap]\.?m|E[SD]?T)\b)(?=\p{L}[^:：\n]{0,60}[:：])`,
  'iu',
);
/** `1. MTV: …`: the questions of an interview are numbered. */
const NUMBER = /^\d{1,3}[.)]\s{1,3}(?=\p{Lu})/u;
/** A name before a colon: up to some words, then the colon, perhaps after a blank. */
const COLON = new RegExp(
  String.raw`^((?:[„“"«]|(?:${NAME_PARTICLES})\s){0,2}\p{Lu}[^:：\n]{0,79}?)[*_]{0,3}\s{0,2}(?:[:：](?!\p{Ll}))`,
  'u',
);
const COLON_CASELESS = /^([《「“]?\p{Lo}[\p{L}\p{M}\p{N}·・• “”"'’《》「」（）()-]{0,58}?)\s?[:：]/u;
export const UPPER_WORD = String.raw`\p{Lu}[\p{Lu}'’.-]*`;
const STOP = new RegExp(
  String.raw`^((?:<\w{1,10}>)?${UPPER_WORD},?(?:\s${UPPER_WORD}){0,5}?(?:</\w{1,10}>(?:-${UPPER_WORD})?)?(?:\s?\[[^\]\n]{1,60}\])?)[.](?=\s+[^\p{Ll}\s]|$)`,
  'u',
);
const STOP_TITLED = new RegExp(
  String.raw`^((?:The\s)?(?:${OFFICE}|General|${HONORIFIC})(?:\s\p{Lu}[\p{L}'’-]+){0,3}|Reporter)\.(?=\s+[^\p{Ll}\s])`,
  'u',
);
/** `Presidente.- Buenos días.`, `Presidente Lula — É uma alegria`. */
const DASH = /^(\p{Lu}[^:：\n–—]{1,50}?)(?:\.\s?[-–—]|\s[-–—])(?=\s)/u;
/** `**Jane Doe** Why now?`: what the marks of Markdown enclose. */
const BOLDED = /^([^*_:：\n]{2,60})[*_]{2,3}(?=\s)/u;
/** `【NHK 大谷記者】`; brackets that a text has for other things must name the press or an office. */
const BRACKET =
  /^(?:[【〈<［[]([^】〉>［］[\]<\n]{1,30})[】〉>］\]]|（([\p{L}\p{N}・ー]{1,20})）|\((\p{Lu}[\p{L}\s.’'-]{1,40})\)(?=\s*$))\s?[:：]?/u;
/** `David Dimbleby [British Broadcasting Corporation]`, `Jill Neubronner (CNA)`, `Tim Watts, Member for Gellibrand`. */
const DETAIL =
  /^(.{2,60}?)\s?[[(（]([^\][()（）]{1,60})[\])）]$|^(\S+(?:\s\S+){1,4})(?:,|\s?[–—-])\s(\p{L}.{1,60})$/u;

/** A given name and a family name, and what stands behind the comma. */
const TITLED = /^(\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}.’'-]+){1,3}),\s(\S.{1,80})$/u;
/** `M.M.`, `J.K` */
export const DOTTED_INITIALS = /^(?:\p{Lu}\.)+\p{Lu}?$/u;
/** `CAROLINE ROUX`, and perhaps the first words said: a line that opens with names in capitals and has no mark after them. */
export const SHOUTED = /^\p{Lu}[\p{Lu}’'-]+(?:\s\p{Lu}[\p{Lu}’'-]+){1,4}(?=\s)/u;

const SMALL_WORDS = new Set(
  'of the de da do du di la le el al and for in at on from van von to with & der des des und et y e den ter bin ibn'.split(
    ' ',
  ),
);
const SENTENCE_MARKS = /[?!;“”"…—]|[,.]\s?$|\.\s\p{Lu}\p{Ll}+\s\p{Ll}/u;
const PLAIN_WORDS = /^(?:reporters?|journalists?|correspondents?|spokes(?:person|man|woman)|news|agency)$/;

/** Whether words before a colon may name someone: few words, all but the smallest with a capital. */
function looksLikeName(name: string): boolean {
  if (/^[《「“]?\p{Lo}/u.test(name))
    return name.length <= (/\p{Script=Han}/u.test(name) ? 36 : 60) && name.split(' ').length <= 8;
  // `PRESSEKONFERENZ/586` is a file number, `114TH CONGRESS` no person.
  if (SENTENCE_MARKS.test(name) || /\/\s?\d|\d(?:st|nd|rd|th)\b/i.test(name)) return false;
  const words = name.split(' ');
  if (words.length > 10) return false;
  return words.every((word, i) => {
    if (i > 0 && (SMALL_WORDS.has(word.toLowerCase()) || /^[–-]$/.test(word))) return true;
    // `de Guindos`, but not `der Minister`
    if (i === 0 && NAME_PARTICLE.test(word)) return words.length > 1 && !words.some(isOfficeWord);
    // `Le Premier ministre`, `Presiden Republik Indonesia`
    if (i > 0 && word.length > 4 && isOfficeWord(word)) return true;
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
      .replace(/^[„“"«]\s?([^„“”"«»]+)[”"»]$/u, '$1')
      .trim()
      .replace(/^([B-HJ-Z]) (?=\p{Ll})/u, '$1')
  );
}

export function faceOf(name: string): Label['face'] {
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
  const number = NUMBER.exec(text)?.[0].length ?? 0;
  if (number > 0) {
    const numbered = readCandidate(line.slice(emphasis + number), Math.max(0, bold - emphasis - number));
    return numbered?.shape === 'colon'
      ? { ...numbered, length: numbered.length + emphasis + number }
      : undefined;
  }
  const label = (kind: Label['kind'], shape: Label['shape'], read: number, words?: string): Label => {
    const name = words === undefined ? undefined : tidyName(words);
    const parts = DETAIL.exec(name ?? '');
    const tail = parts?.[4] ?? '';
    const part = partByWords(tail);
    const isOffice =
      part !== undefined &&
      (part === 'asker' || looksLikeName(tail)) &&
      !/\p{L}{3}\.\s/u.test(parts?.[3] ?? '');
    const office = isOffice ? tail : undefined;
    // `<b>Václav Smolka, tiskový mluvčí vlády:</b>`, in whatever language the office is.
    const marked = emphasis > marker + time && /^[*_]{2}/.test(line.slice(emphasis + read));
    const strong =
      (shape === 'colon' || shape === 'dash') &&
      (marked || (bold > 0 && bold >= emphasis + read - 1 && bold <= emphasis + read + 1));
    const titled = strong ? TITLED.exec(name ?? '') : null;
    const detail = parts?.[2] ?? office ?? titled?.[2];
    const bare = detail === undefined ? name : (parts?.[1] ?? parts?.[3] ?? titled?.[1]);
    return {
      kind,
      shape,
      ...(strong && { strong: true as const }),
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
    // `U.S. Department`: initials alone name nobody; before a colon, they may stand for a name that was given in full.
    return found.name !== undefined &&
      (DOTTED_INITIALS.test(found.name) ? shape === 'colon' : looksLikeName(found.name))
      ? found
      : undefined;
  };
  const named = (shape: Label['shape'], match: RegExpExecArray | null): Label | undefined =>
    match === null ? undefined : namedAs(shape, match[0].length, match[1] ?? match[2] ?? match[3] ?? '');
  for (const { kind, shape, form } of MARKS) {
    const match = form.exec(text);
    if (match === null) continue;
    return label(
      kind,
      shape,
      match[0].length,
      // `Question (retranslated):` says how it was asked, not by whom.
      match.slice(1).find((group) => group !== undefined && !/^\p{Ll}/u.test(group)),
    );
  }
  if (/^(?:Q|QUESTION|Question)[*_]{0,3}$/.test(text)) return label('question', 'alone', text.length);
  // `[McGlynn]:`: nothing but a label opens so.
  const tagged = named('key', /^\[(\p{Lu}[^\][:\n]{1,60})\]\s?:(?=\s)/u.exec(text));
  if (tagged !== undefined && partByWords(tagged.name ?? '') !== 'nobody') return tagged;
  const bracket = named('bracket', BRACKET.exec(text));
  // `[Governor](https://…) spoke today`: a link of Markdown.
  if (bracket !== undefined && /^\[[^[\]]*\]\(/.test(text)) return undefined;
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
  if (
    bolded !== undefined &&
    !DASH.test(`${bolded} `) &&
    /^[*_]{0,3}\s+[^\p{Ll}\s–—-]/u.test(text.slice(bolded.length))
  ) {
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
