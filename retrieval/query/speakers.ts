/** The record's own speakers that a question names: by surname, or by initials as in “KJP”. */
import { unaccented } from './language.ts';

/** Words by which a role is told from a name: nobody is asked for as “official”. */
const ROLES =
  /\b(?:official|officials|aide|crew|moderator|reporter|spokesperson|participant|operator|staff|member|house|the|unidentified)\b/iu;
const TITLE =
  /^(?:mr|ms|mrs|dr|miss|secretary|minister|president|vice|administrator|director|general|ambassador)$/iu;
/** Shorter names than this are too often words of something else. */
const LEAST_LETTERS = 4;

/** Looks names up in questions. Build it once: a record may have hundreds of speakers. */
export function speakerFinder(speakers: readonly string[]): (question: string) => ReadonlySet<string> {
  const byName = new Map<string, Set<string>>();
  for (const speaker of speakers) {
    if (ROLES.test(speaker)) continue;
    const words = wordsOf(speaker).filter((word) => !TITLE.test(word));
    const surname = words.at(-1);
    if (surname && surname.length >= LEAST_LETTERS) add(byName, surname.toLowerCase(), speaker);
    // Of two words either may be the family name: “Geng Shuang” is asked for as Geng.
    if (words.length === 2 && words[0]) add(byName, words[0].toLowerCase(), speaker);
    if (words.length > 2) add(byName, words.map((word) => word[0]?.toLowerCase()).join(''), speaker);
  }
  return (question) => {
    const found = new Set<string>();
    // “young people” is not Shalanda Young, unless nothing in the question has a capital.
    const careful = /\p{Lu}/u.test(question);
    for (const word of wordsOf(question)) {
      if (careful && !/^\p{Lu}/u.test(word)) continue;
      for (const speaker of byName.get(word.toLowerCase()) ?? []) found.add(speaker);
    }
    // A name that a crowd shares (“John”) names nobody.
    return found.size > MOST_NAMED ? new Set() : found;
  };
}

const MOST_NAMED = 12;

function wordsOf(text: string): string[] {
  return (unaccented(text).match(/\p{L}+/gu) ?? []).filter((word) => word.length > 1);
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key) ?? new Set();
  known.add(value);
  map.set(key, known);
}
