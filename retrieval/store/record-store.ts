/**
 * The seam between search and a record. Everything above it speaks of passage ids; rows, files and connections are
 * a store's own affair. The snapshot on disk (`../snapshot/snapshot-store.ts`) is one implementation; every one passes
 * `test/retrieval/store-contract.ts`.
 */
import type { Transcript } from '../../corpus/schema.ts';
import type {
  CitedPassage,
  DocumentListing,
  PassageFilter,
  RecordSummary,
  TokenVectors,
  WordQuery,
} from '../interfaces.ts';
import type { Vocabulary } from '../query/vocabulary.ts';

export interface RecordStore {
  /** What the record holds. */
  summary(): Promise<RecordSummary>;
  /** The passages that may answer a question, each with both scores, in an order that does not change between calls. */
  candidates(request: CandidateRequest): Promise<Candidate[]>;
  /** The passages of these ids, in their order; an unknown id is left out. */
  passages(ids: readonly string[]): Promise<CitedPassage[]>;
  /** All passages of the turn that a passage belongs to, in order; none for an unknown id. */
  turn(id: string): Promise<CitedPassage[]>;
  /** All documents, newest first. */
  documents(): Promise<DocumentListing[]>;
  /** A document with its text, turns and passages; nothing for an unknown id. */
  document(id: string): Promise<Transcript | undefined>;
  /** Absent where the record keeps none: then a reranker encodes its candidates itself. */
  readonly tokens?: TokenVectors | undefined;
  readonly topics: TopicStore;
  readonly quotes: QuoteStore;
  /** The words of the record: what typing errors are told by. */
  vocabulary(): Promise<Vocabulary>;
}

/** The rewritten question, and where to look. */
export interface CandidateRequest extends WordQuery {
  /** Its unit vector. */
  vector: Float32Array;
  /** How many of each index are candidates. With several parts the union of what they give. */
  parts: readonly CandidatePart[];
  /** How many in all: what the parts leave free goes to other passages of the turns that they found. */
  most: number;
}

/** The best `depth` passages by each score, of those that the filter lets through. */
export interface CandidatePart {
  depth: number;
  filter?: PassageFilter;
}

export interface Candidate {
  cited: CitedPassage;
  /** Cosine of the question's vector with the passage's (the best of its windows). */
  dense: number;
  /** BM25 over passage, question and title; 0 without a shared term. */
  lexical: number;
  /** How much of the question's weight (by inverse document frequency) those three cover, 0 to 1. */
  coverage: number;
}

export interface TopicStore {
  /** Topics of which a text is the beginning, typing errors forgiven, best first; the foremost for an empty text. */
  suggest(text: string, limit: number): Promise<TopicCard[]>;
  /** Names of the topics that the passages share, best first. */
  near(passageIds: readonly string[], limit: number): Promise<string[]>;
  /**
   * The topic of this name or spelling, or the only one within a few typing errors of it, with some of its statements,
   * newest first (those of one document in its order): a range of them, or a single one. A filter leaves some out.
   */
  statements(
    name: string,
    which: StatementRange | { passageId: string },
    filter?: PassageFilter,
  ): Promise<TopicStatements | undefined>;
}

/** Topics as people use them: suggested while they type, then read newest first. */
export type Topics = Pick<TopicStore, 'suggest' | 'statements'>;

export interface TopicCard {
  name: string;
  /** How many passages the topic has. */
  statements: number;
}

/** `count` statements from `from` on, counted from 0. */
export interface StatementRange {
  from: number;
  count: number;
}

export interface TopicStatements {
  name: string;
  /** As the record writes it: the name, and every other spelling. */
  spellings: readonly string[];
  /** ISO dates of all statements, ascending. */
  dates: string[];
  /** The place of the first statement given, counted from 0. */
  from: number;
  /** Empty where the range lies beyond the end, or the passage is no part of the topic. */
  statements: CitedPassage[];
}

/** Words are given as keys (`quotes/words.ts`): folded in case, accents and typography. */
export interface QuoteStore {
  /** Passages that hold all words, newest first; without a word, the newest passages. At most `limit` in all. */
  holding(words: TypedWords, limit: number): Promise<HoldingPassages>;
  /** How many passages hold the words so; counting ends at `most`. */
  countHolding(words: TypedWords, most: number): Promise<{ inSuccession: number; apart: number }>;
  /** Where the words stand in one run within one turn, newest first; a passage that repeats them counts once. */
  places(words: readonly string[], limit: number): Promise<QuotePlaces>;
  /** The turns where most of the words stand close together, best first. `gaps`: how often words may be left out. */
  likely(words: readonly string[], gaps: number, limit: number): Promise<LikelyPlace[]>;
  /** How often each word stands on record, and how many words the record has. */
  frequencies(words: readonly string[]): Promise<{ total: number; occurrences: number[] }>;
}

export interface TypedWords {
  words: readonly string[];
  /** Whether the last word may go on. */
  lastIsPrefix: boolean;
}

export interface HoldingPassages {
  /** One word after the other. */
  inSuccession: CitedPassage[];
  /** All of them, anywhere; none that is in the other list. */
  apart: CitedPassage[];
}

export interface QuotePlaces {
  /** Of all places. */
  count: number;
  /** The consecutive passages of one turn that each place covers. */
  places: CitedPassage[][];
}

export interface LikelyPlace {
  /** All passages of the turn. */
  turn: CitedPassage[];
  /** Bits of information in the shared words: rare ones tell more. */
  weight: number;
  /** The part that shares the words, in words of the whole turn, from the first up to, not including, the last. */
  range: { from: number; to: number };
}

/** The record as a shelf of documents. */
export type Catalogue = Pick<RecordStore, 'documents' | 'document'>;
