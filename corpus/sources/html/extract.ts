/** One pass over a page: its text in blocks, the part that is its main content, and what its elements say of it. */
import { createRequire } from 'node:module';
import { foldSpace } from '../../passage-id.ts';
import { type Emphasis, type Span, trimSpan } from '../../transcript/paragraphs.ts';
import { wordSet } from '../../words.ts';
import { BlockWriter } from './block-writer.ts';

// Loaded with the first page: most commands never see one, and start sooner without the library.
const load = createRequire(import.meta.url);

/** What a page holds. All of its text counts as one body: saved pages leave frames out, double or misplace them. */
export interface HtmlContent {
  /** Blocks separated by blank lines, `<br>` as a line's end. */
  text: string;
  /** The part of `text` in the smallest element that holds most words outside links. */
  main: Span | undefined;
  /** Where lines of `text` open with bold or slanted words, and where headings below `<h1>` stand. */
  bold: readonly Emphasis[];
  headlines: readonly Span[];
  /** Paragraphs for which the page names no speaker, below one for which it does. */
  unnamed: readonly Span[];
  /** `<meta>` by property, name or itemprop in lower case; the first of each. */
  meta: ReadonlyMap<string, string>;
  title: string;
  /** The texts of `<h1>`. */
  headings: readonly string[];
  /** Of `<link rel=canonical>`. */
  canonical: string | undefined;
  /** Of `<base>`. */
  base: string | undefined;
  /** The first `<time datetime>`. */
  time: string | undefined;
  /** Whom elements of the classes that themes have for it name as the author, with an office where a `title` has one. */
  authors: readonly { name: string; office?: string }[];
  /** The addresses of links, in order. */
  links: readonly string[];
  asksForPassword: boolean;
}

const BLOCKS = wordSet(`
  address article blockquote center dd div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 header hr
  li main ol p pre section summary table tbody thead tr ul details
`);
/** What a reader does not take for the text: machinery, controls and the page's own frame. */
const LEFT_OUT = wordSet(`
  script style noscript template svg math iframe object embed canvas audio video picture button input select
  textarea nav footer aside dialog title meta link
`);
/** Words that a page struck out stay, marked as the briefings' own Markdown marks them. */
const STRUCK = wordSet('s del strike');
const BOLD = wordSet('b strong em i');
const SLANTED = wordSet('em i');
const HEADLINES = wordSet('h2 h3 h4 h5 h6');
/** What may hold the whole main content. */
const CONTAINERS = wordSet('article main section div td');
const ATTRIBUTES = wordSet(`
  hidden aria-hidden role style href rel property name itemprop content datetime type data-speaker
`);
/** `post-author`, `byline`, `author-name`: a class of the element that says who wrote a page. */
const AUTHOR = /(?:^|\s)(?:[\w-]{1,30}[-_])?(?:author|byline|speaker)(?:[-_]name)?(?=\s|$)/i;
/** A name is no longer. */
const LONGEST_NAME = 80;
/** The main content holds this share of the characters outside links. */
const MAIN_SHARE = 0.6;
/** Real pages nest some 60 deep; closing tags are looked for among all open elements. */
const MAX_DEPTH = 30_000;

/** Reads a page in time and memory that grow with its length. Throws `RangeError` where elements nest without end. */
export function extractHtml(html: string): HtmlContent {
  const extractor = new Extractor();
  const { Parser } = load('htmlparser2') as typeof import('htmlparser2');
  const parser = new Parser({
    onopentagname: (name) => extractor.open(name),
    onattribute: (name, value) => extractor.attribute(name, value),
    ontext: (text) => extractor.text(text),
    onclosetag: () => extractor.close(),
  });
  parser.end(html);
  return extractor.content();
}

/** An element that is open. */
interface OpenElement {
  name: string;
  leftOut: boolean;
  preformatted: boolean;
  inLink: boolean;
  /** Where it begins in the text, and how many characters outside links came before it. */
  start: number;
  before: number;
  /** Where bold words or a heading open a line. */
  opens?: number;
  /** Whether it says who wrote the page. */
  author?: true;
  /** Whether it is a paragraph whose speaker is not named, as that of one above is. */
  unnamed?: boolean;
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

class Extractor {
  readonly #writer = new BlockWriter();
  readonly #open: OpenElement[] = [];
  /** An element whose attributes are still coming. */
  #next: { name: string; attributes?: Map<string, string> } | undefined;
  /** Characters outside links so far. */
  #characters = 0;
  readonly #candidates: { start: number; end: number; characters: number }[] = [];

  readonly #meta = new Map<string, string>();
  readonly #bold: Emphasis[] = [];
  readonly #headlines: Span[] = [];
  readonly #unnamed: Span[] = [];
  /** Whether a paragraph has named its speaker so far. */
  #namesSpeakers = false;
  readonly #headings: string[] = [];
  readonly #links: string[] = [];
  readonly #authors: { name: string; office?: string }[] = [];
  /** How many elements that name an author are open. */
  #inAuthors = 0;
  /** The `title` of a link inside the element that names an author. */
  #office: string | undefined;
  #title: string | undefined;
  #canonical: string | undefined;
  #base: string | undefined;
  #time: string | undefined;
  #asksForPassword = false;

  open(name: string): void {
    this.#enter();
    this.#next = { name };
  }

