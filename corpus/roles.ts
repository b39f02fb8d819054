/** Who asks and who answers, worked out from all labels of a document together. */
import type { Format } from './formats/format.ts';
import { isReporter, partByWords } from './formats/words.ts';

/** `aside`: a moderator, who neither asks nor answers. */
export type Role = 'question' | 'answer' | 'aside';

/** One stretch of speech under one label, as the inference sees it. */
export interface Voice {
  /** Set where the label itself settles the role. */
  role?: Role;
  /** The name on the label; unset where the label is `Q:` or `A:`. */
  name?: string;
  /** Whether there is a question mark in what is said. */
  asks: boolean;
}

/** The role of every name; a name that is absent is no label at all. */
export type Roles = ReadonlyMap<string, Role>;

/** Assigns roles: by the words of a label, by the names in the title, then by who follows whom. */
export function resolveRoles(voices: readonly Voice[], officials: readonly string[], format: Format): Roles {
  const roles = new Map<string, Role>();
  const open = new Set<string>();
  for (const { name } of voices) {
    if (name === undefined || roles.has(name) || open.has(name)) continue;
    const part = isOneOf(name, officials) ? 'official' : partByWords(name);
    if (part === 'asker') roles.set(name, 'question');
    else if (part === 'official') roles.set(name, 'answer');
    else if (part === 'moderator') roles.set(name, 'aside');
    else if (part === undefined) open.add(name);
  }
  if (format.unknownName === 'speaker') assumeSpeakers(voices, open, roles);
  if (format.unknownName === 'infer') infer(voices, open, roles);
  return roles;
}

/** A short word in capitals may be an abbreviation in a sentence: it must speak twice to be believed. */
function assumeSpeakers(voices: readonly Voice[], open: ReadonlySet<string>, roles: Map<string, Role>): void {
  const hasQuestions = voices.some((voice) => voice.role === 'question');
  for (const name of open) {
    const uses = voices.filter((voice) => voice.name === name).length;
    if (hasQuestions && (name.length > 5 || uses > 1)) roles.set(name, 'answer');
  }
  // Where questions have labels of their own, `CBS:` opens a line that someone reads out.
  for (const [name, role] of roles) {
    if (hasQuestions && role === 'question' && !isReporter(name)) roles.delete(name);
  }
}

function infer(voices: readonly Voice[], open: ReadonlySet<string>, roles: Map<string, Role>): void {
  const roleOf = (voice: Voice | undefined) =>
    voice?.name === undefined ? voice?.role : (roles.get(voice.name) ?? voice.role);
  if (!voices.some((voice) => roleOf(voice) === 'answer')) {
    const answering = commonestReply(voices, open, roleOf);
    if (answering !== undefined) roles.set(answering, 'answer');
  }
  // Askers first: who answers an unknown asker can be told only once the asker is known.
  for (const name of open) {
    const asksBeforeAnswer = voices.some(
      (voice, i) => voice.name === name && voice.asks && roleOf(voices[i + 1]) === 'answer',
    );
    if (asksBeforeAnswer && !roles.has(name)) roles.set(name, 'question');
  }
  for (const name of open) {
    const replies = voices.some(
      (voice, i) => voice.name === name && !voice.asks && roleOf(voices[i - 1]) === 'question',
    );
    if (replies && !roles.has(name)) roles.set(name, 'answer');
  }
}

/** The unknown name that most often speaks right after a question by someone else. */
function commonestReply(
  voices: readonly Voice[],
  open: ReadonlySet<string>,
  roleOf: (voice: Voice | undefined) => Role | undefined,
): string | undefined {
  const votes = new Map<string, number>();
  voices.forEach(({ name }, i) => {
    const before = voices[i - 1];
    if (name === undefined || !open.has(name) || before === undefined || before.name === name) return;
    const weight = roleOf(before) === 'question' ? 2 : before.name !== undefined && before.asks ? 1 : 0;
    votes.set(name, (votes.get(name) ?? 0) + weight);
  });
  const [best] = [...votes].sort((a, b) => b[1] - a[1]);
  return best !== undefined && best[1] >= 2 ? best[0] : undefined;
}

function isOneOf(name: string, officials: readonly string[]): boolean {
  const label = name.toLowerCase();
  return officials.some((official) => {
    const full = official.toLowerCase();
    return full === label || full.split(' ').includes(label);
  });
}
