/** The list above the message box: commands, or choices for an option (WAI-ARIA's combobox with a list). */
import { freshId, h } from './dom.ts';

interface Suggestion {
  label: string;
  detail?: string;
  /** Small text at the right. */
  hint?: string;
  pick: () => void;
}

const NONE = -1;

export class Suggestions {
  readonly element: HTMLElement;
  private readonly list: HTMLElement;
  private readonly title: HTMLElement;
  private readonly id = freshId('suggestions');
  private input: HTMLInputElement | undefined;
  private items: readonly Suggestion[] = [];
  private active = 0;

  constructor() {
    this.title = h('p', { class: 'suggestions-title' });
    this.list = h('ul', {
      class: 'suggestions-list',
      role: 'listbox',
      id: this.id,
      'aria-label': 'Suggestions',
    });
    this.element = h('div', { class: 'suggestions', hidden: true }, this.title, this.list);
    // A press must not take the focus out of the box.
    this.element.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** What an input needs to be read as the owner of the list. */
  attributes() {
    return {
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': this.id,
    };
  }

  open(input: HTMLInputElement, title: string, items: readonly Suggestion[]): void {
    if (items.length === 0) {
      this.close();
      return;
    }
    if (this.input !== input) this.close();
    this.input = input;
    this.items = items;
    this.title.textContent = title;
    this.list.setAttribute('aria-label', title);
    this.list.replaceChildren(
      ...items.map(({ label, detail, hint }, i) => {
        const option = h(
          'li',
          { role: 'option', id: `${this.id}-${i}`, class: 'suggestion', 'aria-selected': 'false' },
          h('span', { class: 'suggestion-label' }, label),
          detail !== undefined && h('span', { class: 'suggestion-detail' }, detail),
          hint !== undefined && h('span', { class: 'suggestion-hint' }, hint),
        );
        option.addEventListener('click', () => this.pick(i));
        option.addEventListener('pointermove', () => this.activate(i, false));
        return option;
      }),
    );
    this.element.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    this.activate(0);
  }

  /** The text has changed and the list has not yet: nothing of it is picked by a key. */
  age(): void {
    if (this.isOpen) this.activate(NONE);
  }

  close(): void {
    this.element.hidden = true;
    this.items = [];
    this.input?.setAttribute('aria-expanded', 'false');
    this.input?.removeAttribute('aria-activedescendant');
  }

  /** Handles a key of the input; whether it was the list's. */
  key(event: KeyboardEvent): boolean {
    if (!this.isOpen || event.isComposing) return false;
    switch (event.key) {
      case 'ArrowDown':
        this.activate((this.active + 1) % this.items.length);
        break;
      case 'ArrowUp':
        this.activate((Math.max(this.active, 0) + this.items.length - 1) % this.items.length);
        break;
      case 'Tab':
        if (event.shiftKey || this.active === NONE) return false;
        this.pick(this.active);
        break;
      case 'Enter':
        if (this.active === NONE) return false;
        this.pick(this.active);
        break;
      case 'Escape':
        this.close();
        break;
      default:
        return false;
    }
    event.preventDefault();
    return true;
  }

  private pick(place: number): void {
    const item = this.items[place];
    this.close();
    item?.pick();
  }

  private activate(place: number, scroll = true): void {
    this.active = place;
    for (const [i, option] of [...this.list.children].entries()) {
      option.setAttribute('aria-selected', String(i === place));
      if (i === place && scroll) option.scrollIntoView({ block: 'nearest' });
    }
    if (place === NONE) this.input?.removeAttribute('aria-activedescendant');
    else this.input?.setAttribute('aria-activedescendant', `${this.id}-${place}`);
  }
}
