/** What can be wrong with what a person on Discord asks for. */
import { OnRecordError } from '../corpus/errors.ts';

/** Something that the person can mend: shown as it is. */
export class RequestError extends OnRecordError {}

/** Discord refuses the bot itself (token, intents): the operator must act. */
export class DiscordLoginError extends OnRecordError {}