  attribute(name: string, value: string): void {
    if (this.#next === undefined || !(ATTRIBUTES.has(name) || this.#isAuthors(name, value))) return;
    this.#next.attributes ??= new Map();
    if (!this.#next.attributes.has(name)) this.#next.attributes.set(name, value);
  }

  /** Most elements have a class, and none but an author’s is of any use. */
  #isAuthors(name: string, value: string): boolean {
    return name === 'class' ? AUTHOR.test(value) : name === 'title' && this.#inAuthors > 0;
  }

  text(text: string): void {
    this.#enter();
    const element = this.#open.at(-1);
    if (element?.name === 'title' && this.#open.at(-2)?.leftOut !== true)
      this.#title = (this.#title ?? '') + text;
    if (element?.leftOut === true) return;
    const characters = this.#writer.write(text, element?.preformatted);
    if (element?.inLink !== true) this.#characters += characters;
  }

  close(): void {
    this.#enter();
    const element = this.#open.pop();
    if (element?.author) this.#inAuthors -= 1;
    if (element === undefined || element.leftOut) return;
    const { name, start, before } = element;
    if (element.opens !== undefined && this.#writer.length > element.opens)
      (BOLD.has(name) ? this.#bold : this.#headlines).push({
        start: element.opens,
        end: this.#writer.length,
        ...(SLANTED.has(name) && { face: 'slanted' }),
      });
    if (element.unnamed && this.#writer.length > start)
      this.#unnamed.push({ start, end: this.#writer.length });
    if (STRUCK.has(name)) this.#writer.write('</s>');
    if (element.author && this.#writer.length - start <= LONGEST_NAME)
      this.#writtenBy(this.#writer.since(start));
    if (name === 'h1') this.#headings.push(this.#writer.since(start));
    if (BLOCKS.has(name)) this.#writer.block();
    // Cells of a row stand side by side.
    if (name === 'td' || name === 'th') this.#writer.write(' ');
    const characters = this.#characters - before;
    // One that holds less than that of what came so far can never hold it of the whole.
    if (CONTAINERS.has(name) && characters >= this.#characters * MAIN_SHARE)
      this.#candidates.push({ start, end: this.#writer.length, characters });
  }

  #writtenBy(name: string): void {
    const office = this.#office;
    this.#office = undefined;
    if (name === '') return;
    this.#authors.push({ name: foldSpace(name), ...(office !== undefined && { office: foldSpace(office) }) });
  }

  content(): HtmlContent {
    const text = this.#writer.toString();
    // Elements close from the inside: the first that holds enough is the smallest.
    const main = this.#candidates.find(({ characters }) => characters >= this.#characters * MAIN_SHARE);
    return {
      text,
      main: main && trimSpan(text, main.start, main.end),
      bold: this.#bold,
      headlines: this.#headlines,
      unnamed: this.#unnamed,
      meta: this.#meta,
      title: this.#title ?? '',
      headings: this.#headings,
      canonical: this.#canonical,
      base: this.#base,
      time: this.#time,
      authors: this.#authors,
      links: this.#links,
      asksForPassword: this.#asksForPassword,
    };
  }

  /** Takes up the element whose attributes have all come. */
  #enter(): void {
    const next = this.#next;
    if (next === undefined) return;
    this.#next = undefined;
    const { name, attributes = NO_ATTRIBUTES } = next;
    const around = this.#open.at(-1);
    this.#note(name, attributes);
    const leftOut = around?.leftOut === true || LEFT_OUT.has(name) || isHidden(attributes);
    if (!leftOut) {
      if (name === 'br') this.#writer.line();
      if (BLOCKS.has(name)) this.#writer.block();
      if (STRUCK.has(name)) this.#writer.write('<s>');
    }
    const author = attributes.has('class');
    if (author) this.#inAuthors += 1;
    this.#namesSpeakers ||= name === 'p' && attributes.has('data-speaker');
    const opensLine = BOLD.has(name) || HEADLINES.has(name);
    this.#open.push({
      name,
      leftOut,
      preformatted: around?.preformatted === true || name === 'pre',
      inLink: around?.inLink === true || name === 'a',
      start: this.#writer.length,
      before: this.#characters,
      ...(name === 'p' && { unnamed: this.#namesSpeakers && !attributes.has('data-speaker') }),
      ...(author && { author: true as const }),
      ...(!leftOut && opensLine && this.#writer.atLineStart && { opens: this.#writer.next }),
    });
    if (this.#open.length > MAX_DEPTH) throw new RangeError('elements nest too deeply');
  }

  /** What an element says of the page. */
  #note(name: string, attributes: ReadonlyMap<string, string>): void {
    if (attributes.size === 0) return;
    const href = attributes.get('href');
    if (name === 'a' && href !== undefined) this.#links.push(href);
    if (attributes.has('title')) this.#office ??= attributes.get('title');
    if (name === 'base') this.#base ??= href;
    if (name === 'link' && attributes.get('rel')?.toLowerCase() === 'canonical') this.#canonical ??= href;
    if (name === 'time') this.#time ??= attributes.get('datetime');
    if (name === 'input' && attributes.get('type')?.toLowerCase() === 'password')
      this.#asksForPassword = true;
    if (name !== 'meta') return;
    const key = attributes.get('property') ?? attributes.get('name') ?? attributes.get('itemprop');
    const content = foldSpace(attributes.get('content') ?? '');
    if (key === undefined || content === '') return;
    const folded = key.trim().toLowerCase();
    if (!this.#meta.has(folded)) this.#meta.set(folded, content);
  }
}

function isHidden(attributes: ReadonlyMap<string, string>): boolean {
  if (attributes.size === 0) return false;
  if (attributes.has('hidden') || attributes.get('aria-hidden') === 'true') return true;
  if (/^(?:navigation|banner|contentinfo|search)$/.test(attributes.get('role') ?? '')) return true;
  return /display\s?:\s?none/i.test(attributes.get('style') ?? '');
}
