/** Why words lead to a passage: where they stand in it, and how many other passages hold them. */
import type { CitedPassage, PassageStore } from '../interfaces.ts';
import { inSuccession, scattered } from './holders.ts';
import { isUnfinished, type Match, matchesIn, readTyped } from './matches.ts';
import type { WordIndex } from './word-index.ts';
import { wordsOf } from './words.ts';

export interface LookupExplanation {
  cited: CitedPassage;
  /** The words that were looked up, as they were typed; none for the newest passage of all. */
  words: string[];
  /** Whether words that begin like the last one count as well. */
  isUnfinished: boolean;
  /** `succession`: one after the other; `apart`: all of them, anywhere in the passage. */
  held: 'succession' | 'apart';
  /** In the passage's text, in order. */
  matches: Match[];
  /** How many passages hold the words so. Counting ends at `counted.most`. */
  counted: { succession: number; apart: number; most: number };
}

/** Passages that are counted: enough to tell a rare phrase from a common one. */
const COUNTED_MOST = 1000;

/** Explains the first passage that completing the words gives; nothing where no passage holds them. */
export async function explainLookup(
  index: WordIndex,
  passages: Pick<PassageStore, 'read'>,
  typed: string,
): Promise<LookupExplanation | undefined> {
  const ranges = readTyped(index, typed);
  const successive = take(inSuccession(index, ranges), new Set());
  const apart = take(scattered(index, ranges), new Set(successive));
  const slot = successive[0] ?? apart[0];
  if (slot === undefined) return undefined;
  const [cited] = await passages.read([index.rows[slot] ?? 0]);
  if (!cited) return undefined;
  return {
    cited,
    words: wordsOf(typed).map(({ start, end }) => typed.slice(start, end)),
    isUnfinished: isUnfinished(typed),
    held: successive.length > 0 ? 'succession' : 'apart',
    matches: matchesIn(cited.passage.text, index, ranges),
    counted: { succession: successive.length, apart: apart.length, most: COUNTED_MOST },
  };
}

/** The first slots that are not known yet, each once. */
function take(slots: Iterable<number>, known: Set<number>): number[] {
  const taken: number[] = [];
  for (const slot of slots) {
    if (known.has(slot)) continue;
    known.add(slot);
    taken.push(slot);
    if (taken.length >= COUNTED_MOST) break;
  }
  return taken;
}
