/** Packed token vectors out of the cluster, for the candidates that are reranked. */
import { LRUCache } from 'lru-cache';
import type { TokenVectors, TurnTokens } from '../interfaces.ts';
import type { SearchAnswer } from './connection.ts';
import { onRecord } from './layout.ts';
import type { ClusterRecord, Search } from './searches.ts';

const NONE = new Uint8Array();
/** Passages of some recent questions: their best hits are read once more, for the sentence that answers. */
const REMEMBERED = 500;

/**
 * The tokens of the record. Those of a question and a title are kept once a turn: of passages that were candidates the
 * turn is known, so that one request brings all.
 */
export function createTokenStore(record: ClusterRecord, key: string): TokenVectors {
  const { pointer, turnKeys } = record;
  const remembered = new LRUCache<string, TurnTokens>({ max: REMEMBERED });

  const ofPassages = (ids: readonly string[]): Search => ({
    kind: 'passages',
    body: {
      query: onRecord(pointer, { terms: { id: ids } }),
      size: ids.length,
      _source: false,
      stored_fields: ['tokens'],
      docvalue_fields: ['id', 'turnKey'],
      sort: ['_doc'],
    },
  });
  const ofTurns = (keys: readonly string[]): Search => ({
    kind: 'turns',
    body: {
      query: onRecord(pointer, { terms: { turnKey: keys } }),
      size: keys.length,
      _source: false,
      stored_fields: ['questionTokens', 'titleTokens'],
      docvalue_fields: ['turnKey'],
      sort: ['_doc'],
    },
  });

  /** Reads what is not remembered. */
  async function readNew(ids: readonly string[]): Promise<Map<string, TurnTokens>> {
    const guessed = new Set(ids.flatMap((id) => turnKeys.get(id) ?? []));
    const [passages, turns] = await record.search([ofPassages(ids), ofTurns([...guessed])]);
    const passageOf = byField(passages, 'id');
    const turnOf = byField(turns, 'turnKey');
    const missing = new Set([...passageOf.values()].flatMap((fields) => fields.turnKey ?? []));
    for (const one of turnOf.keys()) missing.delete(one);
    if (missing.size > 0) {
      const [others] = await record.search([ofTurns([...missing])]);
      for (const [one, fields] of byField(others, 'turnKey')) turnOf.set(one, fields);
    }
    const found = new Map<string, TurnTokens>();
    for (const [id, fields] of passageOf) {
      const turn = turnOf.get(fields.turnKey?.[0] ?? '');
      if (!turn) continue;
      found.set(id, {
        passage: unpack(fields.tokens),
        question: unpack(turn.questionTokens),
        title: unpack(turn.titleTokens),
      });
    }
    return found;
  }

  return {
    key,
    async read(passageIds) {
      const unknown = passageIds.filter((id) => !remembered.has(id));
      const found = unknown.length > 0 ? await readNew(unknown) : new Map<string, TurnTokens>();
      const tokens = passageIds.map((id) => found.get(id) ?? remembered.get(id));
      for (const [id, own] of found) remembered.set(id, own);
      return tokens;
    },
  };
}

type Fields = Record<string, string[]>;

function byField(answer: SearchAnswer<unknown> | undefined, name: string): Map<string, Fields> {
  const hits = answer?.hits.hits ?? [];
  return new Map(hits.flatMap(({ fields }) => (fields?.[name]?.[0] ? [[fields[name][0], fields]] : [])));
}

function unpack(field: readonly string[] | undefined): Uint8Array {
  return field?.[0] === undefined ? NONE : new Uint8Array(Buffer.from(field[0], 'base64'));
}
