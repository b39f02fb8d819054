/** Names that must outlive rebuilds and edits. */
import { describe, expect, it } from 'vitest';
import { documentId } from '../../corpus/document-id.ts';
import { passageId } from '../../corpus/passage-id.ts';
import { parse, TITLE } from './helpers.ts';

const ids = (text: string) => parse(text).passages.map(({ id }) => id);

describe('passage ids', () => {
  it('stay as they are under edits elsewhere, re-wrapping and new line ends', () => {
    const before = ids(`${TITLE}\n\nQ: Why?\n\nA: First words.\n\nLast words.`);
    const after = ids(
      `${TITLE}\r\n\r\nQ: Why, pray?\r\n\r\nA: First words.\r\n\r\nNew words.\r\n\r\nLast  words.`,
    );
    expect(after).toHaveLength(3);
    expect([after[0], after[2]]).toEqual(before);
  });

  it('tell repeated words apart by their order', () => {
    const [first, second] = ids(`${TITLE}\n\nQ: Why?\n\nA: No comment.\n\nQ: And?\n\nA: No  comment.`);
    expect(first).not.toBe(second);
    expect(first).toBe(ids(`${TITLE}\n\nQ: Why?\n\nA: No comment.`)[0]);
  });

  it('are ten letters and digits that differ with the document', () => {
    const id = passageId('a', 'words', 0);
    expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/);
    expect(passageId('b', 'words', 0)).not.toBe(id);
    expect(passageId('a', 'words', 1)).not.toBe(id);
    expect(passageId('a', ' words\n', 0)).toBe(id);
  });
});

describe('document ids', () => {
  it('are the day and the words of the title, cut at a word', () => {
    expect(documentId('2019-07-03', 'Minister’s Café & “Q&A”')).toBe('2019-07-03-ministers-cafe-q-a');
    expect(documentId('2019-07-03', 'word '.repeat(40)).length).toBeLessThanOrEqual(91);
    expect(documentId('2019-07-03', 'word '.repeat(40))).toMatch(/-word$/);
    expect(documentId('2017-12-07', '外交部发言人耿爽答记者问')).toBe('2017-12-07-外交部发言人耿爽答记者问');
    expect(documentId('2017-12-07', '***')).toBe('2017-12-07-document');
  });
});
