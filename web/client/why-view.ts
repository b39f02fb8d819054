/** “Why this passage”: the numbers behind a hit, as pictures that can be read. */
import type { Explanation, FeatureShare, ScorePart, StageScore } from '../playground/wire.ts';
import { type Child, h } from './dom.ts';
import { type MatchedWord, matchedWords } from './matched-words.ts';

/** Below this cosine two words have nothing to do with each other. */
const LIT_FROM = 0.5;
/** A word's share of the question, against what an equal share would be. */
const COMMON_BELOW = 0.5;
/** Letters that “asked” and “asking” have in common. */
const STEM = 3;
const VERDICTS = {
  answer: 'On record: this answers',
  related: 'Related, no direct answer',
  none: 'Nothing on record answers',
} as const;

export function drawWhy(why: Explanation): HTMLElement {
  const { cited, tokens, query, wording } = why;
  const words = tokens ? matchedWords(wording, cited.passage.text, tokens) : [];
  return h(
    'div',
    { class: 'why' },
    h('p', { class: 'why-question' }, query),
    ...(wording === query ? [] : [h('p', { class: 'why-note' }, `Searched for: ${wording}`)]),
    drawVerdict(why),
    drawPassage(why, words),
    words.length > 0 && drawWords(words, cited.passage.text),
    drawStages(why),
    why.verdict.fit && drawFeatures(why.verdict.fit.features),
  );
}

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

function drawPassage({ cited }: Explanation, words: readonly MatchedWord[]): HTMLElement {
  const { text } = cited.passage;
  const lit = new Map<number, { end: number; cosine: number }>();
  for (const matched of words) {
    for (const { start, end, cosine } of matched.passage) {
      if (cosine < LIT_FROM || !isTelling(matched, text.slice(start, end), words.length)) continue;
      if ((lit.get(start)?.cosine ?? 0) < cosine) lit.set(start, { end, cosine });
    }
  }
  const pieces: Child[] = [];
  let from = 0;
  for (const [start, { end, cosine }] of [...lit].sort(([a], [b]) => a - b)) {
    if (start < from) continue;
    const mark = h(
      'mark',
      { class: 'lit', 'data-start': start, title: `cosine ${cosine.toFixed(2)}` },
      text.slice(start, end),
    );
    mark.style.setProperty('--strength', String(Math.min(1, (cosine - LIT_FROM) / (1 - LIT_FROM) + 0.15)));
    pieces.push(text.slice(from, start), mark);
    from = end;
  }
  pieces.push(text.slice(from));
  const { turn, document } = cited;
  return section(
    'The passage, with the matched words lit up',
    h('p', { class: 'why-passage' }, ...pieces),
    h('p', { class: 'small' }, `${turn.speaker} · ${document.date} · ${document.publisher}`),
  );
}

/** “the” is found everywhere: a word that counts little lights up only where it is met by its own kind. */
function isTelling({ word, share }: MatchedWord, met: string, count: number): boolean {
  if (share * count >= 1) return true;
  const stem = word.toLowerCase().slice(0, STEM);
  return share * count >= COMMON_BELOW && met.toLowerCase().startsWith(stem);
}

function drawWords(words: readonly MatchedWord[], text: string): HTMLElement {
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

const FEATURE_WORDS: Record<string, string> = {
  dense: 'Meaning as a whole (cosine)',
  late: 'Words met in the turn',
  own: 'Words met in the passage itself',
  coverage: 'Question’s rare words that are shared',
  missing: 'Words that nothing comes near to',
  weakest: 'The rare word met worst',
  lateGap: 'Ahead of the rest, word by word',
  denseGap: 'Ahead of the rest, as a whole',
  margin: 'Ahead of the second, all in all',
  denseAgrees: 'First by meaning, too',
  lateAgrees: 'First word by word, too',
  outside: 'Outside the days asked for',
};

function drawFeatures(features: readonly FeatureShare[]): HTMLElement {
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

function section(title: string, ...children: Child[]): HTMLElement {
  return h('section', { class: 'why-section' }, h('h3', {}, title), ...children);
}

function scrolling(label: string, table: HTMLElement): HTMLElement {
  return h('div', { class: 'scrolling', tabindex: 0, role: 'region', 'aria-label': label }, table);
}

function headings(names: readonly string[]): HTMLElement {
  return h('thead', {}, h('tr', {}, ...names.map((name) => h('th', { scope: 'col' }, name))));
}

/** An empty element whose CSS reads its share, 0 to 1. */
function part(name: string, share: number): HTMLElement {
  const element = h('span', { class: name });
  element.style.setProperty('--share', String(Math.max(0, Math.min(1, share))));
  return element;
}

function meter(share: number, name: string): HTMLElement {
  return h(
    'span',
    { class: `meter ${name}`, role: 'img', 'aria-label': share.toFixed(2) },
    part('meter-fill', share),
  );
}

function whole(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
