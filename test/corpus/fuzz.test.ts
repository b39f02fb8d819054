/** Whatever a file holds: a transcript whose passages are slices of its text, or a sentence that says why not. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TranscriptError } from '../../corpus/errors.ts';
import { markLines } from '../../corpus/explain.ts';
import { readSource } from '../../corpus/parse.ts';
import { documentSchema, passageSchema, turnSchema } from '../../corpus/schema.ts';
import { corpusDir } from '../support/temporary.ts';
import { pagesOf, parseFile } from './helpers.ts';

/** `FUZZ_RUNS=10000 npx vitest run test/corpus/fuzz.test.ts` for a long look. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const HOUR = 3_600_000;

/** A file is read without a crash, and every passage is cut from its text. */
function holds(path: string, bytes: Uint8Array): boolean {
  try {
    const { document, turns, passages } = parseFile({ path, bytes });
    documentSchema.parse(document);
    for (const turn of turns) turnSchema.parse(turn);
    for (const passage of passages) {
      passageSchema.parse(passage);
      expect(document.text.slice(passage.start, passage.end)).toBe(passage.text);
      expect(turns[passage.turn]).toBeDefined();
    }
    expect(new Set(passages.map(({ id }) => id)).size).toBe(passages.length);
    markLines(readSource({ path, bytes }, pagesOf({ path, bytes })));
    return true;
  } catch (error) {
    if (error instanceof TranscriptError) return false;
    throw error;
  }
}

const path = fc.constantFrom('2020-01-01.txt', '2020-01-01.md', '2020-01-01.html');
const PIECES = [
  'Q: ',
  'A: ',
  'Q',
  'Q.',
  '问：',
  '答：',
  'MS. PSAKI:',
  'AFP: ',
  'Wang Wenbin: ',
  'QUESTION: ',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  ' ',
  '\u00a0\u00a0',
  '\u3000',
  '\u200b',
  '\u2028',
  '\ud800',
  '<p>',
  '</p>',
  '<br>',
  '<s>',
  '</del>',
  '<table><td>',
  '<pre>',
  '<!--',
  '<script>',
  '&nbsp;',
  '&#xd800;',
  '---\n',
  'title: x\n',
  '# ',
  '- ',
  '**',
  '(Laughter.)',
  'END',
  '###',
  '— ',
  '2019/07/03',
  'May 8, 2023',
  '二〇一七年十二月七日',
  'Why now?',
  'Because it is time.',
  '因为。',
  'Moderator: ',
  ':',
  '?',
  '\u0000',
  '😀',
  'İ',
  'ﬁ',
] as const;
const pieced = fc
  .tuple(
    fc.constantFrom('', 'Press Briefing\n\nQ: Why?\n\nA: So.\n\n'),
    fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 20 })), { maxLength: 80 }),
  )
  .map(([start, pieces]) => Buffer.from(start + pieces.join('')));

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
const real = [
  ...readdirSync(corpusDir).map((name) => join(corpusDir, name)),
  ...readdirSync(fixtures).flatMap((name) =>
    readdirSync(join(fixtures, name))
      .filter((file) => /^source\.(?:txt|md|html?)$/.test(file))
      .map((file) => join(fixtures, name, file)),
  ),
].map((file) => ({ bytes: readFileSync(file), extension: /\.\w+$/.exec(file)?.[0] ?? '' }));

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 200 }),
  put: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.constantFrom(...PIECES).map((piece) => new Uint8Array(Buffer.from(piece))),
  ),
});
const mutated = fc
  .tuple(fc.constantFrom(...real), fc.array(edit, { minLength: 1, maxLength: 12 }))
  .map(([{ bytes, extension }, edits]) => {
    let result: Uint8Array = bytes;
    for (const { at, cut, put } of edits) {
      const from = Math.floor(at * result.length);
      result = Buffer.concat([result.subarray(0, from), put, result.subarray(from + cut)]);
    }
    return { path: `2020-01-01${extension}`, bytes: result };
  });

describe('no file crashes the parser or gives a passage that is not in it', () => {
  it('of any bytes', { timeout: HOUR }, () => {
    fc.assert(
      fc.property(path, fc.uint8Array({ maxLength: 1000 }), (name, bytes) => void holds(name, bytes)),
      { numRuns: RUNS },
    );
  });

  it('of the pieces that transcripts are made of', { timeout: HOUR }, () => {
    let read = 0;
    fc.assert(
      fc.property(path, pieced, (name, bytes) => {
        if (holds(name, bytes)) read += 1;
      }),
      { numRuns: RUNS },
    );
    // Some of them are transcripts, or the test would look at refusals only.
    expect(read).toBeGreaterThan(0);
  });

  it('of real transcripts, damaged', { timeout: HOUR }, () => {
    let read = 0;
    fc.assert(
      fc.property(mutated, (file) => {
        if (holds(file.path, file.bytes)) read += 1;
      }),
      { numRuns: RUNS },
    );
    expect(read).toBeGreaterThan(RUNS / 10);
  });
});
