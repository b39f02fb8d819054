/** The web side of `npm start`: it listens at once, and shows its pages when the record is open. */
import type { Logger } from 'pino';
import type { BotSettings } from '../../bot/settings.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { createFront } from '../../web/operations/front.ts';
import type { Operations } from '../../web/operations/operations.ts';
import { operationsRoutes } from '../../web/operations/routes.ts';
import { startWebServer } from '../../web/server.ts';
import { freePort } from './listen.ts';

export interface WebSide {
  /** Where it can be reached from this machine. */
  url: string;
  /** Shows the pages over these services. */
  open(services: RecordServices): Promise<void>;
  close(): Promise<void>;
}

/** Starts listening. @throws ListenError when the address cannot be listened on */
export async function startWebSide(
  { HOST: host, PORT, PUBLIC_URL, LOG_QUESTIONS: logQuestions }: BotSettings,
  operations: Operations,
  log: Logger,
): Promise<WebSide> {
  const watching = operationsRoutes(operations);
  const front = createFront(watching);
  const server = await startWebServer(front, { host, port: PORT ?? (await freePort(host)) });
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
        publicUrl: PUBLIC_URL ?? server.url,
        isShown: PUBLIC_URL !== undefined,
        operations: watching,
      });
      front.open(pages);
    },
  };
}
