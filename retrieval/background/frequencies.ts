/** How common a word is in speech on the record: counted once over a large record, for records too small to know. */
import { readFileSync } from 'node:fs';

/** Document frequencies of a large record. */
export interface BackgroundFrequencies {
  /** Passages counted. */
  size: number;
  /** Passages that hold each term; rare ones are left out. */
  counts: ReadonlyMap<string, number>;
}

const tables = new Map<string, BackgroundFrequencies>();

/** The words of `lexical/tokens.ts`. */
export const backgroundWords = () => readTable('words.tsv');

/** Words as they are spelled, without case and accents; English words that nobody said count 0. */
export const backgroundForms = () => readTable('forms.tsv');

function readTable(name: string): BackgroundFrequencies {
  const known = tables.get(name);
  if (known) return known;
  const [size = '0', ...lines] = readFileSync(new URL(name, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const counts = new Map<string, number>();
  for (const line of lines) {
    const tab = line.lastIndexOf('\t');
    counts.set(line.slice(0, tab), Number(line.slice(tab + 1)));
  }
  const table = { size: Number(size), counts };
  tables.set(name, table);
  return table;
}
