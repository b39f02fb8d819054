/** `/quote`: one passage by its words, its id, or a message of the bot's own. */
import { readQuestion } from '../../retrieval/question.ts';
import { RequestError } from '../errors.ts';
import { contextReply } from '../replies/passage.ts';
import { LIMITS, type Reply, shorten } from '../replies/reply.ts';
import type { MessageLink, Services } from '../services.ts';
import { HIDE, type SlashCommand } from './command.ts';
import { COMMAND_WORDS } from './translations.ts';

const PASSAGE_ID = /^[0-9a-hjkmnp-tv-z]{10}$/;
const MESSAGE_LINK =
  /^<?https:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(?:\d{17,20}|@me)\/(\d{17,20})\/(\d{17,20})>?$/;

export const quote: SlashCommand = {
  kind: 'slash',
  name: 'quote',
  description: 'Show one passage by its words or its id, with the paragraphs around it',
  help:
    'Type some of its words and choose, or paste a passage id or the link of a message in which the bot shows the ' +
    'passage. The last word may be unfinished.',
  localizations: COMMAND_WORDS.quote,
  options: [
    {
      name: 'text',
      description: 'Words of the passage, its id, or a link to a message of the bot',
      type: 'string',
      required: true,
      autocomplete: true,
      maxLength: 500,
    },
    HIDE,
  ],
  examples: ['/quote text:did not and will not require', '/quote text:gjvfwnnhzx'],
  check: ({ strings }) => void readQuestion(strings.text ?? ''),
  async run({ strings, isPrivate }, services) {
    const text = (strings.text ?? '').trim();
    const found = await findPassage(text, services);
    if (found) {
      const reply = await showPassage(found.id, services, isPrivate);
      return { reply, basis: { kind: 'quoted', text } };
    }
    throw new RequestError(
      'No passage on record holds these words.',
      'Choose one of the suggestions while you type, or ask with `/ask`.',
    );
  },
  async complete(_option, typed, { quotes }) {
    const suggestions = await quotes.complete(typed, LIMITS.autocompleteChoices);
    return suggestions.map(({ passageId, date, excerpt }) => ({
      name: shorten(`${date} · ${excerpt}`, LIMITS.choiceText),
      value: passageId,
    }));
  },
};

/** A passage among its neighbours. @throws RequestError when the record does not hold it */
export async function showPassage(id: string, { search }: Services, isPrivate: boolean): Promise<Reply> {
  const turn = await search.turn(id);
  if (turn.length > 0) return contextReply({ kind: 'context', id, page: 0 }, turn, isPrivate);
  throw new RequestError(`The record holds no passage ${id}.`, 'Look it up by its words with `/quote`.');
}

/** A passage, and what of the text led to it. */
export interface FoundPassage {
  id: string;
  by: 'link' | 'id' | 'words';
}

/** The passage that a text means. @throws RequestError for the link of a message that shows none */
export async function findPassage(text: string, services: Services): Promise<FoundPassage | undefined> {
  const link = readLink(text);
  if (link) {
    const id = await services.passageOfMessage(link);
    if (id !== undefined) return { id, by: 'link' };
    throw new RequestError(
      'That message shows no passage that I can read.',
      'Link to a reply of mine with a quote.',
    );
  }
  const id = text.toLowerCase();
  if (PASSAGE_ID.test(id) && (await services.search.passage(id))) return { id, by: 'id' };
  const [first] = await services.quotes.complete(text, 1);
  return first && { id: first.passageId, by: 'words' };
}

function readLink(text: string): MessageLink | undefined {
  const [, channelId, messageId] = MESSAGE_LINK.exec(text) ?? [];
  return channelId !== undefined && messageId !== undefined ? { channelId, messageId } : undefined;
}
