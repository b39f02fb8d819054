/** The menu of a message: the bot's entries, as under Apps in Discord. */
import { button, h } from './dom.ts';
import { moveFocus } from './reply-view.ts';

interface MenuEntry {
  label: string;
  detail: string;
  run: () => void;
}

const MARGIN = 8;

/** Opens a menu beside an element or at a point, with its first entry in focus; closed again it gives the focus back. */
export function openMenu(
  title: string,
  entries: readonly MenuEntry[],
  at: HTMLElement | { x: number; y: number },
): void {
  document.querySelector('.menu')?.remove();
  const before = document.activeElement;
  const close = (giveBack: boolean) => {
    menu.remove();
    document.removeEventListener('pointerdown', outside, true);
    if (giveBack && before instanceof HTMLElement) before.focus();
  };
  const outside = (event: Event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) close(false);
  };
  const items = entries.map(({ label, detail, run }) => {
    const choose = () => {
      close(true);
      run();
    };
    return button(
      { role: 'menuitem', class: 'menu-item' },
      choose,
      h('span', { class: 'menu-label' }, label),
      h('span', { class: 'menu-detail' }, detail),
    );
  });
  const menu = h(
    'div',
    { class: 'menu', role: 'menu', 'aria-label': title },
    h('p', { class: 'menu-title', role: 'presentation' }, title),
    ...items,
  );
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      close(true);
    }
    moveFocus(event, items);
  });
  document.body.append(menu);
  place(menu, at);
  document.addEventListener('pointerdown', outside, true);
  items[0]?.focus();
}

function place(menu: HTMLElement, at: HTMLElement | { x: number; y: number }): void {
  const { width, height } = menu.getBoundingClientRect();
  const point =
    at instanceof HTMLElement
      ? { x: at.getBoundingClientRect().right - width, y: at.getBoundingClientRect().bottom + 4 }
      : at;
  const fits = (value: number, size: number, room: number) =>
    Math.max(MARGIN, Math.min(value, room - size - MARGIN));
  menu.style.left = `${fits(point.x, width, window.innerWidth)}px`;
  menu.style.top = `${fits(point.y, height, window.innerHeight)}px`;
}
