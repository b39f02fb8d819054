/** The message menu `Verify quote`: is this what was said? */
import { readQuestion } from '../../retrieval/question.ts';
import { readMessage } from '../../retrieval/quotes/message.ts';
import { verifyReply } from '../replies/verification.ts';
import type { MessageMenu } from './command.ts';
import { COMMAND_WORDS } from './translations.ts';

export const verifyQuote: MessageMenu = {
  kind: 'message-menu',
  name: 'Verify quote',
  description: 'Compare a message with the record: exact, altered, stitched together, or not found',
  help:
    'Compares what stands in quotation marks, or the whole message, word by word. Case, white space, typographic quotes ' +
    'and a final full stop do not count; everything else does. What is not on record is compared with what stood there ' +
    'before its source was changed, too: the answer says so, and what the source says now.',
  localizations: COMMAND_WORDS.verify,
  check: (text) => void readQuestion(readMessage(text).text),
  async run(text, { verifier, publicUrl }) {
    const checks = await verifier.verify(text);
    const reply = verifyReply(checks, publicUrl);
    return checks.length > 0 ? { reply, basis: { kind: 'verified', text } } : { reply };
  },
};
