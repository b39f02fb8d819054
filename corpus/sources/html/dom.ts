/** The little of the DOM that reading a page takes, and the one place that knows which library gives it. */
import { createRequire } from 'node:module';

// Loaded with the first page: most commands never see one, and start sooner without the library.
const load = createRequire(import.meta.url);

export interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<DomNode>;
}

export interface DomElement extends DomNode {
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
}

export interface DomDocument {
  readonly body: DomElement;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement>;
}

export const TEXT_NODE = 3;
export const ELEMENT_NODE = 1;

/** Whether elements nest deeper than `limit`. */
export function nestsDeeper(root: DomNode, limit: number): boolean {
  const steps: { node: DomNode; depth: number }[] = [{ node: root, depth: 0 }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if (step.depth > limit) return true;
    for (const node of step.node.childNodes) {
      if (node.nodeType === ELEMENT_NODE) steps.push({ node, depth: step.depth + 1 });
    }
  }
  return false;
}

/** Saved pages leave these out, double them or misplace them, and the library believes them. */
const FRAME = /<!doctype[^>]{0,500}>|<\/?(?:html|head|body)(?:\s[^>]{0,5000})?>/gi;

/** More attributes than any element has: the library takes time with their square. */
const MAX_ATTRIBUTES = 200;

/** A page whose elements keep their first attributes. Linear in its length, whatever it holds. */
function withFewAttributes(html: string): string {
  const parts: string[] = [];
  let copied = 0;
  for (let open = html.indexOf('<'); open >= 0; ) {
    const { cut, close } = readTag(html, open);
    if (cut < close) {
      parts.push(html.slice(copied, cut));
      copied = close;
    }
    open = html.indexOf('<', Math.max(close, open + 1));
  }
  return parts.length === 0 ? html : parts.join('') + html.slice(copied);
}

/** Where a tag ends, and where its first attributes do: white space outside quotes comes before each. */
function readTag(html: string, open: number): { cut: number; close: number } {
  let cut = Number.POSITIVE_INFINITY;
  let at = open + 1;
  if (!/[a-z]/i.test(html.charAt(at))) return { cut, close: at };
  let quote = '';
  let before = '';
  let count = 0;
  for (; at < html.length; at++) {
    const character = html.charAt(at);
    const isSpace = /\s/.test(character);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '>') break;
    // A quote opens a value only after its sign of equality: a stray one is part of a name.
    else if ((character === '"' || character === "'") && before === '=') quote = character;
    else if (isSpace && !/\s/.test(html.charAt(at - 1)) && ++count > MAX_ATTRIBUTES) cut = Math.min(cut, at);
    if (!isSpace) before = character;
  }
  return { cut, close: at };
}

/** A page as a tree: all of it in one body, whatever its frame looked like. */
export function parseDocument(html: string): DomDocument {
  const window: unknown = (load('linkedom') as typeof import('linkedom')).parseHTML(
    `<!doctype html><html><head></head><body>${withFewAttributes(html.replace(FRAME, ' '))}</body></html>`,
  );
  return (window as { document: DomDocument }).document;
}
