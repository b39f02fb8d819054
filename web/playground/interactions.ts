/** The page's interactions, answered by the same handlers as Discord's. */
import { answerQuestion, ask, readFilter } from '../../bot/commands/ask.ts';
import { findStatement } from '../../bot/commands/find-statement.ts';
import { findCommand } from '../../bot/commands/registry.ts';
import { RequestError } from '../../bot/errors.ts';
import { note } from '../../bot/replies/reply.ts';
import { decodePress, viewSchema } from '../../bot/replies/view.ts';
import type { Services } from '../../bot/services.ts';
import { drawView } from '../../bot/views.ts';
import { readQuestion } from '../../retrieval/question.ts';
import { readMessage } from '../../retrieval/quotes/markdown.ts';
import type { TargetMessage } from './requests.ts';
import type { Asked, Choice, CommandCall, Outcome } from './wire.ts';

type Made = Omit<Outcome, 'passageId'>;

const HELP = note(
  'Ask me something, and I answer with what officials actually said. Or try `/ask`, `/topic` and `/quote`.',
);

/** A slash command with its options. */
export async function runSlash({ name, strings, hide }: CommandCall, services: Services): Promise<Made> {
  const command = findCommand('slash', name);
  if (!command) throw notOffered();
  const input = { strings, isPrivate: hide };
  command.check?.(input);
  const reply = await command.run(input, services);
  return { reply, isPrivate: hide, replaces: false, ...(command === ask && { asked: askedBy(strings) }) };
}

function askedBy(strings: CommandCall['strings']): Asked {
  const filter = readFilter(strings);
  return { question: strings.question ?? '', ...(filter && { filter }) };
}

/** A message without a slash: asks, like a direct message to the bot. */
export async function runMessage(text: string, services: Services): Promise<Made> {
  const question = text.trim();
  if (question === '') return { reply: HELP, isPrivate: false, replaces: false };
  readQuestion(question);
  const reply = await answerQuestion(question, undefined, services, false);
  return { reply, isPrivate: false, replaces: false, asked: { question } };
}

/** An entry of a message's menu; the reply is always private. */
export async function runMenu(name: string, message: TargetMessage, services: Services): Promise<Made> {
  const command = findCommand('message-menu', name);
  if (!command) throw notOffered();
  const text = wordsOf(message);
  if (text === '')
    throw new RequestError('That message holds no text.', 'Choose a message with words in it.');
  command.check?.(text);
  const reply = await command.run(text, services);
  const asked = command === findStatement && { asked: { question: readMessage(text).text } };
  return { reply, isPrivate: true, replaces: false, ...asked };
}

/** Of the bot's own replies the quote counts, not the line above it. */
function wordsOf({ content, embeds, isOwn }: TargetMessage): string {
  const embedded = embeds
    .map(({ description }) => description ?? '')
    .join('\n')
    .trim();
  if (isOwn && embedded !== '') return embedded;
  return content === '' ? embedded : content;
}

/** A button that was pressed, or a menu's choice: its `custom_id` carries the whole state. */
export async function press(
  customId: string,
  values: readonly string[],
  message: TargetMessage,
  services: Services,
): Promise<Made> {
  const pressed = decodePress(customId);
  if (!pressed) throw new RequestError('This button is of an older version of me.', 'Please ask again.');
  const { target, view } = pressed;
  if (target === 'select') {
    const chosen = viewSchema.safeParse({ kind: 'context', id: values[0], page: 0 });
    if (!chosen.success)
      throw new RequestError('This menu is of an older version of me.', 'Please ask again.');
    return { reply: await drawView(chosen.data, services, true), isPrivate: true, replaces: false };
  }
  if (target === 'publish' && !view) return { reply: asItIs(message), isPrivate: false, replaces: false };
  if (!view) throw new RequestError('This button leads nowhere.', 'Please ask again.');
  const isPrivate = target === 'private' || (target === 'update' && message.isPrivate);
  const drawn = await drawView(view, services, isPrivate);
  // What is published keeps the line that the private reply opened with: the question and the verdict.
  const { content } = message;
  const reply = target === 'publish' && content !== '' ? { content, ...drawn } : drawn;
  return { reply, isPrivate, replaces: target === 'update' };
}

/** What a private message holds, less its buttons. */
function asItIs({ content, embeds }: TargetMessage): Outcome['reply'] {
  return {
    ...(content !== '' && { content }),
    embeds: embeds.map(({ title, description, url, color, author, fields, footer }) => ({
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(url !== undefined && { url }),
      ...(color !== undefined && { color }),
      ...(author && { author }),
      ...(fields && { fields: fields.map(({ name, value }) => ({ name, value })) }),
      ...(footer && { footer }),
    })),
    components: [],
  };
}

/** Choices for what was typed into an option so far. */
export async function complete(
  name: string,
  option: string,
  typed: string,
  services: Services,
): Promise<Choice[]> {
  return (await findCommand('slash', name)?.complete?.(option, typed, services)) ?? [];
}

function notOffered(): RequestError {
  return new RequestError('I no longer offer this command.', 'See `/about` for what I do.');
}
