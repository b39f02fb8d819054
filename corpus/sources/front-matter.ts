/** The YAML block between two `---` lines at the head of a Markdown file, or lines of `Key: value` without them. */
import { parse } from 'yaml';
import { TranscriptError } from '../errors.ts';
import { foldSpace } from '../passage-id.ts';
import type { Page, Particulars } from './page.ts';

interface FrontMatter extends Particulars, Pick<Page, 'context' | 'warnings'> {
  /** Where the text after the block begins. */
  bodyStart: number;
}

type Fields = Record<string, unknown>;

/** Below empty lines a `---` may be a rule of the text, unless a key stands below it. */
const OPEN = /^(?:---[ \t]*\r?\n|(?:[ \t]{0,20}\r?\n){1,5}---[ \t]*\r?\n(?=\w[\w -]{0,30}:[ \t\r\n]))/;

/** What the front matter says of the document; only `bodyStart: 0` where there is none. */
export function readFrontMatter(path: string, text: string): FrontMatter {
  const open = OPEN.exec(text);
  if (open === null) return readKeyLines(text) ?? { bodyStart: 0 };
  const rest = text.slice(open[0].length);
  const end = /^(?:---|\.\.\.)[ \t]*$/m.exec(rest);
  if (end === null) return { bodyStart: 0 };
  const bodyStart = open[0].length + end.index + end[0].length;
  const line = open[0].split('\n').length;
  return { ...readYaml(path, rest.slice(0, end.index), line), bodyStart };
}

function readYaml(path: string, yaml: string, line: number): Omit<FrontMatter, 'bodyStart'> {
  try {
    const value: unknown = parse(yaml, { maxAliasCount: 0 });
    return particularsOf(typeof value === 'object' && value !== null ? { ...value } : {});
  } catch (error) {
    const fields = fieldsOf(yaml.split(/\r\n|\n|\r/));
    const said = particularsOf(fields);
    const known = Object.values(said).some((value) => value !== undefined);
    if (known || Object.keys(fields).length > 1) {
      const warnings = [`line ${line}: the front matter is no valid YAML, and was read line by line`];
      return { ...said, warnings };
    }
    throw new TranscriptError(
      `${path} begins with front matter that is not valid YAML.`,
      'Put values that hold a colon or a quote between double quotes.',
      { cause: error },
    );
  }
}

const KEY_LINE = /^(\p{L}[\p{L} _-]{1,30}):[ \t]+(\S.*)$/u;
/** `Ann Jones: It is.` is no field. */
const SAYS = /^(?!description|summary|excerpt).*[.?!]["”’)]?\s*$/iu;

/** `TITLE: …`, `SPEAKER: …`, `DATE: …` above the first blank line, as MultiMarkdown and exports of corpora have it. */
function readKeyLines(text: string): FrontMatter | undefined {
  const block = /^\s{0,20}(?:[^\r\n]+(?:\r\n|\n|\r(?!\n))){2,30}(?=[ \t]*[\r\n])/.exec(text)?.[0] ?? '';
  const lines = block.trim().split(/\r\n|\n|\r/);
  if (!lines.every((line) => KEY_LINE.test(line) && !SAYS.test(line))) return undefined;
  const said = particularsOf(fieldsOf(lines));
  if (said.title === undefined || (said.date === undefined && said.speakers === undefined)) return undefined;
  return { ...said, bodyStart: block.length, context: block };
}

/** `key: value` of each line that has that form; the first of each key. */
function fieldsOf(lines: readonly string[]): Fields {
  const found = lines.flatMap((line) => {
    const [, key, value = ''] = KEY_LINE.exec(line.trim()) ?? [];
    return key === undefined ? [] : [[key.toLowerCase(), value.replace(/^(["'])(.*)\1$/, '$2')] as const];
  });
  return Object.fromEntries(found.reverse());
}

function particularsOf(fields: Fields): Particulars {
  const speakers = ['speaker', 'speakers', 'delivered_by']
    .flatMap((name) => fields[name] ?? [])
    .filter((name) => typeof name === 'string');
  return {
    title: firstText(fields, 'title'),
    date: firstText(fields, 'date', 'published_time', 'published'),
    url: firstText(fields, 'source_url', 'url', 'source', 'link'),
    publisher: firstText(fields, 'publisher', 'organization', 'agency'),
    lead: firstText(fields, 'excerpt', 'description', 'summary'),
    ...(speakers.length > 0 && { speakers: speakers.map(foldSpace) }),
  };
}

function firstText(fields: Fields, ...names: readonly string[]): string | undefined {
  return names
    .map((name) => fields[name])
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map(String)
    .find((text) => text.trim() !== '');
}
