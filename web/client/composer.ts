/** The message box: plain text asks; a slash opens the commands, and a command asks for its options. */
import type { Choice, CommandCall, SlashCommandWire } from '../playground/wire.ts';
import { commandText, matchCommands, parseCommandText } from './command-text.ts';
import { button, h } from './dom.ts';
import { icon } from './icons.ts';
import { OptionFields } from './option-fields.ts';
import { Suggestions } from './suggestions.ts';

interface ComposerListener {
  message(text: string): void;
  command(call: CommandCall, text: string): void;
  complete(name: string, typed: string, signal: AbortSignal): Promise<Choice[]>;
}

const PLACEHOLDER = 'Ask On Record, or type / for commands';

export class Composer {
  readonly element: HTMLFormElement;
  private readonly commands: readonly SlashCommandWire[];
  private readonly listener: ComposerListener;
  private readonly suggestions = new Suggestions();
  private readonly box: HTMLInputElement;
  private readonly hint: HTMLElement;
  private readonly bar: HTMLElement;
  private readonly send: HTMLButtonElement;
  private active: { command: SlashCommandWire; fields: OptionFields } | undefined;

  constructor(commands: readonly SlashCommandWire[], maxLength: number, listener: ComposerListener) {
    this.commands = commands;
    this.listener = listener;
    this.box = h('input', {
      id: 'message-box',
      class: 'box',
      type: 'text',
      autocomplete: 'off',
      maxlength: maxLength,
      placeholder: PLACEHOLDER,
      'aria-label': 'Message to On Record',
      ...this.suggestions.attributes(),
    });
    this.hint = h('p', { class: 'hint', 'aria-live': 'polite' });
    this.send = h('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, icon('send'));
    this.bar = h('div', { class: 'bar' }, this.box, this.send);
    this.element = h('form', { class: 'composer' }, this.suggestions.element, this.hint, this.bar);
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener('input', () => this.typed());
    this.box.addEventListener('focus', () => this.typed());
    this.box.addEventListener('blur', () => this.suggestions.close());
    this.box.addEventListener('keydown', (event) => void this.suggestions.key(event));
  }

  focus(): void {
    if (this.active) this.active.fields.focus();
    else this.box.focus();
  }

  /** Puts a text into the box, as if somebody had typed it. */
  type(text: string): void {
    this.clear();
    this.box.value = text;
    this.box.focus();
    this.typed();
  }

  /** Starts a command with some of its options filled in. */
  start(command: SlashCommandWire, values: ReadonlyMap<string, string> = new Map()): void {
    this.clear();
    this.suggestions.close();
    const fields = new OptionFields(command, values, this.suggestions, {
      complete: (typed, signal) => this.listener.complete(command.name, typed, signal),
      submit: () => this.submit(),
      leave: () => this.leave(),
      hint: (text) => {
        this.hint.textContent = text;
      },
    });
    this.active = { command, fields };
    const chip = h('span', { class: 'chip' }, `/${command.name}`);
    const giveUp = { class: 'give-up', 'aria-label': 'Give the command up' };
    this.box.value = '';
    this.box.hidden = true;
    this.bar.prepend(
      chip,
      fields.element,
      button(giveUp, () => this.leave(), icon('close')),
    );
    this.hint.textContent = command.description;
    if (command.options.length === 0) this.send.focus();
    else fields.focus();
  }

  private typed(): void {
    const text = this.box.value;
    if (!text.startsWith('/')) {
      this.suggestions.close();
      return;
    }
    // “/ask ” has chosen: nothing else begins so.
    const parsed = /\s/.test(text) ? parseCommandText(text, this.commands) : undefined;
    if (parsed) {
      this.start(parsed.command, parsed.values);
      return;
    }
    this.suggestions.open(
      this.box,
      'Commands',
      matchCommands(text.slice(1), this.commands).map((command) => ({
        label: `/${command.name}`,
        detail: command.description,
        hint: command.options.map(({ name }) => name).join(' '),
        pick: () => this.start(command),
      })),
    );
  }

  private submit(): void {
    if (this.active) {
      this.submitCommand(this.active);
      return;
    }
    const text = this.box.value.trim();
    if (text === '') {
      this.box.focus();
      return;
    }
    const parsed = parseCommandText(text, this.commands);
    if (parsed) {
      this.start(parsed.command, parsed.values);
      return;
    }
    this.box.value = '';
    this.suggestions.close();
    this.listener.message(text);
  }

  private submitCommand({ command, fields }: NonNullable<Composer['active']>): void {
    if (!fields.check()) return;
    const values = fields.values();
    const { hide, ...strings } = Object.fromEntries(values);
    this.clear();
    this.box.focus();
    this.listener.command(
      { name: command.name, strings, hide: /^(true|yes|1)$/i.test(hide ?? '') },
      commandText(command.name, values),
    );
  }

  /** Back to the message box, with the command's name to choose another by. */
  private leave(): void {
    const name = this.active?.command.name ?? '';
    this.clear();
    this.box.value = `/${name}`;
    this.box.focus();
    this.box.select();
  }

  private clear(): void {
    this.active?.fields.close();
    this.active = undefined;
    this.bar.replaceChildren(this.box, this.send);
    this.box.hidden = false;
    this.hint.textContent = '';
  }
}
