/**
 * Plain text that a corpus of speeches has marked up in the manner of SGML: tags that hold a value each at the top
 * (`<title="…">`, `<date="…">`), and labels, or a label with all that is said, in angle brackets.
 */
import type { Particulars } from './page.ts';

export interface TaggedText extends Particulars {
  text: string;
  /** Where the text after the tags begins. */
  bodyStart: number;
}

const VALUE = /^\s*<(\p{L}[\w-]{0,30})\s?=\s?"([^\n]{0,1000}?)"\s?\/?>[ \t]*(?=[\r\n]|$)/u;
/** `<THE PRESIDENT.>`, `<COOLIDGE:>` before what is said. */
const LABEL = /^([ \t]*)<(\p{Lu}[^<>\r\n]{0,80}?[.:])>(?=\s)/u;
/** `<Q. Mr. President, will it open?>`: all of a paragraph, which may hold other tags. */
const WHOLE = /^(\s*)<(\p{Lu}[\p{L}.’' -]{0,80}?[.:]\s(?:[^<>]|<[^<>]{0,200}>)*)>(\s*)$/u;
const PARAGRAPH = /[^\r\n]+(?:(?:\r\n|\n|\r)(?=[^\r\n])[^\r\n]+)*/gu;

/** The text without the brackets, and what its tags say; undefined where it does not begin with such tags. */
export function readTagged(tagged: string): TaggedText | undefined {
  const values = new Map<string, string>();
  let bodyStart = 0;
  for (let tag = VALUE.exec(tagged); tag !== null; tag = VALUE.exec(tagged.slice(bodyStart))) {
    values.set((tag[1] ?? '').toLowerCase(), tag[2] ?? '');
    bodyStart += tag[0].length;
  }
  if (values.size === 0) return undefined;
  const said = tagged.slice(bodyStart).replace(PARAGRAPH, (paragraph) => {
    const whole = paragraph.replace(WHOLE, '$1$2$3');
    return whole === paragraph ? paragraph.replace(LABEL, '$1$2') : whole;
  });
  const [title, date] = [values.get('title'), values.get('date')];
  return {
    text: tagged.slice(0, bodyStart) + said,
    bodyStart,
    ...(title && { title }),
    ...(date && { date }),
  };
}
