/** Which chains are one name ("Department of Health and Human Services") and which are several ("France and Italy"). */
import { type Chain, type SeenChain, spellChain } from './chains.ts';
import { COUNTRIES } from './countries.ts';
import { GENERIC, isOffice } from './words.ts';

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

/** Weakest first: a chain is parted where it is weakest. */
const STRENGTH = ['’s', 'and', 'in', 'to', 'on', 'for', 'of'];
/** From so many times on, a chain speaks for itself. */
const OFTEN = 3;

/** Parts the chains into names, by how often the parts stand elsewhere. Linear in the number of chains. */
export function partChains(chains: readonly SeenChain[], isBare: (word: string) => boolean): Name[] {
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

  const part = (chain: Chain, held: boolean): (Chain & { held: boolean })[] => {
    if (chain.joints.length === 0) return [{ ...chain, held }];
    const at = endsInOffice({ atoms: chain.atoms.slice(0, 1), joints: [] }) ? 0 : weakest(chain.joints);
    const joint = headOf(chain.joints[at] ?? '');
    const left = { atoms: chain.atoms.slice(0, at + 1), joints: chain.joints.slice(0, at) };
    const right = { atoms: chain.atoms.slice(at + 1), joints: chain.joints.slice(at + 1) };
    if (holds(joint, left, right, total(chain))) return [{ ...chain, held }];
    const office = endsInOffice(left) && (joint === 'of' || joint === 'for');
    return office ? part(right, true) : [...part(left, held), ...part(right, false)];
  };

  return chains.flatMap((chain) =>
    part(chain, false).map(({ held, ...name }) => {
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
