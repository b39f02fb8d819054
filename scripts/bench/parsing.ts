/** How time and memory of reading a file grow with its size, for several kinds of input: each is read or refused. */
import { OnRecordError } from '../../corpus/errors.ts';
import { ParseWorker } from '../../corpus/parse-worker.ts';
import type { SourceFile } from '../../corpus/sources/page.ts';
import { round } from './timing.ts';

const MEBIBYTE = 1024 * 1024;
const TITLE = 'Press Briefing by the Spokesperson on 4 May 2020';
const ANSWER =
  'the ministry has said that both sides should respect each other and settle the matter by talks';

/** Repeats a text, numbered, up to a size. */
function fill(size: number, text: (i: number) => string): string {
  const parts: string[] = [];
  for (let i = 0, length = 0; length < size; i++) length += parts[parts.push(text(i)) - 1]?.length ?? 0;
  return parts.join('');
}

/** Transcripts, and what an attacker would send in their place. */
const INPUTS: Record<string, { path: string; make: (size: number) => string }> = {
  text: {
    path: 'a.txt',
    make: (size) => `${TITLE}\n\n${fill(size, (i) => `Q: Question ${i}?\n\nA: Answer ${i}, ${ANSWER}.\n\n`)}`,
  },
  html: {
    path: 'a.html',
    make: (size) =>
      `<h1>${TITLE}</h1>${fill(size, (i) => `<p>Q: Question ${i}?</p><p>A: Answer ${i}, ${ANSWER}.</p>`)}`,
  },
  labels: { path: 'a.html', make: (size) => `<h1>${TITLE}</h1>${fill(size, () => '<p>Q</p><p>A</p>')}` },
  attributes: {
    path: 'a.html',
    make: (size) => `<h1>${TITLE}</h1><p${fill(size, (i) => ` a${i}=1`)}>Q: Why?</p><p>A: So.</p>`,
  },
  nested: { path: 'a.html', make: (size) => `<h1>${TITLE}</h1>${'<div>'.repeat(size / 5)}` },
  line: { path: 'a.txt', make: (size) => `${TITLE}\n\nQ: Why?\n\nA: ${fill(size, () => `${ANSWER}. `)}` },
};

/** Seconds, peak memory of the process in megabytes, and what came of it, by kind and size in MiB. */
export async function benchParsing(sizes: readonly number[]) {
  const report: Record<string, Record<string, { seconds: number; megabytes: number; outcome: string }>> = {};
  for (const [name, { path, make }] of Object.entries(INPUTS)) {
    report[name] = {};
    for (const size of sizes) {
      const worker = new ParseWorker();
      await worker.parse({ path: 'warm-up.txt', bytes: Buffer.from('') }).catch(() => undefined);
      report[name][`${size} MiB`] = await measure(worker, {
        path,
        bytes: Buffer.from(make(size * MEBIBYTE)),
      });
      await worker.close();
    }
  }
  return report;
}

async function measure(worker: ParseWorker, file: SourceFile) {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const began = performance.now();
  try {
    const outcome = await worker.parse(file).then(
      ({ transcript }) => `${transcript.turns.length} turns`,
      (error: unknown) => {
        if (error instanceof OnRecordError) return error.problem.slice(0, 100);
        throw error;
      },
    );
    return { seconds: round((performance.now() - began) / 1000), megabytes: Math.round(peak / 1e6), outcome };
  } finally {
    clearInterval(timer);
  }
}
