/** The calls of one asker that wait for their answers. */
import { type Answered, type Call, proxyServices, type RecordServices, receiveError } from './protocol.ts';

interface Pending {
  readonly call: Call;
  /** How often it was sent. */
  sent: number;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export class Calls {
  readonly services: RecordServices;
  private readonly send: (call: Call) => boolean;
  private readonly pending = new Map<number, Pending>();
  private last = 0;
  private ended: Error | undefined;

  /** `send` tells whether the record could be reached: what could not be sent waits for `resume`. */
  constructor(send: (call: Call) => boolean) {
    this.send = send;
    this.services = proxyServices(
      (service, method, args) =>
        new Promise((resolve, reject) => {
          if (this.ended) return reject(this.ended);
          const id = ++this.last;
          const call = { id, service, method, args };
          this.pending.set(id, { call, sent: this.send(call) ? 1 : 0, resolve, reject });
        }),
    );
  }

  settle(answer: Answered): void {
    const call = this.pending.get(answer.id);
    this.pending.delete(answer.id);
    if ('error' in answer) call?.reject(receiveError(answer.error));
    else call?.resolve(answer.result);
  }

  /** The record can be reached again: what waits is sent, what was lost with the old connection once more. */
  resume(lost: Error): void {
    for (const [id, pending] of this.pending) {
      if (pending.sent < 2) {
        if (this.send(pending.call)) pending.sent += 1;
      } else {
        this.pending.delete(id);
        pending.reject(lost);
      }
    }
  }

  /** Nobody answers any more: what waits and what is asked from now on fails. */
  end(error: Error): void {
    this.ended = error;
    for (const call of this.pending.values()) call.reject(error);
    this.pending.clear();
  }
}
