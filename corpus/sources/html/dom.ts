/** The little of the DOM that reading a page takes, and the one place that knows which library gives it. */
import { parseHTML } from 'linkedom';

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
  readonly documentElement: DomElement | null;
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

/** A page as a tree. Fragments without `<html>` and `<body>` get them. */
export function parseDocument(html: string): DomDocument {
  const whole = /<html[\s>]/i.test(html) ? html : `<!doctype html><html><body>${html}</body></html>`;
  const window: unknown = parseHTML(whole);
  return (window as { document: DomDocument }).document;
}
