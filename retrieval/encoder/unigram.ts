/**
 * XLM-RoBERTa's tokenizer (SentencePiece's Unigram model: Kudo 2018) over a compact vocabulary. The text is normalised,
 * cut at white space, and each word is split into the pieces whose log-probabilities have the highest sum (Viterbi).
 *
 * transformers.js makes 250,002 strings, a map and a trie of nested maps of `tokenizer.json`: over a second, and some
 * 200 MB. Here the pieces are one sorted array, searched by bisection: nothing is made when it is read. The ids are the
 * same for any text (`test/retrieval/unigram.test.ts`).
 */
import { ModelError } from '../errors.ts';
import type { Tokenizer } from './tokenizer.ts';

/** The part of a `tokenizer.json` that decides the ids. */
export interface UnigramJson {
  normalizer: unknown;
  pre_tokenizer: unknown;
  added_tokens: readonly { id: number; content: string; lstrip: boolean }[];
  model: { type: string; unk_id: number; vocab: readonly (readonly [piece: string, score: number])[] };
}

/**
 * The file, little-endian: magic, digest, number of pieces, number of units; then in the order of the ids each piece's
 * score (f32); then in the order of their UTF-16 units each piece's id (u32), all pieces one after the other (u16), and
 * their lengths (u8).
 */
const MAGIC = Buffer.from('ONRECORD unigram');
const DIGEST_BYTES = 32;
const HEADER = MAGIC.length + DIGEST_BYTES + 8;
const SPECIALS = ['<s>', '<pad>', '</s>', '<unk>', '<mask>'] as const;
const SPECIAL = new RegExp(SPECIALS.join('|'));
/** What an unknown character costs below the worst piece. */
const UNKNOWN_PENALTY = 10;

/**
 * Packs a `tokenizer.json`.
 * @param settings sha256 (hex) of all files that the tokenizer was published in: vectors are named by it
 * @throws Error when it is not XLM-RoBERTa's kind, which is all that this file knows
 */
export function packUnigram(json: UnigramJson, settings: string): Buffer {
  const { vocab, type, unk_id } = json.model;
  const kind = JSON.stringify([json.normalizer, json.pre_tokenizer]);
  const isKnown =
    /"Replace","pattern":\{"String":"\u200d"\},"content":" "\},\{"type":"Precompiled"/.test(kind) &&
    kind.includes(
      '{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"',
    );
  const specials = json.added_tokens.map(({ content, id }) => vocab[id]?.[0] === content && content);
  if (type !== 'Unigram' || !isKnown || specials.join() !== SPECIALS.join() || vocab[unk_id]?.[0] !== '<unk>')
    throw new Error('not a Unigram tokenizer like XLM-RoBERTa’s');
  const scores = Float32Array.from(vocab, ([, score]) => score);
  // Code units in order, as `<` compares strings.
  const order = [...vocab.keys()].sort((a, b) => ((vocab[a]?.[0] ?? '') < (vocab[b]?.[0] ?? '') ? -1 : 1));
  const ids = Uint32Array.from(order);
  const pool = order.map((id) => vocab[id]?.[0] ?? '');
  const units = Buffer.from(pool.join(''), 'utf16le');
  const lengths = Uint8Array.from(pool, ({ length }) => length);
  const header = Buffer.alloc(HEADER);
  MAGIC.copy(header);
  header.write(settings, MAGIC.length, 'hex');
  header.writeUInt32LE(vocab.length, HEADER - 8);
  header.writeUInt32LE(units.length / 2, HEADER - 4);
  return Buffer.concat([header, Buffer.from(scores.buffer), Buffer.from(ids.buffer), units, lengths]);
}

/** The digest that a packed tokenizer was given, hex. */
export function settingsOfUnigram(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(MAGIC.length, MAGIC.length + DIGEST_BYTES)).toString('hex');
}

/** Opens a packed tokenizer. @throws ModelError when the bytes are not one */
export function openUnigram(bytes: Uint8Array): UnigramTokenizer {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isOurs = bytes.length >= HEADER && view.subarray(0, MAGIC.length).equals(MAGIC);
  const size = isOurs ? view.readUInt32LE(HEADER - 8) : 0;
  const units = isOurs ? view.readUInt32LE(HEADER - 4) : 0;
  if (!isOurs || bytes.length !== HEADER + 9 * size + 2 * units)
    throw new ModelError('The tokenizer is not a packed one.', 'Restore it with: git checkout -- models');
  // A copy is aligned, whatever the bytes were cut from.
  const body = new Uint8Array(bytes.subarray(HEADER)).buffer;
  return new UnigramTokenizer({
    scores: new Float32Array(body, 0, size),
    ids: new Uint32Array(body, 4 * size, size),
    units: new Uint16Array(body, 8 * size, units),
    lengths: new Uint8Array(body, 8 * size + 2 * units, size),
  });
}

interface Vocabulary {
  scores: Float32Array;
  ids: Uint32Array;
  units: Uint16Array;
  lengths: Uint8Array;
}

/** A piece in a text, as UTF-16 units. An unknown run has the id of `<unk>`. */
interface Placed {
  id: number;
  piece: string;
}

export class UnigramTokenizer implements Tokenizer {
  readonly edges: Tokenizer['edges'];
  private readonly scores: Float32Array;
  private readonly ids: Uint32Array;
  private readonly units: Uint16Array;
  private readonly lengths: Uint8Array;
  /** First unit of each piece. */
  private readonly starts: Uint32Array;
  /** Number of the first piece that begins with a unit, or with a higher one. */
  private readonly firstWith = new Uint32Array(0x10001);
  private readonly unknown: number;
  private readonly unknownScore: number;
  private readonly specialIds: ReadonlyMap<string, number>;

