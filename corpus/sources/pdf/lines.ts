/** Fragments of text with their places on a page to lines. */

/** What a PDF says of a stretch of text. `transform` ends with its place: x from the left, y from the bottom. */
export interface Fragment {
  str: string;
  transform: readonly number[];
  width: number;
  height: number;
}

export interface Line {
  text: string;
  left: number;
  right: number;
  /** Of the base line, from the bottom of the page. */
  y: number;
  height: number;
}

/** Fragments in the order of the file, grouped while they stay on one base line. */
export function toLines(fragments: readonly Fragment[]): Line[] {
  const lines: Line[] = [];
  for (const { str, transform, width, height } of fragments) {
    const [x = 0, y = 0] = transform.slice(4);
    const line = lines.at(-1);
    if (line === undefined || Math.abs(line.y - y) > Math.max(line.height, height, 1) / 2) {
      if (str.trim() !== '') lines.push({ text: str, left: x, right: x + width, y, height });
      continue;
    }
    const gap = x - line.right > line.height * 0.2 && !/\s$/.test(line.text) && !/^\s/.test(str);
    line.text += (gap ? ' ' : '') + str;
    if (str.trim() === '') continue;
    line.right = Math.max(line.right, x + width);
    line.height = Math.max(line.height, height);
  }
  return lines.map((line) => ({ ...line, text: line.text.trim() })).filter(({ text }) => text !== '');
}
