/** `/quote`: one passage by its words, its id, or a message of the bot's own. */
import { passageSchema } from '../../corpus/schema.ts';
import { RequestError } from '../errors.ts';
import type { ViewOf } from '../replies/buttons.ts';
import { contextReply } from '../replies/passage.ts';
import { LIMITS, shorten } from '../replies/reply.ts';
import type { MessageLink, Services } from '../services.ts';
import { checkQuestion } from './ask.ts';
import { HIDE, type Made, type SlashCommand } from './command.ts';

const MESSAGE_LINK =
  /^<?https:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(?:\d{17,20}|@me)\/(\d{17,20})\/(\d{17,20})>?$/;

export const quote: SlashCommand = {
  kind: 'slash',
  name: 'quote',
  key: 'quote',
  help:
    'Type some of its words and choose, or paste a passage id or the link of a message in which the bot shows the ' +
    'passage. The last word may be unfinished.',
  options: [
    { name: 'text', key: 'text', type: 'string', required: true, autocomplete: true, maxLength: 500 },
    HIDE,
  ],
  examples: ['/quote text:did not and will not require', '/quote text:gjvfwnnhzx'],
  check: ({ strings }) => checkQuestion(strings.text ?? ''),
  async run({ strings }, services) {
    const text = (strings.text ?? '').trim();
    const found = await findPassage(text, services);
    if (!found) throw new RequestError('error.quoteNotFound');
    const made = await showPassage({ kind: 'context', id: found.id, page: 0 }, services);
    return { ...made, basis: { kind: 'quoted', text } };
  },
  async complete(typed, { quotes }) {
    const suggestions = await quotes.complete(typed, LIMITS.autocompleteChoices);
    return suggestions.map(({ passageId, date, excerpt }) => ({
      name: shorten(`${date} · ${excerpt}`, LIMITS.choiceText),
      value: passageId,
    }));
  },
};

/** A passage among its neighbours. @throws RequestError when the record does not hold it */
export async function showPassage(view: ViewOf<'context'>, { search }: Services): Promise<Made> {
  const turn = await search.turn(view.id);
  if (turn.length === 0) throw new RequestError('error.passageUnknown', { id: view.id });
  return { draw: (context) => contextReply(view, turn, context) };
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
    throw new RequestError('error.messageWithoutPassage');
  }
  const id = text.toLowerCase();
  if (passageSchema.shape.id.safeParse(id).success && (await services.search.passage(id)))
    return { id, by: 'id' };
  const [first] = await services.quotes.complete(text, 1);
  return first && { id: first.passageId, by: 'words' };
}

function readLink(text: string): MessageLink | undefined {
  const [, channelId, messageId] = MESSAGE_LINK.exec(text) ?? [];
  return channelId !== undefined && messageId !== undefined ? { channelId, messageId } : undefined;
}
