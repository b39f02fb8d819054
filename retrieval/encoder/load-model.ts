/** A model through transformers.js, and its tokenizer through that or our own, from local files only. */
import type { PreTrainedModel } from '@xenova/transformers';
import { ModelError } from '../errors.ts';
import { checkModelFiles, DTYPE, type ModelDigests } from './model-files.ts';
import { libraryTokenizer, type Tokenizer } from './tokenizer.ts';
import { openUnigram } from './unigram.ts';

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
