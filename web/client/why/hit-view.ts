/** Why a passage is a hit for a question: the numbers of the ranking, as pictures that can be read. */
import type { Explanation } from '../../playground/wire.ts';
import { h } from '../dom.ts';
import { matchedWords } from './matched-words.ts';
import { drawPassage, drawWords } from './matches-view.ts';
import { drawStages } from './score-view.ts';
import { drawFeatures, drawVerdict } from './verdict-view.ts';

export function drawHitWhy(why: Explanation): HTMLElement {
  const { cited, tokens, query, rewritten } = why;
  const words = tokens ? matchedWords(rewritten, cited.passage.text, tokens) : [];
  return h(
    'div',
    { class: 'why' },
    h('p', { class: 'why-question' }, query),
    ...(rewritten === query ? [] : [h('p', { class: 'why-note' }, `Searched for: ${rewritten}`)]),
    drawVerdict(why),
    drawPassage(why, words),
    words.length > 0 && drawWords(words, cited.passage.text),
    drawStages(why),
    why.verdict.fit && drawFeatures(why.verdict.fit.features),
  );
}
