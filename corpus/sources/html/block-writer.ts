/** Writes text in lines and blocks, white space folded as it comes, so that offsets into it never move. */
export class BlockWriter {
  readonly #parts: string[] = [];
  /** Line ends due before the next word: 1 ends a line, 2 a block. */
  #breaks: 0 | 1 | 2 = 0;
  #blank = false;
  /** UTF-16 units written so far. */
  length = 0;

  /** A line's end. */
  line(): void {
    this.#breaks = this.#breaks === 0 ? 1 : 2;
  }

  /** The end or the beginning of a block. */
  block(): void {
    this.#breaks = 2;
  }

  /**
   * HTML's white space folds to one blank; no-break and ideographic blanks are characters of the text.
   * @returns how many characters were no white space of HTML
   */
  write(text: string, preformatted = false): number {
    if (!preformatted) return this.#writeLine(text);
    let count = 0;
    text.split(/\r\n?|\n/).forEach((line, i) => {
      if (i > 0) this.line();
      count += this.#writeLine(line);
    });
    return count;
  }

  /** What was written, from an offset on: for short pieces. */
  since(start: number): string {
    let at = this.#parts.length;
    for (let from = this.length; at > 0 && from > start; ) from -= this.#parts[--at]?.length ?? 0;
    return this.#parts.slice(at).join('').trim();
  }

  /** Whether the next word begins a line. */
  get atLineStart(): boolean {
    return this.length === 0 || this.#breaks > 0;
  }

  /** Where the next word will stand. */
  get next(): number {
    return this.length + (this.length === 0 ? 0 : this.#breaks > 0 ? this.#breaks : this.#blank ? 1 : 0);
  }

  toString(): string {
    return this.#parts.join('');
  }

  #writeLine(text: string): number {
    const words = text.split(/[ \t\r\n\f]+/);
    const inside = words.filter((word) => word !== '').join(' ');
    if (inside === '') {
      this.#blank ||= text !== '';
      return 0;
    }
    const before = this.#blank || words[0] === '' ? ' ' : '';
    const between = this.length === 0 ? '' : this.#breaks > 0 ? '\n'.repeat(this.#breaks) : before;
    this.#parts.push(between, inside);
    this.length += between.length + inside.length;
    this.#breaks = 0;
    this.#blank = words.at(-1) === '';
    return inside.length;
  }
}
