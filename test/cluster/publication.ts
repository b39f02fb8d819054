/** A publication of transcripts, encoded by counting words. */

import { loadCorpus } from '../../corpus/load.ts';
import type { Transcript } from '../../corpus/schema.ts';
import { extractTopics } from '../../corpus/topics/extract.ts';
import type { Publication } from '../../retrieval/cluster/publish.ts';
import type { Encoder, TurnTokens } from '../../retrieval/interfaces.ts';
import { quantize } from '../../retrieval/vector/windows.ts';

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
    tokens: [{ key: 'test', read: async (ids) => ids.map(tokensOf) }],
    topics,
  };
}

/** Not of any model; a question has none. */
export const tokensOf = (id: string): TurnTokens => ({
  passage: Buffer.from(`tokens of ${id}`),
  question: new Uint8Array(),
  title: Buffer.from('tokens of a title'),
});

export async function seedTranscripts(): Promise<Transcript[]> {
  return (await loadCorpus('corpus/documents', new Map())).transcripts;
}
