/** Where the web side listens: the port that was asked for, or the next one that is free. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { ListenError } from '../../web/errors.ts';

export const DEFAULT_PORT = 8787;
const TRIED = 20;

/** The first free port from the default on. @throws ListenError when none of them is */
export async function freePort(host: string, from = DEFAULT_PORT): Promise<number> {
  for (let port = from; port < from + TRIED; port++) if (await isFree(host, port)) return port;
  throw new ListenError(
    `No port from ${from} to ${from + TRIED - 1} on HOST ${host} is free.`,
    'Set PORT to one that is.',
  );
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (error) {
    // Any other trouble is told by the server itself, in its own words.
    return !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE');
  }
  server.close();
  await once(server, 'close');
  return true;
}
