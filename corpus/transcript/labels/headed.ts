/** Headings of Markdown that say who speaks below them (`##### PRIME MINISTER POE`), in a joint statement of several officials. */
import { isSpeech } from '../boilerplate.ts';
import { isOfficeWord } from '../vocabulary.ts';
import { faceOf, type LabelledLine } from './forms.ts';

const HEADING = /^#{1,6}\s/u;

const SPOKEN =
  /\b(?:statements?|remarks|speech(?:es)?|conference|address(?:es)?|announcements?|availability)\b/iu;
const QUOTED = /“[^”]*”|"[^"]*"/gu;

/** The lines with such headings as labels, where two officials or more have one, and each says something in the first person. */
export function readHeaded(text: string, lines: readonly LabelledLine[], title: string): LabelledLine[] {
  if (!SPOKEN.test(title) || lines.some(({ label }) => label !== undefined && label.kind !== 'name'))
    return [...lines];
  const wordsOf = ({ start, end }: LabelledLine) => text.slice(start, end);
  const headings = lines.flatMap((line, i) => (HEADING.test(wordsOf(line)) ? [i] : []));
  const speakers = new Map<number, string>();
  for (const [at, i] of headings.entries()) {
    const name = lines[i]?.label?.name ?? '';
    const below = lines.slice(i + 1, headings[at + 1]).map(wordsOf);
    if (!holdsOffice(name) || below.length === 0) continue;
    // What an article quotes is no statement.
    if (!below.some((words) => isSpeech(words.replace(QUOTED, '')))) return [...lines];
    speakers.set(i, name);
  }
  if (new Set(speakers.values()).size < 2) return [...lines];
  return lines.map((line, i) => {
    const name = speakers.get(i);
    if (name === undefined) return line;
    const length = line.end - line.start;
    return { ...line, label: { kind: 'name', shape: 'key', face: faceOf(name), length, name } };
  });
}

/** `PRIME MINISTER POE`: an office and behind it a name, and no more. */
function holdsOffice(name: string): boolean {
  const words = name.split(' ');
  const offices = words.findIndex((word) => !isOfficeWord(word));
  return offices > 0 && words.length - offices < 4 && words.slice(offices).every((word) => WORD.test(word));
}

const WORD = /^\p{Lu}[\p{L}.’'-]+$/u;
