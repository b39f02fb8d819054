/** Which of the bot's messages answers which message, so that both go together. */

export interface SentReply {
  channelId: string;
  messageId: string;
}

/** Older pairs are forgotten: nobody deletes a question days later to have the answer gone. */
const REMEMBERED = 10_000;

export class AnsweredMessages {
  private readonly replies = new Map<string, SentReply>();
  /** Messages that were deleted before their answer was sent. */
  private readonly deleted = new Set<string>();

  /** Keeps a pair; false when the message is already gone. */
  remember(messageId: string, reply: SentReply): boolean {
    if (this.deleted.delete(messageId)) return false;
    this.replies.set(messageId, reply);
    trim(this.replies);
    return true;
  }

  /** The reply to a deleted message, if there is one. */
  forget(messageId: string): SentReply | undefined {
    const reply = this.replies.get(messageId);
    if (!reply) {
      this.deleted.add(messageId);
      trim(this.deleted);
      return undefined;
    }
    this.replies.delete(messageId);
    return reply;
  }
}

/** Maps and sets keep the order of insertion: the first is the oldest. */
function trim(collection: Map<string, unknown> | Set<string>): void {
  if (collection.size <= REMEMBERED) return;
  const [oldest] = collection.keys();
  if (oldest !== undefined) collection.delete(oldest);
}
