/** Markdown as elements. */
import { button, type Child, h, outgoing } from './dom.ts';
import { icon } from './icons.ts';
import { type Block, type Inline, parseInline, parseMarkdown } from './markdown.ts';

/** A message's text. */
export function drawMarkdown(text: string): HTMLElement {
  return h('div', { class: 'markdown' }, ...parseMarkdown(text).map(drawBlock));
}

/** One line, as in a title: marks within it, no blocks. */
export function drawLine(text: string): Child[] {
  return parseInline(text).map(drawInline);
}

function drawBlock(block: Block): HTMLElement {
  switch (block.kind) {
    case 'gap':
      return h('p', { class: 'gap' });
    case 'paragraph':
      return h('p', {}, ...block.children.map(drawInline));
    case 'subtext':
      return h('p', { class: 'subtext' }, ...block.children.map(drawInline));
    case 'heading':
      // Headings of a message stand below those of the page.
      return h('p', { class: `heading heading-${block.level}` }, ...block.children.map(drawInline));
    case 'quote':
      return h('blockquote', {}, ...block.blocks.map(drawBlock));
    case 'list': {
      const items = block.items.map((item) => h('li', {}, ...item.map(drawInline)));
      return block.ordered ? h('ol', { start: block.start }, ...items) : h('ul', {}, ...items);
    }
    case 'code':
      return drawCode(block.text);
  }
}

function drawInline(node: Inline): Child {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'break':
      return h('br');
    case 'code':
      return h('code', {}, node.text);
    case 'link':
      return h('a', outgoing(node.href), ...node.children.map(drawInline));
    case 'time':
      return drawTime(node.seconds, node.style);
    case 'spoiler': {
      const spoiler = button(
        { class: 'spoiler', 'aria-expanded': 'false' },
        () => spoiler.setAttribute('aria-expanded', 'true'),
        h('span', {}, ...node.children.map(drawInline)),
      );
      return spoiler;
    }
    default:
      return h(TAGS[node.kind], {}, ...node.children.map(drawInline));
  }
}

const TAGS = { bold: 'strong', italic: 'em', underline: 'u', strike: 's' } as const;

/** A block of code with a button that copies it. */
function drawCode(text: string): HTMLElement {
  const copy = button(
    { class: 'code-copy', 'aria-label': 'Copy the text of this block' },
    async () => {
      const copied = await navigator.clipboard.writeText(text).then(
        () => true,
        () => false,
      );
      copy.setAttribute('aria-label', copied ? 'Copied' : 'The browser did not allow copying');
      copy.classList.toggle('done', copied);
    },
    icon('copy'),
  );
  return h(
    'div',
    { class: 'code' },
    h('pre', { tabindex: 0, role: 'region', 'aria-label': 'Text to copy' }, h('code', {}, text)),
    copy,
  );
}

function drawTime(seconds: number, style: string): HTMLElement {
  const date = new Date(seconds * 1000);
  const away = Math.round((date.getTime() - Date.now()) / 1000);
  const shown =
    style === 'R'
      ? new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(away, 'second')
      : date.toLocaleString('en');
  return h('time', { datetime: date.toISOString() }, shown);
}
