/** The sidebar: the views of the page, and its theme. At the bottom of a phone’s screen. */
import { h } from './dom.ts';
import { type IconName, icon } from './icons.ts';
import { BOT, drawPicture } from './message-view.ts';
import { type Route, writeRoute } from './route.ts';

const KEY = 'on-record-theme';
type Theme = 'dark' | 'light';

/** The theme that shows now. */
function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'dark' || chosen === 'light') return chosen;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

/** Takes up what was chosen on an earlier visit. */
export function restoreTheme(): void {
  const stored = read();
  if (stored) document.documentElement.dataset.theme = stored;
}

function toggleTheme(): Theme {
  const theme = currentTheme() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing still shows it.
  }
  return theme;
}

function read(): Theme | undefined {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'dark' || stored === 'light' ? stored : undefined;
  } catch {
    return undefined;
  }
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
  const theme = h('button', { type: 'button', class: 'view-link theme' });
  const drawTheme = () => {
    const other = currentTheme() === 'dark' ? 'light' : 'dark';
    theme.replaceChildren(icon(other === 'light' ? 'sun' : 'moon'), h('span', {}, `Switch to ${other}`));
  };
  theme.addEventListener('click', () => {
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
