/** The calls of one asker that wait for their answers. */
import { type Answered, type Call, type RecordServices, receiveError } from './protocol.ts';

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export class Calls {
  /** A record elsewhere, asked as if it were here. */
  readonly services: RecordServices;
  private readonly send: (call: Call) => void;
  private readonly pending = new Map<number, Pending>();
  private last = 0;
  private ended: Error | undefined;

  constructor(send: (call: Call) => void) {
    this.send = send;
    this.services = {
      search: this.proxy('search'),
      topics: this.proxy('topics'),
      quotes: this.proxy('quotes'),
      verifier: this.proxy('verifier'),
      catalogue: this.proxy('catalogue'),
    };
  }

  settle(answer: Answered): void {
    const call = this.pending.get(answer.id);
    this.pending.delete(answer.id);
    if ('error' in answer) call?.reject(receiveError(answer.error));
    else call?.resolve(answer.result);
  }

  /** Nobody answers any more: what waits and what is asked from now on fails. */
  end(error: Error): void {
    this.ended = error;
    for (const call of this.pending.values()) call.reject(error);
    this.pending.clear();
  }

  private proxy<Name extends keyof RecordServices>(service: Name): RecordServices[Name] {
    const call =
      (method: string) =>
      (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          if (this.ended) return reject(this.ended);
          const id = ++this.last;
          this.pending.set(id, { resolve, reject });
          this.send({ id, service, method, args });
        });
    // Whoever awaits a service asks whether it is a promise: it is none.
    return new Proxy({} as RecordServices[Name], {
      get: (_, name) => (typeof name === 'symbol' || name === 'then' ? undefined : call(name)),
    });
  }
}
