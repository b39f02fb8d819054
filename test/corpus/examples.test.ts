/** The month of real briefings that comes with the project. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkCorpus } from '../../corpus/check/check.ts';
import { loadCorpus } from '../../corpus/load.ts';

const MONTH = fileURLToPath(new URL('../../examples/white-house-2023-08', import.meta.url));

describe('August 2023 at the White House', () => {
  it('is read: every day, and who answered', async () => {
    const { transcripts, refused } = await loadCorpus(MONTH);
    expect(refused).toEqual([]);
    expect(transcripts).toHaveLength(12);
    for (const { document, turns, passages } of transcripts) {
      expect(document.date).toMatch(/^2023-08-/);
      expect(document.path.startsWith(document.date)).toBe(true);
      expect(document.publisher).toBe('The White House');
      expect(document.url).toContain('archives.gov/briefing-room');
      expect(turns.length).toBeGreaterThan(5);
      for (const { text, start, end } of passages) expect(document.text.slice(start, end)).toBe(text);
    }
    const speakers = new Set(transcripts.flatMap(({ turns }) => turns.map(({ speaker }) => speaker)));
    expect([...speakers]).toEqual(
      expect.arrayContaining(['Karine Jean-Pierre', 'Olivia Dalton', 'Jake Sullivan', 'Deanne Criswell']),
    );
  });

  it('holds next to nothing that looks wrongly read', async () => {
    const { counts } = await checkCorpus(MONTH, 2, 1);
    const { label, inner, unasked, start, long, wall, crowd, bracket } = counts;
    expect({ label, inner, unasked, start, long, wall, crowd, bracket }).toEqual({
      label: 0,
      inner: 0,
      unasked: 0,
      start: 0,
      long: 0,
      wall: 0,
      crowd: 0,
      bracket: 0,
    });
    // What is thrown in while an answer goes on, and words that pass the floor on.
    expect(counts.unanswered).toBeLessThan(10);
    expect(counts.lost).toBeLessThan(30);
    expect(counts.once).toBeLessThan(10);
  });
});
