/** One record for many processes: it listens on a local socket, and each process that connects asks it directly. */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { SnapshotError } from '../errors.ts';
import { Calls } from './calls.ts';
import { onFrames, sendFrame } from './frames.ts';
import type { Answered, Call, RecordServices } from './protocol.ts';

/** Answers the calls that arrive at `path`: a Unix socket, or a named pipe on Windows. */
export async function listenForCalls(
  path: string,
  answer: (call: Call) => Promise<Answered>,
): Promise<Server> {
  const server = createServer((socket) => {
    // An asker that was killed is no fault of the record.
    socket.on('error', () => socket.destroy());
    onFrames(socket, (call) => void answer(call as Call).then((answered) => sendFrame(socket, answered)));
  });
  // Left behind by a process that was killed.
  if (process.platform !== 'win32') await rm(path, { force: true });
  server.listen(path);
  await once(server, 'listening');
  return server;
}

export interface RecordConnection {
  services: RecordServices;
  close(): void;
}

/**
 * Connects to a record that listens at `path`.
 * @throws Error (of the system) when nobody listens there
 */
export async function connectToRecord(path: string): Promise<RecordConnection> {
  const socket = connect(path);
  const calls = new Calls((call) => sendFrame(socket, call));
  onFrames(socket, (answered) => calls.settle(answered as Answered));
  await once(socket, 'connect');
  const gone = () =>
    calls.end(
      new SnapshotError('The process of the record has gone.', 'The bot is started again by its operator.'),
    );
  socket.on('error', gone);
  socket.on('close', gone);
  return { services: calls.services, close: () => socket.destroy() };
}
