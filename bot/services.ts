/** What the commands work on. A running bot asks for it anew each time, so that the record can change under it. */
import type { Logger } from 'pino';
import type { QuoteLookup } from '../retrieval/quotes/complete.ts';
import type { QuoteVerifier } from '../retrieval/quotes/verify.ts';
import type { SearchService } from '../retrieval/search.ts';
import type { Topics } from '../retrieval/store/record-store.ts';
import type { HearBot } from './events.ts';
import type { FollowStore, SettingsStore } from './server-settings.ts';

export interface Services {
  search: SearchService;
  topics: Topics;
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

/** The same services; questions and topics keep to the documents of these publishers, where any are given. */
export function withinCollections<Known extends Pick<Services, 'search' | 'topics'>>(
  services: Known,
  publishers: readonly string[] | undefined,
): Known {
  if (!publishers) return services;
  const ask: SearchService['ask'] = (question, { filter, ...options } = {}) =>
    services.search.ask(question, { ...options, filter: { ...filter, publishers } });
  const statements: Topics['statements'] = async (name, which, filter = { publishers }) => {
    const found = await services.topics.statements(name, which, filter);
    return found && found.dates.length > 0 ? found : undefined;
  };
  return {
    ...services,
    search: replacing(services.search, 'ask', ask),
    topics: replacing(services.topics, 'statements', statements),
  };
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
  return { ...services, search: replacing(search, 'ask', ask) };
}

/** A service with one method replaced. Not a copy: it may be a proxy of one elsewhere. */
function replacing<Service extends object, Name extends keyof Service>(
  service: Service,
  name: Name,
  method: Service[Name],
): Service {
  return new Proxy(service, {
    get: (target, key) => (key === name ? method : Reflect.get(target, key, target)),
  });
}
