/** The record on disk: all texts in one UTF-16 file, so that a passage's offsets are a place to read from. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { foldSpace } from '../../corpus/passage-id.ts';
import { documentSchema, type Transcript, turnSchema } from '../../corpus/schema.ts';
import { column, readColumns, writeColumns } from './columns.ts';

export const RECORD_FILE = 'record.json';
export const TEXT_FILE = 'text.utf16';
export const PASSAGES_FILE = 'passages.bin';
export const PASSAGE_ID_LENGTH = 10;

export const recordSchema = z.object({
  /** `textStart`: where the document's text begins in the text file, in UTF-16 units. */
  documents: z.array(documentSchema.omit({ text: true }).extend({ textStart: z.int().nonnegative() })),
  turns: z.array(turnSchema.omit({ document: true }).extend({ document: z.int().nonnegative() })),
});
export type RecordFile = z.infer<typeof recordSchema>;

/** One entry a passage, in the order of the record. */
export interface PassageTable {
  /** Ids of PASSAGE_ID_LENGTH ASCII characters, one after the other. */
  ids: Uint8Array;
  /** Position in the record's turns. */
  turns: Uint32Array;
  ordinals: Uint32Array;
  starts: Uint32Array;
  ends: Uint32Array;
  /** How many earlier passages of the document have the same words: part of what the id names. */
  occurrences: Uint32Array;
}

/** Writes texts, documents, turns and passages into a build folder. */
export async function writeRecord(folder: string, transcripts: readonly Transcript[]): Promise<void> {
  const record: RecordFile = { documents: [], turns: [] };
  const size = transcripts.reduce((sum, { passages }) => sum + passages.length, 0);
  const table: PassageTable = {
    ids: new Uint8Array(size * PASSAGE_ID_LENGTH),
    turns: new Uint32Array(size),
    ordinals: new Uint32Array(size),
    starts: new Uint32Array(size),
    ends: new Uint32Array(size),
    occurrences: new Uint32Array(size),
  };
  const texts: Buffer[] = [];
  let row = 0;
  let textStart = 0;
  for (const { document, turns, passages } of transcripts) {
    const { text, ...card } = document;
    const firstTurn = record.turns.length;
    const occurrences = new Map<string, number>();
    for (const turn of turns) record.turns.push({ ...turn, document: record.documents.length });
    for (const passage of passages) {
      const words = foldSpace(passage.text);
      const occurrence = occurrences.get(words) ?? 0;
      occurrences.set(words, occurrence + 1);
      table.ids.set(Buffer.from(passage.id, 'latin1'), row * PASSAGE_ID_LENGTH);
      table.turns[row] = firstTurn + passage.turn;
      table.ordinals[row] = passage.ordinal;
      table.starts[row] = passage.start;
      table.ends[row] = passage.end;
      table.occurrences[row] = occurrence;
      row++;
    }
    record.documents.push({ ...card, textStart });
    texts.push(Buffer.from(text, 'utf16le'));
    textStart += text.length;
  }
  await writeFile(path.join(folder, TEXT_FILE), Buffer.concat(texts));
  await writeFile(path.join(folder, RECORD_FILE), JSON.stringify(record));
  await writeColumns(path.join(folder, PASSAGES_FILE), { ...table });
}

/** Reads the table of passages. */
export async function readPassageTable(folder: string): Promise<PassageTable> {
  const columns = await readColumns(path.join(folder, PASSAGES_FILE));
  return {
    ids: column(columns, 'ids', 'u8'),
    turns: column(columns, 'turns', 'u32'),
    ordinals: column(columns, 'ordinals', 'u32'),
    starts: column(columns, 'starts', 'u32'),
    ends: column(columns, 'ends', 'u32'),
    occurrences: column(columns, 'occurrences', 'u32'),
  };
}
