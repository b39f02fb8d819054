/** Discord's markdown as a tree. */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  /** Seconds since 1970, and how Discord shows them: `R` relative, `D` a day… */
  | { kind: 'time'; seconds: number; style: string }
  | { kind: 'break' };

export type Block =
  /** An empty line beside a block. */
  | { kind: 'gap' }
  | { kind: 'paragraph' | 'subtext'; children: Inline[] }
  | { kind: 'heading'; level: 1 | 2 | 3; children: Inline[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] }
  | { kind: 'code'; text: string };
