/** Why a text with labels cannot be read, and what of its roles is told to whoever reads it. */
import { ASKS } from './opening.ts';
import type { Span } from './paragraphs.ts';
import type { Piece } from './pieces.ts';
import { type Roles, roleOf, type Voice } from './roles.ts';
import type { Spoken } from './speeches.ts';
import { partByWords } from './vocabulary.ts';

export interface Refusal {
  /** Continues `FILE `. */
  problem: string;
  remedy: string;
}

/** Below this, roles are not published: whoever knows them can say so. */
const SURE_ENOUGH = 0.62;
/** Roles that are less sure than this are published with a warning. */
const SURE = 0.85;

const CHAMBER =
  /\b(?:(?:Mr|Madam)\.?\s(?:Deputy\s)?Speaker|hon(?:ourable|\.)?\s(?:members?|gentleman|lady|friend)|Hansard|points?\sof\sorder|the\sHouse\s(?:met|resolves|divided|will\scome)|took\sthe\sChair\b|assembled\sin\sthe\sChamber|adjourned\b.{0,60}\sat\s\d{1,2}[:.]\d{2}|Lok\sSabha|standing\scommittee)\b|立法院|委員會紀錄|公報發言|質詢|国会会議録/giu;

/** Why a text with labels cannot be read, if it cannot. `nobodyAnswers`: answers have no labels, and nobody is named. */
export function refuse(
  text: string,
  pieces: readonly Piece[],
  voices: readonly Voice[],
  roles: Roles,
  { turns }: Spoken,
  lineOf: (offset: number) => number,
  nobodyAnswers: boolean,
): Refusal | undefined {
  const say =
    'Say who answers with --official NAME or who asks with --reporter NAME, or write {"official": "…"} into its sidecar, NAME.meta.json.';
  const sureAsker = voices.some(
    (voice) =>
      voice.role === 'question' ||
      (roleOf(voice, roles) === 'question' && partByWords(voice.label ?? '') === 'asker'),
  );
  if (!sureAsker && voices.length > 1 && (text.match(CHAMBER)?.length ?? 0) > 2) {
    return {
      problem: 'is a debate or a sitting of a chamber, in which nobody is the official who answers.',
      remedy: 'Only statements, press conferences and interviews can be imported.',
    };
  }
  if ((text.match(/^\d\d:\d\d:\d\d[,.]\d{3} --> /gmu)?.length ?? 0) > 2) {
    return {
      problem: 'is a file of subtitles, which cut what is said into lines.',
      remedy: 'Import a transcript of the same event.',
    };
  }
  const onlyAsked = turns.length === 0 && voices.every((voice) => roleOf(voice, roles) === 'question');
  if (voices.length > 0 && (onlyAsked || nobodyAnswers)) {
    const [first] = voices;
    return {
      problem: `marks its questions (line ${lineOf(first?.start ?? 0)}) but not who answers them.`,
      remedy: say,
    };
  }
  const silent = findSilentAsker(
    text,
    pieces,
    voices.filter((voice) => roleOf(voice, roles) === 'answer'),
  );
  if (silent !== undefined) {
    return {
      problem: `leaves out who asks: “${text.slice(silent.start, silent.end).slice(0, 60)}” (line ${lineOf(silent.start)}) has no label, and seems to be a question to whoever speaks above it.`,
      remedy: 'Label every question and every answer, such as “Q:” and “A:”.',
    };
  }
  const { doubtful, confidence } = roles;
  if (doubtful === undefined || voices.length < 2) return undefined;
  const stranger = voices.find(({ person }) => person === doubtful);
  const where = `“${doubtful}” (line ${lineOf(stranger?.start ?? 0)})`;
  if (confidence < SURE_ENOUGH)
    return { problem: `does not tell whether ${where} asks or answers.`, remedy: say };
  const asked = voices.some((voice) => roleOf(voice, roles) === 'question');
  if (!asked && pieces.length > 0 && confidence < SURE)
    return {
      problem: `has nobody who is known to ask, and does not tell whether ${where} answers.`,
      remedy: say,
    };
  return undefined;
}

/** Paragraphs of one answer, so many of which are questions that somebody else must have asked them. */
const SHARE_ASKED = 0.25;

/**
 * A question among the paragraphs of an answer that is somebody else’s: only the first exchange is labelled, or only the
 * answers are (`Minister:` stands again and again with a question before it).
 */
function findSilentAsker(
  text: string,
  pieces: readonly Piece[],
  answers: readonly Voice[],
): Span | undefined {
  const speakers = new Map(answers.map(({ start, person }) => [start, person]));
  const heads = pieces.flatMap(({ label }, i) => (label === undefined ? [] : [i]));
  const asks = (piece: Piece | undefined) =>
    piece !== undefined && ASKS.test(text.slice(piece.end - 6, piece.end));
  const before: Span[] = [];
  const lasts: Span[] = [];
  let repeated = 0;
  for (const [at, head] of heads.entries()) {
    const next = heads[at + 1] ?? pieces.length;
    const start = pieces[head]?.start ?? 0;
    if (!speakers.has(start)) continue;
    const rest = pieces.slice(head + 1, next);
    const between = rest.filter((piece, i) => asks(piece) && i + 1 < rest.length && !asks(rest[i + 1]));
    const [first] = between;
    const most = rest.length >= heads.length && rest.length > 3;
    if (first !== undefined && most && between.length > 1 && between.length >= rest.length * SHARE_ASKED)
      return first;
    const follower = pieces[next];
    const last = rest.at(-1);
    if (follower === undefined || last === undefined || speakers.get(start) === undefined) continue;
    if (speakers.get(follower.start) !== speakers.get(start)) continue;
    repeated += 1;
    lasts.push(last);
    if (asks(last)) before.push(last);
  }
  // Nobody’s label is repeated below an unlabelled paragraph unless that paragraph is somebody else’s.
  const single = heads.length === answers.length && new Set(speakers.values()).size === 1;
  if (single && lasts.length > 1 && lasts.length === heads.length - 1) return lasts[0];
  const alone = heads.length - answers.length < before.length;
  return alone && before.length > 1 && before.length * 2 >= repeated ? before[0] : undefined;
}

export function warnOfRoles(
  voices: readonly Voice[],
  roles: Roles,
  lineOf: (offset: number) => number,
): string[] {
  return [...roles.of].flatMap(([person, { role, certainty }]) => {
    if (certainty >= SURE) return [];
    const start = voices.find((voice) => voice.person === person)?.start ?? 0;
    const what = role === 'question' ? 'one who asks' : role === 'answer' ? 'one who answers' : 'a moderator';
    return [
      `line ${lineOf(start)}: “${person}” was taken for ${what}, by how the speeches follow on each other`,
    ];
  });
}
