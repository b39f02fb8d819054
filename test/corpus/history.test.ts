/** Old versions are kept whatever a document is called, and what cannot be kept is said. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HISTORY_FOLDER, keepVersion, readHistory } from '../../corpus/history.ts';
import { loadCorpus } from '../../corpus/load.ts';
import { temporaryFolder } from '../support/temporary.ts';

async function loadOne(title: string) {
  const directory = await temporaryFolder();
  await writeFile(join(directory, 'a.txt'), `${title}\n\n问：为什么？\n\n答：因为时候到了。\n`);
  const [transcript] = (await loadCorpus(directory)).transcripts;
  if (transcript === undefined) throw new Error('no transcript');
  return { directory, transcript };
}

describe('an old version', () => {
  it('of a document with a long Chinese title is kept', async () => {
    const { directory, transcript } = await loadOne(
      `2020年5月4日外交部发言人${'就有关问题'.repeat(16)}答记者问`,
    );
    expect(Buffer.byteLength(transcript.document.id)).toBeGreaterThan(230);
    await keepVersion(directory, transcript, new Date());
    expect(await readHistory(directory)).toMatchObject([{ document: { id: transcript.document.id } }]);
  });

  it('that cannot be kept is an error that says so', async () => {
    const { directory, transcript } = await loadOne('2020年5月4日外交部发言人答记者问');
    await writeFile(join(directory, HISTORY_FOLDER), 'a file where the folder should be');
    await expect(keepVersion(directory, transcript, new Date())).rejects.toThrow(
      /a\.txt cannot be kept .*EEXIST|ENOTDIR/,
    );
  });

  it('with an address that is none of the web is read without it', async () => {
    const { directory, transcript } = await loadOne('2020年5月4日外交部发言人答记者问');
    const folder = join(directory, HISTORY_FOLDER);
    await mkdir(folder);
    const document = { ...transcript.document, url: 'javascript:x' };
    const version = { ...transcript, document, supersededAt: new Date().toISOString() };
    await writeFile(join(folder, 'a.json'), JSON.stringify(version));
    expect((await readHistory(directory))[0]?.document.url).toBeUndefined();
  });
});
