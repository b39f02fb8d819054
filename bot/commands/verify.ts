/** `/verify`, and the message menu `Verify quote`: is this what was said? */
import { readMessage } from '../../retrieval/quotes/message.ts';
import { RequestError } from '../errors.ts';
import { ENGLISH } from '../i18n/i18n.ts';
import { verifyReply } from '../replies/verification.ts';
import type { Services } from '../services.ts';
import { checkQuestion } from './ask.ts';
import { HIDE, type Made, type MenuInput, type MessageMenu, type SlashCommand } from './command.ts';

const HELP =
  'Compares what stands in quotation marks, or the whole text, word by word. Case, white space, typographic quotes ' +
  'and a final full stop do not count; everything else does. What is not on record is compared with what stood there ' +
  'before its source was changed, too: the answer says so, and what the source says now.';

const checkWords = (text: string) => checkQuestion(readMessage(text).text);

export const verify: SlashCommand = {
  kind: 'slash',
  name: 'verify',
  key: 'verify',
  help: HELP,
  options: [{ name: 'text', key: 'verifyText', type: 'string', required: true, maxLength: 4000 }, HIDE],
  examples: ['/verify text:It is a bullying act that is hypocritical, immoral and unfair.'],
  check: ({ strings }) => checkWords(strings.text ?? ''),
  run: ({ strings }, services) => verifyText({ text: strings.text ?? '' }, services),
};

export const verifyQuote: MessageMenu = {
  kind: 'message-menu',
  name: ENGLISH.t('command.verifyMenu.name'),
  key: 'verifyMenu',
  help: HELP,
  check: checkWords,
  run: verifyText,
};

/** @throws RequestError for a text without words to compare */
export async function verifyText({ text, id }: MenuInput, { verifier }: Services): Promise<Made> {
  const checks = await verifier.verify(text);
  if (checks.length === 0) throw new RequestError('error.nothingToCompare');
  return {
    draw: (context) => verifyReply(checks, context, id),
    isMiss: checks.every(({ kind }) => kind === 'not-found'),
    basis: { kind: 'verified', text },
  };
}
