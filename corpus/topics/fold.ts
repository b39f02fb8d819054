/** One key for all spellings of a name that differ in case, accents, full stops, hyphens or a possessive. */
import { isAcronym } from './capitals.ts';

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