  constructor({ scores, ids, units, lengths }: Vocabulary) {
    this.scores = scores;
    this.ids = ids;
    this.units = units;
    this.lengths = lengths;
    this.starts = new Uint32Array(ids.length);
    let start = 0;
    let first = 0;
    for (let piece = 0; piece < ids.length; piece++) {
      this.starts[piece] = start;
      const unit = units[start] ?? 0;
      while (first <= unit) this.firstWith[first++] = piece;
      start += lengths[piece] ?? 0;
    }
    this.firstWith.fill(ids.length, first);
    this.specialIds = new Map(SPECIALS.map((special) => [special, this.idOf(special)]));
    this.unknown = this.idOf('<unk>');
    this.unknownScore = scores.reduce((least, score) => Math.min(least, score), 0) - UNKNOWN_PENALTY;
    this.edges = { first: [this.idOf('<s>')], last: [this.idOf('</s>')] };
  }

  encode(text: string): number[] {
    return this.place(text).map(({ id }) => id);
  }

  pieces(text: string): string[] {
    return this.place(text).map(({ piece }) => piece);
  }

  private place(text: string): Placed[] {
    return splitSpecials(text).flatMap((section) => {
      const normalized = normalize(section);
      // Written in full-width letters, too, where nothing else stands beside it.
      const id = this.specialIds.get(normalized);
      return id === undefined ? this.placeWords(normalized.match(/\S+/g) ?? []) : { id, piece: normalized };
    });
  }

  /** Unknown characters side by side are one piece. */
  private placeWords(words: readonly string[]): Placed[] {
    const placed: Placed[] = [];
    for (const { id, piece } of words.flatMap((word) => this.split(`▁${word}`))) {
      const before = placed.at(-1);
      if (id === this.unknown && before?.id === id) before.piece += piece;
      else placed.push({ id, piece });
    }
    return placed;
  }

  /** The likeliest pieces of a word; of equal ones those that end in the longest, as the library has it. */
  private split(word: string): Placed[] {
    const { length } = word;
    const best = new Float64Array(length + 1).fill(Number.NEGATIVE_INFINITY);
    const from = new Int32Array(length + 1);
    const idAt = new Uint32Array(length + 1);
    best[0] = 0;
    const offer = (start: number, end: number, id: number, score: number) => {
      const sum = (best[start] as number) + score;
      if (sum <= (best[end] as number)) return;
      best[end] = sum;
      from[end] = start;
      idAt[end] = id;
    };
    for (let start = 0; start < length; ) {
      const next = start + ((word.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
      let isKnown = false;
      this.piecesAt(word, start, (end, id) => {
        isKnown ||= end === next;
        offer(start, end, id, id === this.unknown ? this.unknownScore : (this.scores[id] as number));
      });
      if (!isKnown) offer(start, next, this.unknown, this.unknownScore);
      start = next;
    }
    const placed: Placed[] = [];
    for (let end = length; end > 0; end = from[end] as number) {
      placed.push({ id: idAt[end] as number, piece: word.slice(from[end], end) });
    }
    return placed.reverse();
  }

  /** All pieces that begin at a place of a word, shorter ones first. */
  private piecesAt(word: string, start: number, found: (end: number, id: number) => void): void {
    const { firstWith, lengths, ids } = this;
    const first = word.charCodeAt(start);
    let low = firstWith[first] as number;
    let high = firstWith[first + 1] as number;
    for (let depth = 1; low < high; depth++) {
      // A piece comes before all that go on from it.
      if (lengths[low] === depth) found(start + depth, ids[low++] as number);
      if (start + depth >= word.length) return;
      const unit = word.charCodeAt(start + depth);
      low = this.firstFrom(low, high, depth, unit);
      high = this.firstFrom(low, high, depth, unit + 1);
    }
  }

  /** The first of the pieces from `low` up to `high`, all longer than `depth`, whose unit there is no lower. */
  private firstFrom(low: number, high: number, depth: number, unit: number): number {
    const { units, starts } = this;
    let [from, to] = [low, high];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((units[(starts[middle] as number) + depth] as number) < unit) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  private idOf(piece: string): number {
    let id: number | undefined;
    this.piecesAt(piece, 0, (end, found) => {
      if (end === piece.length) id = found;
    });
    if (id === undefined)
      throw new ModelError(`The tokenizer has no ${piece}.`, 'Restore it with: git checkout -- models');
    return id;
  }
}

/** A text, cut around the special tokens that it spells out; `<mask>` takes the white space before it. */
function splitSpecials(text: string): string[] {
  if (!SPECIAL.test(text)) return [text];
  const sections = text.split(new RegExp(`(${SPECIAL.source})`));
  return sections
    .map((section, i) => (sections[i + 1] === '<mask>' ? section.trimEnd() : section))
    .filter((section) => section !== '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is dropped
const DROPPED = /[\u0001-\u0008\u000B\u000E-\u001F\u007F\u008F\u009F]/g;
const BLANK = /[\t\n\f\r\u00A0\u1680\u2000-\u200F\u2028\u2029\u202F\u205F\u2581\u3000\uFEFF\uFFFD]/g;
/** The full-width tilde is kept, though NFKC would fold it. */
const TILDE = '\uFF5E';

/** SentencePiece's `nmt_nfkc`, as transformers.js has it. */
function normalize(text: string): string {
  return text
    .replace(DROPPED, '')
    .replace(BLANK, ' ')
    .split(TILDE)
    .map((part) => part.normalize('NFKC'))
    .join(TILDE);
}
