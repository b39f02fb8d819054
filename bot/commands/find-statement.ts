/** The message menu `Find official statement`: what the record says to somebody's message. */
import { readQuestion } from '../../retrieval/question.ts';
import { readMessage } from '../../retrieval/quotes/markdown.ts';
import { answerQuestion } from './ask.ts';
import type { MessageMenu } from './command.ts';
import { COMMAND_WORDS } from './translations.ts';

export const findStatement: MessageMenu = {
  kind: 'message-menu',
  name: 'Find official statement',
  description: 'Search the record with the text of a message',
  help: 'Only you see the reply at first; a button publishes it.',
  localizations: COMMAND_WORDS.find,
  check: (text) => void readQuestion(readMessage(text).text),
  run: (text, services) => answerQuestion(readMessage(text).text, undefined, services, true),
};
