/** How long each stage of a question takes, measured around the parts of a search: the search itself does not know. */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import PQueue from 'p-queue';
import { createSearchService, type SearchParts, type SearchService } from './search.ts';

/** Milliseconds by stage; a stage that a question did not pass is absent. `total` includes waiting for a turn. */
export type StageTimes = Partial<Record<'encode' | 'candidates' | 'rerank' | 'total', number>>;

/**
 * `ask` of a search service, telling the times of each question that it answered.
 * @param atOnce questions that are worked on at once; of a crowd, the others wait, and take no memory
 */
export function timedAsk(
  parts: SearchParts,
  atOnce: number,
  tell: (times: StageTimes) => void,
): SearchService['ask'] {
  const turns = new PQueue({ concurrency: atOnce });
  const current = new AsyncLocalStorage<StageTimes>();
  /** The part, with one of its methods timed. */
  const timed = <Part extends object>(part: Part, stage: keyof StageTimes, method: keyof Part): Part => {
    const work = part[method] as (...args: unknown[]) => Promise<unknown>;
    const value = async (...args: unknown[]) => {
      const began = performance.now();
      try {
        return await work.apply(part, args);
      } finally {
        const times = current.getStore();
        if (times) times[stage] = (times[stage] ?? 0) + performance.now() - began;
      }
    };
    return Object.create(part, { [method]: { value } });
  };
  const { encoder, store, reranker } = parts;
  const { ask } = createSearchService({
    ...parts,
    encoder: timed(encoder, 'encode', 'encodeQuery'),
    store: timed(store, 'candidates', 'candidates'),
    ...(reranker && { reranker: timed(reranker, 'rerank', 'score') }),
  });
  return (question, options) =>
    current.run({}, async () => {
      const began = performance.now();
      const answer = await turns.add(AsyncResource.bind(() => ask(question, options)));
      tell({ ...current.getStore(), total: performance.now() - began });
      return answer;
    });
}
