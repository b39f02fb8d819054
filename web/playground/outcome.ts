/** From a handler's reply to what the page is told. */
import type { Logger } from 'pino';
import { withinBoundary } from '../../bot/discord/boundary.ts';
import type { Reply } from '../../bot/replies/reply.ts';
import { decodePress } from '../../bot/replies/view.ts';
import type { Outcome } from './wire.ts';

/** Runs a handler within the bot's own boundary: what goes wrong becomes the note that Discord would show. */
export async function outcomeOf(log: Logger, handler: string, run: () => Promise<Outcome>): Promise<Outcome> {
  let outcome: Outcome | undefined;
  await withinBoundary(
    log,
    { handler, user: 'playground' },
    async () => {
      const made = await run();
      outcome = { ...shownPassage(made.reply), ...made };
    },
    // In Discord a problem is told to the person who acted, and to nobody else.
    async ({ content, embeds, components }) => {
      outcome = {
        reply: { ...(content !== undefined && { content }), embeds, components },
        isPrivate: true,
        replaces: false,
      };
    },
  );
  if (!outcome) throw new Error(`${handler} told nothing`);
  return outcome;
}

/** Every reply with a passage has a button that names it: the one that copies it. */
function shownPassage({ components }: Reply): Pick<Outcome, 'passageId'> {
  for (const component of components.flatMap((row) => row.components)) {
    const view = 'custom_id' in component ? decodePress(component.custom_id)?.view : undefined;
    if (view?.kind === 'copy') return { passageId: view.id };
  }
  return {};
}
