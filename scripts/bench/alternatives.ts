/**
 * What one would take instead: SQLite's FTS5 with sqlite-vec, and MiniSearch beside a scan of the vectors, each with
 * this record's passages and vectors, asked the same questions in the same run. Both fuse their two lists by rank.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import MiniSearch from 'minisearch';
import * as sqliteVec from 'sqlite-vec';
import type { CitedPassage, Row, VectorIndex } from '../../retrieval/interfaces.ts';
import type { LocalRecord } from '../../retrieval/record.ts';
import { readVectors } from '../../retrieval/snapshot/index-files.ts';
import { DistinctTextIndex } from '../../retrieval/vector/distinct-texts.ts';
import { ExactIndex } from '../../retrieval/vector/exact.ts';
import { inMemory, windowOf } from '../../retrieval/vector/windows.ts';
import { isGold, type LabelledQuestion } from '../evaluation/questions.ts';
import { round, summarize } from './timing.ts';

/** Of each list, before they are fused. */
const DEPTH = 60;
const HITS = 5;
/** Constant of reciprocal rank fusion, as published (Cormack et al. 2009). */
const RANK_CONSTANT = 60;
/** What our BM25 gives the fields, for theirs. */
const FIELD_WEIGHTS = { text: 1, question: 0.5, title: 0.3 };
const READ_AT_ONCE = 4096;

interface Engine {
  search(question: string, vector: Float32Array): Promise<Row[]>;
  close(): Promise<void> | void;
}

/** success@1, success@5 and times of one question after another, for each. */
export async function benchAlternatives(record: LocalRecord, questions: readonly LabelledQuestion[]) {
  const { passages, folder } = record.snapshot;
  const cited: CitedPassage[] = [];
  for (let row = 0; row < passages.size; row += READ_AT_ONCE) {
    const count = Math.min(READ_AT_ONCE, passages.size - row);
    cited.push(...(await passages.read(Array.from({ length: count }, (_, i) => row + i))));
  }
  const { matrix, textOfRow } = await readVectors(folder, record.encoder.dimension);
  const source = inMemory(matrix);
  // Of a passage of several windows the first.
  const vectorOf = (row: Row) => windowOf(source, matrix.firstWindow[textOfRow[row] ?? 0] ?? 0);
  const exact = new DistinctTextIndex(new ExactIndex(matrix), textOfRow);
  const ours: Engine = {
    search: async (question) => {
      const { hits } = await record.search.ask(question, { k: HITS });
      return hits.flatMap(({ passage }) => passages.find(passage.id) ?? []);
    },
    close: () => {},
  };
  const report: Record<string, unknown> = {
    onRecord: await measure(record, 'onRecord', ours, cited, questions),
  };
  for (const [name, open] of [
    ['sqliteFts5AndVec', () => openSqlite(cited, vectorOf, record.encoder.dimension)],
    ['miniSearchAndScan', () => openMiniSearch(cited, exact)],
  ] as const) {
    const began = performance.now();
    const engine = await open();
    const buildMs = round(performance.now() - began);
    report[name] = { buildMs, ...(await measure(record, name, engine, cited, questions)) };
    await engine.close();
  }
  return report;
}

async function measure(
  { encoder }: LocalRecord,
  name: string,
  engine: Engine,
  cited: readonly CitedPassage[],
  questions: readonly LabelledQuestion[],
) {
  const times: number[] = [];
  const right = { first: 0, five: 0 };
  for (const { question, gold } of questions) {
    // In other words than before: nothing is remembered.
    const asked = `${question} (${name})`;
    const began = performance.now();
    const found = await engine.search(asked, await encoder.encodeQuery(asked));
    times.push(performance.now() - began);
    const rank = found.slice(0, HITS).findIndex((row) => {
      const one = cited[row];
      return one && gold.some((each) => isGold({ passage: one.passage, document: one.document }, each));
    });
    if (rank === 0) right.first++;
    if (rank >= 0) right.five++;
  }
  const answerable = questions.filter((question) => question.answerable).length;
  const share = (count: number) => round((100 * count) / answerable);
  return { successAt1: share(right.first), successAt5: share(right.five), ms: summarize(times) };
}

async function openSqlite(
  cited: readonly CitedPassage[],
  vectorOf: (row: Row) => Float32Array,
  dimension: number,
): Promise<Engine> {
  const folder = await mkdtemp(path.join(tmpdir(), 'on-record-sqlite-'));
  const db = new Database(path.join(folder, 'bench.db'));
  sqliteVec.load(db);
  db.exec(`
    CREATE VIRTUAL TABLE words USING fts5(text, question, title, tokenize = 'porter unicode61');
    CREATE VIRTUAL TABLE vectors USING vec0(vector float[${dimension}] distance_metric=cosine);
  `);
  const addWords = db.prepare('INSERT INTO words(rowid, text, question, title) VALUES (?, ?, ?, ?)');
  const addVector = db.prepare('INSERT INTO vectors(rowid, vector) VALUES (?, ?)');
  db.transaction(() => {
    for (const [row, { passage, turn, document }] of cited.entries()) {
      addWords.run(row, passage.text, turn.question ?? '', document.title);
      addVector.run(BigInt(row), vectorOf(row));
    }
  })();
  const { text, question, title } = FIELD_WEIGHTS;
  const byWords = db
    .prepare(
      `SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, ${text}, ${question}, ${title}) LIMIT ${DEPTH}`,
    )
    .pluck();
  const byVector = db
    .prepare('SELECT rowid FROM vectors WHERE vector MATCH ? AND k = ? ORDER BY distance')
    .pluck();
  return {
    async search(asked, vector) {
      const match = wordsOf(asked)
        .map((word) => `"${word}"`)
        .join(' OR ');
      const words = match === '' ? [] : (byWords.all(match) as Row[]);
      return fuseRanks([words, byVector.all(vector, DEPTH) as Row[]]);
    },
    async close() {
      db.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function openMiniSearch(cited: readonly CitedPassage[], vectors: VectorIndex): Promise<Engine> {
  const index = new MiniSearch<{ id: Row; text: string; question: string; title: string }>({
    fields: ['text', 'question', 'title'],
    searchOptions: { boost: FIELD_WEIGHTS },
  });
  index.addAll(
    cited.map(({ passage, turn, document }, id) => ({
      id,
      text: passage.text,
      question: turn.question ?? '',
      title: document.title,
    })),
  );
  return {
    async search(asked, vector) {
      const words = index.search(asked).slice(0, DEPTH);
      const near = await vectors.search(vector, DEPTH);
      return fuseRanks([words.map(({ id }) => id as Row), near.map(({ row }) => row)]);
    },
    close: () => index.removeAll(),
  };
}

const wordsOf = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Reciprocal rank fusion: best first. */
function fuseRanks(lists: readonly (readonly Row[])[]): Row[] {
  const scores = new Map<Row, number>();
  for (const rows of lists) {
    for (const [rank, row] of rows.entries()) {
      scores.set(row, (scores.get(row) ?? 0) + 1 / (RANK_CONSTANT + rank + 1));
    }
  }
  return [...scores].sort((a, b) => b[1] - a[1]).map(([row]) => row);
}
