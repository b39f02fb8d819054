/** `npm run bench -- --parsing`: how time and memory of reading a file grow with its length, by kind of input. */
import { ParseWorker } from '../../corpus/parse-worker.ts';
import { round } from './timing.ts';

const MIB = 1024 * 1024;
/** Of a file; the last is the largest that is taken. */
const SIZES = [1, 4, 16].map((mebibytes) => mebibytes * MIB);
const SAMPLE_MS = 20;
const TITLE = 'Press Conference of the Minister on May 8, 2023';
const WORDS = 'We have looked at the harbour again and the works will go on until the end of the year.';

interface Input {
  path: string;
  head: string;
  unit: (i: number) => string;
  tail: string;
}

const text = (unit: Input['unit']): Input => ({ path: 'a.txt', head: `${TITLE}\n\n`, unit, tail: '' });
const page = (unit: Input['unit'], before = '', after = ''): Input => ({
  path: 'a.html',
  head: `<html><head><title>${TITLE}</title></head><body>${before}`,
  unit,
  tail: `${after}</body></html>`,
});

/** What transcripts look like, and what would hurt a reader most. */
const INPUTS: Record<string, Input> = {
  'turns, text': text((i) => `Q: Why is harbour ${i} closed?\n\nA: ${WORDS}\n\n`),
  'turns, Markdown': {
    ...text((i) => `Q\u00a0\u00a0Why is harbour ${i} closed?\n\nMS. PSAKI:\u00a0 ${WORDS}\n\n`),
    path: 'a.md',
  },
  'as many speakers as turns': text((i) => `Speaker ${name(i)}: Why?\n\nA: ${WORDS}\n\n`),
  'lines without a label': text((i) => `${WORDS} ${i}\n`),
  'one line': text((i) => `Q: Why? A: ${WORDS} ${i} `),
  'line ends': text(() => '\n'),
  colons: text(() => 'a: b\n'),
  'turns, HTML': page((i) => `<p>Q: Why is harbour ${i} closed?</p><p>A: ${WORDS}</p>`),
  'tiny pairs': page(() => '<p>Q</p><p>A</p>'),
  'bold labels': page((i) => `<p><b>Minister:</b> ${WORDS}</p><p><b>Reporter ${i}:</b> Why?</p>`),
  elements: page(() => '<b></b>'),
  links: page((i) => `<a href="/${i}">${i}</a> `),
  attributes: page((i) => ` a${i}`, '<p', '>Q: Why?</p>'),
  nesting: page(() => '<div>'),
};

/** A name of letters for each number. */
function name(i: number): string {
  const letters = String(i).replace(/\d/g, (digit) => String.fromCharCode(97 + Number(digit)));
  return letters.charAt(0).toUpperCase() + letters.slice(1);
}

function fill({ path, head, unit, tail }: Input, size: number): { path: string; bytes: Uint8Array } {
  const parts = [head];
  for (let i = 0, length = head.length + tail.length; ; i++) {
    const next = unit(i);
    length += Buffer.byteLength(next);
    if (length > size) break;
    parts.push(next);
  }
  return { path, bytes: Buffer.from([...parts, tail].join('')) };
}

/** Of each kind and size: seconds, those of all cores, by how much the process grew meanwhile, and what came of it. */
export async function benchParsing() {
  const report: Record<string, Record<string, unknown>[]> = {};
  for (const [kind, input] of Object.entries(INPUTS)) {
    report[kind] = [];
    for (const size of SIZES) {
      const file = fill(input, size);
      report[kind].push({ mebibytes: size / MIB, ...(await read(file)) });
    }
  }
  return report;
}

async function read(file: { path: string; bytes: Uint8Array }) {
  const worker = new ParseWorker();
  // The thread loads its code with the first file.
  await worker.parse({ path: 'b.txt', bytes: Buffer.from(`${TITLE}\n\nQ: Why?\n\nA: ${WORDS}`) });
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, SAMPLE_MS);
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  const spent = () => {
    const { user, system } = process.cpuUsage(cpuBefore);
    return { seconds: since(began), cpuSeconds: round((user + system) / 1e6) };
  };
  try {
    const { transcript } = await worker.parse(file);
    return {
      ...spent(),
      addedMegabytes: Math.round((peak - before) / 1e6),
      turns: transcript.turns.length,
    };
  } catch (error) {
    const refused = error instanceof Error ? error.message : String(error);
    return { ...spent(), addedMegabytes: Math.round((peak - before) / 1e6), refused };
  } finally {
    clearInterval(timer);
    await worker.close();
  }
}

function since(began: number): number {
  return round((performance.now() - began) / 1000);
}
