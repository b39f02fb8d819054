/** The passage with the words lit up that met the question’s, and each word of the question beside its own. */
import type { Explanation } from '../../playground/wire.ts';
import { h } from '../dom.ts';
import { headings, meter, placeOf, scrolling, section, whole } from './elements.ts';
import { litText } from './lit-text.ts';
import type { MatchedWord } from './matched-words.ts';

/** Below this cosine two words have nothing to do with each other. */
const LIT_FROM = 0.5;
/** A word's share of the question, against what an equal share would be. */
const COMMON_BELOW = 0.5;
/** Letters that “asked” and “asking” have in common. */
const STEM = 3;

export function drawPassage({ cited }: Explanation, words: readonly MatchedWord[]): HTMLElement {
  const { text } = cited.passage;
  const lit = new Map<number, { end: number; cosine: number }>();
  for (const matched of words) {
    for (const { start, end, cosine } of matched.passage) {
      if (cosine < LIT_FROM || !isTelling(matched, text.slice(start, end), words.length)) continue;
      if ((lit.get(start)?.cosine ?? 0) < cosine) lit.set(start, { end, cosine });
    }
  }
  const spans = [...lit].map(([start, { end, cosine }]) => ({
    start,
    end,
    strength: Math.min(1, (cosine - LIT_FROM) / (1 - LIT_FROM) + 0.15),
    title: `cosine ${cosine.toFixed(2)}`,
  }));
  return section(
    'The passage, with the matched words lit up',
    h('p', { class: 'why-passage' }, ...litText(text, spans)),
    placeOf(cited),
  );
}

/** “the” is found everywhere: a word that counts little lights up only where it is met by its own kind. */
function isTelling({ word, share }: MatchedWord, met: string, count: number): boolean {
  if (share * count >= 1) return true;
  const stem = word.toLowerCase().slice(0, STEM);
  return share * count >= COMMON_BELOW && met.toLowerCase().startsWith(stem);
}

export function drawWords(words: readonly MatchedWord[], text: string): HTMLElement {
  const rows = words
    .filter(({ word }) => /[\p{L}\p{N}]/u.test(word))
    .map(({ word, share, met, cosine, passage }) => {
      const best = passage.toSorted((a, b) => b.cosine - a.cosine)[0];
      const nearest = best && best.cosine > 0 ? text.slice(best.start, best.end) : '–';
      return h(
        'tr',
        {},
        h('th', { scope: 'row' }, word),
        h('td', {}, nearest),
        h('td', { class: 'number' }, best ? best.cosine.toFixed(2) : '–'),
        h('td', {}, met === 'passage' ? 'passage' : met === 'question' ? 'its question' : 'its title'),
        h('td', {}, meter(cosine, 'met')),
        h('td', { class: 'number' }, whole(share)),
      );
    });
  return section(
    'Each word of the question looks for its own answer',
    scrolling(
      'Matches word by word',
      h(
        'table',
        { class: 'words' },
        headings(['asked', 'nearest in passage', 'cosine', 'best met in', 'how well', 'counts']),
        h('tbody', {}, ...rows),
      ),
    ),
  );
}
