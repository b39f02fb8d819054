/** The sidebar: the views of the page, and its theme. At the bottom of a phone’s screen. */
import { button, h } from './dom.ts';
import { type IconName, icon } from './icons.ts';
import { BOT, drawPicture } from './message-view.ts';
import { type Route, writeRoute } from './route.ts';

const KEY = 'on-record-theme';
const { dataset } = document.documentElement;

/** The theme that shows now. */
function currentTheme(): string {
  return dataset.theme ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');
}

/** Takes up what was chosen on an earlier visit. */
export function restoreTheme(): void {
  try {
    const stored = localStorage.getItem(KEY);
    if (stored === 'dark' || stored === 'light') dataset.theme = stored;
  } catch {
    // A browser that keeps nothing follows the system.
  }
}

function toggleTheme(): void {
  const theme = otherTheme();
  dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing still shows it.
  }
}

function otherTheme(): 'dark' | 'light' {
  return currentTheme() === 'dark' ? 'light' : 'dark';
}

const LINKS: readonly { view: 'channel' | 'record'; label: string; icon: IconName }[] = [
  { view: 'channel', label: 'press-room', icon: 'hash' },
  { view: 'record', label: 'The record', icon: 'timeline' },
];

/** Fills the sidebar; the function given back marks where one is. */
export function fillSidebar(sidebar: HTMLElement): (route: Route) => void {
  const links = LINKS.map((link) => ({
    view: link.view,
    element: h(
      'a',
      { class: 'view-link', href: writeRoute({ view: link.view }) },
      icon(link.icon),
      h('span', {}, link.label),
    ),
  }));
  const drawTheme = () => {
    const other = otherTheme();
    theme.replaceChildren(icon(other === 'light' ? 'sun' : 'moon'), h('span', {}, `Switch to ${other}`));
  };
  const theme = button({ class: 'view-link theme' }, () => {
    toggleTheme();
    drawTheme();
  });
  matchMedia('(prefers-color-scheme: light)').addEventListener('change', drawTheme);
  drawTheme();
  sidebar.replaceChildren(
    h('div', { class: 'server' }, drawPicture(BOT), h('p', {}, 'On Record', h('span', {}, 'playground'))),
    h('ul', { class: 'views' }, ...links.map(({ element }) => h('li', {}, element))),
    h(
      'p',
      { class: 'about' },
      'Everything here runs on your machine, and answers as the bot does in Discord: word for word, with the source.',
    ),
    theme,
  );
  return ({ view }) => {
    for (const link of links) {
      const current = link.view === view || (link.view === 'record' && view === 'source');
      if (current) link.element.setAttribute('aria-current', 'page');
      else link.element.removeAttribute('aria-current');
    }
  };
}
