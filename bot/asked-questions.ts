/** Services that tell of each question that was answered. Its words are logged only where the operator wants it. */
import type { Logger } from 'pino';
import type { SearchService } from '../retrieval/search.ts';
import type { HearBot } from './events.ts';

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
