/** Token matches as people read them: whole words of the question beside whole words of the passage. */
import type { TokenMatch } from '../../playground/wire.ts';

export interface Span {
  start: number;
  end: number;
}

/** A word of the question and where it is met. */
export interface MatchedWord {
  word: string;
  /** Share of the question's weight, 0 to 1. */
  share: number;
  met: TokenMatch['met'];
  cosine: number;
  /** The nearest words in the passage, each once. */
  passage: (Span & { cosine: number })[];
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

function distinct(
  found: readonly (Span & { cosine: number })[],
  text: string,
): (Span & { cosine: number })[] {
  const words = new Map<number, Span & { cosine: number }>();
  for (const { cosine, ...span } of found) {
    const word = wholeWord(text, span);
    const known = words.get(word.start);
    if (!known || known.cosine < cosine) words.set(word.start, { ...word, cosine });
  }
  return [...words.values()];
}

/** A span, widened to the word that it stands in; Chinese has no blanks, so its characters stay themselves. */
export function wholeWord(text: string, { start, end }: Span): Span {
  if (/\p{Script=Han}/u.test(text.slice(start, end))) return { start, end };
  let [from, to] = [start, end];
  while (from > 0 && LETTER.test(text[from - 1] ?? '')) from--;
  while (to < text.length && LETTER.test(text[to] ?? '')) to++;
  return { start: from, end: to };
}
