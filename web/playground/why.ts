/** Why a reply is what it is: what its command did is done again, and this time it tells. */
import { findPassage } from '../../bot/commands/quote.ts';
import { TOPIC_PAGE } from '../../bot/replies/topic.ts';
import type { Services } from '../../bot/services.ts';
import type { Basis, QuoteExplanation, Why, WhyCall } from './wire.ts';

/**
 * Explains a reply, or the one passage that it shows; nothing where the record does not give this reply any more.
 * @throws QuestionError when the question cannot be asked
 */
export async function explainReply(
  { basis, passageId }: WhyCall,
  services: Services,
): Promise<Why | undefined> {
  switch (basis.kind) {
    case 'asked': {
      const explanation = await services.search.explain(basis.question, basis.filter, passageId);
      return explanation && { kind: 'asked', explanation };
    }
    case 'topic': {
      const which =
        passageId === undefined ? { from: basis.page * TOPIC_PAGE, count: TOPIC_PAGE } : { passageId };
      const explanation = await services.topics.explain(basis.name, which);
      return explanation && { kind: 'topic', explanation };
    }
    case 'quoted': {
      const explanation = await explainQuote(basis, services);
      const isShown = passageId === undefined || explanation?.cited.passage.id === passageId;
      return explanation && isShown ? { kind: 'quoted', explanation } : undefined;
    }
    case 'verified': {
      const explanation = await services.verifier.explain(basis.text);
      return explanation.checks.length > 0 ? { kind: 'verified', explanation } : undefined;
    }
  }
}

async function explainQuote(
  { text }: Extract<Basis, { kind: 'quoted' }>,
  services: Services,
): Promise<QuoteExplanation | undefined> {
  const found = await findPassage(text, services);
  if (found?.by !== 'words') {
    const cited = found && (await services.search.passage(found.id));
    return cited && { by: 'id', cited };
  }
  const lookup = await services.quotes.explain(text);
  return lookup && { by: 'words', ...lookup };
}
