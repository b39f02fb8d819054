/** Readable, stable names of documents: `2019-02-18-regular-press-conference`. */
import { createHash } from 'node:crypto';

const MAX_SLUG = 80;

/** The id that date and title give; where two documents meet, see `distinctDocumentId`. */
export function documentId(date: string, title: string): string {
  const slug = slugify(title);
  return slug === '' ? `${date}-document` : `${date}-${slug}`;
}

/** The same id with a few characters of the file's path: never of its content, since edits keep an id. */
export function distinctDocumentId(id: string, path: string): string {
  return `${id}-${createHash('sha256').update(path).digest('hex').slice(0, 6)}`;
}

/**
 * The ids of documents in order of their path. One that has an id keeps it, as long as its date and title are what
 * that id says; of the others, the first to come takes the plain id and the next ones a distinct one.
 */
export function assignDocumentIds(
  documents: readonly { id: string; path: string }[],
  known: ReadonlyMap<string, string>,
): string[] {
  const kept = documents.map(({ id, path }) => {
    const before = known.get(path);
    return before === id || before === distinctDocumentId(id, path) ? before : undefined;
  });
  const taken = new Set(kept);
  return documents.map(({ id, path }, i) => {
    const before = kept[i];
    if (before !== undefined) return before;
    const next = taken.has(id) ? distinctDocumentId(id, path) : id;
    taken.add(next);
    return next;
  });
}

/** File systems take 255 bytes, endings included; an ideograph has three. */
const MAX_STEM_BYTES = 200;

/** The beginning of an id that fits the name of a file, cut between characters. */
export function fileStem(id: string): string {
  let stem = '';
  let size = 0;
  for (const character of id) {
    size += Buffer.byteLength(character);
    if (size > MAX_STEM_BYTES) break;
    stem += character;
  }
  return stem;
}

/** Letters and digits of any script, accents removed, cut at a word. */
function slugify(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`;
    if (longer.length > MAX_SLUG) break;
    slug = longer;
  }
  return slug === '' ? [...(words[0] ?? '')].slice(0, MAX_SLUG).join('') : slug;
}
