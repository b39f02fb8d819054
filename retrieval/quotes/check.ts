/** What a comparison with the record can come to, as plain data. */
import type { CitedPassage } from '../interfaces.ts';

/** A span of a comparison, in reading order. */
export interface DiffPart {
  /**
   * `same`: on record and in the quote; `left-out`: on record only; `added`: in the quote only. A changed word is a
   * `left-out` followed by an `added`.
   */
  kind: 'same' | 'added' | 'left-out';
  /** `same` and `left-out`: the true words, cut from the passage. `added`: the words as they were typed. */
  words: string;
  /** Which of the passages the true words stand in (position in the list beside the diff); not for `added`. */
  passage?: number;
  /** Only for `left-out`: the quote says itself, by an ellipsis, that something is missing here. */
  marked?: true;
}

/** Word for word on record. Case, white space, typography, punctuation and accents were not compared. */
export interface ExactCheck {
  kind: 'exact';
  /** The quote leaves words out where an ellipsis in it says so; its pieces stand in this order in one answer. */
  omissions: boolean;
  /** The words are the same, but commas, question marks, accents or the like differ (a final mark never counts). */
  marksDiffer: boolean;
  /** How many places on record hold the quote. */
  count: number;
  /** The newest places, at most `PLACES_SHOWN`; each the consecutive passages of one answer that the quote covers. */
  places: CitedPassage[][];
  /** Against the first place: everything is `same`, but for `left-out` that is `marked`. */
  diff: DiffPart[];
}

/** Nearly on record: words were changed, added or left out. */
export interface AlteredCheck {
  kind: 'altered';
  /**
   * The passages that the diff covers, in reading order, of one answer. Passages that are superseded are closer to
   * the quote than all that is on record now.
   */
  passages: CitedPassage[];
  diff: DiffPart[];
  /** Share of the quote's words that stand on record in this order, 0 to 1. */
  similarity: number;
  /** Only beside superseded passages, where the source still holds something like them. */
  now?: PresentWords;
}

/** What a source says now in the place of words that it no longer holds. */
export interface PresentWords {
  passages: CitedPassage[];
  /**
   * The sentences that were quoted, as they stood before the change, against the present ones: `added` words stood
   * there before, `left-out` ones stand there now.
   */
  diff: DiffPart[];
}

/** Word for word on record until its source was changed. */
export interface SupersededCheck extends Omit<ExactCheck, 'kind'> {
  kind: 'superseded';
  /** When the source was first seen without it (ISO date and time). */
  until: string;
  /** Absent where the source no longer holds anything like it. */
  now?: PresentWords;
}

/** A piece of a stitched quote. */
export interface StitchedPiece {
  /** The piece as it was typed. */
  quoted: string;
  /** Where it stands; empty for words that are not on record in this form. */
  passages: CitedPassage[];
  /** All `same` for a piece that is word for word on record. */
  diff: DiffPart[];
}

/** Joined from places that do not stand together. */
export interface StitchedCheck {
  kind: 'stitched';
  /** In the order of the quote. */
  pieces: StitchedPiece[];
}

export interface NotFoundCheck {
  kind: 'not-found';
  /** The passage that shares most with the text. It is no match. */
  nearest?: CitedPassage;
}

/** `quoted`: the words that were compared, as typed, without markdown. */
export type QuoteCheck = { quoted: string } & (
  | ExactCheck
  | SupersededCheck
  | AlteredCheck
  | StitchedCheck
  | NotFoundCheck
);

export const PLACES_SHOWN = 10;

/** All passages that a check names, in its order; one may stand there several times. */
export function passagesOf(check: QuoteCheck): CitedPassage[] {
  switch (check.kind) {
    case 'exact':
      return check.places.flat();
    case 'superseded':
      return [...check.places.flat(), ...(check.now?.passages ?? [])];
    case 'altered':
      return [...check.passages, ...(check.now?.passages ?? [])];
    case 'stitched':
      return check.pieces.flatMap(({ passages }) => passages);
    case 'not-found':
      return check.nearest ? [check.nearest] : [];
  }
}
