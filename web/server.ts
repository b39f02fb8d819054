/** The listening socket: slow clients are let go, and closing takes no longer than a second. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { ListenError } from './errors.ts';
import { isLoopback } from './security/host-guard.ts';

export interface ListenAt {
  host: string;
  /** 0 takes any that is free. */
  port: number;
}

export interface WebServer {
  /** Where it can be reached from this machine, without a slash at the end. */
  url: string;
  /** Stops listening, lets answers that are almost ready go out, and ends what is left. */
  close(): Promise<void>;
}

/** What answers the requests: a Hono app. */
export interface WebHandler {
  fetch(request: Request, env: object): Response | Promise<Response>;
}

/** A client that takes longer than this over its headers, its whole request, or between two signs of life is let go. */
const PATIENCE = { headersMs: 5_000, requestMs: 15_000, idleMs: 60_000, keepAliveMs: 5_000, checkMs: 1_000 };
const MOST_CONNECTIONS = 4_096;
/** How long close() waits for answers. */
const CLOSING_MS = 500;

/** @throws ListenError when the address cannot be listened on */
export async function startWebServer(app: WebHandler, { host, port }: ListenAt): Promise<WebServer> {
  const loopbackOnly = isLoopback(host);
  const listener = getRequestListener((request, env) => app.fetch(request, { ...env, loopbackOnly }), {
    overrideGlobalObjects: false,
    errorHandler: refuseUnreadable,
  });
  const server = createServer(
    {
      headersTimeout: PATIENCE.headersMs,
      requestTimeout: PATIENCE.requestMs,
      keepAliveTimeout: PATIENCE.keepAliveMs,
      connectionsCheckingInterval: PATIENCE.checkMs,
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
  server.setTimeout(PATIENCE.idleMs);
  server.maxConnections = MOST_CONNECTIONS;
  try {
    // Beyond the backlog the system itself resets connections: a crowd is told to wait instead.
    server.listen({ host, port, backlog: MOST_CONNECTIONS });
    await once(server, 'listening');
  } catch (error) {
    throw listenProblem(error, { host, port });
  }
  return { url: urlOf(server, host), close: () => close(server) };
}

/** A request that is no request: its target or its Host header cannot be read. */
function refuseUnreadable(): Response {
  const error = {
    message: 'The address of the request cannot be read.',
    remedy: 'Ask for a path such as /api/record, and name the host.',
  };
  return Response.json({ error }, { status: 400, headers: { 'X-Content-Type-Options': 'nosniff' } });
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await Promise.race([closed, sleep(CLOSING_MS)]);
  server.closeAllConnections();
  await closed;
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  if (['0.0.0.0', '::', ''].includes(host)) return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function listenProblem(error: unknown, { host, port }: ListenAt): ListenError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const where = `PORT ${port} on HOST ${host}`;
  switch (code) {
    case 'EADDRINUSE':
      return new ListenError(
        `${where} is already in use.`,
        'Set PORT to another, or stop the program that uses it.',
      );
    case 'EACCES':
      return new ListenError(`${where} may not be used by this account.`, 'Set PORT to one above 1023.');
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ListenError(
        `HOST ${host} is no address of this machine.`,
        'Set HOST to 127.0.0.1 for this machine alone, or to 0.0.0.0 for all its networks.',
      );
    default:
      return new ListenError(`${where} cannot be listened on (${code}).`, 'Set PORT and HOST to others.');
  }
}
