/** `/ask`, and the message menu `Find official statement`: the best passages for a question. */

import { QuestionError } from '../../retrieval/errors.ts';
import { matchesName } from '../../retrieval/filter.ts';
import type { PassageFilter } from '../../retrieval/interfaces.ts';
import { MAX_QUESTION_LENGTH, readQuestion } from '../../retrieval/question.ts';
import { readMessage } from '../../retrieval/quotes/message.ts';
import { readDay } from '../dates.ts';
import { RequestError } from '../errors.ts';
import { ENGLISH, type Texts, textsFor } from '../i18n/i18n.ts';
import { answerReply } from '../replies/answer.ts';
import { escapeMarkdown, excerpt } from '../replies/markdown.ts';
import { LIMITS, shorten } from '../replies/reply.ts';
import { listed } from '../replies/server.ts';
import type { Services } from '../services.ts';
import { HIDE, type Made, type MessageMenu, type SlashCommand } from './command.ts';

export const ask: SlashCommand = {
  kind: 'slash',
  name: 'ask',
  key: 'ask',
  help:
    'The best-matching passages of the record, each with its citation. When no passage answers, the reply says so, to ' +
    'you alone, and offers the closest passages and the nearest topics. Mention the bot, reply to it or write to it ' +
    'directly for the same. `since`, `until` and `speaker` narrow the search; nothing else does. Dates are understood ' +
    'in English and in the language of your Discord.',
  options: [
    { name: 'question', key: 'question', type: 'string', required: true, maxLength: MAX_QUESTION_LENGTH },
    { name: 'since', key: 'since', type: 'string', maxLength: 100 },
    { name: 'until', key: 'until', type: 'string', maxLength: 100 },
    { name: 'speaker', key: 'speaker', type: 'string', autocomplete: true, maxLength: 100 },
    HIDE,
  ],
  examples: [
    '/ask question:Has China asked its companies to install backdoors?',
    '/ask question:What did they say about Huawei? until:March 2019 speaker:Geng Shuang',
  ],
  check({ strings, caller }) {
    checkQuestion(strings.question ?? '');
    readFilter(strings, caller.locale);
  },
  run: ({ strings, caller }, services) =>
    answerQuestion(strings.question ?? '', services, readFilter(strings, caller.locale)),
  async complete(typed, { search }) {
    const { speakers } = await search.summary();
    return speakers
      .filter((name) => matchesName(typed, name))
      .slice(0, LIMITS.autocompleteChoices)
      .map((name) => shorten(name, LIMITS.choiceText))
      .map((name) => ({ name, value: name }));
  },
};

/** What the record says to somebody's message. */
export const findStatement: MessageMenu = {
  kind: 'message-menu',
  name: ENGLISH.t('command.find.name'),
  key: 'find',
  help: 'Only you see the reply at first; a button publishes it.',
  check: (text) => checkQuestion(readMessage(text).text),
  run: ({ text }, services) => answerQuestion(readMessage(text).text, services),
};

const SPEAKERS_NAMED = 5;

/** @throws RequestError for a text that cannot be searched for */
export function checkQuestion(text: string): void {
  try {
    readQuestion(text);
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    if (text.length > MAX_QUESTION_LENGTH) {
      const [length, most] = [text.length.toLocaleString('en'), MAX_QUESTION_LENGTH.toLocaleString('en')];
      throw new RequestError('error.questionTooLong', { length, most });
    }
    throw new RequestError(/\S/.test(text) ? 'error.questionWithoutWords' : 'error.questionEmpty');
  }
}

/** The reply to a question, however it was asked. */
export async function answerQuestion(
  question: string,
  { search }: Services,
  filter?: PassageFilter,
): Promise<Made> {
  await checkSpeaker(filter?.speaker, search);
  const answer = await search.ask(question, filter === undefined ? {} : { filter });
  const [hit] = answer.hits;
  const [first, summary] = await Promise.all([hit && search.passage(hit.passage.id), search.summary()]);
  return {
    basis: { kind: 'asked', question, ...(filter && { filter }) },
    isMiss: answer.verdict === 'none',
    draw: (context) => {
      const { t, date } = context.texts;
      const { documents, dates } = summary;
      const scope = context.collections
        ? t('scope.publishers', { publishers: listed(context.collections) })
        : t('scope.searched', {
            count: documents,
            first: dates ? date(dates.first) : '',
            last: dates ? date(dates.last) : '',
          });
      // A narrowed answer says so: what was left out may be what a reader looks for.
      const limits = [
        describeLimits(filter, context.texts),
        ...(context.collections && answer.verdict !== 'none' ? [scope] : []),
      ].filter(Boolean);
      return answerReply(answer, first, { scope, limits }, context);
    },
  };
}

/** @throws RequestError naming some who are on record */
async function checkSpeaker(speaker: string | undefined, search: Services['search']): Promise<void> {
  if (speaker === undefined) return;
  const { speakers } = await search.summary();
  if (speakers.some((name) => matchesName(speaker, name))) return;
  throw new RequestError('error.speakerUnknown', {
    speaker: excerpt(speaker, 60),
    speakers: speakers.slice(0, SPEAKERS_NAMED).map(escapeMarkdown).join(', '),
  });
}

function describeLimits(filter: PassageFilter | undefined, { t, date }: Texts): string {
  return [
    ...(filter?.speaker ? [t('scope.speaker', { speaker: filter.speaker })] : []),
    ...(filter?.since ? [t('scope.since', { date: date(filter.since) })] : []),
    ...(filter?.until ? [t('scope.until', { date: date(filter.until) })] : []),
  ].join(', ');
}

/** The filter that somebody's words name; none without words. @throws RequestError naming the word that is no date */
export function readFilter(
  { since, until, speaker }: Partial<Record<'since' | 'until' | 'speaker', string | undefined>>,
  locale = 'en-US',
): PassageFilter | undefined {
  const today = new Date();
  const filter: PassageFilter = {
    ...(since && { since: readDay('since', since, today, locale) }),
    ...(until && { until: readDay('until', until, today, locale) }),
    ...(speaker && { speaker }),
  };
  if (filter.since !== undefined && filter.until !== undefined && filter.since > filter.until) {
    const { date } = textsFor(locale);
    throw new RequestError('error.datesReversed', { since: date(filter.since), until: date(filter.until) });
  }
  return Object.keys(filter).length > 0 ? filter : undefined;
}
