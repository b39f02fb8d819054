/** Everything that is shown over a record: API, permalinks, playground and operations behind the same guards. */
import type { Hono } from 'hono';
import type { Logger } from 'pino';
import { type QuestionWatch, watchQuestions } from '../../bot/services.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { createWebApp } from '../../web/app.ts';
import { playgroundRoutes } from '../../web/playground/routes.ts';

export interface PagesOptions extends QuestionWatch {
  services: RecordServices;
  log: Logger;
  /** Where people find the pages. */
  publicUrl: string;
  /** Whether that address is one that replies may pass on, rather than one of this machine alone. */
  isShown: boolean;
  operations: Hono;
}

export function createPages({ services, publicUrl, isShown, operations, ...watch }: PagesOptions) {
  const asked = watchQuestions(services, 'api', watch);
  const played = watchQuestions(services, 'playground', watch);
  const { log } = watch;
  const playground = playgroundRoutes({
    services: () => ({
      ...played,
      ...(isShown && { publicUrl }),
      passageOfMessage: async () => undefined,
    }),
    log,
  });
  return createWebApp({ services: () => asked, log, publicUrl, routes: [operations, playground] });
}
