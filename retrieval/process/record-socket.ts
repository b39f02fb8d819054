/** One record for many processes: it listens on a local socket, and each process that connects asks it directly. */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import { SnapshotError } from '../errors.ts';
import { type Answered, type Call, Calls, type RecordServices } from './protocol.ts';

/** Answers the calls that arrive at `path`: a Unix socket, or a named pipe on Windows. */
export async function listenForCalls(
  path: string,
  answer: (call: Call) => Promise<Answered>,
): Promise<Server> {
  const server = createServer((socket) => {
    // An asker that was killed is no fault of the record.
    socket.on('error', () => socket.destroy());
    sendFrame(socket, GREETING);
    onFrames(socket, (call) => void answer(call as Call).then((answered) => sendFrame(socket, answered)));
  });
  // Left behind by a process that was killed.
  if (process.platform !== 'win32') await rm(path, { force: true });
  server.listen(path);
  await once(server, 'listening');
  return server;
}

interface RecordConnection {
  services: RecordServices;
  close(): void;
}

/** A record that is started again opens within seconds; one that does not come back in this time is gone. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 100;

/**
 * The first frame of every connection: an answer that nobody waits for. The system still accepts connections for a
 * process that is being killed; only a living one greets.
 */
const GREETING: Answered = { id: 0, result: undefined };

const GONE = new SnapshotError(
  'The process of the record has gone.',
  'The bot is started again by its operator.',
);

/**
 * Connects to a record that listens at `path`, and again when its process was started again: what is asked meanwhile
 * waits, and what was lost with the old process is asked once more.
 * @throws Error (of the system) when nobody listens there
 */
export async function connectToRecord(path: string, patienceMs = PATIENCE_MS): Promise<RecordConnection> {
  let socket: Socket | undefined;
  const closing = new AbortController();
  const calls = new Calls((call) => {
    if (socket) sendFrame(socket, call);
    return socket !== undefined;
  });

  async function open(): Promise<void> {
    const opened = connect(path);
    await once(opened, 'connect');
    opened.on('error', () => opened.destroy());
    await new Promise<void>((resolve, reject) => {
      onFrames(opened, (answered) => {
        resolve();
        calls.settle(answered as Answered);
      });
      opened.once('close', () => reject(GONE));
    });
    socket = opened;
    opened.once('close', () => {
      socket = undefined;
      void reopen();
    });
  }

  async function reopen(): Promise<void> {
    const until = Date.now() + patienceMs;
    while (!closing.signal.aborted && Date.now() < until) {
      try {
        await open();
        return calls.resume(GONE);
      } catch {
        await sleep(RETRY_MS, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      }
    }
    calls.end(GONE);
  }

  await open();
  return {
    services: calls.services,
    close() {
      closing.abort();
      socket?.destroy();
    },
  };
}

/** A message is its length in so many bytes, then its structured clone. */
const LENGTH_BYTES = 4;

/** Sends a message; one to a peer that has gone is dropped. */
export function sendFrame(socket: Socket, message: unknown): void {
  if (!socket.writable) return;
  const body = serialize(message);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(body.length);
  socket.cork();
  socket.write(length);
  socket.write(body);
  socket.uncork();
}

/** Calls back with each message that arrives, in order, however the stream was cut. */
export function onFrames(socket: Socket, hear: (message: unknown) => void): void {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = LENGTH_BYTES;
  let inBody = false;
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    // Joined only when a part is complete: a long answer arrives in many chunks.
    if (size < wanted) return;
    let rest = Buffer.concat(chunks);
    while (rest.length >= wanted) {
      const part = rest.subarray(0, wanted);
      rest = rest.subarray(wanted);
      wanted = inBody ? LENGTH_BYTES : part.readUInt32BE();
      if (inBody) hear(deserialize(part));
      inBody = !inBody;
    }
    chunks = [rest];
    size = rest.length;
  });
}
