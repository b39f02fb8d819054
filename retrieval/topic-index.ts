/** Topics in memory: suggested while someone types, found by any of their spellings, and near to given passages. */

import { foldSpelling, forgiven, letterBits, missingBits, typingDistance } from '../corpus/spelling.ts';
import type { Topic } from '../corpus/topics/extract.ts';
import { selectBest } from './best.ts';
import type { Row } from './interfaces.ts';

export interface TopicEntry {
  name: string;
  /** As the record writes it: the name, and every other spelling. */
  spellings: readonly string[];
  /** Ascending. */
  rows: Row[];
}

/** How a text matches a topic, best first; each typing error costs one more. */
const MATCH = { whole: 0, name: 1, variant: 2, word: 3, words: 4, misspelt: 5, none: 9 } as const;

/** One spelling of a topic. */
interface Spelling {
  /** Rank of the topic. */
  topic: number;
  /** With a blank before each word, the first included. */
  padded: string;
  bits: number;
  /** Whether it is the name that the topic is shown by. */
  shown: boolean;
}

/** What someone has typed, folded. */
interface Typed {
  padded: string;
  words: string[];
  bits: number;
  han: boolean;
  /** How many typing errors are forgiven. */
  most: number;
}

/** An index over topics in their order, best first; their passages are rows of the snapshot. */
export class RankedTopics {
  private readonly entries: TopicEntry[];
  private readonly spellings: Spelling[] = [];
  private readonly topicOf = new Map<string, number>();
  private readonly topicsOfRow: (number[] | undefined)[] = [];

  constructor(topics: readonly Topic[]) {
    this.entries = topics.map(({ name, variants, passages }) => ({
      name,
      spellings: [...new Set([name, ...variants])],
      rows: passages,
    }));
    for (const [topic, { name, variants, passages }] of topics.entries()) {
      const shown = foldSpelling(name);
      for (const folded of new Set([shown, ...variants.map(foldSpelling)])) {
        if (folded === '') continue;
        if (!this.topicOf.has(folded)) this.topicOf.set(folded, topic);
        this.spellings.push({
          topic,
          padded: ` ${folded}`,
          bits: letterBits(folded),
          shown: folded === shown,
        });
      }
      for (const row of passages) {
        const known = this.topicsOfRow[row];
        if (known) known.push(topic);
        else this.topicsOfRow[row] = [topic];
      }
    }
  }

  /**
   * Topics of which a text is the beginning, typing errors forgiven, best first; the foremost for an empty text. Linear in
   * the number of spellings; typing errors are looked for only where too few match without.
   */
  async suggest(text: string, limit: number): Promise<TopicEntry[]> {
    const folded = foldSpelling(text);
    if (folded === '') return this.entries.slice(0, Math.max(0, limit));
    const typed: Typed = {
      padded: ` ${folded}`,
      words: folded.split(' ').map((word) => ` ${word}`),
      bits: letterBits(folded),
      han: /\p{Script=Han}/u.test(folded),
      most: forgiven(folded.length),
    };
    const matches = new Uint8Array(this.entries.length).fill(MATCH.none);
    const found: number[] = [];
    const match = (matchOf: (spelling: Spelling, typed: Typed) => number) => {
      for (const spelling of this.spellings) {
        const { topic } = spelling;
        const [before = MATCH.none, now] = [matches[topic], matchOf(spelling, typed)];
        if (now >= before) continue;
        if (before === MATCH.none) found.push(topic);
        matches[topic] = now;
      }
    };
    match(asTyped);
    if (found.length < limit && typed.most > 0) match(asMeant);
    // Topics are numbered by rank, and equal matches keep that order.
    return this.best(found, (topic) => -(matches[topic] ?? MATCH.none), limit);
  }

  /**
   * The topic of this name or spelling, or the only one within a few typing errors of it. Constant for a known spelling;
   * else linear in the number of spellings.
   */
  async find(text: string): Promise<TopicEntry | undefined> {
    const typed = foldTyped(text);
    const exact = this.topicOf.get(typed) ?? this.topicOf.get(foldSpelling(text));
    if (exact !== undefined) return this.entries[exact];
    const most = forgiven(typed.length);
    const bits = letterBits(typed);
    let least = most + 1;
    let found = new Set<number>();
    for (const { topic, padded, bits: own } of this.spellings) {
      if (missingBits(bits, own) > most) continue;
      const distance = typingDistance(typed, padded.slice(1), most, false);
      if (distance > most || distance > least) continue;
      if (distance < least) found = new Set();
      least = distance;
      found.add(topic);
    }
    const [only] = found;
    return found.size === 1 && only !== undefined ? this.entries[only] : undefined;
  }

  /** Topics that the rows share, best first: by how many of them name it, times its inverse document frequency. */
  async near(rows: readonly Row[], limit: number): Promise<TopicEntry[]> {
    const shared = new Map<number, number>();
    for (const topic of [...new Set(rows)].flatMap((row) => this.topicsOfRow[row] ?? [])) {
      shared.set(topic, (shared.get(topic) ?? 0) + 1);
    }
    const score = (topic: number) =>
      (shared.get(topic) ?? 0) *
      Math.log((this.topicsOfRow.length + 1) / (this.entries[topic]?.rows.length ?? 1));
    return this.best(shared.keys(), score, limit);
  }

  private best(topics: Iterable<number>, scoreOf: (topic: number) => number, limit: number): TopicEntry[] {
    return selectBest(topics, scoreOf, limit).flatMap(({ row: topic }) => this.entries[topic] ?? []);
  }
}

/** A name as people type it: an article before it does not count. */
export function foldTyped(text: string): string {
  return foldSpelling(text).replace(/^the (?=.)/, '');
}

function asTyped({ padded, shown, bits }: Spelling, typed: Typed): number {
  const at = padded.indexOf(typed.padded);
  if (at === 0) {
    if (padded.length === typed.padded.length) return MATCH.whole;
    return shown ? MATCH.name : MATCH.variant;
  }
  if (at > 0) return MATCH.word;
  // Chinese has no blanks: any of its characters may begin a word.
  if (typed.han && padded.includes(typed.padded.slice(1))) return MATCH.word;
  if (typed.words.length === 1 || missingBits(typed.bits, bits) > 0) return MATCH.none;
  return typed.words.every((word) => padded.includes(word)) ? MATCH.words : MATCH.none;
}

/** Typing errors between what is typed and the beginning of the spelling or of one of its words. */
function asMeant({ padded, bits }: Spelling, { padded: typed, bits: typedBits, most }: Typed): number {
  if (missingBits(typedBits, bits) > most) return MATCH.none;
  let least = most + 1;
  for (let start = 0; start >= 0; start = padded.indexOf(' ', start + 1)) {
    const distance = typingDistance(typed.slice(1), padded.slice(start + 1), most, true);
    if (distance < least) least = distance;
  }
  return least > most ? MATCH.none : MATCH.misspelt + least;
}
