/** Lines of a page, by where they stand, to paragraphs. */
import { expect, it } from 'vitest';
import { joinParagraphs } from '../../../corpus/sources/pdf/paragraphs.ts';

/** Lines of text from their left edges, one below the other. */
const page = (...lines: [left: number, text: string][]) =>
  lines.map(([left, text], i) => ({ text, left, right: 500, y: 700 - i * 14, height: 10 }));

it('an indent begins a paragraph', () => {
  const lines = page(
    [90, 'We have looked at the harbour again, and'],
    [72, 'the works will go on until the end of the'],
    [72, 'year, as we have said before, and longer'],
    [90, 'Then there is the pier, which was closed'],
    [72, 'by the harbour master.'],
  );
  expect(joinParagraphs([lines]).split('\n\n')).toHaveLength(2);
});

it('where indents hang, whatever stands out to the left begins one', () => {
  const lines = page(
    [72, 'MS. LEE: We have looked at the harbour again,'],
    [108, 'and the works will go on until the end of the'],
    [108, 'year, as we have said before, and longer.'],
    [72, 'MR. ROE: Then there is the pier, which was'],
    [108, 'closed by the harbour master, who says that'],
    [108, 'it was not safe.'],
  );
  expect(joinParagraphs([lines])).toBe(
    'MS. LEE: We have looked at the harbour again, and the works will go on until the end of the year, as we have said before, and longer.\n\n' +
      'MR. ROE: Then there is the pier, which was closed by the harbour master, who says that it was not safe.',
  );
});
