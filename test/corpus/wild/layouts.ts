/** Short ways to write a layout and to read what came of it. */
import { readFileHere } from '../../../corpus/read-file.ts';
import type { Sidecar } from '../../../corpus/sidecar.ts';
import { bytes, exchange, parse } from '../helpers.ts';

export const blocks = (...lines: string[]) => lines.join('\n\n');
export const talk = (title: string, ...lines: string[]) =>
  exchange(parse(blocks(title, 'May 8, 2023', ...lines)));
export const read = (text: string, sidecar?: Sidecar, path = 'a.txt') =>
  readFileHere({ path, bytes: bytes(text), sidecar });
