/** What people put before and behind a quote: "Geng Shuang said:", "— the White House, 3 July". */
import type { Stretch } from './quotation-marks.ts';

const SAID =
  '(?:said|says|saying|stated|states|stressed|told|wrote|tweeted|announced|claimed|argued|added|noted|declared|according to|quote|quoted|quoting)';

// A lead-in is short: a colon, a verb of saying or a line break in the middle of a speech ends nothing.
const LEAD_INS = [
  /^[^:：\n]{2,120}[:：]\s*/u,
  new RegExp(String.raw`^[^.!?\n]{0,80}\b${SAID}\b[^.!?:,\n]{0,40}?(?:\s+that\b|,|:)?\s+`, 'iu'),
  /^[^\n]{1,99}[^\n.!?\s]\s*\n+/u,
];

const LEAD_OUTS = [
  /\s*[—–~]{1,2}\s*[^—–\n.!?]{2,80}[.!]?\s*$/u,
  /\s+--?\s*[^\n.!?]{2,80}[.!]?\s*$/u,
  new RegExp(String.raw`,?\s+(?:[\p{L}.'’ -]{2,60})\s${SAID}\b[^.!?\n]{0,60}[.!]?\s*$`, 'iu'),
  /\s*\([^()\n]{2,80}\)\s*\.?\s*$/u,
  /\n+[^\n]{1,99}[^\n.!?\s]\s*$/u,
];

/** A text less what may be a lead-in, an attribution at its end, or both: every reading, the longest first. */
export function withoutLeadIns(text: string): Stretch[] {
  const starts = [0, ...LEAD_INS.map((pattern) => pattern.exec(text)?.[0].length ?? 0)];
  const ends = [text.length, ...LEAD_OUTS.map((pattern) => pattern.exec(text)?.index ?? text.length)];
  const readings = starts.flatMap((start) => ends.map((end) => ({ start, end })));
  return readings
    .filter(({ start, end }) => end > start && end - start < text.length)
    .sort((a, b) => b.end - b.start - (a.end - a.start));
}
