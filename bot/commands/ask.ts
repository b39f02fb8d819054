/** `/ask`, and the message menu `Find official statement`: the best passages for a question. */
import type { Answer } from '../../retrieval/answer.ts';
import { matchesName } from '../../retrieval/filter.ts';
import type { PassageFilter } from '../../retrieval/interfaces.ts';
import { MAX_QUESTION_LENGTH, readQuestion } from '../../retrieval/question.ts';
import { readMessage } from '../../retrieval/quotes/message.ts';
import { readDay } from '../dates.ts';
import { RequestError } from '../errors.ts';
import { answerReply } from '../replies/answer.ts';
import { escapeMarkdown } from '../replies/markdown.ts';
import { LIMITS, longDate, shorten } from '../replies/reply.ts';
import type { Services } from '../services.ts';
import { HIDE, type Made, type MessageMenu, type SlashCommand } from './command.ts';
import { COMMAND_WORDS } from './translations.ts';

export const ask: SlashCommand = {
  kind: 'slash',
  name: 'ask',
  description: 'Answer a question with what officials actually said, word for word, with the source',
  help:
    'The best-matching passages of the record, each with its citation. When no passage answers, the reply says so and ' +
    'offers the closest passages and the nearest topics. Mention the bot, reply to it or write to it directly for the ' +
    'same. `since`, `until` and `speaker` narrow the search; nothing else does.',
  localizations: COMMAND_WORDS.ask,
  options: [
    {
      name: 'question',
      description: 'What you want to know',
      type: 'string',
      required: true,
      maxLength: MAX_QUESTION_LENGTH,
    },
    {
      name: 'since',
      description: 'From this day on: 2019-02-18, February 2019, last July',
      type: 'string',
      maxLength: 100,
    },
    {
      name: 'until',
      description: 'Up to this day: 2019-02-18, February 2019, 2019',
      type: 'string',
      maxLength: 100,
    },
    {
      name: 'speaker',
      description: 'Only the words of this person',
      type: 'string',
      autocomplete: true,
      maxLength: 100,
    },
    HIDE,
  ],
  examples: [
    '/ask question:Has China asked its companies to install backdoors?',
    '/ask question:What did they say about Huawei? until:March 2019 speaker:Geng Shuang',
  ],
  check({ strings }) {
    readQuestion(strings.question ?? '');
    readFilter(strings);
  },
  run: ({ strings, isPrivate }, services) =>
    answerQuestion(strings.question ?? '', readFilter(strings), services, isPrivate),
  async complete(_option, typed, { search }) {
    const { speakers } = await search.summary();
    return speakers
      .filter((name) => matchesName(typed, name))
      .slice(0, LIMITS.autocompleteChoices)
      .map((name) => ({ name: shorten(name, LIMITS.choiceText), value: shorten(name, LIMITS.choiceText) }));
  },
};

/** What the record says to somebody's message. */
export const findStatement: MessageMenu = {
  kind: 'message-menu',
  name: 'Find official statement',
  description: 'Search the record with the text of a message',
  help: 'Only you see the reply at first; a button publishes it.',
  localizations: COMMAND_WORDS.find,
  check: (text) => void readQuestion(readMessage(text).text),
  run: (text, services) => answerQuestion(readMessage(text).text, undefined, services, true),
};

const SPEAKERS_NAMED = 5;

/** The reply to a question, however it was asked. */
export async function answerQuestion(
  question: string,
  filter: PassageFilter | undefined,
  { search }: Services,
  isPrivate: boolean,
): Promise<Made> {
  await checkSpeaker(filter?.speaker, search);
  const answer = await search.ask(question, filter === undefined ? {} : { filter });
  const first = await firstPassage(answer, search);
  const basis = { kind: 'asked' as const, question, ...(filter && { filter }) };
  const reply = answerReply(answer, first, await describeScope(search, filter), isPrivate);
  // A narrowed answer says so: what was left out may be what a reader looks for.
  const limits = describeLimits(filter);
  return limits === '' || answer.verdict === 'none'
    ? { reply, basis }
    : { reply: { ...reply, content: `${reply.content}\n-# ${escapeMarkdown(limits)}` }, basis };
}

/** @throws RequestError naming some who are on record */
async function checkSpeaker(speaker: string | undefined, search: Services['search']): Promise<void> {
  if (speaker === undefined) return;
  const { speakers } = await search.summary();
  if (speakers.some((name) => matchesName(speaker, name))) return;
  throw new RequestError(
    `Nobody called ${escapeMarkdown(shorten(speaker, 60))} is on record.`,
    `Some who are: ${speakers.slice(0, SPEAKERS_NAMED).map(escapeMarkdown).join(', ')}.`,
  );
}

async function firstPassage({ hits }: Answer, search: Services['search']) {
  const [hit] = hits;
  return hit && search.passage(hit.passage.id);
}

/** One sentence on what was searched. */
async function describeScope(search: Services['search'], filter: PassageFilter | undefined): Promise<string> {
  const { documents, dates } = await search.summary();
  const span = dates ? ` from ${longDate(dates.first)} to ${longDate(dates.last)}` : '';
  const searched = `Searched ${documents === 1 ? 'one document' : `${documents} documents`}${span}`;
  const limits = describeLimits(filter);
  return limits === '' ? `${searched}.` : `${searched}, ${limits}.`;
}

function describeLimits(filter: PassageFilter | undefined): string {
  return [
    ...(filter?.speaker ? [`only ${filter.speaker}`] : []),
    ...(filter?.since ? [`since ${longDate(filter.since)}`] : []),
    ...(filter?.until ? [`until ${longDate(filter.until)}`] : []),
  ].join(', ');
}

/** What somebody narrows a question to, in their words. */
export interface FilterWords {
  since?: string | undefined;
  until?: string | undefined;
  speaker?: string | undefined;
}

/** The filter that the words name; none without words. @throws RequestError naming the word that is no date */
export function readFilter(strings: FilterWords): PassageFilter | undefined {
  const { since, until, speaker } = strings;
  const today = new Date();
  const filter: PassageFilter = {
    ...(since && { since: readDay('since', since, today) }),
    ...(until && { until: readDay('until', until, today) }),
    ...(speaker && { speaker }),
  };
  if (filter.since !== undefined && filter.until !== undefined && filter.since > filter.until) {
    throw new RequestError(
      `${longDate(filter.since)} is after ${longDate(filter.until)}.`,
      'Give `since` the earlier day.',
    );
  }
  return Object.keys(filter).length > 0 ? filter : undefined;
}
