/** Elements from data: the page's only way to make them, so that nothing is ever parsed as HTML. */

export type Child = Node | string | false | undefined;

interface Attributes {
  class?: string | undefined;
  on?: { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };
  [attribute: string]: unknown;
}

/** An element with its attributes, listeners and children; what is `false` or `undefined` is left out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on' || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, listener] of Object.entries(attributes.on ?? {})) {
    element.addEventListener(name, listener as EventListener);
  }
  element.append(...children.filter((child) => child !== false && child !== undefined));
  return element;
}

/** Runs what fills a place; a problem is told there instead. */
export async function tellProblemsIn(place: HTMLElement, fill: () => Promise<void>): Promise<void> {
  try {
    await fill();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    place.replaceChildren(h('p', { class: 'problem', role: 'alert' }, message));
  }
}

/** The element of an id. @throws Error when the page has none: page and script are of two versions */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

let last = 0;

/** An id that no other element has. */
export function freshId(prefix: string): string {
  last++;
  return `${prefix}-${last}`;
}
