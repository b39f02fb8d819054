import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TokenPacker } from '../../retrieval/rerank/packed-tokens.ts';
import { readSettings, recordSettings } from '../../retrieval/settings.ts';
import { openCurrent } from '../../retrieval/snapshot/open.ts';
import { updateIndex } from '../../retrieval/update.ts';
import { hashTokenEncoder } from '../support/hash-token-encoder.ts';
import { silent } from '../support/record.ts';
import { wordEncoder } from '../support/word-encoder.ts';
import { describeStore } from './store-contract.ts';

describeStore('the snapshot on disk', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'on-record-'));
  const settings = readSettings(recordSettings, { DATA_DIR: path.join(folder, 'data') });
  const encoder = wordEncoder();
  const packer = new TokenPacker(hashTokenEncoder());
  await updateIndex(settings, encoder, silent, packer);
  const snapshot = await openCurrent(settings.DATA_DIR);
  if (!snapshot) throw new Error('nothing was built');
  const close = async () => {
    snapshot.close();
    await rm(folder, { recursive: true });
  };
  return { store: snapshot.store, encoder, packer, close };
});
