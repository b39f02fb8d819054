/** What a new document costs a large record, from its file to its first answer. Nothing on record is touched. */
import { cp, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadCorpus } from '../../corpus/load.ts';
import { type LocalRecord, packerOf, reopenRecord } from '../../retrieval/record.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import { POINTER_FILE, snapshotFolder } from '../../retrieval/snapshot/folder.ts';
import { updateIndex } from '../../retrieval/update.ts';
import { round } from './timing.ts';

/** Passages of the new document, about. */
const PASSAGES = 100;
const NEW_FILE = '2031-12-31-new.txt';
const SILENT = { onProgress: () => {}, onRefusal: () => {} };

/** Adds a document of known paragraphs in new words, in a copy of the corpus and of the snapshot. */
export async function benchGrowth(settings: RecordSettings, record: LocalRecord) {
  // Beside the snapshots, so that their files can be linked rather than copied.
  const place = await mkdtemp(path.join(settings.DATA_DIR, 'bench-'));
  const copy = { ...settings, CORPUS_DIR: path.join(place, 'corpus'), DATA_DIR: path.join(place, 'data') };
  try {
    await cp(settings.CORPUS_DIR, copy.CORPUS_DIR, { recursive: true });
    await linkSnapshot(record, settings.DATA_DIR, copy.DATA_DIR);
    await writeFile(path.join(copy.CORPUS_DIR, NEW_FILE), await newDocument(settings));
    // Token vectors only where the record keeps any: else they would be encoded for all of it.
    const packer = record.snapshot.manifest.tokens && packerOf(settings, record);
    const began = performance.now();
    const { encoded } = await updateIndex(copy, record.encoder, SILENT, packer);
    const built = performance.now();
    const grown = await reopenRecord(copy, record);
    const opened = performance.now();
    grown?.close();
    const encodeMs = await timeEncoding(record, encoded);
    return {
      addedPassages: encoded,
      encodeMs,
      buildMs: round(built - began),
      openMs: round(opened - built),
      besideEncodingMs: round(opened - began - encodeMs),
    };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function linkSnapshot({ snapshot }: LocalRecord, from: string, to: string): Promise<void> {
  const { manifest, folder } = snapshot;
  const linked = snapshotFolder(to, manifest.name);
  await mkdir(linked, { recursive: true });
  for (const name of await readdir(folder)) await link(path.join(folder, name), path.join(linked, name));
  // Copied: the build appends to them.
  for (const kept of ['vectors', 'parsed']) {
    await cp(path.join(from, kept), path.join(to, kept), { recursive: true });
  }
  await writeFile(path.join(to, POINTER_FILE), await readFile(path.join(from, POINTER_FILE)));
}

async function newDocument({ CORPUS_DIR }: RecordSettings): Promise<string> {
  const { transcripts } = await loadCorpus(CORPUS_DIR);
  const said = transcripts.flatMap(({ passages }) => passages.map(({ text }) => text));
  const step = Math.max(1, Math.floor(said.length / PASSAGES));
  const answers = said.filter((_, i) => i % step === 0).slice(0, PASSAGES);
  const turns = answers.map(
    (text, i) => `Q: What is the answer to question ${i + 1}?\n\nA: Newly said: ${text}`,
  );
  return [`Press Conference of a Bench on December 31, 2031`, ...turns].join('\n\n');
}

/** The encoder's own share, on passages of the same kind. */
async function timeEncoding({ encoder, snapshot }: LocalRecord, count: number): Promise<number> {
  const step = Math.max(1, Math.floor(snapshot.passages.size / count));
  const rows = Array.from({ length: count }, (_, i) => (i * step) % snapshot.passages.size);
  const texts = (await snapshot.passages.read(rows)).map(({ passage }) => `Newly said: ${passage.text}`);
  const began = performance.now();
  for await (const _ of encoder.encodePassages(texts));
  return round(performance.now() - began);
}
