/** How long each stage of a question takes, measured around the parts of a search: the search itself does not know. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createSearchService, type SearchParts, type SearchService } from './search.ts';

export const STAGES = ['encode', 'candidates', 'rerank', 'total'] as const;
export type Stage = (typeof STAGES)[number];

/** Milliseconds by stage; a stage that a question did not pass is absent. `total` includes waiting for a turn. */
export type StageTimes = Partial<Record<Stage, number>>;

/** A search service that tells the times of each question that it answered. */
export function timedSearch(parts: SearchParts, tell: (times: StageTimes) => void): SearchService {
  const current = new AsyncLocalStorage<StageTimes>();
  const timed = <Part extends object>(part: Part, stage: Stage, methods: readonly string[]): Part =>
    new Proxy(part, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        if (!methods.includes(String(key))) return value.bind(target);
        return async (...args: unknown[]) => {
          const began = performance.now();
          try {
            return await Reflect.apply(value, target, args);
          } finally {
            const times = current.getStore();
            if (times) times[stage] = (times[stage] ?? 0) + performance.now() - began;
          }
        };
      },
    });
  const { encoder, store, reranker } = parts;
  const search = createSearchService({
    ...parts,
    encoder: timed(encoder, 'encode', ['encodeQuery']),
    store: timed(store, 'candidates', ['candidates']),
    ...(reranker && { reranker: timed(reranker, 'rerank', ['score']) }),
  });
  return {
    ...search,
    ask: (question, options) =>
      current.run({}, async () => {
        const began = performance.now();
        const answer = await search.ask(question, options);
        tell({ ...current.getStore(), total: performance.now() - began });
        return answer;
      }),
  };
}
