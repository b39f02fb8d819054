/**
 * How a record lies in OpenSearch: four indices of one base name, and a control index with the pointer to what is
 * complete.
 *
 * | index | one document is | for |
 * | --- | --- | --- |
 * | `BASE-passages` | a passage with its citation and tokens | candidates, look-up by id, quotes within a passage, topics |
 * | `BASE-turns` | a turn with the words of all its passages, and the tokens of its question and title | quotes that run over passages, reranking |
 * | `BASE-documents` | a transcript as it was parsed | the record view, whole documents |
 * | `BASE-tables` | a piece of a compressed table of one version | word counts, term counts, topics |
 *
 * Nothing is ever updated in place. Every document carries the version that it came with (`from`) and the transcript
 * that it belongs to (`key`); the pointer names the version that is complete and the transcripts that are on record no
 * more. A reader filters on both, so a publication that is under way, or was killed, is invisible to it.
 */
import { z } from 'zod';

/** Raised whenever the mappings or the documents change their form. */
export const LAYOUT = 3;

/** The indices of a base name. */
export const indicesOf = (base: string) => ({
  passages: `${base}-passages`,
  turns: `${base}-turns`,
  documents: `${base}-documents`,
  tables: `${base}-tables`,
});
export type IndexKind = keyof ReturnType<typeof indicesOf>;

/** No prefix holds a dot: what begins with one prefix and a dot belongs to no other. */
export const baseOf = (prefix: string, name: string) =>
  `${prefix}.${name.toLowerCase().replace(/[^a-z0-9-]/g, '-')}`;
/** All indices of a prefix. */
export const allIndices = (prefix: string) => `${prefix}.*`;
/** The index with the pointer and the leases. */
export const controlIndex = (prefix: string) => `${prefix}.control`;
/** The index of what servers want, and of what was done for them. */
export const serversIndex = (prefix: string) => `${prefix}.servers`;
/** The id of the pointer in the control index. */
export const POINTER_ID = 'pointer';

/**
 * What is on record now: written in one request, after everything that it names is complete. What a later layout adds
 * has a default here: a publication must be able to read, and replace, the pointer of an earlier one.
 */
export const pointerSchema = z.object({
  layout: z.int(),
  /** Base name of the indices. */
  base: z.string().min(1),
  version: z.int().positive(),
  /** Name of this state of the record, as `/about` shows it. */
  name: z.string().min(1),
  publishedAt: z.iso.datetime(),
  encoder: z.object({ key: z.string(), dimension: z.int().positive() }),
  /** Key of what packed the token vectors, where they are kept. */
  tokens: z.string().optional(),
  /** Everything but the documents that decides what is written: where it differs, all is written anew. */
  recipe: z.string(),
  counts: z.object({ documents: z.int(), turns: z.int(), passages: z.int() }),
  speakers: z.array(z.string()),
  publishers: z.array(z.string()).default([]),
  /** Of the documents, BCP 47. */
  languages: z.array(z.string()).default([]),
  dates: z.object({ first: z.string(), last: z.string() }).optional(),
  /** Keys of transcripts that still lie in the indices, but are on record no more. */
  removed: z.array(z.string()),
  /** Mean number of index terms in the passages, questions and titles that have any. */
  averageLengths: z.object({ passage: z.number(), question: z.number(), title: z.number() }),
});
export type Pointer = z.infer<typeof pointerSchema>;

const keyword = { type: 'keyword' };
const versioned = { from: { type: 'integer' }, key: keyword };
/** Packed token vectors: bytes beside the source, so that whoever does not ask for them does not read them. */
const packedTokens = { type: 'binary', store: true };
const stored = { type: 'keyword', index: false, doc_values: false };
/** Tokens that this program has cut and folded itself, so that both stores search the same words. */
const tokens = { type: 'text', analyzer: 'whitespace' };

const settings = (shards: number, replicas: number) => ({
  number_of_shards: shards,
  number_of_replicas: replicas,
  refresh_interval: '30s',
});

/** Settings and mapping of each index. */
export function definitionsOf(
  dimension: number,
  { shards, replicas }: { shards: number; replicas: number },
): Record<IndexKind, object> {
  const one = settings(1, replicas);
  return {
    passages: {
      settings: { index: { ...settings(shards, replicas), knn: true } },
      mappings: {
        dynamic: 'strict',
        _source: { excludes: ['windows', 'passageTerms', 'questionTerms', 'titleTerms', 'words', 'tokens'] },
        properties: {
          ...versioned,
          id: keyword,
          /** Document id and ordinal: the turn. */
          turnKey: keyword,
          path: keyword,
          date: { type: 'date', format: 'strict_date' },
          speaker: keyword,
          publisher: keyword,
          topics: keyword,
          turnOrdinal: { type: 'integer' },
          ordinal: { type: 'integer' },
          passageTerms: tokens,
          questionTerms: tokens,
          titleTerms: tokens,
          words: tokens,
          cited: { type: 'object', enabled: false },
          occurrence: { type: 'integer', index: false, doc_values: false },
          /** 16-bit components of all windows, base64. */
          vectors: { type: 'binary' },
          tokens: packedTokens,
          windows: {
            type: 'nested',
            properties: {
              vector: {
                type: 'knn_vector',
                dimension,
                space_type: 'innerproduct',
                method: { name: 'hnsw', engine: 'lucene', parameters: { m: 16, ef_construction: 128 } },
              },
            },
          },
        },
      },
    },
    turns: {
      settings: { index: settings(shards, replicas) },
      mappings: {
        dynamic: 'strict',
        _source: { excludes: ['words', 'questionTokens', 'titleTokens'] },
        properties: {
          ...versioned,
          turnKey: keyword,
          path: keyword,
          date: { type: 'date', format: 'strict_date' },
          turnOrdinal: { type: 'integer' },
          words: tokens,
          questionTokens: packedTokens,
          titleTokens: packedTokens,
        },
      },
    },
    documents: {
      settings: { index: one },
      mappings: {
        dynamic: 'strict',
        properties: {
          ...versioned,
          id: keyword,
          path: keyword,
          date: { type: 'date', format: 'strict_date' },
          listing: { type: 'object', enabled: false },
          transcript: { type: 'object', enabled: false },
        },
      },
    },
    tables: {
      settings: { index: one },
      mappings: {
        dynamic: 'strict',
        properties: {
          ...versioned,
          table: keyword,
          part: { type: 'integer' },
          /** Gzipped JSON, base64. */
          data: stored,
        },
      },
    },
  };
}

/** The filter of every search: what is on record by this pointer. */
export const onRecord = (
  { version, removed }: Pick<Pointer, 'version' | 'removed'>,
  ...others: object[]
) => ({
  bool: {
    filter: [{ range: { from: { lte: version } } }, ...others],
    ...(removed.length > 0 && { must_not: [{ terms: { key: removed } }] }),
  },
});

/** The tables of a version. */
export interface Tables {
  /** How often each folded word stands in the passages. */
  words: [word: string, count: number][];
  /** How many passages hold each index term in their own words, question or title. */
  terms: [term: string, passages: number][];
  /** Best first. */
  topics: { name: string; variants: string[]; statements: number }[];
}
