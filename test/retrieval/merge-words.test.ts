import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeWordIndexes } from '../../retrieval/quotes/merge-words.ts';
import { buildWordIndex } from '../../retrieval/quotes/word-index.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'Beijing', 'zebra', '5G'), { maxLength: 6 })
  .map((words) => words.join(' '));
const passage = fc.record({ text, date: fc.constantFrom('2019-01-01', '2019-07-03', '2021-12-31') });

const indexOf = (passages: readonly { text: string; date: string }[]) =>
  buildWordIndex(
    passages.map((one) => one.text),
    passages.map(({ date }) => date),
  );

describe('word indexes that are merged', () => {
  it('are the index of all passages, whatever they hold and in whatever order they were said', () => {
    fc.assert(
      fc.property(
        fc.array(passage, { maxLength: 8 }),
        fc.array(passage, { maxLength: 8 }),
        (known, added) => {
          const all = [...known, ...added];
          const merged = mergeWordIndexes(
            indexOf(known),
            indexOf(added),
            all.map(({ date }) => date),
          );
          expect(merged).toEqual(indexOf(all));
        },
      ),
      { numRuns: 500, endOnFailure: true },
    );
  });
});
