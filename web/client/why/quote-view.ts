/** Why `/quote` shows a passage: it was named by its id, or it is the first that holds the words. */
import type { QuoteExplanation } from '../../playground/wire.ts';
import { h } from '../dom.ts';
import { litText, placeOf, section } from './elements.ts';

type ByWords = Extract<QuoteExplanation, { by: 'words' }>;

export function drawQuoteWhy(why: QuoteExplanation): HTMLElement {
  const { cited } = why;
  const found = why.by === 'words' && why.words.length > 0 ? why : undefined;
  return h(
    'div',
    { class: 'why' },
    h('p', { class: 'why-question' }, found ? found.words.join(' ') : cited.passage.id),
    section('How it was found', ...(found ? howHeld(found) : [h('p', {}, howNamed(why))])),
    section(
      found ? 'The passage, with the words lit up' : 'The passage',
      h('p', { class: 'why-passage' }, ...litText(cited.passage.text, found?.matches ?? [])),
      placeOf(cited),
    ),
  );
}

function howNamed({ by, cited }: QuoteExplanation): string {
  if (by === 'words') return 'No word was typed: this is the newest passage on record.';
  if (cited.superseded !== undefined)
    return 'By its id. The source was changed since, and the passage was found in the version before.';
  return 'By its id, as typed or as a suggestion gives it. A passage’s id is made from its document and its own words.';
}

function howHeld({ held, counted, words, isUnfinished }: ByWords): HTMLElement[] {
  const { succession, apart, most } = counted;
  const number = (count: number) => (count >= most ? `${most} or more` : String(count));
  const passages = (count: number) => `${number(count)} ${count === 1 ? 'passage' : 'passages'}`;
  const first = 'The newest comes first, so it is this one.';
  const how =
    words.length === 1
      ? `${passages(succession)} ${succession === 1 ? 'holds' : 'hold'} the word.`
      : held === 'succession'
        ? `${passages(succession)} ${succession === 1 ? 'holds' : 'hold'} these words one after the other.`
        : 'No passage holds these words one after the other.';
  const scattered = `${passages(apart)} ${apart === 1 ? 'holds' : 'hold'} them all, but apart.`;
  const isFirstOfSeveral = (held === 'succession' ? succession : apart) > 1;
  const last = words.at(-1) ?? '';
  return [
    h('p', {}, how),
    ...(words.length > 1 ? [h('p', {}, scattered)] : []),
    ...(isFirstOfSeveral ? [h('p', {}, first)] : []),
    h(
      'p',
      { class: 'small' },
      `Case, accents and punctuation do not count.${isUnfinished ? ` “${last}” may be the beginning of a word.` : ''}`,
    ),
  ];
}
