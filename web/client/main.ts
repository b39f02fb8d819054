/** The page: a channel like Discord's, and the record behind it. */
import type { Channel } from '../playground/wire.ts';
import { api } from './api.ts';
import { Composer } from './composer.ts';
import { Conversation } from './conversation.ts';
import { byId, h, tellProblemsIn } from './dom.ts';
import { type IconName, icon } from './icons.ts';
import { Panel } from './panel.ts';
import { RecordView } from './record-view.ts';
import { type Route, readRoute, writeRoute } from './route.ts';
import { fillSidebar, restoreTheme } from './sidebar.ts';
import { drawSource } from './source-view.ts';
import { drawWhy, whyTitle } from './why/draw-why.ts';

restoreTheme();
const main = byId('main');
main.replaceChildren(h('p', { class: 'loading' }, 'Opening the channel…'));
void tellProblemsIn(main, async () => start(await api.channel()));

function start(channel: Channel): void {
  const mark = fillSidebar(byId('sidebar'));
  const panel = new Panel(byId('panel'));
  const go = (route: Route) => {
    if (
      writeRoute(route) === window.location.hash ||
      (route.view === 'channel' && window.location.hash === '')
    ) {
      return void show(route);
    }
    window.location.hash = writeRoute(route);
  };
  const openSource = async (passage: string) => {
    const { document } = await api.passage(passage);
    go({ view: 'source', document, passage });
  };
  const conversation = new Conversation(channel, {
    why: (basis, passageId, opener) =>
      void panel.open(
        whyTitle(basis, passageId),
        opener,
        api
          .why({ basis, ...(passageId !== undefined && { passageId }) })
          .then((why) => drawWhy(why, passageId)),
      ),
    source: (passageId) => void openSource(passageId),
    example: (text) => composer.type(text),
  });
  const composer = new Composer(channel.commands, channel.maxMessageLength, {
    message: (text) => void conversation.say(text),
    command: (call, text) => void conversation.command(call, text),
    complete: async (name, typed, signal) => (await api.complete({ name, typed }, signal)).choices,
  });
  const record = new RecordView({
    go,
    topic: (name) => {
      go({ view: 'channel' });
      void conversation.command({ name: 'topic', strings: { name }, hide: false }, `/topic name:${name}`);
    },
  });
  const views = {
    channel: view('hash', 'press-room', 'People quote officials. Check them, or ask.', conversation.element),
    record: view(
      'timeline',
      'The record',
      'Every document, by month and by topic.',
      scroller('The record', record.element),
    ),
    source: view('source', 'Source', 'The text as it stands on record.', scroller('Source', h('div', {}))),
  };
  views.channel.append(composer.element);
  main.replaceChildren(...Object.values(views));

  async function show(route: Route): Promise<void> {
    mark(route);
    for (const [name, element] of Object.entries(views)) element.hidden = name !== route.view;
    document.title = `${views[route.view].querySelector('h1')?.textContent ?? ''} · On Record`;
    if (route.view !== 'channel') panel.close();
    if (route.view === 'record') await tellProblemsIn(record.element, () => record.show(route.month));
    if (route.view === 'source') await showSource(route);
  }

  async function showSource({ document, passage }: Extract<Route, { view: 'source' }>): Promise<void> {
    const place = views.source.querySelector('.scroller > div');
    if (!(place instanceof HTMLElement)) return;
    await tellProblemsIn(place, async () => {
      place.replaceChildren(drawSource(await api.document(document), passage));
      const marked = place.querySelector<HTMLElement>('.marked');
      marked?.scrollIntoView({ block: 'center' });
      marked?.focus({ preventScroll: true });
    });
  }

  window.addEventListener('hashchange', () => {
    void show(readRoute(window.location.hash)).then(() => {
      const heading = main.querySelector<HTMLElement>('.view:not([hidden]) h1');
      if (document.activeElement === document.body) heading?.focus({ preventScroll: true });
    });
  });
  void show(readRoute(window.location.hash));
  // The address must not grow a “#message-box”, which would be no view.
  document.querySelector('.skip')?.addEventListener('click', (event) => {
    event.preventDefault();
    go({ view: 'channel' });
    composer.focus();
  });
  if (window.location.hash === '' && matchMedia('(hover: hover)').matches) composer.focus();
}

/** A view with its heading. */
function view(name: IconName, title: string, about: string, content: HTMLElement): HTMLElement {
  return h(
    'section',
    { class: 'view' },
    h(
      'header',
      { class: 'view-head' },
      icon(name),
      h('h1', { tabindex: -1 }, title),
      h('p', { class: 'view-about' }, about),
    ),
    content,
  );
}

function scroller(label: string, content: HTMLElement): HTMLElement {
  return h('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': label }, content);
}
