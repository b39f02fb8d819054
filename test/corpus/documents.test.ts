/** The two documents that the product starts with. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCorpus } from '../../corpus/load.ts';
import { documentSchema, passageSchema, turnSchema } from '../../corpus/schema.ts';

const DOCUMENTS = fileURLToPath(new URL('../../corpus/documents', import.meta.url));
const { transcripts, refused, sources } = await loadCorpus(DOCUMENTS);
const [conference, remarks] = transcripts;

describe('the two documents', () => {
  it('are read, both of them', () => {
    expect(transcripts).toHaveLength(2);
    expect(refused).toEqual([]);
    expect(sources.map(({ path }) => path)).toEqual(transcripts.map(({ document }) => document.path));
  });

  it('hold a press conference of four questions and fifteen passages', () => {
    expect(conference?.turns).toHaveLength(4);
    expect(conference?.passages).toHaveLength(15);
    expect(conference?.passages.map(({ turn }) => turn)).toEqual([
      0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 3,
    ]);
    expect(new Set(conference?.turns.map(({ speaker }) => speaker))).toEqual(new Set(['Geng Shuang']));
    expect(conference?.document).toMatchObject({
      title: "Foreign Ministry Spokesperson Geng Shuang's Regular Press Conference on February 18, 2019",
      date: '2019-02-18',
      publisher: 'Ministry of Foreign Affairs of China',
      kind: 'press-conference',
      language: 'en',
    });
  });

  it('hold an embassy’s remarks of one question and three passages', () => {
    expect(remarks?.turns).toHaveLength(1);
    expect(remarks?.passages).toHaveLength(3);
    expect(remarks?.turns[0]).toMatchObject({ speaker: 'Chinese Embassy spokesperson' });
    expect(remarks?.turns[0]?.question).toMatch(/^On July 1, .* What is your comment on this\?$/s);
    expect(remarks?.document).toMatchObject({
      title: "Chinese Embassy spokesperson's remarks on Dutch government's risk assessment of 5G",
      date: '2019-07-03',
      publisher: 'Chinese Embassy',
      kind: 'statement',
    });
  });

  it('keep nothing of the page around the words', () => {
    for (const { text } of transcripts.flatMap(({ passages }) => passages)) {
      expect(text).not.toMatch(/^[QA]:|Suggest To A Friend|Home >|^2019\/07\/03/);
    }
  });

  it('are cut from their snapshot at the offsets of each passage, and fit the schema', () => {
    for (const { document, turns, passages } of transcripts) {
      documentSchema.parse(document);
      for (const turn of turns) turnSchema.parse(turn);
      for (const passage of passages) {
        passageSchema.parse(passage);
        expect(passage.text).toBe(document.text.slice(passage.start, passage.end));
        expect(passage.text).toBe(passage.text.trim());
      }
    }
  });

  it('keep the ids that people may have written down', () => {
    expect(conference?.document.id).toBe(
      '2019-02-18-foreign-ministry-spokesperson-geng-shuangs-regular-press-conference-on-february',
    );
    expect(conference?.passages.slice(0, 2).map(({ id }) => id)).toEqual(['95eqmqhzjz', 'vvszt8rqt4']);
    expect(remarks?.passages.map(({ id }) => id)).toEqual(['7rf1pfvcv7', 'brt0kf75b6', 'kx6x947fqm']);
  });
});
