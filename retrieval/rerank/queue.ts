/** A serial queue: work that takes all cores runs one piece after the other, and hears how many wait behind it. */

/** Runs `work` after all that was queued before it. */
export type SerialQueue = <Result>(work: (waiting: number) => Promise<Result>) => Promise<Result>;

export function serialQueue(): SerialQueue {
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

/** So many waiting questions halve the depth. */
const HALVED_BY = 2;
/** Below this the reranker could no longer change what a reader sees first. */
const LEAST_DEPTH = 6;

/** How many candidates to rerank while `waiting` questions wait: fewer each, rather than a queue that grows. */
export function depthUnderLoad(depth: number, waiting: number): number {
  return Math.max(Math.min(depth, LEAST_DEPTH), Math.floor(depth / (1 + waiting / HALVED_BY)));
}
