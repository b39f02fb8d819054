/** The words of one turn in one stream: what a quote is aligned with and compared against. */
import type { CitedPassage } from '../interfaces.ts';
import type { LikelyPlace } from '../store/record-store.ts';
import { type Range, type Word, wordsOf } from './words.ts';

/** Positions count the words of the passages from the first on. */
export interface TurnWords {
  passages: readonly CitedPassage[];
  /** Of each passage. */
  words: readonly (readonly Word[])[];
  /** Where each passage begins; one entry more marks the end. */
  starts: readonly number[];
  /** All words, folded. */
  keys: readonly string[];
}

/** Consecutive passages of one turn, as words. */
export function wordsOfTurn(passages: readonly CitedPassage[]): TurnWords {
  const words = passages.map(({ passage }) => wordsOf(passage.text));
  const starts = [0];
  for (const list of words) starts.push((starts.at(-1) ?? 0) + list.length);
  return { passages, words, starts, keys: words.flat().map(({ key }) => key) };
}

/** The turns of places, each once, newest first. */
export function turnsOf(places: readonly LikelyPlace[]): TurnWords[] {
  const turns = new Map(places.map(({ turn }) => [turn[0]?.passage.id, turn]));
  const dateOf = ({ passages: [first] }: TurnWords) => first?.document.date ?? '';
  return [...turns.values()]
    .map(wordsOfTurn)
    .sort((a, b) => (dateOf(a) < dateOf(b) ? 1 : dateOf(a) > dateOf(b) ? -1 : 0));
}

/** The number of the passage that holds a position. */
export function passageAt({ starts }: TurnWords, position: number): number {
  return Math.max(0, starts.findIndex((start) => start > position) - 1);
}

/** The numbers of the passages that a range of positions touches, in order. */
export function passagesIn(turn: TurnWords, { from, to }: Range): number[] {
  const first = passageAt(turn, from);
  const last = passageAt(turn, Math.max(from, to - 1));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Every position from which the words stand one after the other, in order. */
export function findRun({ keys }: Pick<TurnWords, 'keys'>, run: readonly string[]): number[] {
  const found: number[] = [];
  const [first] = run;
  if (first === undefined) return found;
  for (let at = keys.indexOf(first); at >= 0; at = keys.indexOf(first, at + 1)) {
    if (run.every((key, i) => keys[at + i] === key)) found.push(at);
  }
  return found;
}
