/** One WebSocket of the gateway: hello, identify or resume, heartbeats, and the close code for each mistake. */
import type { RawData, WebSocket } from 'ws';
import { type Fields, isFields } from './form.ts';
import type { Gateway } from './gateway.ts';
import { Session } from './gateway-session.ts';
import { readIdentify } from './identify.ts';

const Op = {
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voice: 4,
  resume: 6,
  reconnect: 7,
  members: 8,
  invalidSession: 9,
  hello: 10,
  acknowledged: 11,
  soundboard: 31,
} as const;

/** Accepted once identified; nothing here depends on them. */
const unused: readonly unknown[] = [Op.presence, Op.voice, Op.members, Op.soundboard];

/** Closing with one of these ends the session as well. */
const finalCodes: readonly number[] = [1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014];

const MINUTE = 60_000;
const EVENTS_A_MINUTE = 120;

export class Connection {
  readonly #socket: WebSocket;
  readonly #gateway: Gateway;
  readonly #received: number[] = [];
  #session: Session | undefined;

  constructor(socket: WebSocket, gateway: Gateway, version: string | null) {
    this.#socket = socket;
    this.#gateway = gateway;
    socket.on('message', (data) => this.#receive(data));
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      gateway.connections.delete(this);
      this.#detach(code);
    });
    if (version !== '10' && version !== '9') this.#refuse(4012, 'Invalid API version');
    else
      this.#send({ op: Op.hello, d: { heartbeat_interval: gateway.options.heartbeatInterval, _trace: [] } });
  }

  close(code: number, reason = ''): void {
    this.#detach(code);
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  reconnect(): void {
    this.#send({ op: Op.reconnect, d: null });
  }

  invalidate(resumable: boolean): void {
    this.#detach(resumable ? 4000 : 4009);
    this.#send({ op: Op.invalidSession, d: resumable });
  }

  #send(payload: unknown): void {
    this.#socket.send(JSON.stringify(payload));
  }

  /** Closes because of a mistake of the client. */
  #refuse(code: number, reason: string): void {
    this.#gateway.options.onViolation(code, reason);
    this.close(code, reason);
  }

  /** The session lives on without this connection, unless the code ends it. */
  #detach(code: number): void {
    const session = this.#session;
    this.#session = undefined;
    if (session?.socket === this.#socket) session.socket = undefined;
    if (session && finalCodes.includes(code)) this.#gateway.sessions.delete(session.id);
    this.#gateway.options.onChange();
  }

  #receive(data: RawData): void {
    const payload = parse(data);
    if (this.#tooFast()) this.#refuse(4008, 'Rate limited');
    else if (!payload) this.#refuse(4002, 'Decode error');
    else if (payload.op === Op.heartbeat) {
      this.#gateway.heartbeats += 1;
      this.#send({ op: Op.acknowledged });
    } else if (payload.op === Op.identify || payload.op === Op.resume) {
      if (this.#session) this.#refuse(4005, 'Already authenticated');
      else if (payload.op === Op.identify) this.#identify(payload.d);
      else this.#resume(payload.d);
    } else if (!unused.includes(payload.op)) this.#refuse(4001, 'Unknown opcode');
    else if (!this.#session) this.#refuse(4003, 'Not authenticated');
  }

  #tooFast(): boolean {
    const now = Date.now();
    this.#received.push(now);
    while ((this.#received[0] ?? now) < now - MINUTE) this.#received.shift();
    return this.#received.length > EVENTS_A_MINUTE;
  }

  #identify(data: unknown): void {
    const identify = readIdentify(data, this.#gateway.options);
    if ('code' in identify) this.#refuse(identify.code, identify.reason);
    else {
      this.#session = new Session(identify, this.#socket);
      this.#gateway.start(this.#session);
    }
  }

  #resume(data: unknown): void {
    const { token, session_id, seq }: Fields = isFields(data) ? data : {};
    const session = this.#gateway.sessions.get(String(session_id));
    const sequence = Number(seq ?? 0);
    if (token !== this.#gateway.options.token) this.#refuse(4004, 'Authentication failed');
    else if (!session) this.#send({ op: Op.invalidSession, d: false });
    else if (!(sequence <= session.sequence)) this.#refuse(4007, 'Invalid seq');
    else {
      this.#session = session;
      this.#gateway.resumes += 1;
      session.resume(this.#socket, sequence);
      this.#gateway.options.onChange();
    }
  }
}

function parse(data: RawData): Fields | undefined {
  try {
    const text = String(data);
    const payload: unknown = text.length <= 4096 ? JSON.parse(text) : undefined;
    return isFields(payload) ? payload : undefined;
  } catch {
    return undefined;
  }
}
