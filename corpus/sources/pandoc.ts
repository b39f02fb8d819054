/** Markdown as Pandoc writes it from a book: without the raw code, the anchors and the attributes that no reader sees. */

const RAW = /`[^`\n]{0,200}`\{=\w{1,20}\}/g;
const ANCHOR = /\[\]\{#[^{}\n]{0,200}\}/g;
/** `## Title {#anchor .class}` */
const ATTRIBUTES = /^(#{1,6}\s.*?)[ \t]?\{[#.][^{}\n]{0,200}\}[ \t]{0,3}$/gm;
/** What no other writer of Markdown leaves. */
const MARK = /\{=html\d?\}|\[\]\{#/;

export function withoutPandocMarks(text: string): string {
  return MARK.test(text) ? text.replace(RAW, '').replace(ANCHOR, '').replace(ATTRIBUTES, '$1') : text;
}
