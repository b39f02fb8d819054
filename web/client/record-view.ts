/** The record: its timeline, its topics and its documents. */
import type { DocumentListing, TopicCard } from '../playground/wire.ts';
import { api } from './api.ts';
import { button, h, tellProblemsIn } from './dom.ts';
import { counted, dayName, type Month, monthName, monthsOf } from './months.ts';
import { type Route, writeRoute } from './route.ts';
import { drawStatements } from './source-view.ts';

interface RecordListener {
  go(route: Route): void;
  topic(name: string): void;
}

/** Documents drawn at a time: a record may hold thousands. */
const PAGE = 40;
const SPEAKERS_SHOWN = 4;
const NARROWEST = 280;

export class RecordView {
  readonly element = h('div', { class: 'record' });
  private readonly listener: RecordListener;
  private readonly chart = h('div', { class: 'timeline' });
  private readonly month = h('section', { class: 'card month', 'aria-live': 'polite' });
  private loaded: { documents: DocumentListing[]; months: Month[] } | undefined;
  private selected: string | undefined;
  private width = 0;

  constructor(listener: RecordListener) {
    this.listener = listener;
    new ResizeObserver(() => {
      const { clientWidth } = this.chart;
      if (clientWidth !== this.width && clientWidth >= NARROWEST) void this.drawChart();
    }).observe(this.chart);
  }

  async show(month: string | undefined): Promise<void> {
    this.selected = month;
    if (!this.loaded) await this.load();
    await this.drawChart();
    this.drawMonth();
  }

  private async load(): Promise<void> {
    this.element.replaceChildren(h('p', { class: 'loading' }, 'Opening the record…'));
    const [documents, topics] = await Promise.all([api.documents(), api.topics()]);
    this.loaded = { documents, months: monthsOf(documents) };
    this.element.replaceChildren(
      drawFigures(documents),
      h(
        'section',
        { class: 'card' },
        h('h2', {}, 'Statements by month'),
        h('p', { class: 'small' }, 'Choose a month to see what was said in it.'),
        this.chart,
      ),
      this.month,
      this.drawTopics(topics),
      this.drawDocuments(documents),
    );
  }

  private async drawChart(): Promise<void> {
    const { loaded } = this;
    const width = this.chart.clientWidth;
    if (!loaded || width < NARROWEST) return;
    this.width = width;
    const { drawTimeline } = await import('./timeline.ts');
    const focused = document.activeElement?.getAttribute('data-month');
    const choose = (month: string) =>
      this.listener.go({ view: 'record', ...(month !== this.selected && { month }) });
    this.chart.replaceChildren(drawTimeline(loaded.months, width, this.selected, choose));
    if (focused) this.chart.querySelector<SVGElement>(`[data-month="${focused}"]`)?.focus();
  }

  private drawMonth(): void {
    const { loaded, selected } = this;
    this.month.hidden = selected === undefined;
    if (!loaded || selected === undefined) return;
    const documents = loaded.documents.filter(({ date }) => date.startsWith(selected));
    const statements = documents.reduce((sum, document) => sum + document.statements, 0);
    this.month.replaceChildren(
      h('h2', {}, monthName(selected)),
      h(
        'p',
        { class: 'small' },
        `${counted(statements, 'statement')} in ${counted(documents.length, 'document')}`,
      ),
      h('ul', { class: 'documents' }, ...documents.map((document) => drawDocument(document, true))),
    );
  }

  private drawTopics(topics: readonly TopicCard[]): HTMLElement {
    return h(
      'section',
      { class: 'card' },
      h('h2', {}, 'Topics'),
      h(
        'p',
        { class: 'small' },
        'Names and phrases that the record itself uses. Choose one to ask for its statements.',
      ),
      h(
        'ul',
        { class: 'topics' },
        ...topics.map(({ name, statements }) =>
          h(
            'li',
            {},
            button(
              { class: 'topic' },
              () => this.listener.topic(name),
              name,
              h(
                'span',
                { class: 'count', 'aria-label': counted(statements, 'statement') },
                String(statements),
              ),
            ),
          ),
        ),
      ),
    );
  }

  private drawDocuments(documents: readonly DocumentListing[]): HTMLElement {
    const list = h('ul', { class: 'documents' });
    const status = h('p', { class: 'small', role: 'status' });
    const more = button({ class: 'button secondary' }, () => grow(), 'Show more');
    const filter = h('input', {
      type: 'search',
      class: 'filter',
      placeholder: 'Title, speaker, publisher or date',
      'aria-label': 'Filter the documents',
    });
    let found = documents;
    let shown = 0;
    const grow = () => {
      const next = found.slice(shown, shown + PAGE);
      list.append(...next.map((document) => drawDocument(document, false)));
      shown += next.length;
      more.hidden = shown >= found.length;
      const all = counted(found.length, 'document');
      status.textContent = shown < found.length ? `The newest ${shown} of ${all}` : all;
    };
    const search = () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      found = documents.filter((document) => {
        const text = textOf(document);
        return words.every((word) => text.includes(word));
      });
      shown = 0;
      list.replaceChildren();
      grow();
    };
    filter.addEventListener('input', search);
    search();
    return h('section', { class: 'card' }, h('h2', {}, 'Documents'), filter, status, list, more);
  }
}

function textOf({ title, date, publisher, speakers }: DocumentListing): string {
  return [title, date, dayName(date), publisher, ...speakers].join(' ').toLowerCase();
}

function drawFigures(documents: readonly DocumentListing[]): HTMLElement {
  const sum = (of: (document: DocumentListing) => number) =>
    documents.reduce((total, document) => total + of(document), 0).toLocaleString('en');
  const speakers = new Set(documents.flatMap((document) => document.speakers)).size;
  const figures: [string, string][] = [
    ['documents', documents.length.toLocaleString('en')],
    ['turns', sum(({ turns }) => turns)],
    ['statements', sum(({ statements }) => statements)],
    ['speakers', speakers.toLocaleString('en')],
  ];
  return h(
    'dl',
    { class: 'figures' },
    ...figures.map(([name, figure]) => h('div', {}, h('dt', {}, name), h('dd', {}, figure))),
  );
}

/** A document in a list; with its statements to unfold, where there is room for them. */
function drawDocument(document: DocumentListing, unfolds: boolean): HTMLElement {
  const { id, title, date, publisher, turns, statements, speakers } = document;
  const more = speakers.length > SPEAKERS_SHOWN ? ` and ${speakers.length - SPEAKERS_SHOWN} more` : '';
  return h(
    'li',
    { class: 'document' },
    h('a', { class: 'document-title', href: writeRoute({ view: 'source', document: id }) }, title),
    h(
      'p',
      { class: 'document-facts' },
      h('time', { datetime: date }, dayName(date)),
      ` · ${publisher} · ${counted(turns, 'turn')}, ${counted(statements, 'statement')}`,
    ),
    h('p', { class: 'document-facts' }, `${speakers.slice(0, SPEAKERS_SHOWN).join(', ')}${more}`),
    unfolds && drawUnfolding(id),
  );
}

function drawUnfolding(id: string): HTMLElement {
  const place = h('div', { class: 'statements' });
  const details = h('details', { class: 'unfold' }, h('summary', {}, 'Statements'), place);
  details.addEventListener('toggle', async () => {
    if (!details.open || place.hasChildNodes()) return;
    place.append(h('p', { class: 'loading' }, 'Opening the document…'));
    await tellProblemsIn(place, async () => place.replaceChildren(drawStatements(await api.document(id))));
  });
  return details;
}
