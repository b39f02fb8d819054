/** A tree of elements to text: one paragraph for each block, words as they stand in the page. */
import { type DomElement, type DomNode, ELEMENT_NODE, TEXT_NODE } from './dom.ts';

const BLOCKS = nameSet(`
  address article blockquote body center dd div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 header hr
  html li main ol p pre section summary table tbody thead tr ul details
`);
/** What a reader does not take for the text: machinery, controls and the page's own frame. */
const LEFT_OUT = nameSet(`
  script style noscript template svg math iframe object embed canvas audio video picture button input select
  textarea nav footer aside dialog head title meta link
`);
/** Words that a page struck out stay, marked as the briefings' own Markdown marks them. */
const STRUCK = nameSet('s del strike');

function nameSet(names: string): ReadonlySet<string> {
  return new Set(names.trim().toUpperCase().split(/\s+/));
}

interface Step {
  node?: DomNode;
  /** Written when the walk comes to this step. */
  mark?: string;
  preformatted: boolean;
}

/** The text of an element: blocks parted by blank lines, `<br>` as a line's end. */
export function blockText(root: DomNode): string {
  const parts: string[] = [];
  // A stack of its own: pages nest deeper than calls may.
  const steps: Step[] = [{ node: root, preformatted: false }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const { node, mark, preformatted } = step;
    if (mark !== undefined) parts.push(mark);
    if (node === undefined) continue;
    if (node.nodeType === TEXT_NODE) parts.push(inlineText(node.textContent ?? '', preformatted));
    else if (node.nodeType === ELEMENT_NODE) enter(node as DomElement, preformatted, parts, steps);
  }
  return tidy(parts.join(''));
}

function enter(element: DomElement, preformatted: boolean, parts: string[], steps: Step[]): void {
  const name = element.nodeName.toUpperCase();
  if (LEFT_OUT.has(name) || isHidden(element)) return;
  if (name === 'BR') {
    parts.push('\n');
    return;
  }
  const struck = STRUCK.has(name);
  const block = BLOCKS.has(name);
  if (block) parts.push('\n\n');
  if (struck) parts.push('<s>');
  // Cells of a row stand side by side.
  const after = struck ? '</s>' : block ? '\n\n' : name === 'TD' || name === 'TH' ? ' ' : '';
  steps.push({ mark: after, preformatted });
  const inside = preformatted || name === 'PRE';
  for (const node of [...element.childNodes].reverse()) steps.push({ node, preformatted: inside });
}

function isHidden(element: DomElement): boolean {
  if (element.hasAttribute('hidden') || element.getAttribute('aria-hidden') === 'true') return true;
  if (/^(?:navigation|banner|contentinfo|search)$/.test(element.getAttribute('role') ?? '')) return true;
  return /display\s?:\s?none/i.test(element.getAttribute('style') ?? '');
}

/** HTML's white space folds to one blank; no-break and ideographic blanks are characters of the text. */
function inlineText(text: string, preformatted: boolean): string {
  return preformatted ? text.replace(/\r\n?/g, '\n') : text.replace(/[ \t\r\n\f]+/g, ' ');
}

function tidy(text: string): string {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
