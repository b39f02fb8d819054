/**
 * A local model: its files checked, then loaded through transformers.js, and its tokenizer through that or our own.
 * Nothing is fetched.
 */
import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PreTrainedModel } from '@xenova/transformers';
import { ModelError } from '../errors.ts';
import { libraryTokenizer, type Tokenizer } from './tokenizer.ts';
import { openUnigram, settingsOfUnigram } from './unigram.ts';

export type Library = typeof import('@xenova/transformers');

export interface LoadedModel {
  library: Library;
  tokenizer: Tokenizer;
  model: PreTrainedModel;
  digests: ModelDigests;
}

/** How a model is spoken of when it cannot be used. */
export interface ModelRole {
  /** `model`, `reranker`. */
  name: string;
  remedy: string;
}

/**
 * Loads a model from `modelsDir/modelId`, and makes of it what its role asks for.
 * @throws ModelError when its files are missing, damaged or not of such a model
 */
export async function loadModel<Made>(
  modelsDir: string,
  modelId: string,
  { name, remedy }: ModelRole,
  make: (loaded: LoadedModel) => Made,
): Promise<Made> {
  // Loading the library is most of the start-up: it goes on while the files are checked.
  const [{ digests, packedTokenizer }, library] = await Promise.all([
    checkModelFiles(modelsDir, modelId),
    import('@xenova/transformers'),
  ]);
  library.env.allowRemoteModels = false;
  library.env.useFSCache = false;
  library.env.localModelPath = modelsDir;
  try {
    const [tokenizer, model] = await Promise.all([
      packedTokenizer
        ? openUnigram(packedTokenizer)
        : library.AutoTokenizer.from_pretrained(modelId).then(libraryTokenizer),
      library.AutoModel.from_pretrained(modelId, { dtype: DTYPE }),
    ]);
    return make({ library, tokenizer, model, digests });
  } catch (cause) {
    const problem = `The ${name} ${modelId} in ${modelsDir} cannot be loaded: ${firstLine(cause)}`;
    throw new ModelError(problem, remedy, { cause });
  }
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '';
}

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

interface CheckedModel {
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
