/** Packed token vectors out of the cluster, for the candidates that are reranked. */
import type { TokenVectors } from '../interfaces.ts';
import type { ClusterRecord } from './cluster-store.ts';
import { onRecord } from './layout.ts';

const NONE = new Uint8Array();

/** Two requests: the passages name their turns, whose question and title are kept once. */
export function createTokenStore(record: ClusterRecord, key: string): TokenVectors {
  const { pointer } = record;
  return {
    key,
    async read(passageIds) {
      if (passageIds.length === 0) return [];
      const [passages] = await record.search([
        {
          kind: 'passages',
          body: {
            query: onRecord(pointer, { terms: { id: passageIds } }),
            size: passageIds.length,
            _source: false,
            stored_fields: ['tokens'],
            docvalue_fields: ['id', 'turnKey'],
            sort: ['_doc'],
          },
        },
      ]);
      const found = new Map(passages?.hits.hits.map(({ fields }) => [fields?.id?.[0], fields]));
      const turnKeys = new Set([...found.values()].flatMap((fields) => fields?.turnKey ?? []));
      const [turns] = await record.search([
        {
          kind: 'turns',
          body: {
            query: onRecord(pointer, { terms: { turnKey: [...turnKeys] } }),
            size: turnKeys.size,
            _source: false,
            stored_fields: ['questionTokens', 'titleTokens'],
            docvalue_fields: ['turnKey'],
            sort: ['_doc'],
          },
        },
      ]);
      const turnOf = new Map(turns?.hits.hits.map(({ fields }) => [fields?.turnKey?.[0], fields]));
      return passageIds.map((id) => {
        const own = found.get(id);
        const turn = turnOf.get(own?.turnKey?.[0]);
        if (!own || !turn) return undefined;
        return {
          passage: unpack(own.tokens),
          question: unpack(turn.questionTokens),
          title: unpack(turn.titleTokens),
        };
      });
    },
  };
}

function unpack(field: readonly string[] | undefined): Uint8Array {
  return field?.[0] === undefined ? NONE : new Uint8Array(Buffer.from(field[0], 'base64'));
}
