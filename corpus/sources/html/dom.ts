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

/** A page as a tree: all of it in one body, whatever its frame looked like. */
export function parseDocument(html: string): DomDocument {
  const window: unknown = (load('linkedom') as typeof import('linkedom')).parseHTML(
    `<!doctype html><html><head></head><body>${html.replace(FRAME, ' ')}</body></html>`,
  );
  return (window as { document: DomDocument }).document;
}
