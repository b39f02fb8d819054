/** An embed as Discord draws it. */
import type { Reply } from '../playground/wire.ts';
import { h } from './dom.ts';
import { drawLine, drawMarkdown } from './markdown/draw.ts';

type Embed = Reply['embeds'][number];

export function drawEmbed(embed: Embed): HTMLElement {
  const { color, author, title, url, description, fields = [], footer } = embed;
  const element = h(
    'div',
    { class: 'embed' },
    author && h('p', { class: 'embed-author' }, author.name),
    title !== undefined &&
      h(
        'p',
        { class: 'embed-title' },
        ...(url === undefined
          ? drawLine(title)
          : [h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...drawLine(title))]),
      ),
    description !== undefined && h('div', { class: 'embed-description' }, drawMarkdown(description)),
    fields.length > 0 &&
      h(
        'dl',
        { class: 'embed-fields' },
        ...fields.map(({ name, value, inline }) =>
          h(
            'div',
            { class: inline ? 'embed-field inline' : 'embed-field' },
            h('dt', {}, ...drawLine(name)),
            h('dd', {}, drawMarkdown(value)),
          ),
        ),
      ),
    footer && h('p', { class: 'embed-footer' }, footer.text),
  );
  if (color !== undefined) {
    element.style.setProperty('--bar', `#${color.toString(16).padStart(6, '0')}`);
  }
  return element;
}
