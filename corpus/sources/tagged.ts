/**
 * Plain text that a corpus of speeches has marked up in the manner of SGML: tags that hold a value each at the top
 * (`<title="…">`, `<date="…">`), and labels, or a label with all that is said on its line, in angle brackets.
 */
import type { Particulars } from './page.ts';

interface TaggedText extends Particulars {
  text: string;
  /** Where the text after the tags begins. */
  bodyStart: number;
}

const VALUE = /^\s*<(\p{L}[\w-]{0,30})\s?=\s?"([^\n]{0,1000}?)"\s?\/?>[ \t]*(?=[\r\n]|$)/u;
/** `<THE PRESIDENT.>`, `<COOLIDGE:>` before what is said. */
const LABEL = /^([ \t]*)<(\p{Lu}[^<>]{0,80}?[.:])>(?=\s)/u;
/** `<Q. Mr. President, will it open?>` */
const OPENS = /^[ \t]*<(?=\p{Lu}[^<>]{0,80}?[.:]\s)/u;

/** The text without the brackets, and what its tags say; undefined where it does not begin with such tags. */
export function readTagged(tagged: string): TaggedText | undefined {
  const values = new Map<string, string>();
  let bodyStart = 0;
  for (let tag = VALUE.exec(tagged); tag !== null; tag = VALUE.exec(tagged.slice(bodyStart))) {
    values.set((tag[1] ?? '').toLowerCase(), tag[2] ?? '');
    bodyStart += tag[0].length;
  }
  if (values.size === 0) return undefined;
  const said = tagged.slice(bodyStart).replace(/[^\r\n]+/g, withoutBrackets);
  const title = values.get('title') || undefined;
  const date = values.get('date') || undefined;
  return { text: tagged.slice(0, bodyStart) + said, bodyStart, title, date };
}

function withoutBrackets(line: string): string {
  if (LABEL.test(line)) return line.replace(LABEL, '$1$2');
  const words = line.trimEnd();
  if (!OPENS.test(line) || closing(words) !== words.length - 1) return line;
  return words.slice(0, -1).replace('<', '');
}

/** Where the first bracket is closed, whatever brackets there are inside. */
function closing(words: string): number {
  let open = 0;
  for (let i = 0; i < words.length; i += 1) {
    if (words[i] === '<') open += 1;
    else if (words[i] === '>' && --open === 0) return i;
  }
  return -1;
}
