/** What search is made of. Everything above these interfaces is blind to files, libraries and databases. */
import type { WatchSummary } from '../corpus/import/watch-state.ts';
import type { Document, Passage, Turn } from '../corpus/schema.ts';

/** A passage's number in one index snapshot, from 0. Rows mean nothing outside the snapshot: ids do. */
export type Row = number;

/** A row with the score that one ranking gave it; higher is better. */
export interface ScoredRow {
  row: Row;
  score: number;
}

/** Turns text into unit vectors. */
export interface Encoder {
  /** Names model, precision and weights: vectors of two encoders compare only when this is equal. */
  readonly key: string;
  readonly dimension: number;
  /** One unit vector of `dimension` components. Queries are encoded alone: int8 activations scale per batch. */
  encodeQuery(text: string): Promise<Float32Array>;
  /**
   * Encodes passages; a passage longer than the model's context gives several overlapping windows.
   * Yields in an order of its own choice (by length), each text exactly once.
   */
  encodePassages(texts: readonly string[], withTokens?: boolean): AsyncIterable<EncodedPassage>;
}

export interface EncodedPassage {
  /** Position in the input array. */
  position: number;
  /** At least one unit vector. */
  windows: Float32Array[];
  /** Of the same forward pass; only where they were asked for, and of an encoder that has any. */
  tokens?: TokenRows;
}

/** Token vectors as a model gives them: `count x dimension`, of any length. */
export interface TokenRows {
  count: number;
  values: Float32Array;
}

/** Nearest passages by the cosine of unit vectors; a passage with several windows scores by its best. */
export interface VectorIndex {
  /** The best `k` rows, best first; fewer when the record is smaller. */
  search(query: Float32Array, k: number): Promise<ScoredRow[]>;
  /** Exact cosines of the given rows, in their order. */
  score(query: Float32Array, rows: readonly Row[]): Promise<number[]>;
}

/** What is searched for by words. */
export interface WordQuery {
  query: string;
  /** ISO 639-1 or BCP 47; `und` where it is not known. */
  language: string;
}

/** Scores a short list of candidates against a question more closely than an index can. */
export interface Reranker {
  /** Names model, precision and weights: what was fitted on the scores of one reranker holds for no other. */
  readonly key: string;
  /** Higher is better; in the order of the passages. @param stored what is kept of the record's texts, by whichever model */
  score(question: string, passages: readonly CitedPassage[], stored?: TokenVectors): Promise<LateScore[]>;
  /** Which of its tokens meet each token of the question: what the score is made of. */
  match?(question: string, cited: CitedPassage, stored?: TokenVectors): Promise<TokenMatch[]>;
  /** The sentence of each passage that answers (UTF-16 units of its text), where one stands out. */
  highlight?(
    question: string,
    passages: readonly CitedPassage[],
    stored?: TokenVectors,
  ): Promise<({ start: number; end: number } | undefined)[]>;
}

/** Packed token vectors that a record keeps (`rerank/packed-tokens.ts`). */
export interface TokenVectors {
  /** Names model, projection and precision: those of another key are of no use. */
  readonly key: string;
  /** Of each passage, the question that it answers and its title with date; nothing for an unknown id. */
  read(passageIds: readonly string[]): Promise<(TurnTokens | undefined)[]>;
}

/** Packed bytes of the texts that a passage is found by; empty for a text without a token. */
export interface TurnTokens {
  passage: Uint8Array;
  question: Uint8Array;
  title: Uint8Array;
}

/** How the tokens of a question are met by a turn. Shares are of the question's weight, 0 to 1. */
export interface LateScore {
  /** Weighted mean over the question's tokens of the best cosine with any token of the turn. */
  mean: number;
  /** Share of the question that nothing in the turn comes near to. */
  missing: number;
}

/** A token of the question and the tokens that come nearest to it. Offsets are UTF-16 units. */
export interface TokenMatch {
  /** In the question. */
  start: number;
  end: number;
  /** How much the token counts in the mean. */
  weight: number;
  /** Where it is met best, discounts counted, and how well. */
  met: 'passage' | 'question' | 'title';
  cosine: number;
  /** Its best token in the passage's own text, without discount. */
  passage?: { start: number; end: number; cosine: number };
}

/** A document without its text. */
export type DocumentCard = Omit<Document, 'text'>;

/** A document as a list of the record shows it. */
export interface DocumentListing extends Omit<DocumentCard, 'sha256' | 'path'> {
  turns: number;
  /** Passages: what officials said, paragraph by paragraph. */
  statements: number;
  /** In the order in which they first speak. */
  speakers: string[];
}

/** A passage in its context: all that a citation needs. */
export interface CitedPassage {
  passage: Passage;
  turn: Turn;
  document: DocumentCard;
  /** Set for a passage that its source no longer holds: when that was first seen (ISO date and time). */
  superseded?: string;
}

/** Passages that are on record no more, because their source was changed. */
export interface PassageArchive {
  /**
   * Turns that the record does not hold as they stood, those that were superseded last first: each as its passages in
   * order, marked as superseded. The same list again for as long as it is true.
   */
  turns(): Promise<readonly CitedPassage[][]>;
  /** All passages of the turn that a passage belonged to, in order, as they stood then; none for an unknown id. */
  turn(id: string): Promise<CitedPassage[]>;
}

/** What a user narrows a question to; everything that is set must hold. */
export interface PassageFilter {
  /** ISO dates, inclusive. */
  since?: string;
  until?: string;
  /** Words of the speaker's name, in any case. */
  speaker?: string;
  /** Names of publishers: the documents of any of them. */
  publishers?: readonly string[];
}

export interface RecordSummary {
  /** What the record is kept current from, where its sources are watched. */
  watched?: WatchSummary;
  /** Name of the index snapshot. */
  index: string;
  model: string;
  documents: number;
  turns: number;
  passages: number;
  speakers: string[];
  /** Those of the most documents first. */
  publishers: string[];
  /** ISO dates of the first and last document; absent in an empty record. */
  dates?: { first: string; last: string };
}

/** How far a stage of a build is. */
export interface BuildProgress {
  stage: 'encode' | 'tokens' | 'link' | 'publish';
  /** Texts encoded (as sentences, or token by token), vectors linked into the graph, or documents written to a cluster. */
  done: number;
  total: number;
  /** Share of the stage's work that is done, 0 to 1: long passages come first, and take longer. */
  share: number;
}
