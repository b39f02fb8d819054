/** A publication of transcripts, encoded by counting words. */

import { loadCorpus } from '../../corpus/load.ts';
import type { Transcript } from '../../corpus/schema.ts';
import { extractTopics } from '../../corpus/topics/extract.ts';
import type { Publication } from '../../retrieval/cluster/publish.ts';
import type { Encoder, TokenVectors } from '../../retrieval/interfaces.ts';
import { textsOf } from '../../retrieval/rerank/late-interaction.ts';
import { TokenPacker } from '../../retrieval/rerank/packed-tokens.ts';
import { quantize } from '../../retrieval/vector/windows.ts';
import { hashTokenEncoder } from '../support/hash-token-encoder.ts';

export async function publicationOf(
  transcripts: readonly Transcript[],
  encoder: Encoder,
  name = `record-${Date.now()}`,
  topics = extractTopics(transcripts),
): Promise<Publication> {
  const texts = [...new Set(transcripts.flatMap(({ passages }) => passages.map(({ text }) => text)))];
  const windows = new Map<string, Int16Array>();
  for await (const { position, windows: own } of encoder.encodePassages(texts))
    windows.set(texts[position] ?? '', quantize(own));
  return {
    name,
    recipe: 'test',
    encoder: { key: encoder.key, dimension: encoder.dimension },
    transcripts,
    windowsOf: (text) => windows.get(text) ?? new Int16Array(),
    tokens: tokensOf(transcripts),
    topics,
  };
}

/** What packs the tokens of each publication. */
export const packer = new TokenPacker(hashTokenEncoder());

function tokensOf(transcripts: readonly Transcript[]): TokenVectors {
  const textsById = new Map(
    transcripts.flatMap(({ document, turns, passages }) =>
      passages.flatMap((passage) => {
        const turn = turns[passage.turn];
        return turn ? [[passage.id, textsOf({ passage, turn, document })] as const] : [];
      }),
    ),
  );
  return {
    key: packer.key,
    read: (ids) =>
      Promise.all(
        ids.map(async (id) => {
          const texts = textsById.get(id);
          if (!texts) return undefined;
          const [passage, question, title] = await packer.pack([texts.passage, texts.question, texts.title]);
          const bytes = (packed: typeof passage) => packed?.bytes ?? new Uint8Array();
          return { passage: bytes(passage), question: bytes(question), title: bytes(title) };
        }),
      ),
  };
}

export async function seedTranscripts(): Promise<Transcript[]> {
  return (await loadCorpus('corpus/documents', new Map())).transcripts;
}
