/** A record whose press conference was edited at its source: the versions before are kept. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { openArchive } from '../../retrieval/archive.ts';
import { oldWordsOf } from '../../retrieval/quotes/superseded.ts';
import { createQuoteVerifier } from '../../retrieval/quotes/verify.ts';
import { openCurrent } from '../../retrieval/snapshot/open.ts';
import { build, temporarySettings } from './record.ts';
import type { WhenDone } from './temporary.ts';
import { wordEncoder } from './word-encoder.ts';

export const CONFERENCE = '2019-02-18-foreign-ministry-regular-press-conference.txt';

export type Edit = (text: string) => string;

/** An edit that fails where the words do not stand. */
export function replacing(words: string, by: string): Edit {
  return (text) => {
    expect(text).toContain(words);
    return text.replace(words, by);
  };
}

/** The edit of the examples. */
export const SOFTENED = replacing('hypocritical, immoral and unfair', 'regrettable');

/** The record of today, after edits one after the other, open until the test ends. */
export const recordAfter = (...edits: readonly Edit[]) => openRecordAfter(onTestFinished, edits);

/** The same, open until the end of the scope that `whenDone` belongs to. */
export async function openRecordAfter(whenDone: WhenDone, edits: readonly Edit[]) {
  const settings = await temporarySettings(whenDone);
  await build(settings, wordEncoder());
  const file = path.join(settings.CORPUS_DIR, CONFERENCE);
  for (const edit of edits) {
    await writeFile(file, edit(await readFile(file, 'utf8')));
    await build(settings, wordEncoder());
  }
  const snapshot = await openCurrent(settings.DATA_DIR);
  if (!snapshot) throw new Error('nothing was built');
  whenDone(async () => snapshot.close());
  const { store, passages } = snapshot;
  const archive = openArchive(settings.CORPUS_DIR, store);
  const verifier = createQuoteVerifier(store.quotes, oldWordsOf(archive));
  /** Knows nothing of what stood there before. */
  const verifierOfToday = createQuoteVerifier(store.quotes);
  return { settings, store, passages, archive, verifier, verifierOfToday };
}
