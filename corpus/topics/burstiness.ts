/** Topical words come in bursts, common words evenly (Church & Gale 1995): the fewer documents, the more of a topic. */

/** Below this many documents no burst can be told from chance. */
const ENOUGH = 10;

/** What is then taken for it. */
const UNKNOWN = 0.38;

/**
 * 0 for what is spread as evenly as chance would, towards 1 for what keeps to a few documents. `held` in how many texts,
 * `documents` in how many documents, `all` documents there are.
 */
export function burstiness(held: number, documents: number, all: number): number {
  if (all < ENOUGH) return UNKNOWN;
  // Thrown at random, so many occurrences would meet this many documents (Poisson).
  const expected = all * (1 - Math.exp(-held / all));
  return Math.max(0, 1 - documents / Math.max(documents, expected));
}
