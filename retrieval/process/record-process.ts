/** The process that holds the record: models and indexes compute here, so that the bot itself stays free to answer. */
import { LiveRecord } from '../live-record.ts';
import { type OpenRecord, openRecord, reopenRecord } from '../record.ts';
import type { RecordSettings } from '../settings.ts';
import { type Call, sendError } from './protocol.ts';
import type { FromProcess } from './record-client.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as RecordSettings;
const tell = (message: FromProcess) => void process.send?.(message);

// A supervisor signals all processes of a service: this one ends with the bot, after what the bot has in flight.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());

try {
  const first = await openRecord(settings, {
    onBuild: (reason) => tell({ kind: 'build', reason }),
    onProgress: (progress) => tell({ kind: 'progress', progress }),
    onRefusal: ({ path, sha256, error }) => tell({ kind: 'refusal', path, sha256, error: sendError(error) }),
    onOutdated: (error, { name }) => tell({ kind: 'fault', error: sendError(error), index: name }),
  });
  serve(first);
  tell({ kind: 'open', manifest: first.snapshot.manifest });
} catch (error) {
  tell({ kind: 'failed', error: sendError(error) });
}

function serve(first: OpenRecord): void {
  const running = new Set<Promise<void>>();
  const record = new LiveRecord<OpenRecord>(first, {
    dataDir: settings.DATA_DIR,
    reopen: (current) => reopenRecord(settings, current),
    settled: async () => void (await Promise.all(running)),
    onSwitch: ({ snapshot }) => tell({ kind: 'switch', manifest: snapshot.manifest }),
    onFault: (error) => tell({ kind: 'fault', error: sendError(error) }),
  });
  record.follow();
  process.on('message', (call: Call) => {
    const answer = answerCall(record.current, call);
    running.add(answer);
    void answer.finally(() => running.delete(answer));
  });
}

async function answerCall(record: OpenRecord, { id, service, method, args }: Call): Promise<void> {
  try {
    const target: unknown = Reflect.get(record[service], method);
    if (typeof target !== 'function') throw new TypeError(`${service} has no ${method}`);
    tell({ kind: 'answer', answer: { id, result: await Reflect.apply(target, record[service], args) } });
  } catch (error) {
    tell({ kind: 'answer', answer: { id, error: sendError(error) } });
  }
}
