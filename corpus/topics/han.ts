/** Names in Chinese text, as far as marks and a table tell them: countries, and works in title marks (《…》). */
import { HAN_COUNTRIES } from './countries.ts';
import type { Text } from './texts.ts';

const HAN = /\p{Script=Han}/u;
const WORK = /《([^《》\n]{2,30})》/gu;
const COUNTRY = new RegExp(HAN_COUNTRIES.join('|'), 'gu');

/** Spellings with the numbers of the texts that hold them. Linear in the Chinese texts. */
export function readHanNames(texts: readonly Text[]): Map<string, number[]> {
  const names = new Map<string, number[]>();
  for (const [number, { text }] of texts.entries()) {
    if (!HAN.test(text)) continue;
    const found = new Set([...text.matchAll(COUNTRY)].map(([name]) => name));
    for (const [, name = ''] of text.matchAll(WORK)) found.add(name.trim());
    for (const name of found) names.set(name, [...(names.get(name) ?? []), number]);
  }
  return names;
}
