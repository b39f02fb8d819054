/** The files of a local model, and what is known about the models that this project was measured with. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ModelError } from '../errors.ts';

/** Weights in 8 bits: on a CPU the library would take fp32, 2.4 times slower for no better ranking. */
export const DTYPE = 'q8';
const WEIGHTS = 'onnx/model_quantized.onnx';
const FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', WEIGHTS];

interface KnownModel {
  weights: string;
}

/** sha256 of the weights that ship in `models/`: a damaged copy would load and answer nonsense. */
const known: Record<string, KnownModel> = {
  'Xenova/multilingual-e5-small': {
    weights: '99b22a55f5afa902ad8ef3edf3803bc911f9db6ddabcf65b9135a85366d4a81c',
  },
  'Xenova/all-MiniLM-L6-v2': { weights: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1' },
};

/** Digests of a model's files, hex. */
export interface ModelDigests {
  weights: string;
  /** Of all that decides a vector beside the weights: the configuration and the tokenizer. */
  settings: string;
}

/**
 * Checks that a model's files are there and whole.
 * @throws ModelError naming the file that is missing or damaged
 */
export async function checkModelFiles(modelsDir: string, modelId: string): Promise<ModelDigests> {
  const folder = path.join(modelsDir, modelId);
  const contents = await Promise.all(
    FILES.map((file) =>
      readFile(path.join(folder, file)).catch((cause: unknown) => {
        throw new ModelError(
          `The model ${modelId} has no file ${path.join(folder, file)}.`,
          known[modelId]
            ? 'Restore it with: git checkout -- models'
            : `Put the model’s files there (${FILES.join(', ')}), or set MODEL_ID and MODELS_DIR to a model that you have.`,
          { cause },
        );
      }),
    ),
  );
  const weights = createHash('sha256')
    .update(contents[FILES.indexOf(WEIGHTS)] ?? '')
    .digest('hex');
  const expected = known[modelId]?.weights;
  if (expected !== undefined && weights !== expected) {
    throw new ModelError(
      `The model ${modelId} is damaged: ${path.join(folder, WEIGHTS)} is not the file that was published.`,
      'Restore it with: git checkout -- models',
    );
  }
  const settings = createHash('sha256');
  for (const [i, file] of FILES.entries()) if (file !== WEIGHTS) settings.update(contents[i] ?? '');
  return { weights, settings: settings.digest('hex') };
}
