/** Everything that is shown over a record: API, permalinks and playground behind the same guards. */
import type { Hono } from 'hono';
import type { Logger } from 'pino';
import { type QuestionWatch, watchQuestions } from '../../bot/services.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { createWebApp, type WebWatch } from '../../web/app.ts';
import { homeRoutes } from '../../web/permalink/routes.ts';
import { playgroundRoutes } from '../../web/playground/routes.ts';
import type { IsTrusted, WebEnv } from '../../web/security/connection.ts';

interface PagesOptions extends QuestionWatch {
  services: RecordServices;
  log: Logger;
  /** Where people find the pages. */
  publicUrl: string;
  /** Whether that address is one that replies may pass on, rather than one of this machine alone. */
  isShown: boolean;
  hasPlayground: boolean;
  operations: Hono<WebEnv>;
  watch: WebWatch;
  isTrusted: IsTrusted;
}

export function createPages({
  services,
  publicUrl,
  isShown,
  hasPlayground,
  operations,
  ...options
}: PagesOptions) {
  const asked = watchQuestions(services, 'api', options);
  const played = watchQuestions(services, 'playground', options);
  const { log, watch, isTrusted } = options;
  const home = hasPlayground
    ? playgroundRoutes({
        services: () => ({
          ...played,
          ...(isShown && { publicUrl }),
          passageOfMessage: async () => undefined,
        }),
        log,
      })
    : homeRoutes(() => asked);
  return createWebApp({
    services: () => asked,
    log,
    publicUrl,
    routes: [operations, home],
    watch,
    isTrusted,
  });
}
