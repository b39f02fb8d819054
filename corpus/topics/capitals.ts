/** Whose capital is its own, and whose is owed to the opening of a sentence (truecasing by counts, Lita et al. 2003). */
import { CLOSED_WORDS, FUNCTION_WORDS, isOffice } from '../words.ts';
import { INITIAL, JOINED, POSSESSIVE, type TokenTable, wordOf } from './tokens.ts';

/** `US`, `G7`, `5G`, `COVID-19`, `U.S.`: no capital that a sentence put there. */
export function isAcronym(spelling: string): boolean {
  // `$5B`, `3PM` and a letter alone are none.
  if (/^\d+[BMK]$|^[AP]\.?M\.?$|^\p{L}$/u.test(spelling)) return false;
  return /^(?:\p{Lu}\.){2,}$|^[\p{Lu}\p{N}&-]*\p{Lu}[\p{Lu}\p{N}&-]*\p{Lu}s?$|^\p{Lu}+-?\d+$|^\d+\p{Lu}+$/u.test(
    spelling,
  );
}

/** What the counts of a record tell of its words, by word number. */
export interface Capitals {
  /** Written with a capital more often than not, where nothing but the word itself asks for one. */
  named: readonly boolean[];
  /** Whether the word at this place can be part of a name. */
  namesAt(at: number): boolean;
}

/** Linear in the words of the record. */
export function readCapitals(table: TokenTable): Capitals {
  const { words, tokens, within, lower } = table;
  const acronym = words.map(isAcronym);
  const fold = (word: string) => word.toLowerCase().replace('’', "'");
  const among = (list: ReadonlySet<string>) => words.map((word, i) => !acronym[i] && list.has(fold(word)));
  const closed = among(CLOSED_WORDS);
  const small = among(FUNCTION_WORDS);
  const capital = words.map((word, i) => acronym[i] || /^\p{Lu}/u.test(word));
  const named = words.map((_, i) => acronym[i] || (within[i] ?? 0) > (within[lower[i] ?? 0] ?? 0));
  const office = words.map(isOffice);
  const pairs = pairsWithin(tokens, capital);
  return {
    named,
    namesAt(at) {
      const word = wordOf(tokens[at] ?? 0);
      if (!capital[word] || closed[word]) return false;
      if (((tokens[at] ?? 0) & INITIAL) === 0 || (named[word] && !small[word])) return true;
      // "New York" may open a sentence, where it stands within another; so may "President Xi" in any case.
      const next = tokens[at + 1] ?? 0;
      if ((next & JOINED) === 0 || !capital[wordOf(next)]) return false;
      return office[word] || pairs.has(pairOf(word, wordOf(next)));
    },
  };
}

const pairOf = (first: number, second: number) => first * JOINED + second;

/** Pairs of words with capitals that stand within a sentence. */
function pairsWithin(tokens: Uint32Array, capital: readonly boolean[]): Set<number> {
  const pairs = new Set<number>();
  for (let i = 1; i < tokens.length; i++) {
    const [first = 0, second = 0] = [tokens[i - 1], tokens[i]];
    if ((second & JOINED) === 0 || (first & (INITIAL | POSSESSIVE)) !== 0) continue;
    if (capital[wordOf(first)] && capital[wordOf(second)]) pairs.add(pairOf(wordOf(first), wordOf(second)));
  }
  return pairs;
}

/** The key of a spelling. Acronyms keep their capitals: `US` is not `us`, nor `WHO` `who`. */
export function foldName(spelling: string): string {
  return plainOrder(spelling)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('’', "'")
    .split(/[\s‑-]+/u)
    .map((word) => (isAcronym(word) ? word.replaceAll('.', '') : word.replace(/\.$/, '').toLowerCase()))
    .join(' ');
}

/** "Department of Justice" as "Justice Department". */
function plainOrder(spelling: string): string {
  return spelling.replace(/^(Department|Ministry) of (?:the )?(.+)$/u, '$2 $1');
}
