/**
 * What the bot does with what people do: a command, a message's menu, a button, a message. Knows neither Discord's
 * library nor HTTP; the Discord adapter and the playground only carry calls here and outcomes back.
 */
import { readQuestion } from '../retrieval/question.ts';
import { answerQuestion } from './commands/ask.ts';
import type { Basis, Choice, Made } from './commands/command.ts';
import { showPassage } from './commands/quote.ts';
import { findCommand } from './commands/registry.ts';
import { showTopic } from './commands/topic.ts';
import { RequestError } from './errors.ts';
import { hitsReply } from './replies/answer.ts';
import { decodePress, type View, viewSchema } from './replies/buttons.ts';
import { contextReply, copyReply, questionReply } from './replies/passage.ts';
import { note, type Reply, type Row } from './replies/reply.ts';
import type { Services } from './services.ts';

/** What somebody did. */
export type Call =
  | { kind: 'slash'; name: string; strings: Readonly<Record<string, string>>; hide: boolean }
  /** An entry of a message's menu. */
  | { kind: 'menu'; name: string; message: TargetMessage }
  /** A button, or a choice from a select menu, of one of the bot's messages. */
  | { kind: 'press'; customId: string; values: readonly string[]; message: TargetMessage }
  /** A message to the bot, without its mention. */
  | { kind: 'message'; text: string };

/** A message that a menu was opened on, or whose button was pressed. */
export interface TargetMessage {
  content: string;
  embeds: readonly ShownEmbed[];
  /** One of the bot's own. */
  isOwn: boolean;
  isPrivate: boolean;
  /** What the message was based on, where the caller knows. */
  basis?: Basis | undefined;
}

/** The parts of an embed that a reply of the bot uses. */
export interface ShownEmbed {
  title?: string | undefined;
  description?: string | undefined;
  url?: string | undefined;
  color?: number | undefined;
  author?: { name: string } | undefined;
  fields?: { name: string; value: string }[] | undefined;
  footer?: { text: string } | undefined;
}

/** What became of it. */
export interface Outcome extends Made {
  /** Only the person who acted sees it. */
  isPrivate: boolean;
  /** Whether it takes the place of the message whose button was pressed. */
  replaces: boolean;
  /** The passage that the reply shows. */
  passageId?: string;
}

/** A call that was checked: how to acknowledge it now, and the work that it takes. */
export interface Plan extends Pick<Outcome, 'isPrivate' | 'replaces'> {
  run(services: Services): Promise<Outcome>;
}

const HELP = note(
  'Ask me something, and I answer with what officials actually said. Or try `/ask`, `/topic` and `/quote`.',
);

/** The name of a call in logs and metrics. */
export function handlerOf(call: Call): string {
  switch (call.kind) {
    case 'slash':
      return `/${call.name}`;
    case 'menu':
      return call.name;
    case 'press':
      return 'button';
    case 'message':
      return 'message';
  }
}

/** Whether a call counts against the rate limit of the person; turning pages does not. */
export function isLimited(call: Call): boolean {
  return call.kind !== 'press' || decodePress(call.customId)?.target === 'publish';
}

/**
 * Checks a call before anything is acknowledged.
 * @throws RequestError or QuestionError for what the person can correct
 */
export function planReply(call: Call): Plan {
  switch (call.kind) {
    case 'slash':
      return planSlash(call);
    case 'menu':
      return planMenu(call);
    case 'press':
      return planPress(call);
    case 'message':
      return planMessage(call);
  }
}

/** Choices for what was typed into an option so far. */
export async function completeOption(
  name: string,
  option: string,
  typed: string,
  services: Services,
): Promise<Choice[]> {
  return (await findCommand('slash', name)?.complete?.(option, typed, services)) ?? [];
}

/** The passage that a message shows, read from its buttons: every reply with a passage has one that copies it. */
export function shownPassage(rows: readonly Row[]): string | undefined {
  for (const component of rows.flatMap(({ components }) => components)) {
    const view = 'custom_id' in component ? decodePress(component.custom_id)?.view : undefined;
    if (view?.kind === 'copy') return view.id;
  }
  return undefined;
}

function plan(
  { isPrivate, replaces }: Pick<Plan, 'isPrivate' | 'replaces'>,
  work: (services: Services) => Promise<Made>,
): Plan {
  return {
    isPrivate,
    replaces,
    async run(services) {
      const made = await work(services);
      const passageId = shownPassage(made.reply.components);
      return { ...(passageId !== undefined && { passageId }), ...made, isPrivate, replaces };
    },
  };
}

function planSlash({ name, strings, hide }: Call & { kind: 'slash' }): Plan {
  const command = findCommand('slash', name);
  if (!command) throw notOffered();
  const input = { strings, isPrivate: hide };
  command.check?.(input);
  return plan({ isPrivate: hide, replaces: false }, (services) => command.run(input, services));
}

