/** `npm run pack-tokenizer -- FOLDER`: packs a model's XLM-RoBERTa tokenizer into the file that the program reads. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packUnigram, type UnigramJson } from '../retrieval/encoder/unigram.ts';
import { readArguments, runCommand, UsageError } from './terminal/command.ts';

const USAGE = 'Usage: npm run pack-tokenizer -- MODEL-FOLDER';

await runCommand(async () => {
  const { positionals } = readArguments({ allowPositionals: true, options: {} }, USAGE);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new UsageError('Name one folder.', USAGE);
  const read = (name: string) => readFile(path.join(folder, name));
  const files = await Promise.all(['config.json', 'tokenizer.json', 'tokenizer_config.json'].map(read));
  const settings = createHash('sha256');
  for (const bytes of files) settings.update(bytes);
  const json = JSON.parse(files[1]?.toString('utf8') ?? '') as UnigramJson;
  const packed = packUnigram(json, settings.digest('hex'));
  const file = path.join(folder, 'tokenizer.bin');
  await writeFile(file, packed);
  const digest = createHash('sha256').update(packed).digest('hex');
  console.log(`${file}: ${json.model.vocab.length} pieces, ${packed.length} bytes, sha256 ${digest}`);
});
