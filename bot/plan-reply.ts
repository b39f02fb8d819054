/**
 * What the bot does with what people do: a command, a message's menu, a button, a message. Knows neither Discord's
 * library nor HTTP; the Discord adapter and the playground only carry calls here and outcomes back.
 */
import { readMessage } from '../retrieval/quotes/message.ts';
import { answerQuestion, checkQuestion } from './commands/ask.ts';
import type { Basis, Caller, Choice, Made } from './commands/command.ts';
import { showPassage } from './commands/quote.ts';
import { findCommand } from './commands/registry.ts';
import { changeSetting, endFollowing } from './commands/server.ts';
import { showTopic } from './commands/topic.ts';
import { verifyText } from './commands/verify.ts';
import { RequestError } from './errors.ts';
import { textsFor } from './i18n/i18n.ts';
import { hitsReply } from './replies/answer.ts';
import { decodePress, type Press, type View, viewSchema } from './replies/buttons.ts';
import { copyReply, questionReply } from './replies/passage.ts';
import { note, type Reply, type ReplyContext, type Row } from './replies/reply.ts';
import { type Services, withinCollections } from './services.ts';

/** What somebody did. */
export type Call =
  | { kind: 'slash'; name: string; strings: Readonly<Record<string, string>>; hide: boolean }
  /** An entry of a message's menu. */
  | { kind: 'menu'; name: string; message: TargetMessage }
  /** A button, or a choice from a select menu, of one of the bot's messages. */
  | { kind: 'press'; customId: string; values: readonly string[]; message: TargetMessage }
  /**
   * A message to the bot, without its mention. `about`: the words of somebody else's message that it replies to or
   * forwards; empty where Discord does not let the bot read them.
   */
  | { kind: 'message'; text: string; about?: string | undefined };

