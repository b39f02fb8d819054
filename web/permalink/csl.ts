/** A passage as an item of CSL-JSON, which reference managers read: https://docs.citationstyles.org */
import { z } from '@hono/zod-openapi';
import { foldSpace } from '../../bot/replies/markdown.ts';
import { supersededNote } from '../../bot/replies/passage.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { sourceAddress } from './link.ts';

export const cslSchema = z
  .object({
    id: z.string(),
    type: z.literal('speech'),
    genre: z.string(),
    author: z.array(z.object({ literal: z.string() })),
    issued: z.object({ 'date-parts': z.array(z.array(z.int())) }),
    title: z.string(),
    publisher: z.string(),
    language: z.string(),
    URL: z.string(),
    abstract: z.string().describe('The passage, word for word.'),
    archive: z.string(),
    archive_location: z.string().describe('The passage id.'),
    note: z.string(),
  })
  .openapi('CslItem');
export type CslItem = z.infer<typeof cslSchema>;

const GENRES = { 'press-conference': 'Press conference', statement: 'Statement' } as const;

/** The address is that of the words at their source, or the permalink where the source has none. */
export function cslItem(cited: CitedPassage, permalink: string): CslItem {
  const { passage, turn, document } = cited;
  const superseded = supersededNote(cited);
  return {
    id: passage.id,
    type: 'speech',
    genre: GENRES[document.kind],
    // Which of the names is the family's cannot be told: the whole name is one.
    author: [{ literal: turn.speaker }],
    issued: { 'date-parts': [document.date.split('-').map(Number)] },
    title: foldSpace(document.title),
    publisher: document.publisher,
    language: document.language,
    URL: sourceAddress(cited) ?? permalink,
    abstract: foldSpace(passage.text),
    archive: 'On Record',
    archive_location: passage.id,
    note: `On Record, passage ${passage.id}: ${permalink}${superseded === undefined ? '' : `. ${superseded}`}`,
  };
}
