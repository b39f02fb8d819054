/** The files of a local model, and what is known about the models that this project was measured with. */
import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ModelError } from '../errors.ts';
import { settingsOfUnigram } from './unigram.ts';

/** Weights in 8 bits: on a CPU the library would take fp32, 2.4 times slower for no better ranking. */
export const DTYPE = 'q8';
const WEIGHTS = 'onnx/model_quantized.onnx';
const CONFIG = 'config.json';
/** XLM-RoBERTa's tokenizer, packed (`unigram.ts`); any other model has the library's two files. */
const PACKED_TOKENIZER = 'tokenizer.bin';
const TOKENIZER = ['tokenizer.json', 'tokenizer_config.json'];

const RESTORE = 'Restore it with: git checkout -- models';

/** sha256 of the files that ship in `models/`: a damaged copy would load and answer nonsense. */
const known: Record<string, Record<string, string>> = {
  'on-record/multilingual-e5-small-late': {
    [WEIGHTS]: '956d1b7b1069a84426e2f3b08d4097e9fddd96dabaae3aeee8dfa21804010b1c',
    [PACKED_TOKENIZER]: '3e576e53de319569ce7975e374c07d16240f27c1835c70bae58a030084b40c8a',
  },
};

/** Digests of a model's files, hex. */
export interface ModelDigests {
  weights: string;
  /** Of all that decides a vector beside the weights: the configuration and the tokenizer. */
  settings: string;
}

export interface CheckedModel {
  digests: ModelDigests;
  /** Where the model has one. */
  packedTokenizer: Buffer | undefined;
}

/**
 * Checks that a model's files are there and whole.
 * @throws ModelError naming the file that is missing or damaged
 */
export async function checkModelFiles(modelsDir: string, modelId: string): Promise<CheckedModel> {
  const folder = path.join(modelsDir, modelId);
  const shipped = known[modelId];
  const packs =
    shipped?.[PACKED_TOKENIZER] !== undefined || (await isThere(path.join(folder, PACKED_TOKENIZER)));
  const names = [CONFIG, ...(packs ? [PACKED_TOKENIZER] : TOKENIZER), WEIGHTS];
  const files = new Map(
    await Promise.all(
      names.map(async (name) => {
        const bytes = await readModelFile(modelId, path.join(folder, name));
        return [name, { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }] as const;
      }),
    ),
  );
  const damaged = names.find(
    (name) => shipped?.[name] !== undefined && shipped[name] !== files.get(name)?.sha256,
  );
  if (damaged !== undefined) {
    throw new ModelError(
      `The model ${modelId} is damaged: ${path.join(folder, damaged)} is not the file that was published.`,
      RESTORE,
    );
  }
  const packedTokenizer = files.get(PACKED_TOKENIZER)?.bytes;
  const settings = createHash('sha256');
  for (const name of [CONFIG, ...TOKENIZER]) settings.update(files.get(name)?.bytes ?? '');
  return {
    digests: {
      weights: files.get(WEIGHTS)?.sha256 ?? '',
      // Packing a tokenizer changes no id, so vectors keep the name that they had.
      settings: packedTokenizer ? settingsOfUnigram(packedTokenizer) : settings.digest('hex'),
    },
    packedTokenizer,
  };
}

async function readModelFile(modelId: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new ModelError(
      `The model ${modelId} has no file ${file}.`,
      known[modelId]
        ? RESTORE
        : `Put the model’s files there (${[CONFIG, ...TOKENIZER, WEIGHTS].join(', ')}), or set MODEL_ID and MODELS_DIR to a model that you have.`,
      { cause },
    );
  }
}

const isThere = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );
