/** A message of the channel: who wrote it, and its drawing. */
import type { Basis, Outcome, Reply } from '../playground/wire.ts';
import { button, type Child, freshId, h } from './dom.ts';
import { drawMarkdown } from './draw-markdown.ts';
import { icon } from './icons.ts';
import { drawEmbed, drawFile, drawRows } from './reply-view.ts';
import { whyTitle } from './why/draw-why.ts';

interface Person {
  name: string;
  isBot: boolean;
  /** Picks the colour of the round picture. */
  hue: number;
}

export const BOT: Person = { name: 'On Record', isBot: true, hue: 150 };
export const YOU: Person = { name: 'You', isBot: false, hue: 235 };

/** What a reply goes back to: a command, or another message. */
export type Origin = { kind: 'command'; text: string } | { kind: 'message'; to: Message };

export interface Message {
  id: string;
  author: Person;
  at: Date;
  reply: Reply;
  isPrivate: boolean;
  /** On its way: the bot is thinking. */
  isPending: boolean;
  origin?: Origin;
  passageId?: string;
  /** What the reply rests on; set where there is something to explain. */
  basis?: Basis;
}

/** A stable colour for a name. */
export function person(name: string): Person {
  let hue = 7;
  for (const character of name) hue = (hue * 31 + (character.codePointAt(0) ?? 0)) % 360;
  // The golden angle keeps names that are alike apart.
  return { name, isBot: false, hue: Math.round(hue * 137.5) % 360 };
}

export function textMessage(author: Person, content: string, at = new Date()): Message {
  const reply = { content, embeds: [], components: [] };
  return { id: freshId('m'), author, at, reply, isPrivate: false, isPending: false };
}

/** What shows until the bot has answered. */
export function pendingMessage(origin: Origin, isPrivate: boolean): Message {
  const reply = { embeds: [], components: [] };
  return { id: freshId('m'), author: BOT, at: new Date(), reply, isPrivate, isPending: true, origin };
}

/** A message with what the bot answered in it; content that a reply leaves out stays as it was. */
export function withOutcome(message: Message, { reply, isPrivate, passageId, basis }: Outcome): Message {
  const { passageId: _passage, basis: _basis, ...rest } = message;
  return {
    ...rest,
    reply: { ...(message.reply.content !== undefined && { content: message.reply.content }), ...reply },
    isPrivate,
    isPending: false,
    ...(passageId !== undefined && { passageId }),
    ...(basis && { basis }),
  };
}

/** What a reader does with a message. */
export interface MessageActions {
  press(message: Message, customId: string, values: string[], label: string): void;
  openMenu(message: Message, at: HTMLElement | { x: number; y: number }): void;
  dismiss(message: Message): void;
  why(basis: Basis, passageId: string | undefined, opener: HTMLElement): void;
  source(passageId: string): void;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

export function drawMessage(message: Message, actions: MessageActions): HTMLElement {
  const { author, at, isPrivate, isPending, origin } = message;
  const more = button(
    {
      class: 'tool',
      'aria-haspopup': 'menu',
      'aria-label': `More about the message of ${author.name}`,
    },
    () => actions.openMenu(message, more),
    icon('more'),
  );
  const article = h(
    'article',
    {
      class: isPrivate ? 'message private' : 'message',
      'data-message': message.id,
      'aria-label': `${author.name}, ${clock.format(at)}`,
      'aria-busy': isPending ? 'true' : undefined,
    },
    origin && drawOrigin(origin),
    h('div', { class: 'gutter' }, drawPicture(author)),
    h(
      'div',
      { class: 'body' },
      h(
        'p',
        { class: 'byline' },
        h('span', { class: author.isBot ? 'name bot' : 'name' }, author.name),
        author.isBot && h('span', { class: 'tag' }, 'APP'),
        h('time', { datetime: at.toISOString() }, clock.format(at)),
      ),
      ...(isPending ? [drawThinking()] : drawContent(message, actions)),
      isPrivate && !isPending && drawPrivateNote(message, actions),
    ),
    !isPending && h('div', { class: 'tools' }, more),
  );
  article.addEventListener('contextmenu', (event) => {
    // A link or a selection keeps the browser's own menu.
    if (isPending || (event.target instanceof Element && event.target.closest('a'))) return;
    if (window.getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    actions.openMenu(message, { x: event.clientX, y: event.clientY });
  });
  return article;
}

function drawContent(message: Message, actions: MessageActions): Child[] {
  const { content = '', embeds, components, files = [] } = message.reply;
  return [
    content !== '' && drawMarkdown(content),
    ...files.map(drawFile),
    ...embeds.map(drawEmbed),
    ...drawRows(components, (customId, values, label) => actions.press(message, customId, values, label)),
    drawLinks(message, actions),
  ];
}

/** What only this page offers under a reply: why this passage, its place in the source, its own address. */
function drawLinks({ passageId, basis }: Message, actions: MessageActions): Child {
  if (!basis && passageId === undefined) return undefined;
  return h(
    'p',
    { class: 'extras' },
    basis && drawWhyButton(basis, passageId, actions),
    passageId !== undefined &&
      button({ class: 'extra' }, () => actions.source(passageId), icon('source'), 'In its source'),
    passageId !== undefined &&
      h('a', { class: 'extra', href: `/p/${passageId}` }, icon('link'), 'Permanent link'),
  );
}

function drawWhyButton(basis: Basis, passageId: string | undefined, actions: MessageActions): HTMLElement {
  const why = button(
    { class: 'extra' },
    () => actions.why(basis, passageId, why),
    icon('why'),
    whyTitle(basis, passageId),
  );
  return why;
}

function drawOrigin(origin: Origin): HTMLElement {
  if (origin.kind === 'command') {
    return h('p', { class: 'origin' }, h('span', {}, 'You used '), h('span', { class: 'used' }, origin.text));
  }
  const { author, reply } = origin.to;
  const text = (reply.content ?? reply.embeds[0]?.description ?? 'a reply').replace(/[*_>~`\\]|-#/g, '');
  return h(
    'p',
    { class: 'origin' },
    h('span', { class: 'name' }, author.name),
    ' ',
    h('span', { class: 'excerpt' }, text.split('\n').find((line) => line.trim() !== '') ?? ''),
  );
}

export function drawPicture({ name, isBot, hue }: Person): HTMLElement {
  if (isBot) return h('img', { class: 'picture', src: '/assets/icon.svg', alt: '', width: 40, height: 40 });
  const picture = h('span', { class: 'picture', 'aria-hidden': 'true' }, name.slice(0, 1).toUpperCase());
  picture.style.setProperty('--hue', String(hue));
  return picture;
}

function drawThinking(): HTMLElement {
  return h(
    'p',
    { class: 'thinking' },
    h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')),
    'On Record is thinking…',
  );
}

function drawPrivateNote(message: Message, actions: MessageActions): HTMLElement {
  return h(
    'p',
    { class: 'private-note' },
    icon('eye'),
    'Only you can see this · ',
    button({ class: 'link' }, () => actions.dismiss(message), 'Dismiss message'),
  );
}
