/** What is searched for when somebody asks: their words without courtesies and typing errors. */
import { correctSpelling } from './spelling.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The question as the indexes and the models see it. What a reader is shown stays as it was asked. */
export function rewrite(question: string, vocabulary: Vocabulary): string {
  return correctSpelling(stripCourtesies(question), vocabulary);
}

// Courtesies before and after a question say nothing about what is asked, and an index would search for them.

const POLITELY = `(?:please|pls|plz|kindly|maybe|perhaps|possibly|quickly|just)`;
const TELL = String.raw`(?:(?:tell|show|remind|inform)\s+(?:me|us)|let\s+(?:me|us)\s+know|help\s+(?:me|us)\s+(?:find(?:\s+out)?|understand|with)|explain(?:\s+to\s+me)?|find(?:\s+out)?(?:\s+for\s+(?:me|us))?|look\s+up)`;

/** What a question may open with, each up to the next part of it. */
const OPENINGS = [
  String.raw`(?:hello|hi|hiya|hey|howdy|greetings|good\s+(?:morning|afternoon|evening|day))(?:\s+(?:there|all|everyone|everybody|folks|guys|team|bot|again))?`,
  String.raw`(?:dear|hey|ok|okay)\s+(?:bot|sir|madam|team)`,
  String.raw`(?:excuse|pardon)\s+me|(?:i['’]m\s+)?sorry(?=\s*[,:;.!–—-]|\s+(?:to\s+(?:bother|disturb|ask)|for\s))(?:\s+(?:to\s+(?:bother|disturb|ask)(?:\s+you)?|for\s+(?:asking|bothering\s+you|the\s+(?:silly|stupid|basic|dumb)\s+question)))?`,
  String.raw`i\s+hope\s+(?:that\s+)?(?:this|you|it|i)\b[^,.:;!?]*`,
  String.raw`(?:just\s+)?(?:a|one|my)?\s*(?:quick|small|short|silly|stupid|simple)?\s*question(?:\s+for\s+you)?(?=\s*[,:;.!–—-])`,
  String.raw`(?:thanks|thank\s+you)(?:\s+(?:so\s+much|very\s+much|a\s+lot))?\s+(?:in\s+advance|for\s+(?:your|the)\s+\p{L}+)`,
  String.raw`(?:(?:i\s+(?:would|['’]?d)|i['’]d)\s+(?:really\s+)?(?:like|love|want|be\s+(?:glad|grateful|interested))\s+to\s+(?:know|ask|hear|learn|find\s+out|understand)|i\s+(?:want|need|wanted|wish)\s+to\s+(?:know|ask|find\s+out|understand))(?:\s+(?:about|you))?`,
  String.raw`i\s*(?:['’]m|am|was)\s+(?:just\s+)?(?:wondering|curious|trying\s+to\s+find\s+out|looking\s+for)(?:\s+about)?|i\s+wonder`,
  String.raw`(?:can|could|would|will|do|does|might|may)\s+(?:you|u|ya|anyone|anybody|someone|somebody|i|we)\s+(?:${POLITELY}\s+)*(?:be\s+so\s+kind\s+(?:as\s+to|and)\s+|be\s+able\s+to\s+|happen\s+to\s+|mind\s+telling\s+me\b)?(?:${TELL}|know|ask(?:\s+you)?)?(?:\s+${POLITELY})?`,
  String.raw`${POLITELY}\s*,?\s*(?:(?:can|could|would|will)\s+(?:you|u)\s+)?${TELL}`,
  'please',
].map((pattern) => new RegExp(String.raw`^(?:${pattern})(?![-\p{L}])[\s,.:;!–—-]*`, 'iu'));
const JOINT = /^(?:(?:if|whether)\s+(?=(?:you|u|anyone|someone)\s+know)|(?:but|about|if|whether|that)\s+)/iu;
const CLOSING =
  /[\s,.:;!–—-]+(?:please|pls|plz|thanks|thank\s+you|thx|cheers)(?:\s+(?:so\s+much|very\s+much|a\s+lot|in\s+advance|for\s+(?:your|the)\s+help))?[\s.!?]*$/iu;
/** What is left must still be a question. */
const LEAST_WORDS = 2;
/** Auxiliaries that open questions of their own: “Do you know” is a courtesy, “Could you” alone is not. */
const OPENS_QUESTION = /^(?:can|could|would|will|do|does|might|may)\b/iu;
const ASKS = new RegExp(
  String.raw`(?:${TELL}|know|ask(?:\s+you)?|me)(?:\s+${POLITELY})?[\s,.:;!–—-]*$`,
  'iu',
);

/** The text without its courtesies; as it is where nothing else would be left. */
export function stripCourtesies(text: string): string {
  let left = text;
  for (;;) {
    const opening = OPENINGS.map((pattern) => pattern.exec(left)?.[0]).find(
      (found) => found !== undefined && (!OPENS_QUESTION.test(found) || ASKS.test(found)),
    );
    if (opening === undefined) break;
    left = left.slice(opening.length);
  }
  if (left !== text) left = left.replace(JOINT, '');
  const closing = CLOSING.exec(left)?.[0];
  if (closing !== undefined) left = left.slice(0, -closing.length) + (/\?/u.test(closing) ? '?' : '');
  return (left.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) >= LEAST_WORDS ? left : text;
}
