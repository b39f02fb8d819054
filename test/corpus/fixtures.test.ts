/** Every format by example: a folder with a source file and what must come of it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readFileHere } from '../../corpus/read-file.ts';
import { exchange } from './helpers.ts';

const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url));

const names = (await readdir(FIXTURES)).sort();

describe('the format of', () => {
  it.each(names)('%s', async (name) => {
    const files = await readdir(join(FIXTURES, name));
    const source = files.find((file) => file.startsWith('source.')) ?? '';
    const bytes = await readFile(join(FIXTURES, name, source));
    const { transcript } = await readFileHere({ path: `${name}/${source}`, bytes });
    const { title, date, url, publisher, kind, language, text } = transcript.document;
    const particulars = { title, date, ...(url !== undefined && { url }), publisher, kind, language };
    const expected: unknown = JSON.parse(await readFile(join(FIXTURES, name, 'expected.json'), 'utf8'));
    expect({ ...particulars, turns: exchange(transcript) }).toEqual(expected);
    for (const passage of transcript.passages)
      expect(text.slice(passage.start, passage.end)).toBe(passage.text);
  });
});
