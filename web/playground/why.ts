/** Why a reply is what it is: what its command did is done again, and this time it tells. */
import { findPassage } from '../../bot/commands/quote.ts';
import { TOPIC_PAGE } from '../../bot/replies/topic.ts';
import type { Services } from '../../bot/services.ts';
import { foldSpelling, forgiven, typingDistance } from '../../corpus/spelling.ts';
import type { TopicStatements } from '../../retrieval/store/record-store.ts';
import { foldTyped } from '../../retrieval/topic-index.ts';
import { findMentions } from './mentions.ts';
import type { Basis, QuoteExplanation, TopicExplanation, Why, WhyCall } from './wire.ts';

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
      const found = await services.topics.statements(basis.name, which);
      return found && found.statements.length > 0
        ? { kind: 'topic', explanation: explainTopic(found, basis.name) }
        : undefined;
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

function explainTopic(
  { name, spellings, dates, from, statements }: TopicStatements,
  asked: string,
): TopicExplanation {
  return {
    name,
    spellings,
    asked,
    matched: matchedSpelling(spellings, asked),
    total: dates.length,
    statements: statements.map((cited, i) => ({
      cited,
      place: from + 1 + i,
      inPassage: findMentions(cited.passage.text, spellings),
      inQuestion: findMentions(cited.turn.question ?? '', spellings),
    })),
  };
}

/** The spelling that the look-up took what was asked for to be. */
function matchedSpelling(spellings: readonly string[], asked: string): TopicExplanation['matched'] {
  const typed = foldTyped(asked);
  const most = forgiven(typed.length);
  const matches = spellings.map((spelling) => {
    const folded = foldSpelling(spelling);
    const isSame = folded === typed || folded === foldSpelling(asked);
    return { spelling, errors: isSame ? 0 : typingDistance(typed, folded, most, false) };
  });
  return matches.reduce((best, match) => (match.errors < best.errors ? match : best));
}
