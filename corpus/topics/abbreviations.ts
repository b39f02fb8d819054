/** Abbreviations that the record itself introduces: "Indo-Pacific Economic Framework (IPEF)" (Schwartz & Hearst 2003). */

const INTRODUCED = /\((?:the |or |“|")?(\p{Lu}[\p{L}\p{N}.&-]{1,9})(?:”|")?\)/gu;
/** Characters before the bracket in which the long form may begin. */
const REACH = 100;

/** Pairs of a short form and its long form, as written. Linear in the text. */
export function readAbbreviations(text: string): { short: string; long: string }[] {
  const found: { short: string; long: string }[] = [];
  for (const match of text.matchAll(INTRODUCED)) {
    const short = match[1] ?? '';
    const before = text.slice(Math.max(0, match.index - REACH), match.index).trimEnd();
    const clause = before.split(/[.;:!?()“”"]\s?|,\s/u).at(-1) ?? '';
    const long = longForm(short.replace(/s$/, ''), clause);
    if (long !== undefined) found.push({ short, long: long.replace(/\s+/g, ' ') });
  }
  return found;
}

/** The shortest end of `before` whose letters spell `short` in order, the first of them at the start of a word. */
function longForm(short: string, before: string): string | undefined {
  const letters = [...short.toLowerCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
  let at = before.length;
  for (let i = letters.length - 1; i >= 0; i--) {
    do at--;
    while (
      at >= 0 &&
      (before[at]?.toLowerCase() !== letters[i] || (i === 0 && /[\p{L}\p{N}]/u.test(before[at - 1] ?? '')))
    );
    if (at < 0) return undefined;
  }
  const long = before.slice(at);
  const words = long.split(/[\s-]+/).length;
  // The paper's bound on the length of a long form; one that contains its short form explains nothing.
  if (words < 2 || words > Math.min(letters.length + 5, letters.length * 2)) return undefined;
  return long.includes(short) ? undefined : long;
}
