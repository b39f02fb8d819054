/** The page's interactions, answered by the same handlers as Discord's. */
import { answerQuestion } from '../../bot/commands/ask.ts';
import { findCommand } from '../../bot/commands/registry.ts';
import { RequestError } from '../../bot/errors.ts';
import { note, type Reply } from '../../bot/replies/reply.ts';
import { decodePress, type View, viewSchema } from '../../bot/replies/view.ts';
import type { Services } from '../../bot/services.ts';
import { drawView } from '../../bot/views.ts';
import { readQuestion } from '../../retrieval/question.ts';
import { basisOfMenu, basisOfSlash, basisOfView, passageOfView } from './basis.ts';
import type { TargetMessage } from './requests.ts';
import type { Choice, CommandCall, Outcome } from './wire.ts';

const HELP = note(
  'Ask me something, and I answer with what officials actually said. Or try `/ask`, `/topic` and `/quote`.',
);

/** A slash command with its options. */
export async function runSlash({ name, strings, hide }: CommandCall, services: Services): Promise<Outcome> {
  const command = findCommand('slash', name);
  if (!command) throw notOffered();
  const input = { strings, isPrivate: hide };
  command.check?.(input);
  const reply = await command.run(input, services);
  const basis = await basisOfSlash(command, strings, services);
  return { reply, isPrivate: hide, replaces: false, ...(basis && { basis }) };
}

/** A message without a slash: asks, like a direct message to the bot. */
export async function runMessage(text: string, services: Services): Promise<Outcome> {
  const question = text.trim();
  if (question === '') return { reply: HELP, isPrivate: false, replaces: false };
  readQuestion(question);
  const reply = await answerQuestion(question, undefined, services, false);
  return { reply, isPrivate: false, replaces: false, basis: { kind: 'asked', question } };
}

/** An entry of a message's menu; the reply is always private. */
export async function runMenu(name: string, message: TargetMessage, services: Services): Promise<Outcome> {
  const command = findCommand('message-menu', name);
  if (!command) throw notOffered();
  const text = wordsOf(message);
  if (text === '')
    throw new RequestError('That message holds no text.', 'Choose a message with words in it.');
  command.check?.(text);
  const reply = await command.run(text, services);
  const basis = basisOfMenu(command, text, reply);
  return { reply, isPrivate: true, replaces: false, ...(basis && { basis }) };
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
): Promise<Outcome> {
  const pressed = decodePress(customId);
  if (!pressed) throw new RequestError('This button is of an older version of me.', 'Please ask again.');
  const { target } = pressed;
  const view = target === 'select' ? chosenView(values[0]) : pressed.view;
  if (target === 'publish' && !view) {
    const reply = asItIs(message);
    return { reply, isPrivate: false, replaces: false, ...toldOf(view, reply, message) };
  }
  if (!view) throw new RequestError('This button leads nowhere.', 'Please ask again.');
  const isPrivate = target === 'private' || target === 'select' || (target === 'update' && message.isPrivate);
  const drawn = await drawView(view, services, isPrivate);
  // What is published keeps the line that the private reply opened with: the question and the verdict.
  const { content } = message;
  const reply = target === 'publish' && content !== '' ? { content, ...drawn } : drawn;
  return { reply, isPrivate, replaces: target === 'update', ...toldOf(view, reply, message) };
}

function chosenView(passageId: string | undefined): View {
  const chosen = viewSchema.safeParse({ kind: 'context', id: passageId, page: 0 });
  if (chosen.success) return chosen.data;
  throw new RequestError('This menu is of an older version of me.', 'Please ask again.');
}

/** What can be explained of a view; nothing of a topic that the record no longer has. */
function toldOf(
  view: View | undefined,
  { embeds }: Reply,
  { basis: before }: TargetMessage,
): Partial<Outcome> {
  if (view?.kind === 'topic' && embeds.length === 0) return {};
  const basis = basisOfView(view, before);
  const passageId = passageOfView(view);
  return { ...(basis && { basis }), ...(passageId !== undefined && { passageId }) };
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
