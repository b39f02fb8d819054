/** Folding: the same sentence said on ten days is one hit, with “also said on …”. */

/** Words that run together count: two statements of the same words in another order are two statements. */
const RUN = 3;
/** Shorter passages (“Yes.”, “Thank you.”) mean something else each time. */
const LEAST_WORDS = 8;

/**
 * Groups texts, best first, so that each joins the first group whose leader says nearly the same (Jaccard similarity
 * of runs of three words; Broder 1997). Linear in texts times groups.
 * @param sameFrom share of runs that two passages must have in common, of all that either has; above 1 nothing folds
 * @returns positions of the texts, each group led by its best
 */
export function foldNearDuplicates(texts: readonly string[], sameFrom: number): number[][] {
  const groups: { leader: ReadonlySet<string>; members: number[] }[] = [];
  for (const [position, text] of texts.entries()) {
    const runs = runsOf(text);
    const group = runs && groups.find(({ leader }) => similarity(leader, runs) >= sameFrom);
    if (group) group.members.push(position);
    else groups.push({ leader: runs ?? new Set(), members: [position] });
  }
  return groups.map(({ members }) => members);
}

function runsOf(text: string): Set<string> | undefined {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length < LEAST_WORDS) return undefined;
  return new Set(words.slice(RUN - 1).map((_, i) => words.slice(i, i + RUN).join(' ')));
}

function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const run of small) if (large.has(run)) shared++;
  return shared / (a.size + b.size - shared);
}
