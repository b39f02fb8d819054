/** The listening sockets: slow clients are disconnected, no client holds all connections, and closing waits for answers. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, Server as NetServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { OnRecordError } from '../corpus/errors.ts';
import { PROBLEM_TYPE, PROBLEMS } from './problem.ts';
import { clientKey, type IsTrusted, isLoopback } from './security/connection.ts';

/** An address or port that a server cannot listen on. */
export class ListenError extends OnRecordError {}

export interface ListenAt {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Proxies, which may hold as many connections as they like. */
  isTrusted?: IsTrusted;
  /** How many connections one client may hold. */
  connectionsPerClient?: number;
  /** How long `close` waits for answers in flight. */
  closingMs?: number;
}

export interface WebServer {
  /** Where it can be reached from this machine, without a trailing slash. */
  url: string;
  /** Stops listening, waits for answers in flight, and then ends all connections. */
  close(): Promise<void>;
}

/** What answers the requests: a Hono app. */
export interface WebHandler {
  fetch(request: Request, env: object): Response | Promise<Response>;
}

/** A client that takes longer over its headers, its whole request, or between two signs of life is disconnected. */
const TIMEOUTS = {
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};
const IDLE_MS = 60_000;
const CONNECTIONS = 4_096;
const CONNECTIONS_PER_CLIENT = 256;
const CLOSING_MS = 10_000;
/** A request that is on its way when the server is closed arrives within this time, and is answered. */
const LAST_REQUESTS_MS = 100;

/** A question of 4,000 characters in an address takes 9 bytes for each; Node's own bound is 16 KiB. */
const HEADER_BYTES = 48 * 1024;

/** @throws ListenError when the address cannot be listened on */
export async function startWebServer(app: WebHandler, listenAt: ListenAt): Promise<WebServer> {
  const { host, port, closingMs = CLOSING_MS } = listenAt;
  const loopbackOnly = isLoopback(host);
  const listener = getRequestListener(
    (request, env) => app.fetch(cloneable(request), { ...env, loopbackOnly }),
    { overrideGlobalObjects: false, errorHandler: refuseUnreadable },
  );
  let isClosing = false;
  const answering = new Set<ServerResponse>();
  const server = createServer({ maxHeaderSize: HEADER_BYTES, ...TIMEOUTS }, (incoming, outgoing) => {
    // A connection that is kept alive would hold a closing server open.
    if (isClosing) outgoing.setHeader('Connection', 'close');
    answering.add(outgoing);
    outgoing.once('close', () => {
      answering.delete(outgoing);
      if (isClosing) incoming.socket.end();
    });
    void listener(incoming, outgoing);
  });
  server.setTimeout(IDLE_MS);
  server.maxConnections = CONNECTIONS;
  limitConnections(server, listenAt);
  try {
    // Beyond the backlog the system itself resets connections: a crowd is told to wait instead.
    server.listen({ host, port, backlog: CONNECTIONS });
    await once(server, 'listening');
  } catch (error) {
    throw listenProblem(error, { host, port });
  }
  return {
    url: urlOf(server, host),
    close() {
      isClosing = true;
      return close(server, answering, closingMs);
    },
  };
}

/** Hono's body limit copies a request whose length is unknown, which a request of the adapter does not allow. */
function cloneable(request: Request): Request {
  if (!request.headers.has('transfer-encoding') || request.body === null) return request;
  const { url, method, headers, body, signal } = request;
  return new Request(url, { method, headers, body, signal, duplex: 'half' } as RequestInit);
}

function limitConnections(
  server: Server,
  { connectionsPerClient = CONNECTIONS_PER_CLIENT, isTrusted = () => false }: ListenAt,
): void {
  const held = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (isTrusted(address)) return;
    const client = clientKey(address);
    const count = (held.get(client) ?? 0) + 1;
    if (count > connectionsPerClient) return void socket.destroy();
    held.set(client, count);
    socket.once('close', () => {
      const left = (held.get(client) ?? 1) - 1;
      if (left === 0) held.delete(client);
      else held.set(client, left);
    });
  });
}

/** A request whose target or Host header cannot be read: no app has seen it. */
function refuseUnreadable(): Response {
  const { title, status } = PROBLEMS['invalid-request'];
  const problem = {
    type: 'about:blank',
    title,
    status,
    detail: 'The address of the request cannot be read.',
    remedy: 'Request a path such as /api/record, with a valid Host header.',
  };
  return Response.json(problem, {
    status,
    headers: { 'Content-Type': PROBLEM_TYPE, 'X-Content-Type-Options': 'nosniff' },
  });
}

async function close(server: Server, answering: Set<ServerResponse>, closingMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  const waited = new AbortController();
  const tooLong = sleep(closingMs, undefined, { signal: waited.signal }).catch(() => undefined);
  await Promise.race([acceptWaiting(server), tooLong]);
  // Only the listening ends: the server's own `close` would reset connections whose request is still on its way.
  NetServer.prototype.close.call(server);
  await Promise.race([sleep(LAST_REQUESTS_MS), tooLong]);
  // To Node, a connection whose answer is written but not yet sent is an idle one.
  const answered = Promise.allSettled([...answering].map((outgoing) => once(outgoing, 'close')));
  await Promise.race([answered, tooLong]);
  // Ends idle connections, and the timer that checks them.
  server.close();
  await Promise.race([closed, tooLong]);
  waited.abort();
  server.closeAllConnections();
  await closed;
}

/**
 * Node accepts one connection a turn of the event loop, and the system resets those that still wait when the listening
 * ends. They are accepted in their order: with one of our own, all before it have been.
 */
async function acceptWaiting(server: Server): Promise<void> {
  const { address, port } = server.address() as AddressInfo;
  // Where it is refused, it closes as well.
  const own = connect(port, address).on('error', () => undefined);
  const closed = new Promise((resolve) => own.once('close', resolve));
  server.on('connection', ({ remoteAddress, remotePort }: Socket) => {
    if (remotePort === own.localPort && remoteAddress === own.localAddress) own.destroy();
  });
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
        `HOST ${host} is not an address of this machine.`,
        'Set HOST to 127.0.0.1 for this machine alone, or to 0.0.0.0 for all its networks.',
      );
    default:
      return new ListenError(`${where} cannot be listened on (${code}).`, 'Set PORT and HOST to others.');
  }
}
