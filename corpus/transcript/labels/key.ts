/** A page's own key to its speakers (`TAG Dr Tedros Adhanom Ghebreyesus`, `ANN STONE interviewed by TOM POE`), and the lines that use it. */
import type { LabelledLine } from './forms.ts';
import { faceOf } from './forms.ts';

/** How many lines of a file may hold its key. */
const MOST_LINES = 60;
/** `FC Fadela Chaib`, `JS: Jens Stoltenberg, Secretary General`, `KB = Kevin Baron`, `(NV) Nick Vinocur`. */
const ENTRY =
  /^[([]?(\p{Lu}[\p{Lu}\p{N}]{1,3})[)\]]?(?:\s?[:=–—-]\s?|\s+)((?:\p{Lu}[\p{L}.’'-]*\s?){1,6})(?:[,(–—-]\s?(.{2,80}))?$/u;
/** `Jens Stoltenberg (JS)`, in a list or in a sentence. */
const AFTER_NAME = /(\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}.’'-]+){1,4})\s[([](\p{Lu}{2,4})[)\]]/gu;
/** `ANN STONE interviewed by TOM POE` */
const INTERVIEWED =
  /^(\p{Lu}{2,15}(?:\s\p{Lu}[\p{Lu}’'-]+){1,2})\s(?:interviewed\sby|in\sconversation\swith)\s(\p{Lu}{2,15}(?:\s\p{Lu}[\p{Lu}’'-]+){1,2})$/u;
/** `ANN STONE – Minister of Works` on a line of its own. */
const WITH_OFFICE = /^(\p{Lu}{2,15}(?:\s\p{Lu}[\p{Lu}’'-]+){1,2})\s[–—-]\s\p{Lu}[^.?!]{2,60}$/u;
const HONORIFIC = /^(?:Mr|Mrs|Ms|Dr|Prof|Sir|Mme|M)\.?\s/u;

interface Person {
  name: string;
  detail?: string;
}

/** The lines with the names that a key gives to abbreviations, where one is found that at least two speakers go by. */
export function readByKey(text: string, lines: readonly LabelledLine[]): LabelledLine[] {
  const key = findKey(text, lines);
  if (key.people.size < 2) return [...lines];
  const opened = lines.map(({ start, end }, i) => {
    if (i < key.end) return undefined;
    const words = text.slice(start, Math.min(end, start + 80));
    const whole = WITH_OFFICE.exec(words)?.[1]?.split(' ')[0];
    const named = key.people.get(whole ?? '');
    if (named !== undefined) return { person: named, length: end - start };
    const opening = words.slice(0, 24);
    const match =
      /^[*_]{0,3}([\p{Lu}\p{N}]{2,15})[*_]{0,3}(?:\s?[:：.–—-][*_]{0,3}\s*|[*_]{0,3}\s+(?=[^\p{Ll}])|$)/u.exec(
        opening,
      );
    const person = key.people.get(match?.[1] ?? '');
    return match === null || person === undefined ? undefined : { person, length: match[0].length };
  });
  if (new Set(opened.flatMap((found) => found?.person.name ?? [])).size < 2) return [...lines];
  return lines.map((line, i) => {
    const found = opened[i];
    const { label, ...bare } = line;
    if (found === undefined) return key.lines.has(i) ? bare : line;
    const { person, length } = found;
    return { ...bare, label: { kind: 'name', shape: 'key', face: faceOf(person.name), length, ...person } };
  });
}

interface Key {
  people: ReadonlyMap<string, Person>;
  /** The lines that it stands in. */
  lines: ReadonlySet<number>;
  /** The first line that may use it. */
  end: number;
}

function findKey(text: string, lines: readonly LabelledLine[]): Key {
  const people = new Map<string, Person>();
  const at = new Set<number>();
  const add = (i: number, initials: string, name: string, detail?: string): void => {
    const bare = name.trim().replace(HONORIFIC, '');
    if (!stands(initials, bare) || people.has(initials)) return;
    people.set(initials, { name: bare, ...(detail !== undefined && { detail }) });
    at.add(i);
  };
  const top = lines.slice(0, MOST_LINES).map(({ start, end }) => text.slice(start, end));
  top.forEach((line, i) => {
    const entry = ENTRY.exec(line);
    if (entry !== null && line.length <= 160) add(i, entry[1] ?? '', entry[2] ?? '', entry[3]);
    for (const name of INTERVIEWED.exec(line)?.slice(1) ?? []) {
      people.set(name.split(' ')[0] ?? '', { name });
      at.add(i);
    }
    for (const [, name = '', initials = ''] of line.matchAll(AFTER_NAME))
      add(i, initials, lastNames(name, initials));
  });
  return { people, lines: at, end: Math.max(-1, ...at) + 1 };
}

/** `Jens Stoltenberg` of `NATO Secretary General Jens Stoltenberg (JS)`: as many words as there are initials. */
function lastNames(name: string, initials: string): string {
  return name.split(' ').slice(-initials.length).join(' ');
}

/** Whether letters stand for a name: the first letters of its words in order, or of one word. */
function stands(initials: string, name: string): boolean {
  const words = name.toUpperCase().split(/[\s-]+/);
  if (words.length < 2) return initials.length > 1 && name.toUpperCase().startsWith(initials);
  let word = 0;
  for (const letter of initials) {
    while (word < words.length && words[word]?.startsWith(letter) !== true) word += 1;
    if (word === words.length) return false;
    word += 1;
  }
  return true;
}
