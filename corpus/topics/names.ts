/**
 * Names as they stand in the text: chains of capitalised words with the small words that join them, and which chains are
 * one name ("Department of Health and Human Services") and which are several ("France and Italy").
 */
import { GENERIC, isOffice, NUMBERED, PARTICLES } from '../words.ts';
import type { Capitals } from './capitals.ts';
import { COUNTRIES, HAN_COUNTRIES } from './countries.ts';
import { JOINED, POSSESSIVE, SENTENCE, type Text, type TokenTable, wordOf } from './tokens.ts';

/** A run of capitalised words with nothing between them. */
type Atom = readonly string[];

/** Atoms, and what joins each to the next: `of`, `for the`, `and`, `’s`… */
interface Chain {
  atoms: readonly Atom[];
  joints: readonly string[];
}

interface SeenChain extends Chain {
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
function spellChain({ atoms, joints }: Chain): string {
  return atoms.map((atom, i) => (i === 0 ? '' : spellJoint(joints[i - 1] ?? '')) + atom.join(' ')).join('');
}

function spellJoint(joint: string): string {
  return joint === POSSESSIVE_JOINT ? `${joint} ` : ` ${joint} `;
}

/** All chains of the record, each once. Linear in its words. */
export function readChains(table: TokenTable, capitals: Capitals): SeenChain[] {
  const chains = new Map<string, SeenChain>();
  for (const [text, { from, to }] of table.ranges.entries()) {
    let sentence = from;
    for (let at = from; at < to; ) {
      if (((table.tokens[at] ?? 0) & SENTENCE) !== 0) sentence = at;
      if (!capitals.namesAt(at)) {
        at++;
        continue;
      }
      const { end, ...chain } = readChain(table, capitals, at, to);
      const spelling = spellChain(chain);
      const seen = chains.get(spelling) ?? { ...chain, texts: [], called: 0 };
      chains.set(spelling, seen);
      seen.texts.push(text);
      if (isCall(table.tokens, sentence, end, to)) seen.called++;
      at = end;
    }
  }
  return [...chains.values()];
}

/** The chain that begins at a place, and the place after its last name. */
function readChain({ tokens, words }: TokenTable, capitals: Capitals, from: number, to: number) {
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

/** A name as written, and the texts that hold it. */
export interface Name {
  spelling: string;
  /** Its words; a name of several joined parts is one. */
  words: readonly string[];
  /** With repetitions. */
  texts: number[];
  /** Occurrences in a sentence of a few words. */
  called: number;
  /** Follows `Secretary of`, `Minister for`…: its opening words may be the field of that office. */
  held: boolean;
}

/** Weakest first: a chain is split where it is weakest. */
const STRENGTH = ['’s', 'and', 'in', 'to', 'on', 'for', 'of'];
/** From so many times on, a chain speaks for itself. */
const OFTEN = 3;

/** Splits the chains into names, by how often the parts stand elsewhere. Linear in the number of chains. */
export function splitChains(chains: readonly SeenChain[], isBare: (word: string) => boolean): Name[] {
  const totals = countParts(chains);
  const total = (chain: Chain) => totals.get(spellChain(chain)) ?? 0;
  const bare = ({ atoms }: Chain) => atoms.length === 1 && (atoms[0] ?? []).every(isBare);

  /** Whether both sides are one name, `outside` being how often each stands elsewhere. */
  const holds = (joint: string, left: Chain, right: Chain, count: number): boolean => {
    const outside = { left: total(left) - count, right: total(right) - count };
    if (isCountry(left)) return false;
    if (joint === '’s') return count > 1 && outside.left < count && outside.right < count;
    if (endsInOffice(left)) return false;
    if (joint === 'and') {
      if (isCountry(right) || endsInOffice(right)) return false;
      if (count >= OFTEN) {
        return (
          Math.min(outside.left, outside.right) < count / 2 && Math.max(outside.left, outside.right) < count
        );
      }
      return bare(left) || bare(right) || (count > 1 && outside.right === 0 && wordCount(left) === 1);
    }
    if (isCountry(right)) return joint === 'of' && count >= OFTEN && outside.left < count && !isGeneric(left);
    if (joint === 'of') return bare(left) || isGeneric(left) || outside.left < count;
    return (count >= OFTEN || bare(left)) && outside.right < count / 2 && outside.left < count;
  };

  const split = (chain: Chain, held: boolean): (Chain & { held: boolean })[] => {
    if (chain.joints.length === 0) return [{ ...chain, held }];
    const at = endsInOffice({ atoms: chain.atoms.slice(0, 1), joints: [] }) ? 0 : weakest(chain.joints);
    const joint = headOf(chain.joints[at] ?? '');
    const left = { atoms: chain.atoms.slice(0, at + 1), joints: chain.joints.slice(0, at) };
    const right = { atoms: chain.atoms.slice(at + 1), joints: chain.joints.slice(at + 1) };
    if (holds(joint, left, right, total(chain))) return [{ ...chain, held }];
    const office = endsInOffice(left) && (joint === 'of' || joint === 'for');
    return office ? split(right, true) : [...split(left, held), ...split(right, false)];
  };

  return chains.flatMap((chain) =>
    split(chain, false).map(({ held, ...name }) => {
      const spelling = spellChain(name);
      const words = name.atoms.length === 1 ? (name.atoms[0] ?? []) : [spelling];
      return { spelling, words, texts: chain.texts, called: chain.called, held };
    }),
  );
}

/** How often each part of a chain, of one atom or several, stands anywhere. */
function countParts(chains: readonly SeenChain[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { atoms, joints, texts } of chains) {
    for (let from = 0; from < atoms.length; from++) {
      for (let to = from + 1; to <= atoms.length; to++) {
        const part = spellChain({ atoms: atoms.slice(from, to), joints: joints.slice(from, to - 1) });
        totals.set(part, (totals.get(part) ?? 0) + texts.length);
      }
    }
  }
  return totals;
}

/** The place of the weakest joint; of several, the first, but the last `of`. */
function weakest(joints: readonly string[]): number {
  const strengths = joints.map((joint) => STRENGTH.indexOf(headOf(joint)));
  const least = Math.min(...strengths);
  return least === STRENGTH.length - 1 ? strengths.lastIndexOf(least) : strengths.indexOf(least);
}

/** `of the` is `of`. */
function headOf(joint: string): string {
  return joint.split(' ')[0] ?? '';
}

function wordCount({ atoms }: Chain): number {
  return atoms.flat().length;
}

function isCountry(chain: Chain): boolean {
  return COUNTRIES.has(spellChain(chain));
}

function isGeneric(chain: Chain): boolean {
  return wordCount(chain) === 1 && GENERIC.has(chain.atoms[0]?.[0]?.toLowerCase() ?? '');
}

function endsInOffice({ atoms }: Chain): boolean {
  return isOffice(atoms.at(-1)?.at(-1) ?? '');
}

const HAN = /\p{Script=Han}/u;
const WORK = /《([^《》\n]{2,30})》/gu;
const COUNTRY = new RegExp(HAN_COUNTRIES.join('|'), 'gu');

/**
 * Names in Chinese text, as far as marks and a table tell them (countries, works in title marks 《…》), with the numbers of
 * the texts that hold them. Linear in the Chinese texts.
 */
export function readHanNames(texts: readonly Text[]): Map<string, number[]> {
  const names = new Map<string, number[]>();
  for (const [number, { text }] of texts.entries()) {
    if (!HAN.test(text)) continue;
    const found = new Set([...text.matchAll(COUNTRY)].map(([name]) => name));
    for (const [, name = ''] of text.matchAll(WORK)) found.add(name.trim());
    for (const name of found) names.set(name, [...(names.get(name) ?? []), number]);
  }
  return names;
}
