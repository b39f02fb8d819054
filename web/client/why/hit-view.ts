/** Why a passage is a hit for a question: how sure the record is, what made it so, and the numbers of the ranking. */
import type { Explanation, FeatureShare, ScorePart, StageScore } from '../../playground/wire.ts';
import { h } from '../dom.ts';
import { part, section, signed, table, whole } from './elements.ts';
import { drawPassage, drawWords, matchedWords } from './matched-words.ts';

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

const VERDICTS = {
  answer: 'On record: this answers',
  related: 'Related, no direct answer',
  none: 'Nothing on record answers',
} as const;

function drawVerdict({ verdict, cited }: Explanation): HTMLElement {
  const { fit, confidence, judged } = verdict;
  const percent = Math.round(confidence * 100);
  if (!fit) {
    const none = 'How sure was never fitted to the models in use, so nothing is said to answer.';
    return section(
      'Verdict',
      h('p', { class: 'verdict-words' }, VERDICTS[verdict.verdict]),
      h('p', { class: 'small' }, none),
    );
  }
  const limits = [
    { at: fit.relatedFrom, name: 'related' },
    { at: fit.answerFrom, name: 'answers' },
  ];
  const gauge = h(
    'div',
    {
      class: `gauge ${verdict.verdict}`,
      role: 'img',
      'aria-label': `${percent}% sure. From ${whole(fit.relatedFrom)} a passage is related, from ${whole(fit.answerFrom)} it answers.`,
    },
    part('gauge-fill', confidence),
    ...limits.map(({ at }) => part('gauge-limit', at)),
  );
  const scale = h(
    'div',
    { class: 'gauge-scale', 'aria-hidden': 'true' },
    ...limits.map(({ at, name }) => {
      const label = h('span', {}, `${name} from ${whole(at)}`);
      label.style.setProperty('--at', String(at));
      return label;
    }),
  );
  const other = judged !== cited.passage.id && `The verdict is on the first candidate, passage ${judged}.`;
  return section(
    'Verdict',
    h(
      'p',
      { class: 'verdict-words' },
      h('strong', {}, `${percent}% sure`),
      h('span', { class: `verdict-name ${verdict.verdict}` }, VERDICTS[verdict.verdict]),
    ),
    gauge,
    scale,
    other && h('p', { class: 'small' }, other),
  );
}

const FEATURE_WORDS: Record<string, string> = {
  dense: 'Meaning as a whole (cosine)',
  late: 'Its words, each by itself (cosine)',
  coverage: 'Question’s rare words that are shared',
  missing: 'Words that nothing comes near to',
  outside: 'Outside the days asked for',
};

function drawFeatures(features: readonly FeatureShare[]): HTMLElement {
  const most = Math.max(...features.map(({ push }) => Math.abs(push)), 0.001);
  return section(
    'What made it this sure',
    table({
      label: 'Features of the verdict',
      class: 'features',
      headings: ['feature', 'here', 'usual', 'speaks for it'],
      rows: features.map(({ name, value, usual, push }) => {
        const bar = part(push < 0 ? 'push against' : 'push for', Math.abs(push) / most / 2);
        return h(
          'tr',
          {},
          h('th', { scope: 'row' }, FEATURE_WORDS[name] ?? name),
          h('td', { class: 'number' }, value.toFixed(2)),
          h('td', { class: 'number' }, usual.toFixed(2)),
          h(
            'td',
            { class: 'pushes' },
            h('span', { class: 'pushed' }, bar),
            h('span', { class: 'number' }, signed(push)),
          ),
        );
      }),
    }),
    h('p', { class: 'small' }, 'In log-odds, against the questions that the verdict was fitted on.'),
  );
}

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

function drawStages({ first, second, candidates, reranked, hitRank }: Explanation): HTMLElement {
  const most = Math.max(first.score, second?.score ?? 0, 0.001);
  const rank = `rank ${first.rank} of ${candidates}`;
  const place = hitRank === undefined ? 'Folded into a hit of nearly the same words' : `Hit ${hitRank}`;
  return section(
    'Score and rank',
    h(
      'p',
      { class: 'ranks' },
      h('strong', {}, place),
      h('span', {}, second ? `${rank} before reranking, ${second.rank} after` : rank),
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
