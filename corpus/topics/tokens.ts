/** From text to words in a row, each with what stands before it: enough to tell names from sentence openings. */

/** Nothing but white space parts the word from the one before. */
export const JOINED = 1 << 24;
/** A capital may be owed to the place: the opening of a sentence, a quotation, an aside. */
export const INITIAL = 1 << 25;
/** A sentence begins here. */
export const SENTENCE = 1 << 26;
/** The possessive mark followed. */
export const POSSESSIVE = 1 << 27;

// "U.S." and "S.Paulo"; "5G", "AT&T", "12.5", "Jean-Pierre", "don’t". A hyphen before "U.S." parts two words.
const WORD =
  /(?:\p{L}\.){2,}|[\p{L}\p{M}\p{N}]+(?:(?:['’]|[-‑](?!\p{L}\.\p{L})|&(?=\p{Lu})|[.,](?=\p{N})(?<=\p{N}[.,]))[\p{L}\p{M}\p{N}]+)*/gu;
const SENTENCE_END = /[.!?…。！？]["”’')\]]*\s|[。！？]|\n\s*\n/u;
const OPENING = /["“‘'(:;—–[]|--/u;
/** Words whose full stop ends no sentence. */
const SHORTENED =
  /^(?:Mr|Mrs|Ms|Messrs|Dr|Sen|Sens|Rep|Reps|Gov|St|Lt|Gen|Sgt|Col|Capt|Adm|Prof|Jr|Sr|No|\p{Lu})$/u;

/** Hands each word of a text on, in order, as written but for a possessive mark. Linear in the text. */
export function readTokens(text: string, take: (word: string, flags: number) => void): void {
  let end = 0;
  let last = '';
  for (const { 0: written, index } of text.matchAll(WORD)) {
    const word = /['’]s$/u.test(written) ? written.slice(0, -2) : written;
    const flags =
      index === end + 1 && end > 0 && text[end] === ' '
        ? JOINED
        : place(text.slice(end, index), end === 0, last);
    take(word, word === written ? flags : flags | POSSESSIVE);
    last = written;
    end = index + written.length;
  }
}

function place(gap: string, first: boolean, last: string): number {
  const shortened = /^\.\s+$/u.test(gap) && SHORTENED.test(last);
  const sentence = first || (!shortened && SENTENCE_END.test(gap));
  const joined = !first && (shortened || /^\s+$/u.test(gap)) && !/\n\s*\n/u.test(gap);
  const initial = sentence || OPENING.test(gap);
  return (joined ? JOINED : 0) | (initial ? INITIAL : 0) | (sentence ? SENTENCE : 0);
}
