/** What a reply holds beside its text: embeds as Discord draws them, rows of buttons and menus, and files. */
import type { Reply } from '../playground/wire.ts';
import { button, type Child, h, outgoing } from './dom.ts';
import { drawLine, drawMarkdown } from './draw-markdown.ts';
import { icon } from './icons.ts';

type Embed = Reply['embeds'][number];

export function drawEmbed(embed: Embed): HTMLElement {
  const { color, author, title, url, description, fields = [], footer } = embed;
  const element = h(
    'div',
    { class: 'embed' },
    author && h('p', { class: 'embed-author' }, author.name),
    title !== undefined &&
      h(
        'p',
        { class: 'embed-title' },
        ...(url === undefined ? drawLine(title) : [h('a', outgoing(url), ...drawLine(title))]),
      ),
    description !== undefined && h('div', { class: 'embed-description' }, drawMarkdown(description)),
    fields.length > 0 &&
      h(
        'dl',
        { class: 'embed-fields' },
        ...fields.map(({ name, value, inline }) =>
          h(
            'div',
            { class: inline ? 'embed-field inline' : 'embed-field' },
            h('dt', {}, ...drawLine(name)),
            h('dd', {}, drawMarkdown(value)),
          ),
        ),
      ),
    footer && h('p', { class: 'embed-footer' }, footer.text),
  );
  if (color !== undefined) {
    element.style.setProperty('--bar', `#${color.toString(16).padStart(6, '0')}`);
  }
  return element;
}

type Row = Reply['components'][number];
type Component = Row['components'][number];

/** Hears which component was used; `values` are what was chosen in a menu. */
type OnPress = (customId: string, values: string[], label: string) => void;

const BUTTON = 2;
const STRING_SELECT = 3;
const STYLES: Record<number, string> = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger' };
const LINK_STYLE = 5;

export function drawRows(rows: readonly Row[], onPress: OnPress): HTMLElement[] {
  return rows.map((row) =>
    h('div', { class: 'row' }, ...row.components.map((component) => drawComponent(component, onPress))),
  );
}

function drawComponent(component: Component, onPress: OnPress): Child {
  if (component.type === BUTTON) return drawButton(component, onPress);
  if (component.type === STRING_SELECT) return drawSelect(component, onPress);
  const label = ('placeholder' in component && component.placeholder) || 'Something else';
  return h(
    'details',
    { class: 'select' },
    h('summary', {}, h('span', {}, label), icon('chevron')),
    h('p', { class: 'select-options' }, 'What there is to choose from shows in Discord only.'),
  );
}

function drawButton(component: Extract<Component, { type: 2 }>, onPress: OnPress): Child {
  const label = 'label' in component ? (component.label ?? '') : '';
  const emoji = 'emoji' in component ? component.emoji?.name : undefined;
  const content = [
    emoji !== undefined && emoji !== null && h('span', { class: 'emoji', 'aria-hidden': 'true' }, emoji),
    h('span', {}, label),
  ];
  if (component.style === LINK_STYLE && 'url' in component)
    return h('a', { class: 'button secondary', ...outgoing(component.url) }, ...content);
  const id = 'custom_id' in component ? component.custom_id : '';
  return button(
    { class: `button ${STYLES[component.style] ?? 'secondary'}`, disabled: component.disabled === true },
    () => onPress(id, [], label),
    ...content,
  );
}

function drawSelect(select: Extract<Component, { type: 3 }>, onPress: OnPress): Child {
  const chosen = select.options.filter((option) => option.default).map(({ label }) => label);
  const placeholder = chosen.join(', ') || (select.placeholder ?? 'Choose…');
  const list = h(
    'ul',
    { class: 'select-options', 'aria-label': placeholder },
    ...select.options.map(({ label, description, value }) =>
      h(
        'li',
        {},
        button(
          { class: 'select-option' },
          () => {
            details.open = false;
            onPress(select.custom_id, [value], label);
          },
          h('span', { class: 'select-label' }, label),
          description !== undefined && h('span', { class: 'select-description' }, description),
        ),
      ),
    ),
  );
  const details = h(
    'details',
    { class: 'select' },
    h('summary', {}, h('span', {}, placeholder), icon('chevron')),
    list,
  );
  details.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && details.open) {
      details.open = false;
      details.querySelector('summary')?.focus();
      event.stopPropagation();
    }
    moveFocus(event, [...list.querySelectorAll('button')]);
  });
  return details;
}

/** Arrows go through a list of buttons. */
export function moveFocus(event: KeyboardEvent, buttons: readonly HTMLElement[]): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || buttons.length === 0) return;
  const at = buttons.findIndex((button) => button.matches(':focus'));
  const to = at < 0 ? (step > 0 ? 0 : buttons.length - 1) : (at + step + buttons.length) % buttons.length;
  buttons[to]?.focus();
  event.preventDefault();
}

type File = NonNullable<Reply['files']>[number];

export function drawFile({ name, text }: File): HTMLElement {
  const bytes = new Blob([text], { type: 'text/plain;charset=utf-8' });
  return h(
    'div',
    { class: 'file' },
    h(
      'details',
      {},
      h(
        'summary',
        {},
        icon('file'),
        h('span', { class: 'file-name' }, name),
        h('span', { class: 'file-size' }, sizeOf(bytes.size)),
      ),
      h('pre', { tabindex: 0, role: 'region', 'aria-label': name }, text),
    ),
    button({ class: 'file-save' }, () => download(name, bytes), 'Save'),
  );
}

function sizeOf(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KB`;
}

function download(name: string, bytes: Blob): void {
  const href = URL.createObjectURL(bytes);
  const link = h('a', { href, download: name });
  link.click();
  URL.revokeObjectURL(href);
}
