/** What the commands work on. A running bot asks for it anew each time, so that the record can change under it. */
import type { Logger } from 'pino';
import type { QuoteLookup } from '../retrieval/quotes/complete.ts';
import type { QuoteVerifier } from '../retrieval/quotes/verify.ts';
import type { SearchService } from '../retrieval/search.ts';
import type { TopicService } from '../retrieval/topics/topic-service.ts';
import type { HearBot } from './events.ts';
import type { FollowStore, SettingsStore } from './server-settings.ts';

export interface Services {
  search: SearchService;
  topics: TopicService;
  quotes: QuoteLookup;
  verifier: QuoteVerifier;
  /** Where people reach the pages of passages, such as `https://record.example.org`; absent where nobody does. */
  publicUrl?: string;
  /** What servers want; absent where there are none, as in the playground. */
  servers?: { settings: SettingsStore; follows: FollowStore };
  /** The passage that one of the bot's own messages shows; nothing for a message that is not the bot's. */
  passageOfMessage(link: MessageLink): Promise<string | undefined>;
}

/** `https://discord.com/channels/GUILD/CHANNEL/MESSAGE`, taken apart. */
export interface MessageLink {
  channelId: string;
  messageId: string;
}

export interface QuestionWatch {
  hear: HearBot;
  log: Logger;
  /** LOG_QUESTIONS: questions are personal, so the default is no. */
  logQuestions: boolean;
}

/** The same services; `by` names the command, or the face, that asks. */
export function watchQuestions<Known extends { search: SearchService }>(
  services: Known,
  by: string,
  { hear, log, logQuestions }: QuestionWatch,
): Known {
  const { search } = services;
  const ask: SearchService['ask'] = async (question, options) => {
    const answer = await search.ask(question, options);
    const { verdict, confidence } = answer;
    hear({ kind: 'asked', by, verdict });
    if (logQuestions) log.info({ by, question, verdict, confidence }, 'asked');
    return answer;
  };
  // Not a copy: the search may be a proxy of one elsewhere.
  const watched = new Proxy(search, {
    get: (target, key) => (key === 'ask' ? ask : Reflect.get(target, key, target)),
  });
  return { ...services, search: watched };
}
