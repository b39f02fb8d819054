/** Errors of Discord's API: which are ignored, which are retried, and which end the bot. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  RESTJSONErrorCodes,
} from 'discord.js';
import type { Logger } from 'pino';
import { DiscordLoginError, messageOf } from '../errors.ts';

const IGNORABLE: ReadonlySet<string | number> = new Set([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.InvalidWebhookToken,
  // A retried call whose first try had arrived after all.
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
]);

/** The message, channel or interaction is gone, or the bot has no business there: logged and dropped. */
export function isIgnorable(error: unknown): boolean {
  if (!(error instanceof DiscordAPIError)) return false;
  return IGNORABLE.has(error.code) || repliesToNothing(error);
}

// A reply to a message that was deleted meanwhile is refused as an invalid form.
function repliesToNothing(error: DiscordAPIError): boolean {
  return (
    error.code === RESTJSONErrorCodes.InvalidFormBodyOrContentType &&
    JSON.stringify(error.rawError).includes('MESSAGE_REFERENCE_UNKNOWN_MESSAGE')
  );
}

/** Whether Discord refused a call with this code. */
export function isRefusal(error: unknown, code: RESTJSONErrorCodes): boolean {
  return error instanceof DiscordAPIError && error.code === code;
}

const THREAD_IS_CLOSED: ReadonlySet<string | number> = new Set([
  RESTJSONErrorCodes.InvalidActionOnArchivedThread,
  RESTJSONErrorCodes.ThreadLocked,
]);

/** Whether Discord does not let the bot write in a channel: no permission, an archived or locked thread, a timeout. */
export function mayNotWrite(error: unknown): boolean {
  if (!(error instanceof DiscordAPIError)) return false;
  return error.status === 403 || THREAD_IS_CLOSED.has(error.code);
}

const NEW_TOKEN =
  'Reset it in the Developer Portal (your application → Bot → Reset Token), put the new one into DISCORD_TOKEN and start again.';

/** What a failed login means, when trying again would not help. */
export function loginProblem(error: unknown): DiscordLoginError | undefined {
  const refused =
    (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) ||
    (error instanceof DiscordAPIError && error.status === 401);
  return refused
    ? new DiscordLoginError('Discord does not accept the bot token: it is expired or mistyped.', NEW_TOKEN, {
        cause: error,
      })
    : undefined;
}

/** What a closed gateway means, when Discord will not take the bot back. */
export function closeProblem(code: number): DiscordLoginError | undefined {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return new DiscordLoginError('Discord no longer accepts the bot token.', NEW_TOKEN);
    case GatewayCloseCodes.InvalidIntents:
    case GatewayCloseCodes.DisallowedIntents:
      return new DiscordLoginError(
        'Discord refuses the events that the bot asks for.',
        'The bot needs no privileged intent; check that the application in the Developer Portal is not restricted.',
      );
    case GatewayCloseCodes.InvalidShard:
    case GatewayCloseCodes.ShardingRequired:
      return new DiscordLoginError(
        'Discord wants more shards for this bot.',
        'It is in too many servers for one process: set SHARDS=auto and start again.',
      );
    default:
      return undefined;
  }
}

const FIRST_RETRY_MS = 5000;
const LONGEST_RETRY_MS = 60_000;

/**
 * The result of `work`, which is tried until it succeeds; nothing once `stopped` aborts.
 * @throws DiscordLoginError when the token is refused: trying again would not help
 */
export async function retryUntilReached<Result>(
  work: () => Promise<Result>,
  log: Logger,
  stopped: AbortSignal,
): Promise<Result | undefined> {
  for (let wait = FIRST_RETRY_MS; !stopped.aborted; wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
    try {
      return await work();
    } catch (error) {
      const problem = loginProblem(error);
      if (problem) throw problem;
      log.warn({ error: messageOf(error), retryInMs: wait }, 'Discord cannot be reached');
      await sleep(wait, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
  return undefined;
}
