/** A record in a temporary folder, encoded by counting words: quick, and without a model. */
import path from 'node:path';
import type { Encoder } from '../../retrieval/interfaces.ts';
import type { RecordListener } from '../../retrieval/record.ts';
import { type RecordSettings, readSettings, recordSettings } from '../../retrieval/settings.ts';
import { updateIndex } from '../../retrieval/update.ts';
import { temporaryCorpus, temporaryFolder, type WhenDone } from './temporary.ts';

export const silent: RecordListener = {
  onBuild: () => {},
  onProgress: () => {},
  onRefusal: () => {},
  onOutdated: () => {},
};

export async function temporarySettings(whenDone?: WhenDone): Promise<RecordSettings> {
  const DATA_DIR = path.join(await temporaryFolder(whenDone), 'data');
  return readSettings(recordSettings, { CORPUS_DIR: await temporaryCorpus(whenDone), DATA_DIR });
}

/** Builds the settings' corpus with the given encoder. */
export function build(settings: RecordSettings, encoder: Encoder) {
  return updateIndex(settings, encoder, silent);
}
