/** Quotes of what a source said before it was changed, beside what it says now. */
import type { CitedPassage, PassageArchive } from '../interfaces.ts';
import type { QuoteStore } from '../store/record-store.ts';
import { NOWHERE } from './align.ts';
import type { DiffPart, PresentWords, QuoteCheck } from './check.ts';
import type { QuoteComparison } from './compare.ts';
import { compareWords } from './diff.ts';
import { indexedQuotes } from './indexed-quotes.ts';
import { findLikenessIn } from './nearest.ts';
import { endsBefore, partOf, type Quote, readQuote } from './quote.ts';
import { wordsOfPieces } from './stitched.ts';
import { buildWordIndex } from './word-index.ts';
import { type Range, wordsOf } from './words.ts';

/** The words of turns that are on record no more; nothing where no source was changed. */
export type OldWords = () => Promise<QuoteStore | undefined>;

/** Indexes what the archive holds when it is first asked for, and again when that has changed. */
export function oldWordsOf(archive: Pick<PassageArchive, 'turns'>): OldWords {
  let known: { turns: readonly CitedPassage[][]; quotes: QuoteStore } | undefined;
  return async () => {
    const turns = await archive.turns();
    if (turns.length === 0) return undefined;
    if (known?.turns !== turns) known = { turns, quotes: quotesOfTurns(turns) };
    return known.quotes;
  };
}

/** The quotes of turns that are held in memory; of two that hold the same words, the one that stands first. */
export function quotesOfTurns(turns: readonly CitedPassage[][]): QuoteStore {
  const all = turns.flat();
  const rowsOf: number[][] = [];
  for (const turn of turns) {
    const rows = turn.map((_, i) => rowsOf.length + i);
    rowsOf.push(...turn.map(() => rows));
  }
  // Without dates the rows keep their order.
  return indexedQuotes(buildWordIndex(all.map(({ passage }) => passage.text)), {
    read: async (rows) => rows.flatMap((row) => all[row] ?? []),
    turnOf: (row) => rowsOf[row] ?? [],
  });
}

/**
 * Of two comparisons of one quote, with the record and with what stood there before, the one that does the quote more
 * justice: what is word for word on record now comes first, then what once was, then what is closest.
 */
export async function moreJust(
  now: QuoteComparison,
  before: QuoteComparison,
  record: QuoteStore,
): Promise<QuoteComparison> {
  const { check } = before;
  if (now.check.kind === 'exact') return now;
  if (check.kind === 'exact') {
    const [place = []] = check.places;
    const present = await presentWords(place, check.diff, record);
    const until = place[0]?.superseded ?? '';
    return { ...before, check: { ...check, kind: 'superseded', until, ...(present && { now: present }) } };
  }
  if (check.kind === 'altered' && check.similarity > closeness(now.check)) {
    const present = await presentWords(check.passages, check.diff, record);
    return { ...before, check: { ...check, ...(present && { now: present }) } };
  }
  return now;
}

/** Share of a quote's words that stand in one place, 0 to 1, where not all of them do. */
function closeness(check: QuoteCheck): number {
  if (check.kind === 'altered') return check.similarity;
  if (check.kind !== 'stitched') return 0;
  const { found, total } = wordsOfPieces(check);
  return Math.max(0, ...found) / total;
}

/** Share of the old words that the present ones must keep, in their order: with fewer, it is another passage. */
const SAME_PASSAGE = 0.4;
/** Fewer words than `company` with more than `apart` true words on either side were not left standing by an edit. */
const STRAY = { company: 4, apart: 8 };

/**
 * The present words beside superseded passages, a run of one answer; nothing when their document holds nothing like
 * them any more.
 * @param diff what a quote shares with them: the sentences that it touches are compared
 */
async function presentWords(
  old: readonly CitedPassage[],
  diff: readonly DiffPart[],
  record: QuoteStore,
): Promise<PresentWords | undefined> {
  const [first] = old;
  if (!first) return undefined;
  // The rest of the passages helps to find the place. An ellipsis in them is the speaker's, and leaves nothing out.
  const whole = await readQuote(old.map(({ passage }) => passage.text).join('\n\n'), record);
  const quote: Quote = { ...whole, marks: new Set() };
  const { likeness } = await findLikenessIn(first.document, quote, record);
  if (!likeness || likeness.coherence < SAME_PASSAGE) return undefined;
  const places = withoutStrays(likeness.places);
  const { from, to } = aroundChange(wholeSentences(quote, sharedRange(quote, diff)), places);
  const before = places.slice(0, from).findLast((place) => place !== NOWHERE);
  const behind = places.slice(to).find((place) => place !== NOWHERE);
  const compared = compareWords(partOf(quote, from, to), places.slice(from, to), likeness.turn, {
    from: before === undefined ? 0 : before + 1,
    to: behind ?? likeness.turn.keys.length,
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