function planMenu({ name, message }: Call & { kind: 'menu' }): Plan {
  const command = findCommand('message-menu', name);
  if (!command) throw notOffered();
  const text = wordsOf(message);
  if (text === '') throw new RequestError('This message has no text.', 'Choose a message that has some.');
  command.check?.(text);
  return plan({ isPrivate: true, replaces: false }, (services) => command.run(text, services));
}

/** The words of a message; of the bot's own replies the quote counts, not the line above it. */
function wordsOf({ content, embeds, isOwn }: TargetMessage): string {
  const embedded = embeds
    .map(({ description }) => description ?? '')
    .join('\n')
    .trim();
  if (isOwn && embedded !== '') return embedded;
  return content === '' ? embedded : content;
}

function planMessage({ text }: Call & { kind: 'message' }): Plan {
  const question = text.trim();
  const how = { isPrivate: false, replaces: false };
  if (question === '') return plan(how, async () => ({ reply: HELP }));
  readQuestion(question);
  return plan(how, (services) => answerQuestion(question, undefined, services, false));
}

function planPress({ customId, values, message }: Call & { kind: 'press' }): Plan {
  const pressed = decodePress(customId);
  if (!pressed) throw outdated('button');
  const { target } = pressed;
  const view = target === 'select' ? chosenView(values[0]) : pressed.view;
  if (!view) {
    if (target !== 'publish') throw outdated('button');
    const reply = withoutButtons(message);
    return plan({ isPrivate: false, replaces: false }, async () => ({
      reply,
      ...(message.basis && { basis: message.basis }),
    }));
  }
  const replaces = target === 'update';
  const isPrivate = target === 'private' || target === 'select' || (replaces && message.isPrivate);
  return plan({ isPrivate, replaces }, async (services) => {
    const reply = await drawView(view, services, isPrivate);
    // A published reply keeps the line that the private one opened with: the question and the verdict.
    const { content } = message;
    const titled = target === 'publish' && content !== '' ? { content, ...reply } : reply;
    return { reply: titled, ...basisOfView(view, reply, message.basis) };
  });
}

function chosenView(passageId: string | undefined): View {
  const chosen = viewSchema.safeParse({ kind: 'context', id: passageId, page: 0 });
  if (chosen.success) return chosen.data;
  throw outdated('menu');
}

/** A button's reply is based on what the message was that it belongs to, unless it leads to a topic. */
function basisOfView(view: View, { embeds }: Reply, before: Basis | undefined): Partial<Outcome> {
  if (view.kind === 'topic') {
    // A topic that the record no longer has is based on nothing.
    return embeds.length === 0 ? {} : { basis: { kind: 'topic', name: view.name, page: view.page } };
  }
  const passageId = view.kind === 'hits' ? view.ids[view.at] : view.id;
  return { ...(before && { basis: before }), ...(passageId !== undefined && { passageId }) };
}

/** What a private message shows, without its buttons. */
function withoutButtons({ content, embeds }: TargetMessage): Reply {
  return {
    ...(content !== '' && { content }),
    embeds: embeds.map(({ title, description, url, color, author, fields, footer }) => ({
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(url !== undefined && { url }),
      ...(color !== undefined && { color }),
      ...(author !== undefined && { author: { name: author.name } }),
      ...(fields !== undefined && { fields: fields.map(({ name, value }) => ({ name, value })) }),
      ...(footer !== undefined && { footer: { text: footer.text } }),
    })),
    components: [],
  };
}

/** @throws RequestError when the record no longer holds the view's passage */
async function drawView(view: View, services: Services, isPrivate: boolean): Promise<Reply> {
  switch (view.kind) {
    case 'hits':
      return hitsReply(view, await citedPassage(view.ids[view.at], services), isPrivate);
    case 'context': {
      const turn = await services.search.turn(view.id);
      return turn.length > 0
        ? contextReply(view, turn, isPrivate)
        : showPassage(view.id, services, isPrivate);
    }
    case 'question':
      return questionReply(view, await citedPassage(view.id, services));
    case 'copy':
      return copyReply(await citedPassage(view.id, services), services.publicUrl);
    case 'topic':
      return showTopic(view, services, isPrivate);
  }
}

async function citedPassage(id: string | undefined, { search }: Services) {
  const cited = id === undefined ? undefined : await search.passage(id);
  if (cited) return cited;
  throw new RequestError('This passage is no longer on record.', 'Please ask again.');
}

function outdated(what: 'button' | 'menu'): RequestError {
  return new RequestError(`This ${what} is outdated;`, 'please ask again.');
}

function notOffered(): RequestError {
  return new RequestError('This command no longer exists.', 'See `/about` for what I do.');
}
