/** Speech in order to turns: a question with its answer, cut where the next question comes. */
import { callsOut, endsEvent, handsOver, passesFloor } from './boilerplate.ts';
import type { Span } from './paragraphs.ts';
import { countWords, type Role } from './roles.ts';
import { partByWords } from './vocabulary.ts';

/** What one person says in one go. Spans are paragraphs without their label. */
export interface Speech {
  role: Role;
  speaker: string;
  /** Who asks, where the label of a question says so. */
  asker?: string;
  spans: Span[];
}

export interface SpokenTurn {
  asker?: string;
  /** Paragraphs of the question; none where there is no question. */
  asked: readonly Span[];
  speaker: string;
  spans: Span[];
}

const BROKEN_OFF = /(?:[—–…-]|\.\.\.)[\s*_]*$/u;
const RESUMES = /^[\s*_]*(?:[—–…]|\.\.\.|-\s|\p{Ll})/u;
/** A moderator who says less than this passes the floor on. */
const ASIDE_WORDS = 12;
const INTERJECTION_WORDS = 6;
/** A moderator who says less than this asks after the line or the microphone. */
const ASKED_WORDS = 10;

/** `Talk about what he had to say.` */
const REQUESTS =
  /^(?:(?:and|so|well|now),?\s)?(?:(?:can|could)\syou\s)?(?:talk\s(?:to\sus\s)?about|tell\sus|explain|describe)\s/iu;

interface Asked {
  spans: Span[];
  askers: string[];
  answered: boolean;
}

/** Groups speech into turns. Every turn has at least one paragraph of an answer. */
export function buildTurns(text: string, speeches: readonly Speech[]): SpokenTurn[] {
  const turns: SpokenTurn[] = [];
  let asked: Asked = { spans: [], askers: [], answered: false };
  let current: SpokenTurn | undefined;
  const lastAsked = speeches.findLastIndex(({ role }) => role === 'question');
  speeches.forEach((speech, i) => {
    if (speech.role === 'question' || asksOfficial(text, speech, speeches[i + 1])) {
      const said = words(text, speech.spans);
      if (current !== undefined && isInterjection(text, current, said, speeches[i + 1])) return;
      const goesOn = current !== undefined && goesOnAsking(text, asked, said, current);
      if (asked.answered && !goesOn) asked = { spans: [], askers: [], answered: false };
      if (said !== '') asked.spans.push(...speech.spans);
      const asker = speech.role === 'question' ? speech.asker : nameOfHost(said, speech.speaker);
      if (asker !== undefined && !asked.askers.includes(asker)) asked.askers.push(asker);
      if (current !== undefined && goesOn) Object.assign(current, questionOf(asked));
      else current = undefined;
    } else if (speech.role === 'aside') {
      const passes = (said: string) => countWords(said) < ASIDE_WORDS || passesFloor(said);
      if (speech.spans.every((span) => passes(words(text, [span])))) return;
      turns.push({ asked: [], speaker: speech.speaker, spans: [...speech.spans] });
      current = undefined;
    } else if (isCall(text, asked, speech, speeches[i + 1])) {
      // Who was asking before has been passed over.
      asked = { spans: [], askers: [], answered: false };
      current = undefined;
    } else if (current?.speaker === speech.speaker) {
      current.spans.push(...speech.spans);
    } else if (speech.spans.length > 0) {
      // `Go ahead, Asma.` from the host, once the guest has answered, answers nothing.
      const hosts = current !== undefined && asked.answered;
      if (hosts && speech.spans.every((span) => handsOver(words(text, [span])))) return;
      // Nor do the last words of the event, by whoever has not been asked.
      if (asked.answered && i > lastAsked && endsEvent(words(text, speech.spans)))
        asked = { spans: [], askers: [], answered: false };
      asked.answered = true;
      current = { ...questionOf(asked), speaker: speech.speaker, spans: [...speech.spans] };
      turns.push(current);
    }
  });
  return turns;
}

/** Who asks where a moderator puts the question: nobody, where it is read out for somebody else. */
function nameOfHost(said: string, speaker: string): string | undefined {
  const quoted = /[?？][”"’]$/u.test(ending(said));
  return quoted || partByWords(speaker) === 'moderator' ? undefined : speaker;
}

/** Whether a moderator puts a question, perhaps of somebody who wrote it, to the official who speaks next. */
function asksOfficial(text: string, { role, spans }: Speech, next: Speech | undefined): boolean {
  if (role !== 'aside' || next?.role !== 'answer') return false;
  const said = words(text, spans);
  // “First question from Jane Roe of Radio One: ‘Will it open?’”
  if (/[?？][”"’]$/u.test(ending(said))) return true;
  const asks = /[?？]$/u.test(ending(said)) || REQUESTS.test(said);
  return asks && countWords(said) >= ASKED_WORDS && !passesFloor(said);
}

/** What is said in some paragraphs, joined as paragraphs are. */
export function words(text: string, spans: readonly Span[]): string {
  return spans.map(({ start, end }) => text.slice(start, end)).join('\n\n');
}

function questionOf({ spans, askers }: Asked): Pick<SpokenTurn, 'asked' | 'asker'> {
  return {
    asked: [...spans],
    ...(askers.length > 0 && { asker: askers.join(', ') }),
  };
}

/** A few words thrown in while the speaker is in the middle of a sentence, which then goes on. */
function isInterjection(text: string, current: SpokenTurn, said: string, next: Speech | undefined): boolean {
  if (next?.role !== 'answer' || next.speaker !== current.speaker || /[?？]/u.test(said)) return false;
  if (!BROKEN_OFF.test(ending(words(text, current.spans.slice(-1))))) return false;
  return RESUMES.test(words(text, next.spans.slice(0, 1))) && countWords(said) <= INTERJECTION_WORDS;
}

/** A question that broke off, a word or two from the podium, and the question goes on. */
function goesOnAsking(text: string, asked: Asked, said: string, current: SpokenTurn): boolean {
  if (!BROKEN_OFF.test(ending(words(text, asked.spans.slice(-1)))) || !RESUMES.test(said)) return false;
  return countWords(words(text, current.spans)) <= INTERJECTION_WORDS;
}

/** The podium calls the next reporter and says nothing else. */
function isCall(text: string, asked: Asked, { spans }: Speech, next: Speech | undefined): boolean {
  const [span] = spans;
  if (next?.role !== 'question' || span === undefined || spans.length > 1) return false;
  // What was asked in full may have that name for its answer.
  if (/[?？]/u.test(words(text, asked.spans.slice(-1)))) return false;
  return callsOut(words(text, [span]));
}

/** Enough of a text to see how it breaks off. */
function ending(text: string): string {
  return text.slice(-20);
}
