/** Work that takes all cores goes one after the other; each piece hears how many wait behind it. */

/** Runs `work` when its turn has come. */
export type Turnstile = <Result>(work: (waiting: number) => Promise<Result>) => Promise<Result>;

export function oneAtATime(): Turnstile {
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (work) => {
    waiting++;
    const result = tail.then(() => {
      waiting--;
      return work(waiting);
    });
    tail = result.catch(() => undefined);
    return result;
  };
}

/** How many candidates to rerank while `waiting` questions wait: fewer each, rather than a queue that grows. */
export function depthUnderLoad(depth: number, waiting: number): number {
  return Math.max(Math.min(depth, LEAST_DEPTH), Math.floor(depth / (1 + waiting / HALVED_BY)));
}

/** So many waiting questions halve the depth. */
const HALVED_BY = 2;
/** Below this the reranker could no longer change what a reader sees first. */
const LEAST_DEPTH = 6;
