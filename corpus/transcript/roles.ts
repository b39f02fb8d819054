/** Who asks and who answers, decided for all labels of a document together, and how sure that is. */
import { foldSpace } from '../passage-id.ts';
import { handsOver, passesFloor } from './boilerplate.ts';
import {
  asksSomething,
  HONORIFIC,
  hasOnlyHonorifics,
  introducesItself,
  isAnonymous,
  isOfficeWord,
  MINISTER,
  OFFICE,
  OFFICE_ABROAD,
  partByWords,
} from './vocabulary.ts';

/** `aside`: a moderator, who neither asks nor answers. */
export type Role = 'question' | 'answer' | 'aside';

/** What is said under one label in one go. */
export interface Voice {
  /** Set where the label is a mark such as `Q:`, which settles the role. */
  role?: Role;
  /** The label as it stands, what it says in brackets, and whose it is; unset for marks without a name. */
  label?: string;
  detail?: string;
  person?: string;
  text: string;
  /** Offset of the label in the document. */
  start: number;
}

export interface RoleHints {
  /** Labels or names of officials and of reporters, as title, lead or user give them. */
  officials: readonly string[];
  reporters: readonly string[];
  /** The same from the user alone: no question is asked about these. */
  given: { officials: readonly string[]; reporters: readonly string[] };
  /** Who testifies: then members of the committee ask, whatever office they hold. */
  witnesses?: readonly string[];
  /** The title, which may open with the name of whoever answers: `Stone Careful on Old Piers`. */
  title?: string;
  /** Whether the title calls it an interview: whoever is not the official asks. */
  interview: boolean;
}

export interface Decision {
  role: Role;
  /** 0.5 is a guess, 1 is certain. */
  certainty: number;
}

export interface Roles {
  /** By person. */
  of: ReadonlyMap<string, Decision>;
  /** 0 to 1: how sure the roles of what was said are, weighted by its length. */
  confidence: number;
  /** The person whose role is least sure, among those who say much. */
  doubtful?: string;
}

/** What one person says over the whole document. */
interface Profile {
  person: string;
  labels: Set<string>;
  details: Set<string>;
  speeches: number;
  words: number;
  asks: number;
  endsAsking: number;
  /** After somebody else asked, without a question at the end. */
  replies: number;
  /** A question directly before a known official. */
  beforeOfficial: number;
  /** The speech before calls this person's name. */
  calledOn: number;
  /** Addresses an official, thanks for the call, names an outlet. */
  manners: number;
  /** Others address this person in a question. */
  addressed: number;
  /** Short, without a question, before somebody who asks. */
  passes: number;
  /** The same, and it calls who speaks next. */
  calls: number;
  /** Speaks first, and ends with the name of who speaks next. */
  opens: boolean;
  /** Says its own name and outlet. */
  introductions: number;
  /** Puts a question in writing: `To ask the Minister for …`. */
  tabled: number;
  /** Calls somebody by an office: `Mr. President`. */
  addresses: number;
  /** More than a few words right after a question. */
  answers: number;
  /** A few words between an answer and the next question, or before somebody else begins. */
  hands: number;
  /** Right before an official whom the words of the label give away. */
  leads: number;
  decision?: Decision;
}

