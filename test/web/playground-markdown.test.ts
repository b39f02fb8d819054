import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeMarkdown } from '../../bot/replies/markdown.ts';
import { type Inline, parseInline, parseMarkdown } from '../../web/client/markdown.ts';

/** A tree as HTML-like text: short enough to compare. */
function show(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.kind) {
        case 'text':
          return node.text;
        case 'break':
          return '⏎';
        case 'code':
          return `<code>${node.text}</code>`;
        case 'link':
          return `<a ${node.href}>${show(node.children)}</a>`;
        case 'time':
          return `<time ${node.seconds} ${node.style}>`;
        default:
          return `<${node.kind}>${show(node.children)}</${node.kind}>`;
      }
    })
    .join('');
}

describe('marks within a line', () => {
  test.each([
    ['**bold** and *it* and _it_', '<bold>bold</bold> and <italic>it</italic> and <italic>it</italic>'],
    ['__under__ ~~struck~~', '<underline>under</underline> <strike>struck</strike>'],
    ['***both***', '<bold><italic>both</italic></bold>'],
    ['**bold *it***', '<bold>bold <italic>it</italic></bold>'],
    ['*it **bold** it*', '<italic>it <bold>bold</bold> it</italic>'],
    ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
    ['`a *b*` and ``c ` d``', '<code>a *b*</code> and <code>c ` d</code>'],
    ['\\*not\\* \\[it\\]', '*not* [it]'],
    ['[a **b**](https://example.org/x)', '<a https://example.org/x>a <bold>b</bold></a>'],
    ['see https://example.org/a. Now', 'see <a https://example.org/a>https://example.org/a</a>. Now'],
    ['<https://example.org>', '<a https://example.org>https://example.org</a>'],
    ['[x](javascript:alert)', '[x](javascript:alert)'],
    ['||hidden|| <t:0:R>', '<spoiler>hidden</spoiler> <time 0 R>'],
    ['**open', '**open'],
    ['a\nb', 'a⏎b'],
  ])('%s', (text, shown) => {
    expect(show(parseInline(text))).toBe(shown);
  });

  test('what the bot escapes shows as it stands, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab *_~`|<>[]()@:/\\-#.1https') }), (text) => {
        expect(show(parseInline(escapeMarkdown(text)))).toBe(text.replace(/\s+/g, ' ').trim());
      }),
    );
  });
});

describe('blocks', () => {
  test.each([
    ['> one\n> two', ['quote']],
    ['> said\n-# who', ['quote', 'subtext']],
    ['said\n\n> quoted\n\nmore', ['paragraph', 'gap', 'quote', 'gap', 'paragraph']],
    ['> quoted\n', ['quote']],
    ['# A\n## B\n### C\n#### D', ['heading', 'heading', 'heading', 'paragraph']],
    ['- a\n- b\n1. c', ['list', 'list']],
    ['before\n```\ncode **x**\n```\nafter', ['paragraph', 'code', 'paragraph']],
    ['>>> a\n# b', ['quote']],
    ['#no heading', ['paragraph']],
  ])('%j', (text, kinds) => {
    expect(parseMarkdown(text).map(({ kind }) => kind)).toEqual(kinds);
  });

  test('code keeps its text as it is', () => {
    expect(parseMarkdown('```\n“a”\n  — *b*\n```')).toEqual([{ kind: 'code', text: '“a”\n  — *b*' }]);
  });
});
