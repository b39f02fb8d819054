/** Builds the inverted index in two passes: count and weigh each row's terms, then sort them by term. */
import { type Field, idf, saturate, type TermCounts, weighFields } from './scoring.ts';
import { tokenize } from './tokens.ts';

/**
 * The inverted index: for each term the rows that hold it, each with its BM25 score. Compressed sparse rows: term `t`
 * owns `rows` and `scores` from `offsets[t]` up to `offsets[t + 1]`.
 */
export interface Postings {
  /** How many rows the index covers. */
  size: number;
  terms: ReadonlyMap<string, number>;
  offsets: Uint32Array;
  /** Ascending within a term. */
  rows: Uint32Array;
  scores: Float32Array;
}

/** The text of one row, by field; an opening statement has no question. */
export interface FieldTexts extends Record<Field, string> {
  /** BCP 47. */
  language: string;
}

/** Terms are numbered in the order in which they first come. */
type Counted = TermCounts<number>;

/** Indexes the rows in order. */
export function buildPostings(texts: readonly FieldTexts[]): Postings {
  const terms = new Map<string, number>();
  const rows = countRows(texts, terms);
  const averages = averageLengths(rows);
  const triples = new TripleList();
  for (const [row, fields] of rows.entries()) {
    for (const [term, frequency] of weighFields(fields, averages)) triples.push(term, row, frequency);
  }
  return sortByTerm(triples, terms, texts.length);
}

function countRows(texts: readonly FieldTexts[], terms: Map<string, number>): Record<Field, Counted>[] {
  // Questions and titles come again for each paragraph: count each text once.
  const known = new Map<string, Counted>();
  const count = (text: string, language: string): Counted => {
    const key = `${language} ${text}`;
    const counted = known.get(key) ?? countTerms(text, language, terms);
    known.set(key, counted);
    return counted;
  };
  return texts.map(({ language, passage, question, title }) => ({
    passage: countTerms(passage, language, terms),
    question: count(question, language),
    title: count(title, language),
  }));
}

function countTerms(text: string, language: string, terms: Map<string, number>): Counted {
  const counts = new Map<number, number>();
  const tokens = tokenize(text, language);
  for (const token of tokens) {
    const number = terms.get(token) ?? terms.size;
    terms.set(token, number);
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return { counts, length: tokens.length };
}

function averageLengths(rows: readonly Record<Field, Counted>[]): Record<Field, number> {
  const average = (field: Field) => {
    const filled = rows.filter((row) => row[field].length > 0);
    const total = filled.reduce((sum, row) => sum + row[field].length, 0);
    return filled.length > 0 ? total / filled.length : 1;
  };
  return { passage: average('passage'), question: average('question'), title: average('title') };
}

/** A growing list of (term, row, frequency): millions of small objects would not fit. */
class TripleList {
  length = 0;
  terms = new Uint32Array(1024);
  rows = new Uint32Array(1024);
  frequencies = new Float32Array(1024);

  push(term: number, row: number, frequency: number): void {
    if (this.length === this.terms.length) this.grow();
    this.terms[this.length] = term;
    this.rows[this.length] = row;
    this.frequencies[this.length] = frequency;
    this.length++;
  }

  private grow(): void {
    const size = this.terms.length * 2;
    const terms = new Uint32Array(size);
    const rows = new Uint32Array(size);
    const frequencies = new Float32Array(size);
    terms.set(this.terms);
    rows.set(this.rows);
    frequencies.set(this.frequencies);
    Object.assign(this, { terms, rows, frequencies });
  }
}

function sortByTerm(triples: TripleList, terms: Map<string, number>, size: number): Postings {
  const offsets = new Uint32Array(terms.size + 1);
  for (let i = 0; i < triples.length; i++) {
    const next = (triples.terms[i] ?? 0) + 1;
    offsets[next] = (offsets[next] ?? 0) + 1;
  }
  for (let term = 0; term < terms.size; term++) {
    offsets[term + 1] = (offsets[term + 1] ?? 0) + (offsets[term] ?? 0);
  }
  const rows = new Uint32Array(triples.length);
  const scores = new Float32Array(triples.length);
  const next = offsets.slice();
  for (let i = 0; i < triples.length; i++) {
    const term = triples.terms[i] ?? 0;
    const at = next[term] ?? 0;
    next[term] = at + 1;
    const held = (offsets[term + 1] ?? 0) - (offsets[term] ?? 0);
    rows[at] = triples.rows[i] ?? 0;
    scores[at] = idf(held, size) * saturate(triples.frequencies[i] ?? 0);
  }
  return { size, terms, offsets, rows, scores };
}
