import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { expect, inject, it, onTestFinished } from 'vitest';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { createMcpServer } from '../../web/mcp/server.ts';
import { PUBLIC_URL, sharedRecord } from '../support/open-web.ts';
import { projectRoot } from '../support/temporary.ts';

const record = sharedRecord();
const QUESTION = 'Has China asked its companies to install backdoors?';
const ID = 'gjvfwnnhzx';

async function connected(publicUrl?: string, services: RecordServices = record()) {
  const client = new Client({ name: 'test', version: '1' });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await createMcpServer({ services, publicUrl, version: '0' }).connect(theirs);
  await client.connect(ours);
  onTestFinished(() => client.close());
  const call = async (name: string, input: Record<string, unknown>) => {
    const result = (await client.callTool({ name, arguments: input })) as CallToolResult;
    const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
    return {
      text,
      isError: result.isError === true,
      data: result.structuredContent as Record<string, never>,
    };
  };
  return { client, call };
}

it('offers five tools that only read, each described', async () => {
  const { client } = await connected();
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual(['ask', 'passage', 'quote', 'topic', 'verify']);
  for (const { description, annotations, inputSchema } of tools) {
    expect(description?.length).toBeGreaterThan(40);
    expect(annotations).toMatchObject({ readOnlyHint: true });
    expect(inputSchema.type).toBe('object');
  }
});

it('answers a question with the passage, word for word, and its citation', async () => {
  const { call } = await connected(PUBLIC_URL);
  const { text, data } = await call('ask', { question: QUESTION, k: 1 });
  const cited = await record().search.passage(ID);
  expect(text).toMatch(/^The first passage answers/);
  expect(text).toContain(`“${cited?.passage.text.replace(/\s+/g, ' ')}”`);
  expect(text).toContain('— Geng Shuang, ');
  expect(text).toContain(`On Record, passage ${ID}: ${PUBLIC_URL}/p/${ID}`);
  expect(data).toEqual(await record().search.ask(QUESTION, { k: 1 }));
});

it('links to the sentence that answers, where one stands out', async () => {
  const answer = await record().search.ask(QUESTION, { k: 1 });
  const text = answer.hits[0]?.passage.text ?? '';
  const highlight = { start: text.indexOf('China has not asked'), end: text.length };
  const search = {
    ...record().search,
    ask: async () => ({ ...answer, hits: answer.hits.map((hit) => ({ ...hit, highlight })) }),
  };
  const { call } = await connected(PUBLIC_URL, { ...record(), search });
  const said = await call('ask', { question: QUESTION });
  const ends =
    'text=China%20has%20not%20asked%20and%20will,%22backdoors%22%20or%20by%20violating%20local%20laws.';
  expect(said.text).toContain(`${PUBLIC_URL}/p/${ID}#:~:${ends}`);
  expect(said.data.hits).toMatchObject([{ highlight }]);
});

it('gives statements on a topic, a passage by its words and by its id', async () => {
  const { call } = await connected();
  const first = await call('topic', { name: 'huawei', count: 1 });
  expect(first.text).toMatch(/^Huawei: statements 1 to 1 of 3\./);
  const second = await call('topic', { name: 'huawei', count: 1, cursor: first.data.cursor });
  expect(second.text).toMatch(/^Huawei: statements 2 to 2 of 3\./);
  for (const { text } of [
    await call('quote', { text: 'has not asked and will not ask' }),
    await call('passage', { id: ID }),
  ]) {
    expect(text).toContain('has not asked and will not ask companies');
    expect(text).toMatch(new RegExp(`On Record, passage ${ID}$`));
  }
});

it('compares quotes with the record', async () => {
  const { call } = await connected();
  const { text, data } = await call('verify', {
    text: 'China has asked and will ask companies or individuals to collect or provide data',
  });
  expect(text).toContain('Not word for word');
  expect(text).toContain(`passage ${ID}`);
  expect(data.checks).toMatchObject([{ kind: 'altered' }]);
});

it.each([
  ['topic', { name: 'no such topic at all' }, 'no topic of this name'],
  ['passage', { id: '0000000000' }, 'holds no passage'],
  ['quote', { text: 'xyzzy plugh' }, 'No passage on record'],
  ['ask', { question: 'x', speaker: 'Nobody' }, 'on record'],
  ['ask', { question: '' }, 'question'],
])('says what is wrong: %s %j', async (name, input, reason) => {
  const { call } = await connected();
  expect(await call(name, input)).toMatchObject({ isError: true, text: expect.stringContaining(reason) });
});

it('speaks over standard input and output, and says nothing else there', { timeout: 120_000 }, async () => {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['--import', './scripts/runtime/typescript.mjs', 'scripts/mcp.ts'],
    cwd: projectRoot,
    env: { PATH: process.env.PATH ?? '', DATA_DIR: inject('dataDir') },
    stderr: 'ignore',
  });
  const faults: Error[] = [];
  transport.onerror = (error) => faults.push(error);
  await client.connect(transport, { timeout: 100_000 });
  expect(client.getServerVersion()?.name).toBe('on-record');
  const { content } = (await client.callTool({ name: 'passage', arguments: { id: ID } })) as CallToolResult;
  expect(JSON.stringify(content)).toContain('Geng Shuang');
  await client.close();
  expect(faults).toEqual([]);
});
