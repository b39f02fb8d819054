/** Short ways to write a layout and to read what came of it. */
import { readFileHere } from '../../../corpus/read-file.ts';
import type { Sidecar } from '../../../corpus/sidecar.ts';
import { bytes, exchange, parse } from '../helpers.ts';

export const blocks = (...lines: string[]) => lines.join('\n\n');
export const talk = (title: string, ...lines: string[]) =>
  exchange(parse(blocks(title, 'May 8, 2023', ...lines)));
export const read = (text: string, sidecar?: Sidecar, path = 'a.txt') =>
  readFileHere({ path, bytes: bytes(text), sidecar });

/** Who asks, what, and who says what: a line a turn. */
export async function turnsOf(text: string, path?: string): Promise<string[]> {
  const { transcript } = await read(text, undefined, path);
  return transcript.turns.map(
    ({ ordinal, asker, question, speaker }) =>
      `${asker ?? '-'}|${question ?? '-'}|${speaker}|${transcript.passages
        .filter(({ turn }) => turn === ordinal)
        .map((passage) => passage.text)
        .join('/')}`,
  );
}
