/** What each signal adds to the score of a hit, before and with the reranker. */
import type { Explanation, ScorePart, StageScore } from '../../playground/wire.ts';
import { h } from '../dom.ts';
import { part, section } from './elements.ts';

const SIGNALS: Record<ScorePart['signal'], string> = {
  late: 'word by word',
  dense: 'meaning as a whole',
  lexical: 'shared rare words',
  days: 'the days asked for',
  speaker: 'the speaker asked for',
};

const MEASURES: Record<ScorePart['signal'], (value: number) => string> = {
  late: (value) => `late interaction ${value.toFixed(3)}`,
  dense: (value) => `cosine ${value.toFixed(3)}`,
  lexical: (value) => `BM25 ${value.toFixed(2)}`,
  days: (value) => (value === 0 ? 'within them' : `${Math.round(value)} days away`),
  speaker: () => 'named in the question',
};

export function drawStages({ first, second, candidates, reranked, hitRank }: Explanation): HTMLElement {
  const most = Math.max(first.score, second?.score ?? 0, 0.001);
  const place = hitRank === undefined ? 'Folded into a hit of nearly the same words' : `Hit ${hitRank}`;
  return section(
    'Score and rank',
    h(
      'p',
      { class: 'ranks' },
      h('strong', {}, place),
      h(
        'span',
        {},
        second
          ? `rank ${first.rank} of ${candidates} before reranking, ${second.rank} after`
          : `rank ${first.rank} of ${candidates}`,
      ),
    ),
    second && drawStage(`With the reranker (${reranked} candidates)`, second, most),
    drawStage(second ? 'Before the reranker' : 'Score', first, most),
  );
}

function drawStage(title: string, { score, parts }: StageScore, most: number): HTMLElement {
  const bar = h('div', { class: 'stack', 'aria-hidden': 'true' });
  for (const { signal, points } of parts) {
    if (points > 0) bar.append(part(`signal-${signal}`, points / most));
  }
  return h(
    'div',
    { class: 'stage' },
    h('h4', {}, title, h('span', { class: 'number' }, score.toFixed(3))),
    bar,
    h(
      'dl',
      { class: 'parts' },
      ...parts.map(({ signal, value, points }) =>
        h(
          'div',
          {},
          h('dt', {}, h('i', { class: `swatch signal-${signal}`, 'aria-hidden': 'true' }), SIGNALS[signal]),
          h('dd', { class: 'measure' }, MEASURES[signal](value)),
          h('dd', { class: 'number' }, `+${points.toFixed(3)}`),
        ),
      ),
    ),
  );
}
