/** The API over the first documents, without limits on a client: what Schemathesis and the load test ask. */
import { pino } from 'pino';
import { openRecord } from '../../retrieval/record.ts';
import { readSettings, recordSettings } from '../../retrieval/settings.ts';
import { reportBuild } from '../../scripts/terminal/progress.ts';
import { createWebApp } from '../../web/app.ts';
import { startWebServer } from '../../web/server.ts';

const port = Number(process.argv[2] ?? 0);
const record = await openRecord(readSettings(recordSettings, process.env), reportBuild());
const app = createWebApp({
  services: () => record,
  log: pino({ level: 'warn' }),
  publicUrl: `http://127.0.0.1:${port}`,
  limits: { questionsPerMinute: 1e9, requestsPerMinute: 1e9, waitMs: 60_000 },
});
const { url } = await startWebServer(app, { host: '127.0.0.1', port });
console.log(url);
