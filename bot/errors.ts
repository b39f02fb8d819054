/** What can be wrong with what a person on Discord asks for. */
import { OnRecordError } from '../corpus/errors.ts';
import { ENGLISH, type ErrorKey, type Texts, type TextValues } from './i18n/i18n.ts';

/** Something that the person can correct: shown in their language. The error's own message is English. */
export class RequestError extends OnRecordError {
  private readonly key: ErrorKey;
  private readonly values: TextValues;

  constructor(key: ErrorKey, values: TextValues = {}) {
    super(ENGLISH.t(key, values), ENGLISH.t(`${key}.remedy`, values));
    this.key = key;
    this.values = values;
  }

  tellIn({ t }: Texts): string {
    return `${t(this.key, this.values)} ${t(`${this.key}.remedy`, this.values)}`;
  }
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The file in which the bot keeps what servers want cannot be used. */
export class StoreError extends OnRecordError {}

/** Discord refuses the bot itself (token, intents): the operator must act. */
export class DiscordLoginError extends OnRecordError {}
