/** What a source file comes down to, whatever it was written in: a text, and what the file says about it. */
import type { Sidecar } from '../sidecar.ts';
import type { Emphasis, ParagraphStyle, Span } from '../transcript/paragraphs.ts';

/** A file as it lies in the corpus folder. */
export interface SourceFile {
  /** Below the corpus folder, with forward slashes. */
  path: string;
  bytes: Uint8Array;
  /** Where it was fetched from, if it was. */
  url?: string | undefined;
  /** What is stated beside it. */
  sidecar?: Sidecar | undefined;
}

/** What front matter, `<meta>` elements and the like say of a document. */
export interface Particulars {
  title?: string | undefined;
  date?: string | undefined;
  url?: string | undefined;
  publisher?: string | undefined;
  /** The name that the site gives itself. */
  site?: string | undefined;
  /** A sentence or two about the document: when and where it was said, perhaps. */
  lead?: string | undefined;
  /** A title that may be no more than the site's name: for want of a better one. */
  fallbackTitle?: string | undefined;
  /** Whom a field of the head names as speaking. */
  speakers?: readonly string[];
  /** Who wrote the page, where it gives an office with the name. */
  author?: string | undefined;
}

/** One way to read a file. `text` is the snapshot that passages are cut from. */
export interface Page extends Particulars {
  text: string;
  /** Where the text proper begins, after front matter. */
  bodyStart: number;
  style: ParagraphStyle;
  /** Where lines open with bold or slanted words, which may name who speaks or be what is asked. */
  bold?: readonly Emphasis[];
  /** Where the headings of the page stand. */
  headlines?: readonly Span[];
  /** Paragraphs whose speaker the page does not name, as it does above. */
  unnamed?: readonly Span[];
  /** What stood around the text in the file: titles, days and full names may have been left there. */
  context?: string;
  /** What a person should look at in the file itself, a sentence each. */
  warnings?: readonly string[];
}

/** A kind of file. `read` gives one page, or several ways to read the same file, the likeliest first. */
export interface SourceKind {
  /** In lower case, with the full stop. */
  extensions: readonly string[];
  /** Throws `TranscriptError`. */
  read(file: SourceFile): readonly Page[] | Promise<readonly Page[]>;
}
