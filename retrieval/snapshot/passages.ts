/** The record on disk, and passages out of it: cut from the stored text at their offsets, and held against their ids. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { occurrenceCounter, passageId } from '../../corpus/passage-id.ts';
import { documentSchema, type Passage, type Transcript, turnSchema } from '../../corpus/schema.ts';
import { SnapshotError } from '../errors.ts';
import { letsThrough, publishersOf } from '../filter.ts';
import type { CitedPassage, DocumentListing, PassageFilter, RecordSummary, Row } from '../interfaces.ts';
import type { QuotedPassages } from '../quotes/indexed-quotes.ts';
import { type ColumnsOf, readColumns, writeColumns } from './columns.ts';
import { REBUILD } from './folder.ts';
import { type Manifest, RECORD_FILE } from './manifest.ts';

export const TEXT_FILE = 'text.utf16';
export const PASSAGES_FILE = 'passages.bin';
const PASSAGE_ID_LENGTH = 10;
const BYTES_PER_UNIT = 2;

const recordSchema = z.object({
  /** `textStart`: where the document's text begins in the text file, in UTF-16 units. */
  documents: z.array(documentSchema.omit({ text: true }).extend({ textStart: z.int().nonnegative() })),
  turns: z.array(turnSchema.omit({ document: true }).extend({ document: z.int().nonnegative() })),
});
type RecordFile = z.infer<typeof recordSchema>;

/** One entry a passage, in the order of the record. */
const TABLE = {
  /** Ids of PASSAGE_ID_LENGTH ASCII characters, one after the other. */
  ids: 'u8',
  /** Position in the record's turns. */
  turns: 'u32',
  ordinals: 'u32',
  starts: 'u32',
  ends: 'u32',
  /** 0-based occurrence of the passage's words in its document: part of what the id names. */
  occurrences: 'u32',
} as const;
type PassageTable = ColumnsOf<typeof TABLE>;

/**
 * Writes texts, documents, turns and passages into a build folder. All texts are one UTF-16 file, so that a passage's
 * offsets are a place to read from.
 */
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
    const occurrenceOf = occurrenceCounter();
    for (const turn of turns) record.turns.push({ ...turn, document: record.documents.length });
    for (const passage of passages) {
      table.ids.set(Buffer.from(passage.id, 'latin1'), row * PASSAGE_ID_LENGTH);
      table.turns[row] = firstTurn + passage.turn;
      table.ordinals[row] = passage.ordinal;
      table.starts[row] = passage.start;
      table.ends[row] = passage.end;
      table.occurrences[row] = occurrenceOf(passage.text);
      row++;
    }
    record.documents.push({ ...card, textStart });
    texts.push(Buffer.from(text, 'utf16le'));
    textStart += text.length;
  }
  await writeFile(path.join(folder, TEXT_FILE), Buffer.concat(texts));
  await writeFile(path.join(folder, RECORD_FILE), JSON.stringify(record));
  await writeColumns(path.join(folder, PASSAGES_FILE), table);
}

/** Opens the record of a snapshot whose files were checked. The text file stays open until `close`. */
export async function openPassages(folder: string, manifest: Manifest): Promise<SnapshotPassages> {
  const record = recordSchema.safeParse(JSON.parse(await readFile(path.join(folder, RECORD_FILE), 'utf8')));
  if (!record.success)
    throw new SnapshotError(`${RECORD_FILE} of the index is not of this program.`, REBUILD);
  const table = await readColumns(path.join(folder, PASSAGES_FILE), TABLE);
  return new SnapshotPassages(folder, manifest, record.data, table);
}

/** The text and the citations behind the rows. */
export class SnapshotPassages implements QuotedPassages {
  readonly size: number;
  private readonly manifest: Manifest;
  private readonly record: RecordFile;
  private readonly table: PassageTable;
  private readonly ids: string;
  private readonly rowOfId: ReadonlyMap<string, Row>;
  private readonly textFile: number;

  constructor(folder: string, manifest: Manifest, record: RecordFile, table: PassageTable) {
    this.manifest = manifest;
    this.record = record;
    this.table = table;
    this.size = table.turns.length;
    this.ids = Buffer.from(table.ids).toString('latin1');
    this.rowOfId = new Map(Array.from({ length: this.size }, (_, row) => [this.idOf(row), row]));
    this.textFile = openSync(path.join(folder, TEXT_FILE), 'r');
  }

  /** The cited passages of the rows, each cut from its snapshot and checked against its id. */
  async read(rows: readonly Row[]): Promise<CitedPassage[]> {
    return rows.map((row) => this.cited(row));
  }

  /** ISO date of the row's document. */
  dateOf(row: Row): string {
    const { documents, turns } = this.record;
    return documents[turns[this.table.turns[row] ?? -1]?.document ?? -1]?.date ?? '';
  }

