import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OpenWeb, openWeb, sharedRecord } from '../support/open-web.ts';
import { expectShown } from '../support/shown.ts';
import { projectRoot } from '../support/temporary.ts';

const SHOWN_URL = 'http://localhost:3000';
const record = sharedRecord();
const closers: (() => Promise<void>)[] = [];
let web: OpenWeb;

beforeAll(async () => {
  web = await openWeb(record(), { publicUrl: SHOWN_URL }, (close) => closers.push(close));
});
afterAll(async () => {
  for (const close of closers) await close();
});

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
      url = web.url + word.slice(SHOWN_URL.length);
    }
  }
  const body = data.join('&');
  const response = asQuery
    ? await fetch(`${url}?${body}`, { headers })
    : await fetch(url, { headers, ...(data.length > 0 && { method: 'POST', body }) });
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