const SURE = 0.99;
/** What is shorter interrupts or calls on somebody rather than answers. */
const INTERRUPTION = 8;
/** Who says less than this in all, and is not asked, is no official. */
const THROWN_IN_WORDS = 4;
const MANNERS =
  /\b(?:thanks?(?:\syou)?\s(?:so\smuch\s|very\smuch\s)?for\s(?:taking|doing|the\s(?:opportunity|question)|your\stime|being\shere|joining)|my\squestion|(?:i\s)?(?:just\s)?want(?:ed)?\sto\s(?:ask|follow)|(?:can|could|may)\s(?:i|you|we)\b|i(?:['’]m|\sam|\swas)\s(?:just\s)?(?:curious|wondering)|wonder(?:ing)?\sif\syou|\b(?:at|with|from)\s(?:the\s)?(?:associated\spress|reuters|bloomberg|\p{L}+\s(?:news|times|post|tv))\b|question\s(?:for|on|about)|follow[- ]up|(?:mr|madam|mister)\.?\s(?:president|secretary|prime\sminister|chair(?:man|woman)?|speaker|ambassador|minister)|hi,|hello,|(?:monsieur|madame)\s(?:l[ea]\s)?(?:premi[eè]re?\s)?(?:président|ministre)|(?:herr|frau)\s(?:bundes)?(?:kanzler|minister)|señora?\spresident[ea]|signora?\s(?:presidente|ministr[oa])|senhora?\s(?:presidente|ministr[oa]))/iu;
const ADDRESSES_OFFICE =
  /\b(?:mr|madam)\.?\s(?:vice\s)?(?:president|secretary|prime\sminister|minister|chancellor|ambassador|governor|mayor)\b|\b(?:monsieur|madame)\sl[ea]\s(?:premi[eè]re?\s)?(?:président|ministre)|\b(?:herr|frau)\s(?:bundes)?(?:kanzler|minister)/iu;
const ADDRESS = new RegExp(String.raw`^(?:.{0,40}?[\s,])?(?:${OFFICE}|${HONORIFIC}|Sir)\b`, 'iu');

/** How a member of parliament puts a question in writing. */
const TABLED = new RegExp(String.raw`^\s*To\sask\sthe\s(?:\p{Lu}[\p{L}-]*\s){0,3}?(?:${MINISTER})`, 'u');

/** The role of everybody who speaks. */
export function decideRoles(voices: readonly Voice[], hints: RoleHints): Roles {
  const profiles = profile(voices);
  const marked = voices.some(({ role }) => role === 'question');
  const outlets = bracketsHoldOutlets(profiles);
  const holders = [...profiles.values()].some(({ labels }) => [...labels].some(holdsOffice));
  const introduced =
    profiles.size > 1 && profiles.size < 6 ? introducedWithOffice(voices, profiles) : undefined;
  for (const one of profiles.values()) {
    const decision = decideByWords(one, hints, marked, { outlets, holders });
    if (decision !== undefined) one.decision = decision;
  }
  if (introduced !== undefined && ![...profiles.values()].some(({ decision }) => decision?.role === 'answer'))
    introduced.decision ??= { role: 'answer', certainty: 0.95 };
  observe(voices, profiles);
  decideByBehaviour([...profiles.values()], {
    marked,
    outlets,
    interview: hints.interview,
    hearing: (hints.witnesses ?? []).length > 0,
    title: hints.title ?? '',
  });
  findHosts(voices, profiles, hints);
  if (!marked) letModeratorAsk([...profiles.values()]);
  return judge(voices, profiles);
}

function profile(voices: readonly Voice[]): Map<string, Profile> {
  const profiles = new Map<string, Profile>();
  for (const { person, label, detail, text } of voices) {
    if (person === undefined) continue;
    const one = profiles.get(person) ?? {
      person,
      labels: new Set<string>(),
      details: new Set<string>(),
      speeches: 0,
      words: 0,
      asks: 0,
      endsAsking: 0,
      replies: 0,
      beforeOfficial: 0,
      calledOn: 0,
      manners: 0,
      addressed: 0,
      passes: 0,
      calls: 0,
      opens: false,
      introductions: 0,
      tabled: 0,
      addresses: 0,
      answers: 0,
      hands: 0,
      leads: 0,
    };
    if (label !== undefined) one.labels.add(label);
    if (detail !== undefined) one.details.add(detail);
    one.speeches += 1;
    one.words += countWords(text);
    if (introducesItself(person, text)) one.introductions += 1;
    if (TABLED.test(text)) one.tabled += 1;
    if (ADDRESSES_OFFICE.test(text)) one.addresses += 1;
    if (asksSomething(text)) one.asks += 1;
    if (asksSomething(text.slice(-160))) one.endsAsking += 1;
    profiles.set(person, one);
  }
  return profiles;
}

/** Words between blanks; in a text without blanks, two ideographs count as one word. */
export function countWords(text: string): number {
  const ideographs = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length + Math.floor(ideographs / 2);
}

/** `… begrüße ich jetzt den Bundeskanzler Sebastian Kurz`: the one whom somebody else calls by an office and by name. */
function introducedWithOffice(
  voices: readonly Voice[],
  profiles: ReadonlyMap<string, Profile>,
): Profile | undefined {
  const called = [...profiles.values()].filter(({ person, labels }) =>
    [person, ...labels].some((name) => {
      const surname = name.split(' ').at(-1) ?? '';
      if (surname.length < 3 || !/\p{L}$/u.test(surname)) return false;
      const words = name
        .split(' ')
        .slice(-2)
        .join('\\s')
        .replace(/[.*+?^${}()|[\]]/g, '\\$&');
      const form = new RegExp(`(?:${OFFICE}|${OFFICE_ABROAD})\\s(?:${words}|${surname})(?!\\p{L})`, 'iu');
      return voices.some((voice) => voice.person !== person && form.test(voice.text));
    }),
  );
  return called.length === 1 ? called[0] : undefined;
}

const OUTLET: Decision = { role: 'question', certainty: 0.95 };

/** `Ina Andolong (CNN Philippines)`, `Ian Cruz (GMA-7)`: whether what labels hold in brackets says whom reporters write for. */
function bracketsHoldOutlets(profiles: ReadonlyMap<string, Profile>): boolean {
  const parts = [...profiles.values()].flatMap(({ details }) => [...details].map(partByWords));
  return parts.includes('asker') && !parts.includes('official');
}

/** Whether a label says more of an official than `Mr.` does. */
function holdsOffice(label: string): boolean {
  return partByWords(label) === 'official' && !hasOnlyHonorifics(label);
}

/** What hints and the words of the labels settle. */
function decideByWords(
  { person, labels, details, asks, endsAsking, speeches, introductions, tabled }: Profile,
  { officials, reporters, given, witnesses = [] }: RoleHints,
  marked: boolean,
  { outlets, holders }: { outlets: boolean; holders: boolean },
): Decision | undefined {
  const names = [person, ...labels];
  const isAnyOf = (list: readonly string[]) => names.some((name) => list.some((one) => bears(one, name)));
  if (isAnyOf(given.officials)) return { role: 'answer', certainty: 1 };
  if (isAnyOf(given.reporters)) return { role: 'question', certainty: 1 };
  if (tabled === speeches) return { role: 'question', certainty: SURE };
  if (isAnyOf(officials)) return { role: 'answer', certainty: SURE };
  if (isAnyOf(witnesses)) return { role: 'answer', certainty: SURE };
  if (isAnyOf(reporters)) return { role: 'question', certainty: SURE };
  const parts = [...labels, ...details].map(partByWords);
  if (parts.includes('moderator')) return { role: 'aside', certainty: SURE };
  if (parts.includes('asker')) return { role: 'question', certainty: SURE };
  const courtesy = ![...labels, ...details].some(holdsOffice);
  if (outlets && courtesy && details.size > 0 && (asks > 0 || speeches < 2)) return OUTLET;
  // Where questions have no marks, `Mr. Cruz` and even an ambassador may be the one who asks.
  // So may a director, where the title names somebody else who answers; an honorific tells so little that once is enough.
  const enough = courtesy && officials.length > 0 ? speeches > 0 : speeches > 1;
  const half = officials.length > 0 || (courtesy && holders);
  const asker = !marked && enough && endsAsking / speeches >= (half ? 0.5 : 0.75);
  // The chair of a committee opens and passes the floor on; what it asks is a question all the same.
  if (witnesses.length > 0 && parts.includes('official') && !courtesy)
    return { role: 'aside', certainty: 0.9 };
  if (parts.includes('official') && !asker && witnesses.length === 0)
    return { role: 'answer', certainty: SURE };
  // Officials need not say whom they work for, and moderators do it once, at the beginning.
  if (introductions > 0 && speeches < 6 && (endsAsking > 0 || speeches < 2))
    return { role: 'question', certainty: 0.95 };
  // Where questions have marks of their own, whoever has a name answers.
  const answers = marked && endsAsking / speeches < 0.6;
  return answers ? { role: 'answer', certainty: [...labels].some(isAnonymous) ? 0.8 : 0.95 } : undefined;
}

const HONORIFIC_BEFORE = new RegExp(String.raw`^${HONORIFIC}\s`, 'iu');

/** Whether a label is a full name or a part of it, perhaps behind an honorific. */
function bears(full: string, label: string): boolean {
  const [a, b] = [full, label].map((name) => foldSpace(name).replaceAll('’', "'").toLowerCase());
  if (a === undefined || b === undefined || b === '') return false;
  const surname = b.replace(HONORIFIC_BEFORE, '');
  return a === b || a.split(' ').includes(surname) || (b.split(' ').length > 1 && a.endsWith(` ${b}`));
}

/** The role that is settled by the mark of a voice, or decided for whose it is. */
export function roleOf(voice: Voice | undefined, { of }: Pick<Roles, 'of'>): Role | undefined {
  return voice?.role ?? (voice?.person === undefined ? undefined : of.get(voice.person)?.role);
}

/** The same while roles are being decided. */
function roleSoFar(voice: Voice | undefined, profiles: ReadonlyMap<string, Profile>): Role | undefined {
  return (
    voice?.role ?? (voice?.person === undefined ? undefined : profiles.get(voice.person)?.decision?.role)
  );
}

function observe(voices: readonly Voice[], profiles: ReadonlyMap<string, Profile>): void {
  voices.forEach(({ person, text }, i) => {
    const one = person === undefined ? undefined : profiles.get(person);
    const before = voices[i - 1];
    const next = voices[i + 1];
    const roleOf = (voice: Voice | undefined) => roleSoFar(voice, profiles);
    const opening = text.slice(0, 200);
    if (asksSomething(text)) {
      for (const other of voices.slice(Math.max(0, i - 2), i + 3)) {
        if (other.person === undefined || other.person === person) continue;
        const surname = other.person.split(' ').at(-1) ?? '';
        const target = profiles.get(other.person);
        if (target !== undefined && surname.length > 2 && opening.includes(surname))
          target.addressed += 1 / 4;
      }
    }
    if (one === undefined) return;
    if (before !== undefined && before.person !== person) {
      const asked = asksSomething(before.text.slice(-200)) || roleOf(before) === 'question';
      if (asked && !asksSomething(text.slice(-80))) one.replies += 1;
      const called = asksSomething(text) || countWords(before.text) < 40;
      if (called && callsOn(before.text, one.person)) one.calledOn += 1;
    }
    if (asksSomething(text) && next !== undefined && next.person !== person && roleOf(next) === 'answer')
      one.beforeOfficial += 1;
    if (MANNERS.test(opening) || (asksSomething(text) && ADDRESS.test(opening.slice(0, 80))))
      one.manners += 1;
    if (i === 0 && next?.person !== undefined && next.person !== person)
      one.opens = namesInEnd(text, next.person);
    const short = countWords(text) < 40 && !asksSomething(text.slice(-40));
    if (
      short &&
      next !== undefined &&
      next.person !== person &&
      (asksSomething(next.text) || MANNERS.test(next.text.slice(0, 200)) || callsOn(text, next.person ?? ''))
    )
      one.passes += 1;
    if (short && countWords(text) < 12 && callsOn(text, next?.person ?? '') && next?.person !== person)
      one.calls += 1;
  });
}

/** Words in which an official's aide passes the floor on. */
const HOSTED_WORDS = 45;

/**
 * Somebody who only opens, calls on reporters and closes, beside an official who answers: a spokesperson who hosts the
 * press conference of a minister has the label of an official, and is none here.
 */
function findHosts(
  voices: readonly Voice[],
  profiles: ReadonlyMap<string, Profile>,
  { officials, given }: RoleHints,
): void {
  const roleOf = (voice: Voice | undefined) => roleSoFar(voice, profiles);
  const lastQuestion = voices.findLastIndex((voice) => roleOf(voice) === 'question');
  voices.forEach((voice, i) => {
    const one = voice.person === undefined ? undefined : profiles.get(voice.person);
    if (one?.decision?.role !== 'answer') return;
    const { text, person } = voice;
    const [before, next] = [voices[i - 1], voices[i + 1]];
    const after = profiles.get(next?.person ?? '')?.decision;
    if (after?.role === 'answer' && after.certainty >= SURE && next?.person !== person) one.leads += 1;
    const others = before?.person !== person && next?.person !== person;
    const size = countWords(text);
    const passes =
      size < INTERRUPTION || passesFloor(text) || handsOver(text) || callsOn(text, next?.person ?? '');
    if (roleOf(before) === 'question' && size >= INTERRUPTION && !passes) one.answers += 1;
    const closes = i > lastQuestion + 1 && size < HOSTED_WORDS;
    if (others && size < HOSTED_WORDS && (i === 0 || closes || passes || asksSomething(text.slice(-4))))
      one.hands += 1;
  });
  const asked = voices.some((voice) => roleOf(voice) === 'question');
  const answering = [...profiles.values()].filter(({ decision }) => decision?.role === 'answer');
  for (const one of answering) {
    const named = [one.person, ...one.labels].some((name) =>
      [...officials, ...given.officials].some((official) => bears(official, name)),
    );
    // Whoever presents a programme, with what others have asked elsewhere in it.
    const presents = voices[0]?.person === one.person && one.leads > 1 && one.leads * 2 >= one.speeches;
    if (presents && asked && (one.decision?.certainty ?? 1) < SURE)
      one.decision = { role: 'aside', certainty: 0.8 };
    const other = answering.some(({ replies }) => replies > 1 && replies > one.replies);
    if (!named && other && one.answers === 0 && one.speeches > 1 && one.hands === one.speeches)
      one.decision = asked ? { role: 'aside', certainty: 0.95 } : { role: 'question', certainty: 0.8 };
  }
}

/** The same with endings that a language puts to names: `Petra Fialu` for `Petr Fiala`. */
function namesInEnd(said: string, person: string): boolean {
  const surname = person.split(' ').at(-1) ?? '';
  return surname.length > 3 && said.slice(-200).includes(surname.slice(0, Math.max(4, surname.length - 2)));
}

/** Whether the end of a speech calls the name of who speaks next; “Mr. President” is an address, not a call. */
function callsOn(said: string, person: string): boolean {
  const end = said.slice(-120);
  return person
    .split(' ')
    .some((word) => word.length > 2 && /^\p{Lu}/u.test(word) && !isOfficeWord(word) && end.includes(word));
}

function decideByBehaviour(
  profiles: readonly Profile[],
  {
    marked,
    outlets,
    interview,
    hearing,
    title,
  }: { marked: boolean; outlets: boolean; interview: boolean; hearing: boolean; title: string },
): void {
  const open = profiles.filter(({ decision }) => decision === undefined);
  if (open.length === 0) return;
  const words = profiles.reduce((sum, one) => sum + one.words, 0) || 1;
  const officials = profiles.some(({ decision }) => decision?.role === 'answer');
  for (const one of open) {
    const { speeches, passes } = one;
    const brief = one.words / speeches < 30 && one.endsAsking / speeches < 0.3;
    const calling = one.calls === speeches && profiles.length > 2;
    // `MPC: Yes.` neither asks nor answers.
    const thrownIn = officials && one.words < THROWN_IN_WORDS && one.asks === 0 && one.replies === 0;
    const opens = officials && one.opens && speeches === 1 && one.asks === 0;
    // Who neither asks a witness nor answers presides.
    const presides = hearing && speeches > 1 && one.asks === 0 && one.replies * 2 < speeches;
    if (
      calling ||
      presides ||
      opens ||
      thrownIn ||
      (speeches > 2 && passes / speeches > 0.5 && brief && one.replies * 2 < speeches && profiles.length > 3)
    ) {
      one.decision = { role: 'aside', certainty: 0.95 };
    }
  }
  const scored = open
    .filter(({ decision }) => decision === undefined)
    .map((one) => ({
      one,
      score:
        scoreOf(one, words, officials) +
        inDialogue(one, profiles, title) -
        (officials && interview ? 3 : 0) -
        // Who puts something to a witness has come to ask.
        (hearing && one.beforeOfficial > 0 && one.replies < one.beforeOfficial ? 1.5 : 0) +
        // Reporters say whom they work for, and this one never does.
        (outlets && one.details.size === 0 ? 2.5 : 0) -
        // One of two is the official: the other is there to ask.
        (officials && profiles.length === 2 && one.speeches > 1 ? 1.5 : 0) -
        (officials && open.length > 3 && one.words / one.speeches < 80 ? 1 : 0),
    }));
  // Somebody answers: without a known official, it is whoever looks most like one.
  const best = [...scored].sort((a, b) => b.score - a.score)[0];
  for (const { one, score } of scored) {
    const role =
      score > 0 || (!officials && !marked && one === best?.one && scored.length > 1) ? 'answer' : 'question';
    const certainty = role === 'answer' ? logistic(score) : logistic(-score);
    one.decision = { role, certainty: Math.max(0.3, certainty) };
  }
  // Nobody asks: then nothing tells that these answer.
  const asker = marked || profiles.some(({ decision }) => decision?.role === 'question');
  if (asker || (scored.length < 2 && (scored[0]?.one.speeches ?? 0) < 3)) return;
  for (const { one } of scored)
    if (one.decision !== undefined) one.decision = { ...one.decision, certainty: 0.5 };
}

/** A moderator who asks is the one who asks, where nobody else does. */
function letModeratorAsk(profiles: readonly Profile[]): void {
  if (profiles.some(({ decision }) => decision?.role === 'question')) return;
  for (const one of profiles)
    if (one.decision?.role === 'aside' && one.endsAsking * 3 >= one.speeches)
      one.decision = { role: 'question', certainty: 0.9 };
}

/** Where two people talk, and one of them asks far more often than the other, or calls the other by an office, that one is the interviewer. */
function inDialogue(one: Profile, profiles: readonly Profile[], title: string): number {
  const other = profiles.find((profile) => profile !== one);
  if (profiles.length !== 2 || other === undefined) return 0;
  // Whoever alone says `Mr. President` has come to ask.
  const addressed =
    (Number(other.addresses > 0) - Number(one.addresses > 0)) * 2.5 +
    (Number(opensTitle(one, title)) - Number(opensTitle(other, title))) * 1.5;
  if (one.endsAsking + other.endsAsking < 2) return addressed;
  const share = ({ endsAsking, speeches }: Profile) => endsAsking / speeches;
  const difference = share(other) - share(one);
  return (Math.abs(difference) < 0.4 ? 0 : difference * 3) + addressed;
}

const HOSTS_IT = /\b(?:interviews?|asks|speaks|talks|meets|with|show|hour|live|podcast|programme?)\b/iu;

/** `Stone Careful on Old Piers`: whose name a title opens with, unless it is that of a programme. */
function opensTitle({ person }: Profile, title: string): boolean {
  const surname = person.split(' ').at(-1) ?? '';
  if (surname.length < 3 || HOSTS_IT.test(title)) return false;
  return [person, surname].some((name) => title.startsWith(`${name} `) || title.startsWith(`${name}:`));
}

/** Positive for who answers, negative for who asks. */
function scoreOf(one: Profile, words: number, officials: boolean): number {
  const { speeches } = one;
  const share = (count: number) => count / speeches;
  let score = (0.4 - share(one.endsAsking)) * 2 + (0.3 - share(one.asks));
  score += share(one.replies) * 1.5 - share(one.beforeOfficial) * 1.5;
  score -= share(one.calledOn) + share(one.manners) * 1.5;
  score += Math.min(1.5, one.addressed);
  const spoken = one.words / words;
  score += spoken > 0.4 ? 1.5 : spoken > 0.2 ? 0.6 : 0;
  if (one.words / speeches > 120 && share(one.endsAsking) < 0.3) score += 0.5;
  if ([...one.labels].some(isAnonymous)) score -= officials ? 1 : 0.5;
  return score * 1.3;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function judge(voices: readonly Voice[], profiles: ReadonlyMap<string, Profile>): Roles {
  const of = new Map<string, Decision>();
  for (const { person, decision } of profiles.values()) if (decision !== undefined) of.set(person, decision);
  let weight = 0;
  let sure = 0;
  for (const { person, text } of voices) {
    const size = Math.sqrt(1 + countWords(text));
    weight += size;
    sure += size * (person === undefined ? 1 : (of.get(person)?.certainty ?? 0.5));
  }
  const total = [...profiles.values()].reduce((sum, { words }) => sum + words, 0);
  const weighty = [...profiles.values()].filter(
    ({ words, speeches }) => words > total / 10 || (speeches > voices.length / 5 && words > total / 25),
  );
  const [doubtful] = weighty.sort((a, b) => (a.decision?.certainty ?? 0) - (b.decision?.certainty ?? 0));
  const mean = weight === 0 ? 1 : sure / weight;
  const least = doubtful?.decision?.certainty ?? 1;
  return {
    of,
    confidence: (mean + least) / 2,
    ...(doubtful !== undefined && least < 0.9 && { doubtful: doubtful.person }),
  };
}
