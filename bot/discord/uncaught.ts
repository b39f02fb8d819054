/** A malformed event must not end the bot: what it broke is logged, and the next event is handled. */
import type { Logger } from 'pino';
import { traceOf } from './boundary.ts';

export function surviveUncaught(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => log.error({ error: traceOf(error) }, event));
  }
}
