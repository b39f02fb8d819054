import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { sharedWeb } from '../support/open-web.ts';
import { expectShown } from '../support/shown.ts';
import { projectRoot } from '../support/temporary.ts';

const SHOWN_URL = 'http://localhost:3000';
const { get } = sharedWeb({ publicUrl: SHOWN_URL });

/** Asks as a command line for curl says: -G, -H, -d and --data-urlencode are understood. */
async function runCurl(line: string): Promise<unknown> {
  const words = [...line.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
  expect(words.shift()).toBe('curl');
  const headers: Record<string, string> = {};
  const data: string[] = [];
  let url = '';
  let asQuery = false;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-G') asQuery = true;
    else if (word === '-d') data.push(words.shift() ?? '');
    else if (word === '-H') {
      const [name = '', value = ''] = (words.shift() ?? '').split(': ');
      headers[name] = value;
    } else if (word === '--data-urlencode') {
      const [name, value = ''] = (words.shift() ?? '').split('=');
      data.push(`${name}=${encodeURIComponent(value)}`);
    } else {
      expect(word.startsWith(`${SHOWN_URL}/`), word).toBe(true);
      url = word.slice(SHOWN_URL.length);
    }
  }
  const body = data.join('&');
  const response = asQuery
    ? await get(`${url}?${body}`, { headers })
    : await get(url, { headers, ...(data.length > 0 && { method: 'POST', body }) });
  return response.json();
}

it('answers each example of docs/api.md as it says', async () => {
  const page = await readFile(path.join(projectRoot, 'docs/api.md'), 'utf8');
  const examples = [...page.matchAll(/```sh\n([\s\S]*?)```\s+[\s\S]*?```json\n([\s\S]*?)```/g)];
  expect(examples).toHaveLength(9);
  expect(page.match(/```sh/g)).toHaveLength(9);
  for (const [, line = '', answer = ''] of examples) {
    expectShown(JSON.parse(answer), await runCurl(line.trim()), line.trim());
  }
});
