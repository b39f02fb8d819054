/** The web side of `npm start`: it listens at once, and shows its pages when the record is open. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import type { BotSettings } from '../../bot/settings.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { createFront } from '../../web/front.ts';
import { operationsRoutes } from '../../web/operations/health.ts';
import type { Operations } from '../../web/operations/operations.ts';
import { trustedProxies, type WebEnv } from '../../web/security/connection.ts';
import { ListenError, startWebServer, type WebServer } from '../../web/server.ts';

export interface WebSide {
  /** Where it can be reached from this machine. */
  url: string;
  /** Shows the pages over these services. */
  open(services: RecordServices): Promise<void>;
  close(): Promise<void>;
}

/** Starts listening. @throws ListenError when the address cannot be listened on */
export async function startWebSide(
  settings: BotSettings,
  operations: Operations,
  log: Logger,
): Promise<WebSide> {
  const { HOST: host, PORT, PUBLIC_URL, LOG_QUESTIONS: logQuestions } = settings;
  const isTrusted = trustedProxies(settings.TRUSTED_PROXIES);
  const port = PORT ?? (await freePort(host));
  // With a port of their own, health and metrics are not shown to the public.
  const routes = settings.OPS_PORT === undefined ? operationsRoutes(operations) : new Hono<WebEnv>();
  const front = createFront({ state: operations.state, routes, publicUrl: PUBLIC_URL ?? '', log });
  const server = await startWebServer(front, { host, port, isTrusted });
  // Loaded while the record opens: the address need not wait for it.
  const loading = import('./pages.ts');
  loading.catch(() => undefined);
  return {
    url: server.url,
    close: () => server.close(),
    async open(services) {
      const { createPages } = await loading;
      const pages = createPages({
        services,
        log,
        logQuestions,
        hear: (event) => operations.hearBot(event, 0),
        watch: operations.web,
        isTrusted,
        publicUrl: PUBLIC_URL ?? server.url,
        isShown: PUBLIC_URL !== undefined,
        hasPlayground: (settings.PLAYGROUND ?? (PUBLIC_URL === undefined ? 'on' : 'off')) === 'on',
        operations: routes,
      });
      front.open(pages);
    },
  };
}

/** Health and metrics on a port of their own, which only this machine reaches. */
export function startOperations(port: number, operations: Operations): Promise<WebServer> {
  return startWebServer(operationsRoutes(operations), { host: '127.0.0.1', port, closingMs: 0 });
}

const DEFAULT_PORT = 8787;
const PORTS_TRIED = 20;

/** The first free port from the default on. @throws ListenError when none of them is */
async function freePort(host: string): Promise<number> {
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + PORTS_TRIED; port++)
    if (await isFree(host, port)) return port;
  throw new ListenError(
    `No port from ${DEFAULT_PORT} to ${DEFAULT_PORT + PORTS_TRIED - 1} on HOST ${host} is free.`,
    'Set PORT to one that is.',
  );
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (error) {
    // The server itself reports any other problem.
    return !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE');
  }
  server.close();
  await once(server, 'close');
  return true;
}
