/** The beginning of a passage, for those who show a link: whole sentences, and a mark where it goes on. */
import { foldSpace } from '../../bot/replies/markdown.ts';

/** What most previews have room for, in UTF-16 units. */
const ROOM = 300;
/** A full stop behind these ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(“"'])(?:\p{Lu}\.)+\s*$|\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|St|No|vs)\.\s*$/u;

/**
 * The passage, white space folded, or as many of its first sentences as there is room for, and `…`. A first sentence
 * that is longer stays whole.
 */
export function beginningOf(text: string, language: string): string {
  const folded = foldSpace(text);
  if (folded.length <= ROOM) return folded;
  let end = 0;
  for (const stop of sentenceEnds(folded, language)) {
    if (end > 0 && stop > ROOM) break;
    end = stop;
  }
  return end >= folded.length ? folded : `${folded.slice(0, end).trimEnd()} …`;
}

function* sentenceEnds(text: string, language: string): Generator<number> {
  const [locale] = Intl.Segmenter.supportedLocalesOf([language.slice(0, 2)]);
  for (const { index, segment } of new Intl.Segmenter(locale, { granularity: 'sentence' }).segment(text)) {
    const end = index + segment.length;
    if (end === text.length || !ABBREVIATION.test(text.slice(0, end))) yield end;
  }
}
