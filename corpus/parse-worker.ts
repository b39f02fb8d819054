/** Reads files in a worker thread with a deadline: a file that takes too long, or too much memory, is refused. */
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { OnRecordError, TranscriptError } from './errors.ts';
import type { ParsedFile } from './read-file.ts';
import type { SourceFile } from './sources/page.ts';

export interface ParseLimits {
  /** Milliseconds for one file; a long transcript takes a tenth of it. */
  deadline: number;
  /** MiB of the thread's heap. */
  heap: number;
}

const LIMITS: ParseLimits = { deadline: 10_000, heap: 320 };

type Reply = { parsed: ParsedFile } | { problem: string; remedy: string; firstLines: readonly string[] };

/** Starts a thread when the first file comes, and another after one had to be ended. Close it when done. */
export class ParseWorker {
  readonly #limits: ParseLimits;
  #worker: Promise<Worker> | undefined;
  /** One file at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(limits: Partial<ParseLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Throws `TranscriptError`, also where the deadline or the memory is exceeded. */
  readonly parse = (file: SourceFile): Promise<ParsedFile> => {
    const next = this.#last.then(() => this.#parseNow(file));
    this.#last = next.catch(() => undefined);
    return next;
  };

  async close(): Promise<void> {
    await this.#last;
    await this.#stop();
  }

  async #parseNow(file: SourceFile): Promise<ParsedFile> {
    this.#worker ??= startWorker(this.#limits.heap);
    const worker = await this.#worker;
    try {
      const reply = await this.#ask(worker, file);
      if ('parsed' in reply) return reply.parsed;
      const { problem, remedy, firstLines } = reply;
      throw new TranscriptError(problem, remedy, { firstLines });
    } catch (error) {
      if (error instanceof TranscriptError && !(error instanceof EndedError)) throw error;
      await this.#stop();
      throw error;
    }
  }

  #ask(worker: Worker, file: SourceFile): Promise<Reply> {
    const { deadline, heap } = this.#limits;
    const remedy = 'Split it, or take out of it what is no transcript.';
    return new Promise((resolve, reject) => {
      const settle = (done: () => void) => {
        clearTimeout(timer);
        worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
        worker.on('error', () => undefined);
        worker.unref();
        done();
      };
      const fail = (problem: string) =>
        settle(() => reject(new EndedError(`${file.path} ${problem}`, remedy)));
      const timer = setTimeout(() => fail(`could not be read within ${deadline / 1000} seconds.`), deadline);
      worker.ref();
      worker.on('message', (reply: Reply) => settle(() => resolve(reply)));
      worker.on('error', (error: NodeJS.ErrnoException) =>
        fail(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? `takes more than ${heap} MiB of memory to read.`
            : `cannot be read (${error.message.split('\n')[0]}).`,
        ),
      );
      worker.on('exit', () => fail('ended the process that read it.'));
      worker.postMessage(file);
    });
  }

  async #stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await (await worker)?.terminate();
  }
}

/** The thread was ended, or ended by itself, over a file. */
class EndedError extends TranscriptError {}

/** Resolves when the thread has loaded its code: the deadline is for the file alone. */
async function startWorker(heap: number): Promise<Worker> {
  // A thread inherits no loader of TypeScript: it gets its own before it imports this file.
  const bootstrap = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))})
    .then(({ register }) => { register(); return import(${JSON.stringify(import.meta.url)}); });`;
  const worker = new Worker(bootstrap, {
    eval: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heap },
  });
  await new Promise<void>((resolve, reject) => worker.once('message', () => resolve()).once('error', reject));
  worker.removeAllListeners('error').on('error', () => undefined);
  worker.unref();
  return worker;
}

async function serve(port: NonNullable<typeof parentPort>): Promise<void> {
  const { readFileHere } = await import('./read-file.ts');
  port.on('message', async (file: SourceFile) => {
    try {
      port.postMessage({ parsed: await readFileHere(file) } satisfies Reply);
    } catch (error) {
      port.postMessage(describe(file, error));
    }
  });
  port.postMessage('ready');
}

function describe({ path }: SourceFile, error: unknown): Reply {
  if (error instanceof OnRecordError) {
    const { problem, remedy } = error;
    return { problem, remedy, firstLines: error instanceof TranscriptError ? error.firstLines : [] };
  }
  const what = error instanceof Error ? error.message.split('\n')[0] : String(error);
  const problem = `${path} cannot be read (${what}).`;
  return { problem, remedy: 'Save it as plain text and try again.', firstLines: [] };
}

if (!isMainThread && parentPort !== null) await serve(parentPort);
