/** The sentence of a passage that answers: the one whose tokens meet the question's best, where it stands out. */
import type { PackedTokens } from './packing.ts';
import type { Span } from './token-matches.ts';

/** Titles and initials whose full stop ends no sentence; `Intl.Segmenter` knows none of them. */
const SHORTENED =
  /(?:^|[\s(“"‘'])(?:Mr|Mrs|Ms|Messrs|Dr|Sens?|Reps?|Gov|St|Lt|Gen|Sgt|Col|Capt|Adm|Prof|Jr|Sr|No|vs|(?:\p{Lu}\.)*\p{Lu})\.\s*$/u;

/** The sentences of a text, in order, without the white space around them. */
function sentencesOf(text: string): Span[] {
  const sentences: Span[] = [];
  // A line break ends a sentence to `Intl.Segmenter`; in hard-wrapped transcripts it stands anywhere.
  const unwrapped = text.replace(/[\n\r\u2028\u2029]/gu, ' ');
  for (const { segment, index } of new Intl.Segmenter('en', { granularity: 'sentence' }).segment(unwrapped)) {
    const before = sentences.at(-1);
    if (before && SHORTENED.test(text.slice(before.start, before.end))) before.end = index + segment.length;
    else sentences.push({ start: index, end: index + segment.length });
  }
  return sentences.flatMap(({ start, end }) => {
    const length = text.slice(start, end).trimEnd().length;
    return length > 0 ? [{ start, end: start + length }] : [];
  });
}

/** How far above the next sentence the best one must stand, in weighted mean cosine; else none is marked. */
const STANDS_OUT = 0.05;

/**
 * The sentence that meets the question best. Nothing where a passage is one sentence, or where no sentence stands out.
 * @param spans where each of the tokens stands in the text
 * @param scoreOf how well the question is met by these tokens alone
 */
export function answeringSentence(
  text: string,
  tokens: PackedTokens,
  spans: readonly Span[],
  scoreOf: (tokens: PackedTokens) => number,
): Span | undefined {
  const sentences = sentencesOf(text);
  if (sentences.length < 2 || tokens.count === 0 || spans.length !== tokens.count) return undefined;
  const [best, next] = sentences
    .map((span) => ({ span, score: scoreOf(tokensWithin(tokens, spans, span)) }))
    .sort((a, b) => b.score - a.score);
  return best && next && best.score - next.score >= STANDS_OUT ? best.span : undefined;
}

function tokensWithin(
  { bytes, count }: PackedTokens,
  spans: readonly Span[],
  { start, end }: Span,
): PackedTokens {
  const size = bytes.length / count;
  // Overlapping windows give a piece of text two vectors, so a sentence's tokens need not be next to each other.
  const places = [...spans.keys()].filter((place) => {
    const at = spans[place]?.start ?? -1;
    return at >= start && at < end;
  });
  const within = new Uint8Array(places.length * size);
  for (const [i, place] of places.entries()) {
    within.set(bytes.subarray(place * size, (place + 1) * size), i * size);
  }
  return { count: places.length, bytes: within };
}
