/** What of a page is its text, and what it says about itself. */
import { describe, expect, it } from 'vitest';
import { bytes, pagesOf, parse, TITLE } from '../helpers.ts';

const page = (body: string, head = '') => `<html><head>${head}</head><body>${body}</body></html>`;
const TALK = '<p>Q: Why is the harbour closed?</p><p>A: It is not closed at all, it is being cleaned.</p>';
const read = (html: string, url?: string) => pagesOf({ path: 'a.html', bytes: bytes(html), url }).at(-1);

describe('the text of a page', () => {
  it.each([
    ['paragraphs', '<p>one\n  two</p><p>three</p>', 'one two\n\nthree'],
    ['line ends', 'one<br>two<BR/>three', 'one\ntwo\nthree'],
    ['entities and no-break blanks', '<p>Q&amp;A&nbsp;&nbsp;x</p>', 'Q&A\u00a0\u00a0x'],
    ['struck-out words', '<p>in <del>May</del> <strike>June</strike></p>', 'in <s>May</s> <s>June</s>'],
    ['inline elements', '<p>a<b>b</b>c <i>d</i></p>', 'abc d'],
    ['cells', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\n\nc'],
    ['preformatted text', '<pre>a  b\nc</pre>', 'a b\nc'],
    ['no machinery', '<script>Q: x</script><p>a</p><style>b</style><p hidden>c</p><nav>d</nav>', 'a'],
    ['fragments', 'just text', 'just text'],
  ])('keeps %s', (_, body, text) => {
    expect(read(page(body))?.text).toBe(text);
  });

  it('is refused where there is none', () => {
    expect(() => read(page('<img src="a.png"><script>1</script>'))).toThrow(
      /^a\.html is a page without any text/,
    );
  });
});

it('reads a page that a script saved as the byte string in its memory', () => {
  const html = String.raw`<h1>Briefing</h1>
b'<div>\n<p>\n\t1:22 P.M.</p>\n<p>\n\tQ:\xc2\xa0Don\xe2\x80\x99t you see the President\'s ships?<br/>\n\t\xc2\xa0</p>\n</div>\n'
`;
  expect(read(html)?.text).toBe("Briefing\n\n1:22 P.M.\n\nQ:\u00a0Don’t you see the President's ships?");
  const spoken = String.raw`<p>b'<a>' writes \n and \t.</p>`;
  expect(read(spoken)?.text).toContain(String.raw`writes \n and \t.`);
});

it('reads a page that nests without end, in no time', () => {
  expect(read(page(`${'<div>'.repeat(20_000)}x`))?.text).toBe('x');
});

describe('the particulars of a page', () => {
  const head = (extra: string) => `<title>${TITLE} | Ministry</title>${extra}`;

  it('are those that it gives itself', () => {
    const canonical = '<link rel="canonical" href="https://example.org/a">';
    const { document } = parse(page(TALK, head(canonical)), 'a.html');
    expect(document).toMatchObject({ title: TITLE, url: 'https://example.org/a', date: '2023-05-08' });
  });

  it('never claim another host than the one that the page came from', () => {
    const canonical = '<link rel="canonical" href="https://elsewhere.example/a">';
    expect(read(page(TALK, canonical), 'https://example.org/b?utm=1')?.url).toBe(
      'https://example.org/b?utm=1',
    );
    const own = '<link rel="canonical" href="/b">';
    expect(read(page(TALK, own), 'https://example.org/b?utm=1')?.url).toBe('https://example.org/b');
  });

  it.each([
    ['<meta property="article:published_time" content="2023-05-09T01:00:00+08:00">', '2023-05-09'],
    ['<meta name="PubDate" content="2023-05-07 10:00">', '2023-05-07'],
    ['<script type="application/ld+json">{"datePublished": "2023-05-06"}</script>', '2023-05-06'],
  ])('take the day from %s', (meta, date) => {
    const titled = `<title>Press Briefing of the Ministry</title>${meta}`;
    expect(parse(page(TALK, titled), 'a.html').document.date).toBe(date);
  });
});
