/** Files that come with a reply: opened in place, or saved. */
import type { Reply } from '../playground/wire.ts';
import { h } from './dom.ts';
import { icon } from './icons.ts';

type File = NonNullable<Reply['files']>[number];

export function drawFile({ name, text }: File): HTMLElement {
  const bytes = new Blob([text], { type: 'text/plain;charset=utf-8' });
  const save = h(
    'button',
    { type: 'button', class: 'file-save', on: { click: () => download(name, bytes) } },
    'Save',
  );
  return h(
    'div',
    { class: 'file' },
    h(
      'details',
      {},
      h(
        'summary',
        {},
        icon('file'),
        h('span', { class: 'file-name' }, name),
        h('span', { class: 'file-size' }, sizeOf(bytes.size)),
      ),
      h('pre', { tabindex: 0, role: 'region', 'aria-label': name }, text),
    ),
    save,
  );
}

function sizeOf(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KB`;
}

function download(name: string, bytes: Blob): void {
  const href = URL.createObjectURL(bytes);
  const link = h('a', { href, download: name });
  link.click();
  URL.revokeObjectURL(href);
}
