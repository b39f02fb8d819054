/** A passage with what stands around it in its answer. */
import type { Passage } from '../../corpus/schema.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { SearchService } from '../../retrieval/search.ts';
import { WebError } from '../errors.ts';

/** Paragraphs shown on either side. */
const AROUND = 3;

export interface PassageInContext {
  cited: CitedPassage;
  /** The nearest paragraphs of the same answer, in reading order. */
  before: Passage[];
  after: Passage[];
  /** How many paragraphs the answer has. */
  paragraphs: number;
}

/** @throws WebError (404) when the record does not hold it */
export async function passageInContext(id: string, search: SearchService): Promise<PassageInContext> {
  const turn = await search.turn(id);
  const at = turn.findIndex(({ passage }) => passage.id === id);
  const cited = turn[at];
  if (!cited) {
    throw new WebError(
      404,
      `The record holds no passage ${id}.`,
      'It may have been removed, or the address may hold a typing error.',
    );
  }
  const passages = turn.map(({ passage }) => passage);
  return {
    cited,
    before: passages.slice(Math.max(0, at - AROUND), at),
    after: passages.slice(at + 1, at + 1 + AROUND),
    paragraphs: turn.length,
  };
}
