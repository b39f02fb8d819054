/** “Why”: what a reply can be asked, and the drawing of what the server tells, each kind of reply in its own terms. */
import type { Basis, Why } from '../../playground/wire.ts';
import { drawHitWhy } from './hit-view.ts';
import { drawQuoteWhy } from './quote-view.ts';
import { drawTopicWhy } from './topic-view.ts';
import { drawVerificationWhy } from './verification-view.ts';

/**
 * The words of the button, and of the panel that it opens.
 * @param passageId the one passage that the reply shows, if it shows one
 */
export function whyTitle({ kind }: Basis, passageId: string | undefined): string {
  if (passageId !== undefined || kind === 'quoted') return 'Why this passage';
  if (kind === 'topic') return 'Why these statements';
  return kind === 'verified' ? 'Why this verdict' : 'Why no answer';
}

/** @param passageId as above */
export function drawWhy(why: Why, passageId: string | undefined): HTMLElement {
  switch (why.kind) {
    case 'asked':
      return drawHitWhy(why.explanation);
    case 'topic':
      return drawTopicWhy(why.explanation);
    case 'quoted':
      return drawQuoteWhy(why.explanation);
    case 'verified':
      return drawVerificationWhy(why.explanation, passageId);
  }
}
