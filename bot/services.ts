/** What the commands work on. A running bot asks for it anew each time, so that the record can change under it. */
import type { QuoteLookup } from '../retrieval/quotes/lookup.ts';
import type { QuoteVerifier } from '../retrieval/quotes/verify.ts';
import type { SearchService } from '../retrieval/search.ts';
import type { TopicService } from '../retrieval/topics/topic-service.ts';

export interface Services {
  search: SearchService;
  topics: TopicService;
  quotes: QuoteLookup;
  verifier: QuoteVerifier;
  /** Where people reach the pages of passages, such as `https://record.example.org`; absent where nobody does. */
  publicUrl?: string;
  /** The passage that one of the bot's own messages shows; nothing for a message that is not the bot's. */
  passageOfMessage(link: MessageLink): Promise<string | undefined>;
}

/** `https://discord.com/channels/GUILD/CHANNEL/MESSAGE`, taken apart. */
export interface MessageLink {
  channelId: string;
  messageId: string;
}
