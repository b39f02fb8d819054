/** The options of a slash command, each in a field of its own, as Discord asks for them. */
import type { Choice, CommandOption, SlashCommandWire } from '../playground/wire.ts';
import { button, freshId, h } from './dom.ts';
import { icon } from './icons.ts';
import type { Suggestions } from './suggestions.ts';

interface FieldsListener {
  /** Choices for what was typed into an option so far. */
  complete(typed: string, signal: AbortSignal): Promise<Choice[]>;
  submit(): void;
  /** The command is given up; its text goes back into the message box. */
  leave(): void;
  /** The line above the box. */
  hint(text: string): void;
}

interface Field {
  option: CommandOption;
  element: HTMLElement;
  input: HTMLInputElement;
  /** What is sent: a choice shows other words than it means. */
  value: () => string;
}

const TYPING_PAUSE_MS = 120;
const FLAGS: readonly Choice[] = [
  { name: 'True', value: 'true' },
  { name: 'False', value: 'false' },
];

export class OptionFields {
  readonly element: HTMLElement;
  private readonly command: SlashCommandWire;
  private readonly suggestions: Suggestions;
  private readonly listener: FieldsListener;
  private readonly adders = h('span', { class: 'adders' });
  private fields: Field[] = [];
  private typing: number | undefined;
  private asked: AbortController | undefined;

  constructor(
    command: SlashCommandWire,
    values: ReadonlyMap<string, string>,
    suggestions: Suggestions,
    listener: FieldsListener,
  ) {
    this.command = command;
    this.suggestions = suggestions;
    this.listener = listener;
    this.element = h(
      'div',
      { class: 'fields', role: 'group', 'aria-label': `Options of /${command.name}` },
      this.adders,
    );
    for (const option of command.options) {
      if (option.required || values.has(option.name)) this.add(option, values.get(option.name) ?? '');
    }
    this.drawAdders();
  }

  /** The options that hold something, in the order in which they stand. */
  values(): Map<string, string> {
    return new Map(
      this.fields
        .map(({ option, value }) => [option.name, value()] as const)
        .filter(([, value]) => value !== ''),
    );
  }

  /** Whether nothing required is missing; else the first such field has the focus and says so. */
  check(): boolean {
    const missing = this.fields.find(({ option, value }) => option.required && value() === '');
    for (const field of this.fields) field.input.toggleAttribute('aria-invalid', field === missing);
    if (!missing) return true;
    missing.input.setAttribute('aria-invalid', 'true');
    missing.input.focus();
    this.listener.hint(`${missing.option.name}: this option is required.`);
    return false;
  }

  /** The first field that is empty, else the last one. */
  focus(): void {
    const field = this.fields.find(({ value }) => value() === '') ?? this.fields.at(-1);
    field?.input.focus();
  }

  close(): void {
    this.stopLooking();
    this.suggestions.close();
  }

  private add(option: CommandOption, value: string): Field {
    const { name, description, required, maxLength } = option;
    const id = freshId('option');
    let chosen: Choice | undefined;
    const completes = option.autocomplete || option.type === 'boolean';
    const input = h('input', {
      id,
      type: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      maxlength: maxLength,
      required,
      'aria-description': description,
      ...(completes && this.suggestions.attributes()),
    });
    input.value = value;
    const element = h(
      'span',
      { class: required ? 'field required' : 'field' },
      h('label', { for: id }, name),
      input,
    );
    const field: Field = {
      option,
      element,
      input,
      value: () => (chosen && chosen.name === input.value ? chosen.value : input.value.trim()),
    };
    const choose = (choice: Choice) => {
      chosen = choice;
      input.value = choice.name;
    };
    input.addEventListener('focus', () => {
      this.listener.hint(`${name}: ${description}`);
      // What is filled in already is not asked about again.
      if (completes && input.value === '') this.look(field, choose, 0);
      else this.suggestions.close();
    });
    input.addEventListener('input', () => {
      input.removeAttribute('aria-invalid');
      if (completes) this.look(field, choose, TYPING_PAUSE_MS);
    });
    input.addEventListener('blur', () => this.suggestions.close());
    input.addEventListener('keydown', (event) => this.key(event, field));
    this.fields.push(field);
    this.adders.before(element);
    return field;
  }

  private key(event: KeyboardEvent, field: Field): void {
    // What is still on its way must not open the list again that Escape closes.
    if (event.key === 'Escape') this.stopLooking();
    if (this.suggestions.key(event) || event.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      this.listener.submit();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.listener.leave();
    } else if (event.key === 'Backspace' && field.input.value === '') {
      event.preventDefault();
      this.remove(field);
    }
  }

  /** Takes an optional field away; without the required one there is no command. */
  private remove(field: Field): void {
    if (field.option.required) {
      this.listener.leave();
      return;
    }
    const place = this.fields.indexOf(field);
    this.fields.splice(place, 1);
    field.element.remove();
    this.drawAdders();
    this.fields[Math.max(0, place - 1)]?.input.focus();
  }

  private stopLooking(): void {
    window.clearTimeout(this.typing);
    this.asked?.abort();
  }

  private look(field: Field, choose: (choice: Choice) => void, pause: number): void {
    this.stopLooking();
    const { option, input } = field;
    if (option.type === 'boolean') {
      const typed = input.value.toLowerCase();
      const fits = FLAGS.filter(({ name }) => name.toLowerCase().startsWith(typed) && name !== input.value);
      this.suggest(field, fits, choose);
      return;
    }
    this.suggestions.age();
    this.asked = new AbortController();
    const { signal } = this.asked;
    this.typing = window.setTimeout(async () => {
      const choices = await this.listener.complete(input.value, signal).catch(() => undefined);
      if (!choices || signal.aborted || document.activeElement !== input) return;
      // What was just chosen needs no list of itself.
      if (choices.some(({ name }) => name === input.value)) {
        this.suggestions.close();
        return;
      }
      this.suggest(field, choices, choose);
    }, pause);
  }

  private suggest(field: Field, choices: readonly Choice[], choose: (choice: Choice) => void): void {
    this.suggestions.open(
      field.input,
      field.option.name,
      choices.map((choice) => ({ label: choice.name, pick: () => choose(choice) })),
    );
  }

  private drawAdders(): void {
    const left = this.command.options.filter(
      (option) => !this.fields.some((field) => field.option === option),
    );
    this.adders.replaceChildren(
      ...left.map((option) =>
        button(
          {
            class: 'adder',
            title: option.description,
            'aria-label': `Add the option ${option.name}`,
          },
          () => {
            const field = this.add(option, '');
            this.drawAdders();
            field.input.focus();
          },
          icon('plus'),
          option.name,
        ),
      ),
    );
  }
}
