/** The YAML block between two `---` lines at the head of a Markdown file. */
import { parse } from 'yaml';
import { TranscriptError } from '../errors.ts';
import type { Particulars } from './page.ts';

export interface FrontMatter extends Particulars {
  /** Where the text after the block begins. */
  bodyStart: number;
}

const NAMES = {
  title: ['title'],
  date: ['date', 'published_time', 'published'],
  url: ['source_url', 'url', 'source', 'link'],
  publisher: ['publisher', 'organization', 'agency'],
  lead: ['excerpt', 'description', 'summary'],
} as const;

/** What the front matter says of the document; only `bodyStart: 0` where there is none. */
export function readFrontMatter(path: string, text: string): FrontMatter {
  const open = /^---[ \t]*\r?\n/.exec(text);
  if (open === null) return { bodyStart: 0 };
  const close = /^(?:---|\.\.\.)[ \t]*$/m;
  const rest = text.slice(open[0].length);
  const end = close.exec(rest);
  if (end === null) return { bodyStart: 0 };
  const fields = readYaml(path, rest.slice(0, end.index));
  const result: FrontMatter = { bodyStart: open[0].length + end.index + end[0].length };
  for (const key of ['title', 'date', 'url', 'publisher', 'lead'] as const) {
    const value = firstText(fields, NAMES[key]);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function readYaml(path: string, yaml: string): Record<string, unknown> {
  try {
    const value: unknown = parse(yaml, { maxAliasCount: 0 });
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    throw new TranscriptError(
      `${path} begins with front matter that is not valid YAML.`,
      'Put values that hold a colon or a quote between double quotes.',
      { cause: error },
    );
  }
}

function firstText(fields: Record<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if ((typeof value === 'string' || typeof value === 'number') && String(value).trim() !== '') {
      return String(value);
    }
  }
  return undefined;
}
