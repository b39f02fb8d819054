import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ask, onRecord, RefusedError } from '../../examples/typescript-client/on-record.ts';
import { describeApi } from '../../web/api/routes.ts';
import { openWeb, sharedRecord } from '../support/open-web.ts';
import { projectRoot } from '../support/temporary.ts';

const record = sharedRecord();

it('the example client asks the API by its own types', async () => {
  const { url } = await openWeb(record());
  const client = onRecord(url);
  const answer = await ask(client, 'Has China asked its companies to install backdoors?');
  expect(answer.verdict).toBe('answer');
  expect(answer.hits[0]?.passage.id).toBe('gjvfwnnhzx');
  const { data } = await client.GET('/api/passages/{id}', { params: { path: { id: 'gjvfwnnhzx' } } });
  expect(data?.turn.speaker).toBe('Geng Shuang');
  const { data: topic } = await client.GET('/api/topics/{name}', {
    params: { path: { name: 'Huawei' }, query: { count: 1 } },
  });
  expect(topic?.total).toBe(3);
  const refused = await ask(client, '?').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RefusedError);
  expect((refused as RefusedError).problem).toMatchObject({ status: 422, title: 'Unprocessable request' });
});

it('was generated from the API as it is: else run npm run client', async () => {
  const stored = await readFile(path.join(projectRoot, 'examples/typescript-client/openapi.json'), 'utf8');
  expect(JSON.parse(stored)).toEqual(JSON.parse(JSON.stringify(describeApi('http://localhost:8787'))));
});
