/** Each word of the question beside the words of the passage that met it: token matches as people read them. */
import type { Explanation, Span, TokenMatch } from '../../playground/wire.ts';
import { h } from '../dom.ts';
import { litText, meter, placeOf, section, table, whole } from './elements.ts';

/** A word of the question and where it is met. */
interface MatchedWord {
  word: string;
  /** Share of the question's weight, 0 to 1. */
  share: number;
  met: TokenMatch['met'];
  cosine: number;
  /** The nearest words in the passage, each once. */
  passage: NearWord[];
}

interface NearWord extends Span {
  cosine: number;
}

const LETTER = /[\p{L}\p{N}'’]/u;

/** Words of the question in their order; tokens that stand side by side within a word are one. */
export function matchedWords(
  question: string,
  passage: string,
  tokens: readonly TokenMatch[],
): MatchedWord[] {
  const total = tokens.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const groups: TokenMatch[][] = [];
  for (const token of tokens) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const joins = before?.end === token.start && LETTER.test(question[token.start] ?? '');
    if (group && joins && LETTER.test(question[before.start] ?? '')) group.push(token);
    else groups.push([token]);
  }
  return groups.flatMap((group) => {
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) return [];
    const weight = group.reduce((sum, token) => sum + token.weight, 0);
    const heaviest = group.reduce((best, token) => (token.weight > best.weight ? token : best), first);
    return [
      {
        word: question.slice(first.start, last.end),
        share: weight / total,
        met: heaviest.met,
        cosine: group.reduce((sum, token) => sum + token.weight * token.cosine, 0) / (weight || 1),
        passage: distinct(
          group.flatMap(({ passage: found }) => found ?? []),
          passage,
        ),
      },
    ];
  });
}

function distinct(found: readonly NearWord[], text: string): NearWord[] {
  const words = new Map<number, NearWord>();
  for (const { cosine, ...span } of found) {
    const word = wholeWord(text, span);
    const known = words.get(word.start);
    if (!known || known.cosine < cosine) words.set(word.start, { ...word, cosine });
  }
  return [...words.values()];
}

/** A span, widened to the word that it stands in; Chinese has no blanks, so its characters stay themselves. */
function wholeWord(text: string, { start, end }: Span): Span {
  if (/\p{Script=Han}/u.test(text.slice(start, end))) return { start, end };
  let [from, to] = [start, end];
  while (from > 0 && LETTER.test(text[from - 1] ?? '')) from--;
  while (to < text.length && LETTER.test(text[to] ?? '')) to++;
  return { start: from, end: to };
}

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
        h('td', {}, meter(cosine)),
        h('td', { class: 'number' }, whole(share)),
      );
    });
  return section(
    'Each word of the question looks for its own answer',
    table({
      label: 'Matches word by word',
      class: 'words',
      headings: ['asked', 'nearest in passage', 'cosine', 'best met in', 'how well', 'counts'],
      rows,
    }),
  );
}
