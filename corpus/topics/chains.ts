/** Names as they stand in the text: chains of capitalised words, with the small words that join them. */
import type { Capitals } from './capitals.ts';
import { type Reading, wordOf } from './reading.ts';
import { JOINED, POSSESSIVE, SENTENCE } from './tokens.ts';
import { NUMBERED, PARTICLES } from './words.ts';

/** A run of capitalised words with nothing between them. */
export type Atom = readonly string[];

/** Atoms, and what joins each to the next: `of`, `for the`, `and`, `’s`… */
export interface Chain {
  atoms: readonly Atom[];
  joints: readonly string[];
}

export interface SeenChain extends Chain {
  /** Numbers of the texts that hold it, ascending, with repetitions. */
  texts: number[];
  /** Occurrences in a sentence of a few words. */
  called: number;
}

const JOINTS = new Set(['of', 'for', 'on', 'and', 'to', 'in']);
/** Between a joint and the next name. */
const ARTICLES = new Set(['the', 'our', 'its']);
const POSSESSIVE_JOINT = '’s';
/** A sentence of no more words is a call ("Go ahead, Peter."), not a statement. */
const CALL = 4;

/** A chain as it is written. */
export function spellChain({ atoms, joints }: Chain): string {
  return atoms.map((atom, i) => (i === 0 ? '' : spellJoint(joints[i - 1] ?? '')) + atom.join(' ')).join('');
}

function spellJoint(joint: string): string {
  return joint === POSSESSIVE_JOINT ? `${joint} ` : ` ${joint} `;
}

/** All chains of the record, each once. Linear in its words. */
export function readChains(reading: Reading, capitals: Capitals): SeenChain[] {
  const chains = new Map<string, SeenChain>();
  for (const [text, { from, to }] of reading.ranges.entries()) {
    let sentence = from;
    for (let at = from; at < to; ) {
      if (((reading.tokens[at] ?? 0) & SENTENCE) !== 0) sentence = at;
      if (!capitals.namesAt(at)) {
        at++;
        continue;
      }
      const { end, ...chain } = readChain(reading, capitals, at, to);
      const spelling = spellChain(chain);
      const seen = chains.get(spelling) ?? { ...chain, texts: [], called: 0 };
      chains.set(spelling, seen);
      seen.texts.push(text);
      if (isCall(reading.tokens, sentence, end, to)) seen.called++;
      at = end;
    }
  }
  return [...chains.values()];
}

/** The chain that begins at a place, and the place after its last name. */
function readChain({ tokens, words }: Reading, capitals: Capitals, from: number, to: number) {
  const spellingAt = (at: number) => words[wordOf(tokens[at] ?? 0)] ?? '';
  const follows = (at: number) => at < to && ((tokens[at] ?? 0) & JOINED) !== 0;
  const owns = (at: number) => ((tokens[at] ?? 0) & POSSESSIVE) !== 0;
  const atoms: string[][] = [];
  const joints: string[] = [];
  let end = from;
  for (;;) {
    const atom = [spellingAt(end++)];
    while (follows(end) && !owns(end - 1) && continues(atom.at(-1) ?? '', end)) atom.push(spellingAt(end++));
    atoms.push(atom);
    const { joint, next } = readJoint(end);
    if (joint === undefined || !follows(next) || !capitals.namesAt(next)) return { atoms, joints, end };
    joints.push(joint);
    end = next;
  }

  function continues(last: string, at: number): boolean {
    const spelling = spellingAt(at);
    if (capitals.namesAt(at)) return true;
    if (/^\d{1,4}$/.test(spelling)) return NUMBERED.has(last.toLowerCase());
    return PARTICLES.has(spelling) && follows(at + 1) && capitals.namesAt(at + 1);
  }

  function readJoint(at: number): { joint?: string; next: number } {
    if (owns(at - 1)) return { joint: POSSESSIVE_JOINT, next: at };
    if (!follows(at) || !JOINTS.has(spellingAt(at)) || owns(at)) return { next: at };
    const article = follows(at + 1) && ARTICLES.has(spellingAt(at + 1));
    const joint = article ? `${spellingAt(at)} ${spellingAt(at + 1)}` : spellingAt(at);
    return { joint, next: at + (article ? 2 : 1) };
  }
}

function isCall(tokens: Uint32Array, sentence: number, from: number, to: number): boolean {
  let end = from;
  while (end < to && end - sentence <= CALL && ((tokens[end] ?? 0) & SENTENCE) === 0) end++;
  return end - sentence <= CALL;
}
