/** A document as it stands on record: its whole text, each statement in its place. */
import type { SourceDocument } from '../playground/wire.ts';
import { type Child, h, outgoing } from './dom.ts';
import { icon } from './icons.ts';
import { counted, dayName } from './months.ts';
import { writeRoute } from './route.ts';

/** Longest line that stands for a statement in a list. */
const STATEMENT_SHOWN = 220;

export function drawSource(source: SourceDocument, marked: string | undefined): HTMLElement {
  const { title, date, publisher, url, passages, turns, text } = source;
  const speakers = [...new Set(turns.map(({ speaker }) => speaker))].join(', ');
  return h(
    'article',
    { class: 'source' },
    h(
      'header',
      { class: 'card source-head' },
      h('h2', {}, title),
      h(
        'p',
        { class: 'document-facts' },
        h('time', { datetime: date }, dayName(date)),
        ` · ${publisher} · ${speakers}`,
      ),
      h(
        'p',
        { class: 'document-facts' },
        `${counted(turns.length, 'turn')}, ${counted(passages.length, 'statement')}`,
        url !== undefined && ' · ',
        url !== undefined && h('a', outgoing(url), 'Published here'),
      ),
    ),
    h('div', { class: 'source-text' }, ...slices(text, passages, marked)),
  );
}

/** The text from its first character to its last, with what officials said set off from the rest. */
function slices(text: string, passages: SourceDocument['passages'], marked: string | undefined): Child[] {
  const children: Child[] = [];
  let from = 0;
  for (const { id, start, end } of passages.toSorted((a, b) => a.start - b.start)) {
    if (start > from) children.push(h('span', { class: 'beside' }, text.slice(from, start)));
    const isMarked = id === marked;
    children.push(
      h(
        'span',
        {
          class: isMarked ? 'passage marked' : 'passage',
          id: `passage-${id}`,
          tabindex: isMarked ? -1 : undefined,
        },
        isMarked ? h('mark', {}, text.slice(start, end)) : text.slice(start, end),
        h(
          'a',
          {
            class: 'passage-link',
            href: `/p/${id}`,
            'aria-label': `Permanent link to passage ${id}`,
            title: `Passage ${id}`,
          },
          icon('link'),
        ),
      ),
    );
    from = end;
  }
  if (from < text.length) children.push(h('span', { class: 'beside' }, text.slice(from)));
  return children;
}

/** The statements of a document as a list of links to their places. */
export function drawStatements({ id, text, passages, turns }: SourceDocument): HTMLElement {
  const speakers = new Map(turns.map(({ ordinal, speaker }) => [ordinal, speaker]));
  return h(
    'ol',
    { class: 'statement-list' },
    ...passages.map((passage) => {
      const words = text.slice(passage.start, passage.end).replace(/\s+/g, ' ').trim();
      const cut =
        words.length > STATEMENT_SHOWN ? `${words.slice(0, STATEMENT_SHOWN).replace(/\s\S*$/, '')}…` : words;
      return h(
        'li',
        {},
        h('a', { href: writeRoute({ view: 'source', document: id, passage: passage.id }) }, cut),
        h('span', { class: 'speaker' }, speakers.get(passage.turn) ?? ''),
      );
    }),
  );
}
