/** The channel: its messages, and what becomes of each thing that somebody says or presses. */
import type { Channel, CommandCall, MenuCall, Outcome } from '../playground/wire.ts';
import { ApiError, api } from './api.ts';
import { button, h } from './dom.ts';
import { icon } from './icons.ts';
import { openMenu } from './message-menu.ts';
import {
  drawMessage,
  type Message,
  type MessageActions,
  type Origin,
  pendingMessage,
  person,
  textMessage,
  withOutcome,
  YOU,
} from './message-view.ts';

interface ConversationListener extends Pick<MessageActions, 'why' | 'source'> {
  /** A command as one would type it. */
  example(text: string): void;
}

const MINUTE = 60_000;
/** Pixels from the end that still count as the end. */
const NEAR_END = 40;

export class Conversation {
  readonly element: HTMLElement;
  private readonly channel: Channel;
  private readonly listener: ConversationListener;
  private readonly drawn = new Map<string, HTMLElement>();
  private readonly actions: MessageActions;

  constructor(channel: Channel, listener: ConversationListener) {
    this.channel = channel;
    this.listener = listener;
    this.element = h('div', {
      class: 'log',
      role: 'log',
      tabindex: 0,
      'aria-label': 'Messages in press-room',
      'aria-live': 'polite',
    });
    this.actions = {
      press: (message, customId, values, label) => void this.press(message, customId, values, label),
      openMenu: (message, at) => this.openMenu(message, at),
      dismiss: (message) => this.remove(message),
      why: listener.why,
      source: listener.source,
    };
    this.element.append(this.drawWelcome());
    this.keepAtEnd();
    const now = Date.now();
    for (const { author, ago, content } of channel.messages) {
      this.add(textMessage(person(author), content, new Date(now - ago * MINUTE)));
    }
  }

  /** Who reads the newest messages keeps seeing them when the box below grows. */
  private keepAtEnd(): void {
    let isAtEnd = true;
    this.element.addEventListener('scroll', () => {
      const { scrollHeight, scrollTop, clientHeight } = this.element;
      isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    });
    new ResizeObserver(() => {
      if (isAtEnd) this.element.scrollTop = this.element.scrollHeight;
    }).observe(this.element);
  }

  private drawWelcome(): HTMLElement {
    const examples = this.channel.commands.flatMap((command) => command.examples.slice(0, 1));
    return h(
      'div',
      { class: 'welcome' },
      icon('hash'),
      h('h2', {}, 'Welcome to #press-room'),
      h(
        'p',
        {},
        'Ask a question, type / for commands, or open the menu of a message (right click, or the dots) to find the ' +
          'official statement or verify a quote.',
      ),
      h(
        'ul',
        { 'aria-label': 'Examples' },
        ...examples.map((text) =>
          h(
            'li',
            {},
            button({ class: 'button secondary' }, () => this.listener.example(text), text),
          ),
        ),
      ),
    );
  }

  /** Plain text: asks. */
  async say(text: string): Promise<void> {
    const mine = textMessage(YOU, text);
    this.add(mine);
    await this.answer({ kind: 'message', to: mine }, false, () => api.message(text));
  }

  /** A slash command. `text` is how it would be typed. */
  async command(call: CommandCall, text: string): Promise<void> {
    await this.answer({ kind: 'command', text }, call.hide, () => api.command(call));
  }

  private async press(message: Message, customId: string, values: string[], label: string): Promise<void> {
    const element = this.drawn.get(message.id);
    element?.setAttribute('aria-busy', 'true');
    const outcome = await told(() => api.press({ customId, values, message: targetOf(message) }));
    element?.removeAttribute('aria-busy');
    if (outcome.dismisses) return this.remove(message);
    if (!outcome.replaces) {
      const fresh = pendingMessage({ kind: 'message', to: message }, outcome.isPrivate);
      return this.add(withOutcome(fresh, outcome));
    }
    this.replace(withOutcome(message, { ...outcome, isPrivate: message.isPrivate }));
    this.refocus(message, label);
  }

  private openMenu(message: Message, at: HTMLElement | { x: number; y: number }): void {
    const entries = this.channel.menus.map(({ name, description }) => ({
      label: name,
      detail: description,
      run: () =>
        void this.answer({ kind: 'message', to: message }, true, () =>
          api.menu({ name, message: targetOf(message) }),
        ),
    }));
    openMenu('Apps · On Record', entries, at);
  }

  /** Shows that the bot thinks, then what it says. */
  private async answer(origin: Origin, isPrivate: boolean, call: () => Promise<Outcome>): Promise<void> {
    const pending = pendingMessage(origin, isPrivate);
    this.add(pending);
    this.replace(withOutcome(pending, await told(call)));
    const element = this.drawn.get(pending.id);
    if (element === this.element.lastElementChild) this.element.scrollTop = this.element.scrollHeight;
    else element?.scrollIntoView({ block: 'nearest' });
  }

  private add(message: Message): void {
    const element = drawMessage(message, this.actions);
    this.drawn.set(message.id, element);
    this.element.append(element);
    this.element.scrollTop = this.element.scrollHeight;
  }

  private replace(message: Message): void {
    const element = drawMessage(message, this.actions);
    this.drawn.get(message.id)?.replaceWith(element);
    this.drawn.set(message.id, element);
  }

  private remove({ id }: Message): void {
    const element = this.drawn.get(id);
    const next = element?.previousElementSibling;
    element?.remove();
    this.drawn.delete(id);
    const focus = next?.querySelector<HTMLElement>('.tool') ?? this.element;
    focus.focus();
  }

  /** The focus stays on the button that was pressed, or goes to one beside it. */
  private refocus({ id }: Message, label: string): void {
    const buttons = [...(this.drawn.get(id)?.querySelectorAll<HTMLButtonElement>('.row button') ?? [])];
    const same = buttons.find((button) => button.textContent?.endsWith(label) && !button.disabled);
    (same ?? buttons.find((button) => !button.disabled))?.focus();
  }
}

function targetOf({ reply, author, isPrivate, basis }: Message): MenuCall['message'] {
  const { content = '', embeds } = reply;
  return { content, embeds, isOwn: author.isBot, isPrivate, ...(basis && { basis }) };
}

/** What the server says, or a note that only this person sees that it said nothing. */
async function told(call: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await call();
  } catch (error) {
    const content = error instanceof ApiError ? error.message : 'Something went wrong on this page.';
    return { reply: { content, embeds: [], components: [] }, isPrivate: true, replaces: false };
  }
}
