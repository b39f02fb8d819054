/** The one gate for everything that the bot says: nobody is pinged, nothing unfurls. */
import { type APIAllowedMentions, AttachmentBuilder, MessageFlags } from 'discord.js';
import type { Reply } from '../replies/reply.ts';

const NOBODY: APIAllowedMentions & { parse: [] } = { parse: [] };

/** A reply as discord.js sends it. Content that a reply leaves out stays as it is when a message is edited. */
export function toMessage({ content, embeds, components, files }: Reply) {
  return {
    ...(content !== undefined && { content }),
    embeds,
    components,
    allowedMentions: { ...NOBODY, repliedUser: false },
    ...(files && {
      files: files.map(({ name, text }) => new AttachmentBuilder(Buffer.from(text, 'utf8'), { name })),
    }),
  };
}

/** The flags of a reply to an interaction. */
export function flagsOf(isPrivate: boolean) {
  return isPrivate ? { flags: MessageFlags.Ephemeral as const } : {};
}
