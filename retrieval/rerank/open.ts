/** Opens the reranker that the settings name. */
import { backgroundWordPieces } from '../background/frequencies.ts';
import type { Reranker } from '../interfaces.ts';
import { RANKING } from '../ranking.ts';
import type { RecordSettings } from '../settings.ts';
import { LateInteractionReranker } from './late-interaction.ts';
import { loadTokenEncoder } from './token-encoder.ts';

/** The reranker, or nothing where it is switched off. @throws ModelError when its files cannot be used */
export async function openReranker(
  settings: Pick<RecordSettings, 'MODELS_DIR' | 'RERANKER_ID'>,
): Promise<Reranker | undefined> {
  if (settings.RERANKER_ID === 'off') return undefined;
  const encoder = await loadTokenEncoder(settings.MODELS_DIR, settings.RERANKER_ID);
  return new LateInteractionReranker(encoder, {
    discounts: RANKING.discounts,
    background: backgroundWordPieces(),
  });
}
