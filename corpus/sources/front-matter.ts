/** The YAML block between two `---` lines at the head of a Markdown file. */
import { parse } from 'yaml';
import { TranscriptError } from '../errors.ts';
import type { Particulars } from './page.ts';

interface FrontMatter extends Particulars {
  /** Where the text after the block begins. */
  bodyStart: number;
}

/** What the front matter says of the document; only `bodyStart: 0` where there is none. */
export function readFrontMatter(path: string, text: string): FrontMatter {
  const open = /^---[ \t]*\r?\n/.exec(text);
  if (open === null) return { bodyStart: 0 };
  const rest = text.slice(open[0].length);
  const end = /^(?:---|\.\.\.)[ \t]*$/m.exec(rest);
  if (end === null) return { bodyStart: 0 };
  const fields = readYaml(path, rest.slice(0, end.index));
  return {
    bodyStart: open[0].length + end.index + end[0].length,
    title: firstText(fields, 'title'),
    date: firstText(fields, 'date', 'published_time', 'published'),
    url: firstText(fields, 'source_url', 'url', 'source', 'link'),
    publisher: firstText(fields, 'publisher', 'organization', 'agency'),
    lead: firstText(fields, 'excerpt', 'description', 'summary'),
  };
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

function firstText(fields: Record<string, unknown>, ...names: readonly string[]): string | undefined {
  return names
    .map((name) => fields[name])
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map(String)
    .find((text) => text.trim() !== '');
}
