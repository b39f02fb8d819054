/** What costs every test file time, and that few of them are about. Scripts that run as child processes have it all. */
import { vi } from 'vitest';

/** A model is loaded once, however many records and scripts use it. A failure is not kept. */
vi.mock('../../retrieval/encoder/load-model.ts', async (original) => {
  const real = await original<typeof import('../../retrieval/encoder/load-model.ts')>();
  const loaded = new Map<string, Promise<unknown>>();
  const loadModel: typeof real.loadModel = (modelsDir, modelId, role, make) => {
    const key = JSON.stringify([modelsDir, modelId, role]);
    const known = loaded.get(key) as ReturnType<typeof real.loadModel<ReturnType<typeof make>>> | undefined;
    if (known) return known;
    const loading = real.loadModel(modelsDir, modelId, role, make);
    loaded.set(key, loading);
    loading.catch(() => loaded.delete(key));
    return loading;
  };
  return { ...real, loadModel };
});

/** Files are parsed in this thread: `parser.test.ts` tests the other one, and that both read alike. */
vi.mock('../../corpus/parse-worker.ts', async (original) => {
  const real = await original<typeof import('../../corpus/parse-worker.ts')>();
  const { readFileHere } = await import('../../corpus/read-file.ts');
  class ParseWorker {
    readonly parse = readFileHere;
    async close() {}
  }
  return { ...real, ParseWorker };
});
