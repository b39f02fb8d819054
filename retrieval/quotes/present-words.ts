/** What a source says now where it once said something else. */
import type { CitedPassage } from '../interfaces.ts';
import { NOWHERE } from './align.ts';
import { findLikenessIn } from './altered.ts';
import type { Answers } from './answers.ts';
import type { DiffPart, PresentWords } from './check.ts';
import { compareWords, endsBefore } from './diff.ts';
import type { Range } from './phrases.ts';
import { partOf, type Quote, readQuote } from './quote.ts';
import { wordsOf } from './words.ts';

/** Share of the old words that the present ones must keep, in their order: with fewer, it is another passage. */
const SAME_PASSAGE = 0.4;
/** Fewer words than `company` with more than `apart` true words on either side were not left standing by an edit. */
const STRAY = { company: 4, apart: 8 };

/**
 * The present words beside superseded passages, a run of one answer; nothing when their document holds nothing like
 * them any more.
 * @param diff what a quote shares with them: the sentences that it touches are compared
 */
export async function presentWords(
  old: readonly CitedPassage[],
  diff: readonly DiffPart[],
  record: Answers,
): Promise<PresentWords | undefined> {
  const [first] = old;
  if (!first) return undefined;
  // The rest of the passages helps to find the place. An ellipsis in them is the speaker's, and leaves nothing out.
  const whole = readQuote(record.index, old.map(({ passage }) => passage.text).join('\n\n'));
  const quote: Quote = { ...whole, marks: new Set() };
  const { likeness } = await findLikenessIn(first.document, quote, record);
  if (!likeness || likeness.coherence < SAME_PASSAGE) return undefined;
  const places = withoutStrays(likeness.places);
  const { from, to } = aroundChange(wholeSentences(quote, sharedRange(quote, diff)), places);
  const before = places.slice(0, from).findLast((place) => place !== NOWHERE);
  const behind = places.slice(to).find((place) => place !== NOWHERE);
  const compared = await compareWords(partOf(quote, from, to), places.slice(from, to), record, {
    from: before === undefined ? 0 : before + 1,
    to: behind ?? record.index.stream.length,
  });
  return { passages: compared.passages, diff: compared.diff };
}

/** Words that stand apart from all others, in small company, have met theirs by chance. */
function withoutStrays(places: Int32Array): Int32Array {
  const groups: { last: number; words: number[] }[] = [];
  for (const [word, place] of places.entries()) {
    if (place === NOWHERE) continue;
    const group = groups.at(-1);
    if (group && place - group.last <= STRAY.apart) {
      group.words.push(word);
      group.last = place;
    } else groups.push({ last: place, words: [word] });
  }
  const company = Math.min(STRAY.company, Math.max(...groups.map(({ words }) => words.length)));
  const stray = new Set(groups.flatMap(({ words }) => (words.length < company ? words : [])));
  return places.map((place, word) => (stray.has(word) ? NOWHERE : place));
}

/** The words of the passages that a diff goes over; all of them when it is of something else. */
function sharedRange({ words }: Quote, diff: readonly DiffPart[]): Range {
  const keys = diff
    .filter(({ kind }) => kind !== 'added')
    .flatMap((part) => wordsOf(part.words).map(({ key }) => key));
  const from = words.findIndex((_, at) => keys.every((key, i) => words[at + i]?.key === key));
  return from < 0 ? { from: 0, to: words.length } : { from, to: from + keys.length };
}

function wholeSentences({ text, words }: Quote, range: Range): Range {
  let { from, to } = range;
  while (from > 0 && !endsBefore(text, words, from)) from--;
  while (to < words.length && !endsBefore(text, words, to)) to++;
  return { from, to };
}

/** Wider, until it begins and ends with words that still stand: what took a changed word's place is between them. */
function aroundChange(range: Range, places: Int32Array): Range {
  let { from, to } = range;
  while (from > 0 && places[from] === NOWHERE) from--;
  while (to < places.length && places[to - 1] === NOWHERE) to++;
  return { from, to };
}
