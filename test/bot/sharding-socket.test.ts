import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { TranscriptError } from '../../corpus/errors.ts';
import { BusyError, QuestionError, SettingsError } from '../../retrieval/errors.ts';
import { type Answered, type Call, receiveError, sendError } from '../../retrieval/process/protocol.ts';
import {
  connectToRecord,
  listenForCalls,
  onFrames,
  sendFrame,
} from '../../retrieval/process/record-socket.ts';
import { temporaryFolder } from '../support/temporary.ts';

const place = async () => path.join(await temporaryFolder(), 'record.sock');

/** A record that answers as told, and counts its askers' connections. */
async function listening(answer: (call: Call) => Promise<Answered>) {
  const at = await place();
  const server = await listenForCalls(at, answer);
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { at, sockets, server };
}

async function asker(at: string, patienceMs?: number) {
  const connection = await connectToRecord(at, patienceMs);
  onTestFinished(() => connection.close());
  return connection.services.search;
}

it('gives each asker its own answers, whatever their order', async () => {
  const late: (() => void)[] = [];
  const { at } = await listening(async ({ id, args: [passage] }) => {
    if (passage === 'slow') await new Promise<void>((resolve) => late.push(resolve));
    return { id, result: `about ${passage}` };
  });
  const [one, other] = [await asker(at), await asker(at)];
  const slow = one.passage('slow');
  expect(await other.passage('quick')).toBe('about quick');
  expect(await one.passage('quicker')).toBe('about quicker');
  for (const go of late) go();
  expect(await slow).toBe('about slow');
});

it('keeps errors what they were, and what JSON would lose', async () => {
  const { at } = await listening(async ({ id, method, args }) =>
    method === 'ask'
      ? { id, error: sendError(new QuestionError('The question is empty.', 'Ask something.')) }
      : { id, result: { args, vector: new Float32Array([0.5, -2]) } },
  );
  const search = await asker(at);
  await expect(search.ask('')).rejects.toBeInstanceOf(QuestionError);
  expect(await search.turn('x')).toEqual({ args: ['x'], vector: new Float32Array([0.5, -2]) });
  expect(await search.explain('x', undefined, 'y')).toMatchObject({ args: ['x', undefined, 'y'] });
});

it('asks once more when the record was started again, and gives up a question that ends it twice', async () => {
  const asked: unknown[] = [];
  const { at, sockets } = await listening(async ({ id, args: [passage] }) => {
    asked.push(passage);
    // The first connection dies with its questions, and so does each that is asked for what is deadly.
    if (sockets.length === 1 || passage === 'deadly') {
      sockets.at(-1)?.destroy();
      await new Promise(() => {});
    }
    return { id, result: `about ${passage}` };
  });
  const search = await asker(at);
  expect(await search.passage('x')).toBe('about x');
  await expect(search.passage('deadly')).rejects.toThrow('has gone');
  expect(asked).toEqual(['x', 'x', 'deadly', 'deadly']);
  expect(await search.passage('y')).toBe('about y');
});

it('takes a connection to a process that is just dying for none', async () => {
  const at = await place();
  const sockets: Socket[] = [];
  const first = await listenForCalls(at, () => new Promise(() => {}));
  first.on('connection', (socket) => sockets.push(socket));
  const search = await asker(at);
  const waiting = search.passage('x');
  while (sockets.length === 0) await new Promise(setImmediate);
  // It accepts, reads nothing and is gone: three times.
  let hungUp = 0;
  const dying = createServer((socket) => {
    hungUp += 1;
    socket.destroy();
  });
  first.close();
  await rm(at, { force: true });
  dying.listen(at);
  await once(dying, 'listening');
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => hungUp).toBeGreaterThanOrEqual(3);
  dying.close();
  const living = await listenForCalls(at, async ({ id }) => ({ id, result: 'answered' }));
  onTestFinished(() => void living.close());
  expect(await waiting).toBe('answered');
});

it('fails what waits, and what is asked later, when the record does not come back', async () => {
  const { at, sockets, server } = await listening(() => new Promise(() => {}));
  const search = await asker(at, 300);
  const waiting = search.passage('x');
  while (sockets.length === 0) await new Promise(setImmediate);
  server.close();
  for (const socket of sockets) socket.destroy();
  await expect(waiting).rejects.toThrow('has gone');
  await expect(search.passage('y')).rejects.toThrow('has gone');
});

it('goes on when an asker is cut off in the middle of a call', async () => {
  const { at } = await listening(async ({ id }) => ({ id, result: 'here' }));
  const broken = connect(at);
  await once(broken, 'connect');
  // The length of a message that never comes.
  broken.write(Buffer.from([0, 0, 1, 0, 7]));
  broken.destroy();
  expect(await (await asker(at)).passage('x')).toBe('here');
});

it('puts messages together again, however the stream was cut', async () => {
  const at = await place();
  const heard: unknown[] = [];
  const frames: Buffer[] = [];
  const recorder = { writable: true, cork() {}, uncork() {}, write: (part: Buffer) => frames.push(part) };
  const messages = [{ text: 'x'.repeat(300_000) }, 'short', [1, 2, 3]];
  for (const message of messages) sendFrame(recorder as unknown as Socket, message);
  const bytes = Buffer.concat(frames);
  const server = createServer((socket) => onFrames(socket, (message) => heard.push(message)));
  server.listen(at);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const socket = connect(at);
  socket.setNoDelay(true);
  // The first bytes one by one, then odd pieces, then the small messages at once.
  for (let i = 0; i < 6; i++) {
    socket.write(bytes.subarray(i, i + 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  for (let i = 6; i < 299_000; i += 70_001) socket.write(bytes.subarray(i, Math.min(i + 70_001, 299_000)));
  socket.end(bytes.subarray(299_000));
  await once(socket, 'close');
  await expect.poll(() => heard).toEqual(messages);
});

it.each([BusyError, SettingsError, TranscriptError])(
  'keeps an error of every kind what it is: %o',
  (Kind) => {
    const sent = structuredClone(sendError(new Kind('It is so.', 'Do that.')));
    const received = receiveError(sent);
    expect(received).toBeInstanceOf(Kind);
    expect(received).toMatchObject({ name: Kind.name, message: 'It is so. Do that.', remedy: 'Do that.' });
  },
);
