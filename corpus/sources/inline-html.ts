/** Inline elements of HTML among the lines of Markdown, which no reader sees as tags. */

/** What is run or shown by a browser, and no text. */
const UNSEEN =
  /<(script|style|noscript|iframe)(?:\s[^<>\n]{0,1000})?>[\s\S]{0,1000}?<\/\1\s?>|<!--[\s\S]{0,1000}?-->/giu;
const BOLD = /<\/?(?:strong|b)(?:\s[^<>\n]{0,300})?>/giu;
const PLAIN = /<\/?(?:a|span|font|mark|small|u|abbr|time)(?:\s[^<>\n]{0,500})?>/giu;

/** Bold words get the marks of Markdown, and every line stays where it was. */
export function withoutInlineHtml(body: string): string {
  if (!body.includes('<')) return body;
  return body
    .replace(UNSEEN, (words) => words.replace(/[^\r\n]+/g, ''))
    .replace(BOLD, '**')
    .replace(PLAIN, '');
}
