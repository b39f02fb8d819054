/** What stands in quotation marks. */

/** Closing marks by their opening ones, where the two can be told apart. */
const PAIRS: Readonly<Record<string, string>> = { '«': '»', '‹': '›', '「': '」', '『': '』', '《': '》' };
/** Marks that open in one language and close in another, or look the same on both sides. */
const DOUBLE = /["“”„‟＂]/;
const LETTER = /[\p{L}\p{N}]/u;

/** Offsets into a text. */
export interface Stretch {
  start: number;
  end: number;
}

/**
 * The outermost stretches between quotation marks, in order, without the marks. Double marks are told apart by what
 * stands beside them, so a quotation within a quotation stays part of it. Paragraphs that each open with a mark, of
 * which only the last closes, are one stretch, as printers have it. A mark that never closes reaches to the end.
 * Single marks count only where there are no others: they are apostrophes most of the time.
 */
export function inQuotationMarks(text: string): Stretch[] {
  const found = stretches(text, (at) => doubleMark(text, at));
  return found.length > 0 ? found : stretches(text, (at) => singleMark(text, at));
}

type Mark = 'opens' | 'closes' | undefined;

function stretches(text: string, markAt: (at: number) => Mark): Stretch[] {
  const found: Stretch[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const mark = markAt(at);
    if (mark === 'opens') {
      if (depth > 0 && startsLine(text, at)) continue;
      if (depth === 0) start = at + 1;
      depth++;
    } else if (mark === 'closes' && depth > 0) {
      depth--;
      if (depth === 0) found.push({ start, end: at });
    }
  }
  if (depth > 0) found.push({ start, end: text.length });
  return found.filter(({ start, end }) => text.slice(start, end).trim() !== '');
}

function doubleMark(text: string, at: number): Mark {
  const character = text.charAt(at);
  if (character in PAIRS) return 'opens';
  if (Object.values(PAIRS).includes(character)) return 'closes';
  return DOUBLE.test(character) ? bySurroundings(text, at) : undefined;
}

function singleMark(text: string, at: number): Mark {
  if (!/['‘’‚]/.test(text.charAt(at))) return undefined;
  const inWord = LETTER.test(text.charAt(at - 1)) && LETTER.test(text.charAt(at + 1));
  return inWord ? undefined : bySurroundings(text, at);
}

/** A mark closes what it touches from behind, and opens what follows it. */
function bySurroundings(text: string, at: number): Mark {
  const before = text.charAt(at - 1);
  const after = text.charAt(at + 1);
  if (before === '' || /[\s([{—–]/.test(before)) return /\S/.test(after) ? 'opens' : 'closes';
  if (after === '' || !LETTER.test(after)) return 'closes';
  return LETTER.test(before) && text.charAt(at) !== '“' && text.charAt(at) !== '„' ? 'closes' : 'opens';
}

function startsLine(text: string, at: number): boolean {
  return /(?:^|\n)[ \t\u3000]*$/.test(text.slice(Math.max(0, at - 20), at));
}
