/** Plain data over a byte stream: each message is its length in 4 bytes, then its structured clone. */
import type { Socket } from 'node:net';
import { deserialize, serialize } from 'node:v8';

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
