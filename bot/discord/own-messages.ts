/** Reads the passage back out of one of the bot's own messages. */
import { type APIMessage, type Client, ComponentType, Routes } from 'discord.js';
import { decodePress, type View } from '../replies/view.ts';
import type { MessageLink } from '../services.ts';
import { isIgnorable } from './faults.ts';

/** The passage that a message shows; nothing when it is not the bot's, shows none, or may not be read. */
export async function passageOfMessage(client: Client<true>, link: MessageLink): Promise<string | undefined> {
  try {
    const message = (await client.rest.get(
      Routes.channelMessage(link.channelId, link.messageId),
    )) as APIMessage;
    if (message.author.id !== client.user.id) return undefined;
    return customIds(message)
      .map(shownPassage)
      .find((id) => id !== undefined);
  } catch (error) {
    if (isIgnorable(error)) return undefined;
    throw error;
  }
}

function customIds({ components = [] }: APIMessage): string[] {
  return components.flatMap((row) =>
    row.type === ComponentType.ActionRow
      ? row.components.flatMap((component) => ('custom_id' in component ? [component.custom_id] : []))
      : [],
  );
}

/** Every message with a passage has a button that names it: the one that copies it. */
function shownPassage(customId: string): string | undefined {
  const view: View | undefined = decodePress(customId)?.view;
  return view?.kind === 'copy' ? view.id : undefined;
}
