/** The boundary around every handler: an error becomes a kind reply with a reference, and a log line. */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { OnRecordError } from '../corpus/errors.ts';
import { messageOf, RequestError } from './errors.ts';
import type { Outcome as HandlerOutcome, HearBot } from './events.ts';
import { ENGLISH, type Texts } from './i18n/i18n.ts';
import { COLOURS, note, type Reply } from './replies/reply.ts';

/** What stands in the log about a handler; never what somebody wrote. */
export interface HandlerContext {
  /** `/ask`, `Verify quote`, `button`… */
  handler: string;
  user: string;
  guild?: string | null;
}

export interface BoundaryOptions {
  hear?: HearBot;
  /** Errors that are nobody's fault, such as an interaction that is gone: logged and dropped. */
  isIgnorable?: (error: unknown) => boolean;
  /** The language of the person who acted. */
  texts?: Texts | undefined;
}

/** Runs a handler. It never throws: what goes wrong is logged, and told through `tell` where there is anything to tell. */
export async function withinBoundary(
  log: Logger,
  context: HandlerContext,
  handler: () => Promise<void>,
  tell: (reply: Reply) => Promise<void>,
  { hear = () => {}, isIgnorable = () => false, texts = ENGLISH }: BoundaryOptions = {},
): Promise<void> {
  const began = performance.now();
  const ended = (outcome: HandlerOutcome, error?: unknown) => {
    const ms = Math.round(performance.now() - began);
    const { handler } = context;
    hear({ kind: 'handled', handler, outcome, ms, ...(error !== undefined && { error: kindOf(error) }) });
    return ms;
  };
  try {
    await handler();
    log.info({ ...context, ms: ended('done') }, 'done');
  } catch (error) {
    if (isIgnorable(error)) {
      ended('dropped', error);
      return log.info({ ...context, error: messageOf(error) }, 'dropped');
    }
    const { reply, reference } = errorReply(error, texts);
    ended(reference === undefined ? 'refused' : 'failed', error);
    // A refusal may repeat what the person wrote: only its kind is logged.
    if (reference === undefined) log.info({ ...context, error: kindOf(error) }, 'refused');
    else log.error({ ...context, reference, error: traceOf(error) }, 'failed');
    await tell(reply).catch((second: unknown) =>
      log.warn({ ...context, error: messageOf(second) }, 'could not tell'),
    );
  }
}

/** What a person is told about an error: their own mistakes as they are, ours with a reference and nothing else. */
function errorReply(error: unknown, texts: Texts): { reply: Reply; reference?: string } {
  if (error instanceof RequestError) return { reply: note(error.tellIn(texts)) };
  const { t } = texts;
  const reference = randomBytes(4).toString('hex');
  const what = t(error instanceof OnRecordError ? 'error.record' : 'error.internal');
  const description = `${what}\n${t('error.reference', { reference: `\`${reference}\`` })}`;
  return { reply: { embeds: [{ color: COLOURS.problem, description }], components: [] }, reference };
}

/** What an operator needs of an error. An API error also carries what was sent, which is nobody's business. */
export function traceOf(error: unknown) {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack } = error;
  return { name, message, stack, ...(error.cause !== undefined && { cause: messageOf(error.cause) }) };
}

function kindOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/**
 * Logs what nobody caught. A rejected promise leaves the rest of the process sound; after an uncaught exception its
 * state is unknown, so it ends, and its supervisor starts it again.
 */
export function watchUncaught(log: Logger): void {
  process.on('unhandledRejection', (error: unknown) =>
    log.error({ error: traceOf(error) }, 'unhandledRejection'),
  );
  process.on('uncaughtException', (error: unknown) => {
    log.fatal({ error: traceOf(error) }, 'uncaughtException');
    process.exit(1);
  });
}
