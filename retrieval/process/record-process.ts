/** The process that holds the record: models and indexes compute here, so that the bot itself stays free to answer. */
import { setFlagsFromString } from 'node:v8';
import { type Connect, connectorOf } from '../cluster/connection.ts';
import { LiveRecord } from '../live-record.ts';
import { followedBy, type OpenRecord, openRecord, type RecordListener, reopenRecord } from '../record.ts';
import { timedAsk } from '../timing.ts';
import { type Answered, type Call, sendError } from './protocol.ts';
import type { FromProcess, ProcessArgument } from './record-client.ts';
import { listenForCalls } from './record-socket.ts';
import { tellVitals } from './vitals.ts';

const { settings, listenAt, ...options } = JSON.parse(process.argv[2] ?? '{}') as ProcessArgument;
/** The record here is bound by the processor, one elsewhere by the way to it. */
const AT_ONCE = { here: 4, elsewhere: 64 };

const tell = (message: FromProcess) => void process.send?.(message);
const tellFault = (error: unknown) => tell({ kind: 'fault', error: sendError(error) });

// A supervisor signals all processes of a service: this one ends with the bot, after what the bot has in flight.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());

try {
  const cluster = connectorOf(settings, process.env, (request) => tell({ kind: 'cluster', request }));
  const listener: RecordListener = {
    onBuild: (reason) => tell({ kind: 'build', reason }),
    onProgress: (progress) => tell({ kind: 'progress', progress }),
    onRefusal: ({ path, error }) => tell({ kind: 'refusal', path, error: sendError(error) }),
    onWarning: (message) => tell({ kind: 'warning', message }),
    onOutdated: tellFault,
  };
  const first = await openRecord(settings, listener, cluster, options);
  await serve(first, cluster);
  tellVitals((vitals) => tell({ kind: 'vitals', vitals }));
  giveBackMemory();
  tell({ kind: 'open', state: first.state });
} catch (error) {
  tell({ kind: 'failed', error: sendError(error) });
}

async function serve(first: OpenRecord, cluster: Connect | undefined): Promise<void> {
  const running = new Set<Promise<unknown>>();
  /** The record, telling how long the stages of each question took. */
  const withTimes = (record: OpenRecord): OpenRecord => {
    const atOnce = cluster ? AT_ONCE.elsewhere : AT_ONCE.here;
    const ask = timedAsk(record.parts, atOnce, (times) => tell({ kind: 'times', times }));
    return { ...record, search: { ...record.search, ask } };
  };
  const record = new LiveRecord<OpenRecord>(withTimes(first), {
    ...followedBy(settings, cluster),
    reopen: async (current) => {
      const next = await reopenRecord(settings, current, cluster);
      return next && withTimes(next);
    },
    settled: async () => void (await Promise.all(running)),
    onSwitch: ({ state }) => {
      giveBackMemory();
      tell({ kind: 'switch', state });
    },
    onFault: tellFault,
  });
  record.follow();
  const answer = (call: Call) => {
    const answered = answerCall(record.current, call);
    running.add(answered);
    void answered.finally(() => running.delete(answered));
    return answered;
  };
  if (listenAt !== undefined) await listenForCalls(listenAt, answer);
  process.on(
    'message',
    (call: Call) => void answer(call).then((one) => tell({ kind: 'answer', answer: one })),
  );
}

/**
 * Reading a record leaves a hundred megabytes behind that the runtime would keep until it needs them itself, and so do
 * some hundred questions: from now on a fifth more than what is in use is enough to clear up.
 */
function giveBackMemory(): void {
  setFlagsFromString('--heap-growing-percent=20');
  globalThis.gc?.();
}

async function answerCall(record: OpenRecord, { id, service, method, args }: Call): Promise<Answered> {
  try {
    const target: unknown = Reflect.get(record[service], method);
    if (typeof target !== 'function') throw new TypeError(`${service} has no ${method}`);
    return { id, result: await Reflect.apply(target, record[service], args) };
  } catch (error) {
    return { id, error: sendError(error) };
  }
}
