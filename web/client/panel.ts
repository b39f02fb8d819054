/** The panel beside the channel, over it on a phone. Closing gives the focus back. */
import { button, h, tellProblemsIn } from './dom.ts';
import { icon } from './icons.ts';

export class Panel {
  private readonly element: HTMLElement;
  private opener: HTMLElement | undefined;

  constructor(element: HTMLElement) {
    this.element = element;
    element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.close();
    });
  }

  /** Shows a title at once, and the content when it is there. */
  async open(title: string, opener: HTMLElement, content: Promise<HTMLElement>): Promise<void> {
    this.opener = opener;
    const heading = h('h2', { tabindex: -1 }, title);
    const body = h(
      'div',
      { class: 'panel-body', tabindex: 0, role: 'region', 'aria-label': title, 'aria-busy': 'true' },
      h('p', { class: 'loading' }, 'Looking into it…'),
    );
    const close = { class: 'icon-button', 'aria-label': 'Close' };
    const head = h(
      'header',
      { class: 'panel-head' },
      heading,
      button(close, () => this.close(), icon('close')),
    );
    this.element.replaceChildren(head, body);
    this.element.hidden = false;
    heading.focus();
    await tellProblemsIn(body, async () => body.replaceChildren(await content));
    body.removeAttribute('aria-busy');
  }

  close(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.element.replaceChildren();
    if (this.opener?.isConnected) this.opener.focus();
    this.opener = undefined;
  }
}
