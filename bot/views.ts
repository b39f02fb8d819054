/** From a view, read out of a button, to the message that shows it, over the record as it stands now. */
import { showPassage } from './commands/quote.ts';
import { showTopic } from './commands/topic.ts';
import { RequestError } from './errors.ts';
import { hitsReply } from './replies/hits-reply.ts';
import { contextReply, copyReply, questionReply } from './replies/passage-replies.ts';
import type { Reply } from './replies/reply.ts';
import type { View } from './replies/view.ts';
import type { Services } from './services.ts';

/**
 * Draws a view.
 * @throws RequestError when the record no longer holds its passage
 */
export async function drawView(view: View, services: Services, isPrivate: boolean): Promise<Reply> {
  switch (view.kind) {
    case 'hits':
      return hitsReply(view, await findPassage(view.ids[view.at], services), isPrivate);
    case 'context': {
      const turn = await services.search.turn(view.id);
      return turn.length > 0
        ? contextReply(view, turn, isPrivate)
        : showPassage(view.id, services, isPrivate);
    }
    case 'question':
      return questionReply(view, await findPassage(view.id, services));
    case 'copy':
      return copyReply(await findPassage(view.id, services), services.publicUrl);
    case 'topic':
      return showTopic(view, services, isPrivate);
  }
}

async function findPassage(id: string | undefined, { search }: Services) {
  const cited = id === undefined ? undefined : await search.passage(id);
  if (cited) return cited;
  throw new RequestError('The record no longer holds this passage.', 'Ask again.');
}