  /** All rows of the turn that a row belongs to, in order. */
  turnOf(row: Row): Row[] {
    const { turns } = this.table;
    let first = row;
    while (first > 0 && turns[first - 1] === turns[row]) first--;
    const rows: Row[] = [];
    for (let next = first; next < this.size && turns[next] === turns[row]; next++) rows.push(next);
    return rows;
  }

  /** The rows of documents and speakers that a filter lets through, in order. */
  select(filter: PassageFilter): Row[] {
    const { documents, turns } = this.record;
    const passes = turns.map(({ speaker, document }) => {
      const of = documents[document];
      return of !== undefined && letsThrough(filter, speaker, of);
    });
    const rows: Row[] = [];
    for (const [row, turn] of this.table.turns.entries()) if (passes[turn]) rows.push(row);
    return rows;
  }

  find(passageId: string): Row | undefined {
    return this.rowOfId.get(passageId);
  }

  summary(): RecordSummary {
    const { manifest, record } = this;
    const dates = record.documents.map(({ date }) => date).sort();
    const [first, last] = [dates[0], dates.at(-1)];
    return {
      index: manifest.name,
      model: manifest.encoder.key,
      documents: manifest.counts.documents,
      turns: manifest.counts.turns,
      passages: manifest.counts.passages,
      speakers: [...new Set(record.turns.map(({ speaker }) => speaker))].sort(),
      publishers: publishersOf(record.documents),
      ...(first !== undefined && last !== undefined && { dates: { first, last } }),
    };
  }

  /** The whole document of a source file as it stands in the snapshot; nothing when it is not on record. */
  transcript(sourcePath: string): Transcript | undefined {
    const { documents, turns } = this.record;
    const position = documents.findIndex((document) => document.path === sourcePath);
    const stored = documents[position];
    if (!stored) return undefined;
    const { textStart, ...card } = stored;
    const textEnd = documents[position + 1]?.textStart ?? fstatSync(this.textFile).size / BYTES_PER_UNIT;
    const passages: Passage[] = [];
    for (const [row, turn] of this.table.turns.entries()) {
      if (turns[turn]?.document === position) passages.push(this.cited(row).passage);
    }
    return {
      document: { ...card, text: this.cut(textStart, textEnd - textStart) },
      turns: turns
        .filter(({ document }) => document === position)
        .map((turn) => ({ ...turn, document: card.id })),
      passages,
    };
  }

  transcriptOf(documentId: string): Transcript | undefined {
    const card = this.record.documents.find(({ id }) => id === documentId);
    return card && this.transcript(card.path);
  }

  /** One entry a document, in the order of the record; linear in turns and passages. */
  listings(): DocumentListing[] {
    const { documents, turns } = this.record;
    const listings = documents.map(({ textStart: _, sha256: _sha, path: _path, ...card }) => ({
      ...card,
      turns: 0,
      statements: 0,
      speakers: new Set<string>(),
    }));
    for (const { document, speaker } of turns) {
      const listing = listings[document];
      if (!listing) continue;
      listing.turns++;
      listing.speakers.add(speaker);
    }
    for (const turn of this.table.turns) {
      const listing = listings[turns[turn]?.document ?? -1];
      if (listing) listing.statements++;
    }
    return listings.map((listing) => ({ ...listing, speakers: [...listing.speakers] }));
  }

  close(): void {
    closeSync(this.textFile);
  }

  private cited(row: Row): CitedPassage {
    const { table, record } = this;
    const storedTurn = record.turns[table.turns[row] ?? -1];
    const storedDocument = storedTurn && record.documents[storedTurn.document];
    if (!storedTurn || !storedDocument) {
      throw new SnapshotError(`The index has no passage number ${row}.`, REBUILD);
    }
    const { textStart, ...document } = storedDocument;
    const start = table.starts[row] ?? 0;
    const end = table.ends[row] ?? 0;
    const text = this.cut(textStart + start, end - start);
    const id = this.idOf(row);
    // The id names the words: text that gives another id is not what was put on record.
    if (passageId(document.id, text, table.occurrences[row] ?? 0) !== id) {
      throw new SnapshotError(`The text of passage ${id} in the index is not what its id names.`, REBUILD);
    }
    return {
      passage: { id, turn: storedTurn.ordinal, ordinal: table.ordinals[row] ?? 0, text, start, end },
      turn: { ...storedTurn, document: document.id },
      document,
    };
  }

  private idOf(row: Row): string {
    return this.ids.slice(row * PASSAGE_ID_LENGTH, (row + 1) * PASSAGE_ID_LENGTH);
  }

  private cut(from: number, units: number): string {
    const bytes = Buffer.alloc(units * BYTES_PER_UNIT);
    readSync(this.textFile, bytes, 0, bytes.length, from * BYTES_PER_UNIT);
    return bytes.toString('utf16le');
  }
}