/** A message that a menu was opened on, or whose button was pressed. */
export interface TargetMessage {
  id?: string | undefined;
  content: string;
  embeds: readonly ShownEmbed[];
  /** One of the bot's own. */
  isOwn: boolean;
  isPrivate: boolean;
  /** Whom the bot answers with it, where that is known. */
  askerId?: string | undefined;
  /** Reads the files that are attached. */
  readFiles?: (() => Promise<NonNullable<Reply['files']>>) | undefined;
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
export interface Outcome {
  reply: Reply;
  /** Only the person who acted sees it. */
  isPrivate: boolean;
  /** Whether it takes the place of the message whose button was pressed. */
  replaces: boolean;
  /** What the reply is based on; absent where that is no search. */
  basis?: Basis;
  /** The passage that the reply shows. */
  passageId?: string;
  /** The message whose button was pressed is to be deleted; there is nothing to reply. */
  dismisses?: true;
  /** Set where a private reply is shown to everyone. */
  publishes?: {
    /** The message that was checked. */
    checked?: string;
  };
}

/** A call that was checked: how to acknowledge it now, and the work that it takes. */
export interface Plan extends Pick<Outcome, 'isPrivate' | 'replaces' | 'publishes'> {
  run(services: Services): Promise<Outcome>;
}

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
 * @throws RequestError for what the person can correct
 */
export function planReply(call: Call, caller: Caller): Plan {
  switch (call.kind) {
    case 'slash':
      return planSlash(call, caller);
    case 'menu':
      return planMenu(call, caller);
    case 'press':
      return planPress(call, caller);
    case 'message':
      return planMessage(call, caller);
  }
}

/** Choices for what was typed so far into the option of a command that has any. */
export async function completeOption(
  name: string,
  typed: string,
  services: Services,
  locale: string,
): Promise<Choice[]> {
  return (await findCommand('slash', name)?.complete?.(typed, services, textsFor(locale))) ?? [];
}

/** The passage that a message shows, read from its buttons: every reply with a passage has one that copies it. */
export function shownPassage(rows: readonly Row[]): string | undefined {
  for (const component of rows.flatMap(({ components }) => components)) {
    const view = 'custom_id' in component ? decodePress(component.custom_id)?.view : undefined;
    if (view?.kind === 'copy') return view.id;
  }
  return undefined;
}

/** The texts of what everyone reads, or of what one person reads. */
export function textsOf({ locale, publicLocale = locale }: Caller, isPrivate: boolean) {
  return textsFor(isPrivate ? locale : publicLocale);
}

type How = Omit<Plan, 'run'>;

/** `missesPrivately`: a reply that found nothing is shown to the person who asked alone. */
function plan(
  { missesPrivately = false, ...how }: How & { missesPrivately?: boolean },
  caller: Caller,
  work: (services: Services) => Promise<Made & Partial<Outcome>>,
): Plan {
  return {
    ...how,
    async run(services) {
      const { draw, isMiss, ...more } = await work(
        withinCollections(services, caller.server?.settings.collections),
      );
      const isPrivate = how.isPrivate || (missesPrivately && isMiss === true);
      const reply = draw(contextOf(caller, isPrivate, services));
      const passageId = shownPassage(reply.components);
      return { ...(passageId !== undefined && { passageId }), ...more, reply, ...how, isPrivate };
    },
  };
}

function contextOf(caller: Caller, isPrivate: boolean, { publicUrl }: Services): ReplyContext {
  const { mention, privateOnly } = caller;
  const mayPublish = !privateOnly && allowsPublishing(caller);
  const { collections } = caller.server?.settings ?? {};
  return { texts: textsOf(caller, isPrivate), isPrivate, mayPublish, publicUrl, collections, mention };
}

function allowsPublishing({ server, mayManageMessages }: Caller): boolean {
  const { publishers = 'everyone' } = server?.settings ?? {};
  return publishers === 'everyone' || (publishers === 'moderators' && mayManageMessages);
}

function planSlash({ name, strings, hide }: Call & { kind: 'slash' }, caller: Caller): Plan {
  const command = findCommand('slash', name);
  if (!command) throw notOffered(caller);
  const input = { strings, caller };
  command.check?.(input);
  const isWanted = hide || command.isPrivate === true;
  const isPrivate = isWanted || caller.privateOnly || caller.server?.settings.privateByDefault === true;
  return plan({ isPrivate, replaces: false, missesPrivately: true }, caller, async (services) => {
    const made = await command.run(input, services);
    if (isWanted || !caller.privateOnly) return made;
    return { ...made, draw: (context) => withWhyPrivate(made.draw(context), context) };
  });
}

/** A person who wanted a public reply is told why nobody else sees it. */
function withWhyPrivate(reply: Reply, { texts: { t } }: ReplyContext): Reply {
  return { ...reply, content: [reply.content, `-# 🔒 ${t('error.privateOnly')}`].filter(Boolean).join('\n') };
}

function planMenu({ name, message }: Call & { kind: 'menu' }, caller: Caller): Plan {
  const command = findCommand('message-menu', name);
  if (!command) throw notOffered(caller);
  const text = wordsOf(message);
  if (text === '') throw new RequestError('error.messageWithoutText');
  command.check?.(text);
  return plan({ isPrivate: true, replaces: false }, caller, (services) =>
    command.run({ text, id: message.id }, services),
  );
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

const QUOTED = /[“„«「『"][^”“»」』"]{12,}[”“»」』"]/;
/** What people type to have the message that they reply to checked. */
const IS_THAT_SO =
  /^(is (this|that|it) (true|so|real|right|correct)|(is )?true|really|source|sauce|verify|(fact.?)?check)\b[\s?!.]*$/i;
const SMALL_TALK =
  /^((lol|lmao|haha+|hehe|ok(ay)?|k|thanks?|thank you|thx|ty|tysm|cheers|nice|cool|great|wow|good bot|bad bot|hi|hello|hey|yo|bye|danke|merci|gracias|obrigad[oa]|спасибо|谢谢|謝謝|ありがとう|고마워|고맙습니다|you|so much|a lot|very much|mate|man|bro|friend)[\s!.,:;)(~❤🙏👍😂🤣😅]*)+$/iu;

/** Whether a message says something without asking anything: “lol thanks”. */
export function isSmallTalk(text: string): boolean {
  return SMALL_TALK.test(text.trim());
}

function planMessage({ text, about }: Call & { kind: 'message' }, caller: Caller): Plan {
  const question = text.trim();
  const how = { isPrivate: false, replaces: false };
  if (about !== undefined && (question === '' || IS_THAT_SO.test(question)))
    return planAbout(about, how, caller);
  if (question === '' || isSmallTalk(question)) return plan(how, caller, async () => ({ draw: help }));
  checkQuestion(question);
  return plan(how, caller, (services) => answerQuestion(question, services));
}

/** “Is that so?”: the quotes in a message, or what the record says to it. */
function planAbout(text: string, how: How, caller: Caller): Plan {
  const menu = textsOf(caller, false).t('command.verifyMenu.name');
  if (text.trim() === '') throw new RequestError('error.messageUnreadable', { menu });
  const words = readMessage(text).text;
  checkQuestion(words);
  return plan(how, caller, async (services) => {
    const verified = await verifyText({ text }, services);
    if (QUOTED.test(text) || verified.isMiss !== true) return verified;
    return answerQuestion(words, services);
  });
}

function help({ texts: { t }, mention }: ReplyContext): Reply {
  const commands = { ask: mention('ask'), topic: mention('topic'), quote: mention('quote') };
  return note(t('help.message', commands));
}

function planPress({ customId, values, message }: Call & { kind: 'press' }, caller: Caller): Plan {
  const pressed = decodePress(customId);
  if (!pressed) throw new RequestError('error.buttonOutdated');
  const { target } = pressed;
  if (target === 'dismiss') return planDismissal(message, caller);
  if (target === 'setting' || target === 'unfollow') {
    const { setting, value } = pressed;
    return plan({ isPrivate: true, replaces: true }, caller, (services) =>
      setting
        ? changeSetting(setting, value === undefined ? values : [value], caller, services)
        : endFollowing(values, caller, services),
    );
  }
  if (target === 'publish') return planPublication(pressed, message, caller);
  const view = target === 'select' ? chosenView(values[0]) : pressed.view;
  if (!view) throw new RequestError('error.buttonOutdated');
  const { isPrivate, askerId } = message;
  // The person who asked turns the pages; others get a copy of their own.
  const isTheirs = isPrivate || askerId === undefined || askerId === caller.id;
  const replaces = target === 'update' && isTheirs;
  return plan({ isPrivate: isPrivate || !replaces, replaces }, caller, (services) =>
    showView(view, services, message),
  );
}

/** @throws RequestError when the record no longer holds the view's passage */
async function showView(
  view: View,
  services: Services,
  { basis }: TargetMessage,
): Promise<Made & Partial<Outcome>> {
  if (view.kind === 'topic') return showTopic(view, services);
  // A button's reply is based on what the message was that it belongs to.
  const origin = basis && { basis };
  if (view.kind === 'context')
    return { ...(await showPassage(view, services)), ...origin, passageId: view.id };
  const id = view.kind === 'hits' ? view.ids[view.at] : view.id;
  const cited = id === undefined ? undefined : await services.search.passage(id);
  if (!cited) throw new RequestError('error.passageGone');
  const draw = (context: ReplyContext) => {
    switch (view.kind) {
      case 'hits':
        return hitsReply(view, cited, context);
      case 'question':
        return questionReply(view, cited, context);
      case 'copy':
        return copyReply(cited, context);
    }
  };
  return { draw, ...origin, passageId: cited.passage.id };
}

function planDismissal({ askerId }: TargetMessage, caller: Caller): Plan {
  // In direct messages it may be unknown who asked, and nobody else is there.
  const isTheirs = askerId === undefined ? !caller.server : askerId === caller.id;
  if (!isTheirs && !caller.mayManageMessages) throw new RequestError('error.notYours');
  const reply: Reply = { embeds: [], components: [] };
  const outcome: Outcome = { reply, isPrivate: false, replaces: true, dismisses: true };
  return { isPrivate: false, replaces: true, run: async () => outcome };
}

function planPublication({ view, checked }: Press, message: TargetMessage, caller: Caller): Plan {
  if (caller.privateOnly) throw new RequestError('error.privateOnly');
  if (!allowsPublishing(caller)) throw new RequestError('error.mayNotPublish');
  const publishes = checked === undefined ? {} : { checked };
  return plan({ isPrivate: false, replaces: false, publishes }, caller, async (services) => {
    const made = view ? await showView(view, services, message) : await asItIs(message);
    return { ...made, draw: (context) => published(made.draw(context), message, checked, caller, context) };
  });
}

/** A published reply keeps the verdict of the private one, says who published it, and links to what was checked. */
function published(
  reply: Reply,
  { content }: TargetMessage,
  checked: string | undefined,
  { tag, channelUrl }: Caller,
  { texts: { t } }: ReplyContext,
): Reply {
  const by = `📢 ${t('publish.by', { user: tag })}`;
  const isLinked = checked !== undefined && channelUrl !== undefined;
  const link = isLinked ? ` · [${t('publish.checked')}](${channelUrl}/${checked})` : '';
  return { ...reply, content: [content, `-# ${by}${link}`].filter(Boolean).join('\n') };
}

/** What a private message shows, without its buttons. */
async function asItIs({ embeds, readFiles, basis }: TargetMessage): Promise<Made> {
  const files = await readFiles?.();
  const reply: Reply = {
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
    ...(files && files.length > 0 && { files }),
  };
  return { draw: () => reply, ...(basis && { basis }) };
}

function chosenView(passageId: string | undefined): View {
  const chosen = viewSchema.safeParse({ kind: 'context', id: passageId, page: 0 });
  if (chosen.success) return chosen.data;
  throw new RequestError('error.menuOutdated');
}

/** For a command that this version does not have. */
export function notOffered(commands: Pick<Caller, 'mention'>): RequestError {
  return new RequestError('error.commandGone', { about: commands.mention('about') });
}
