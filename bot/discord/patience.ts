/** Discord is away now and then: what needs it is tried again, ever more rarely. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { loginProblem } from './faults.ts';

const FIRST_RETRY_MS = 5000;
const LONGEST_RETRY_MS = 60_000;

/**
 * The result of `work`, which is tried until it succeeds; nothing once `stopped` aborts.
 * @throws DiscordLoginError when the token is refused: trying again would not help
 */
export async function withPatience<Result>(
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
      log.warn(
        { error: error instanceof Error ? error.message : String(error), retryInMs: wait },
        'Discord cannot be reached',
      );
      await sleep(wait, undefined, { signal: stopped }).catch(() => undefined);
    }
  }
  return undefined;
}
