/** Elements from data: the page's only way to make them, so that nothing is ever parsed as HTML. */

export type Child = Node | string | false | undefined;

type Attributes = Record<string, string | number | boolean | undefined>;

/** An element with its attributes and children; what is `false` or `undefined` is left out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== false && child !== undefined));
  return element;
}

/** A button, and what a press of it does. */
export function button(attributes: Attributes, press: () => void, ...children: Child[]): HTMLButtonElement {
  const element = h('button', { type: 'button', ...attributes }, ...children);
  element.addEventListener('click', press);
  return element;
}

/** The attributes of a link that leaves the page. */
export function outgoing(href: string) {
  return { href, target: '_blank', rel: 'noopener noreferrer' };
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
