/** The web side of `npm start`: it listens at once, and shows its pages when the record is open. */
import type { Logger } from 'pino';
import { watchQuestions } from '../../bot/asked-questions.ts';
import type { BotSettings } from '../../bot/settings.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { createWebApp } from '../../web/app.ts';
import { createFront } from '../../web/operations/front.ts';
import type { Operations } from '../../web/operations/operations.ts';
import { operationsRoutes } from '../../web/operations/routes.ts';
import { playgroundRoutes } from '../../web/playground/routes.ts';
import { startWebServer } from '../../web/server.ts';
import { freePort } from './listen.ts';

export interface WebSide {
  /** Where it can be reached from this machine. */
  url: string;
  /** Shows the pages over these services. */
  open(services: RecordServices): void;
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
  const publicUrl = PUBLIC_URL ?? server.url;
  const watch = {
    log,
    logQuestions,
    hear: (event: Parameters<typeof operations.hearBot>[0]) => operations.hearBot(event, 0),
  };
  return {
    url: server.url,
    close: () => server.close(),
    open(services) {
      const playground = playgroundRoutes({
        services: () => ({
          ...watchQuestions(services, 'playground', watch),
          passageOfMessage: async () => undefined,
        }),
        log,
      });
      const asked = watchQuestions(services, 'api', watch);
      front.open(createWebApp({ services: () => asked, log, publicUrl, routes: [watching, playground] }));
    },
  };
}
