/** How sure the record is, where the thresholds are, and what made it this sure. */
import type { Explanation, FeatureShare } from '../../playground/wire.ts';
import { h } from '../dom.ts';
import { headings, part, scrolling, section, signed, whole } from './elements.ts';

const VERDICTS = {
  answer: 'On record: this answers',
  related: 'Related, no direct answer',
  none: 'Nothing on record answers',
} as const;

export function drawVerdict({ verdict, cited }: Explanation): HTMLElement {
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
  coverage: 'Question’s rare words that are shared',
  missing: 'Words that nothing comes near to',
  unmet: 'The weightiest word that is not met',
  entity: 'A name or number that is not met',
  outside: 'Outside the days asked for',
};

export function drawFeatures(features: readonly FeatureShare[]): HTMLElement {
  const most = Math.max(...features.map(({ push }) => Math.abs(push)), 0.001);
  return section(
    'What made it this sure',
    scrolling(
      'Features of the verdict',
      h(
        'table',
        { class: 'features' },
        headings(['feature', 'here', 'usual', 'speaks for it']),
        h(
          'tbody',
          {},
          ...features.map(({ name, value, usual, push }) => {
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
        ),
      ),
    ),
    h('p', { class: 'small' }, 'In log-odds, against the questions that the verdict was fitted on.'),
  );
}
