/** `npm run watch-sources`: fetches what is new from the list pages of `sources.yaml` beside the corpus. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import { OnRecordError } from '../corpus/errors.ts';
import { Crawler } from '../corpus/import/crawl.ts';
import { HttpClient } from '../corpus/import/http-client.ts';
import { nextDue, type WatchEvent, watchSources } from '../corpus/import/watch.ts';
import { readWatchList } from '../corpus/import/watch-list.ts';
import { readWatchState } from '../corpus/import/watch-state.ts';
import { withParser } from '../corpus/parse-cache.ts';
import { type RecordSettings, readSettings, recordSettings } from '../retrieval/settings.ts';
import { printable, readArguments, runCommand } from './terminal/command.ts';

const USAGE =
  'Usage: npm run watch-sources [-- [--keep] [--embed] [--all] [--report] [--json] [--allow-private] [--sources FILE]]';
/** An edit of sources.yaml is noticed within this time. */
const LONGEST_SLEEP = 15 * 60_000;
const SHORTEST_SLEEP = 1000;

const PAINT: Record<WatchEvent['outcome'], (text: string) => string> = {
  added: pc.green,
  updated: pc.green,
  known: pc.dim,
  refused: pc.red,
  gone: pc.yellow,
  failed: pc.red,
};

await runCommand(async () => {
  const { values } = readArguments(
    {
      options: {
        all: { type: 'boolean', default: false },
        'allow-private': { type: 'boolean', default: false },
        embed: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        report: { type: 'boolean', default: false },
        sources: { type: 'string' },
      },
    },
    USAGE,
  );
  const settings = readSettings(recordSettings, process.env);
  if (values.report) return await report(settings, values.json);
  const file = values.sources ?? (await findWatchList(settings.CORPUS_DIR));
  const print = (event: WatchEvent) => console.log(values.json ? JSON.stringify(event) : render(event));
  const look = async (): Promise<number> => {
    const sources = await readWatchList(file);
    const { changed, failed } = await lookOnce(settings, sources, values, print);
    if (!values.json) console.log(`${changed} new or changed on ${sources.length} list pages.`);
    if (changed > 0 && values.embed) await embed();
    process.exitCode = failed && !values.keep ? 1 : 0;
    return nextDue(sources, await readWatchState(settings.DATA_DIR)) - Date.now();
  };
  // At once, also in the middle of a look: every file is written as a whole, and what is known page by page. A parent
  // that dies must not leave this behind either.
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const)
    process.once(event, () => process.exit(0));
  let left = await look();
  while (values.keep) {
    await sleep(Math.min(Math.max(left, SHORTEST_SLEEP), LONGEST_SLEEP));
    try {
      left = await look();
    } catch (error) {
      console.error(printable(OnRecordError.expected(error).message));
      left = LONGEST_SLEEP;
    }
  }
});

/** Beside the corpus folder, or in it, where a container mounts nothing else. */
async function findWatchList(corpusDir: string): Promise<string> {
  const [inside, beside] = [path.join(corpusDir, 'sources.yaml'), path.join(corpusDir, '..', 'sources.yaml')];
  return await access(inside).then(
    () => inside,
    () => beside,
  );
}

/** One look at everything that is due; a list page that fails is no error of the others. */
async function lookOnce(
  { CORPUS_DIR: directory, DATA_DIR: dataDir }: RecordSettings,
  sources: Awaited<ReturnType<typeof readWatchList>>,
  { all, 'allow-private': allowPrivate }: { all: boolean; 'allow-private': boolean },
  print: (event: WatchEvent) => void,
): Promise<{ changed: number; failed: boolean }> {
  const client = new HttpClient(allowPrivate);
  const lists = new Set(sources.map(({ list }) => list));
  let changed = 0;
  let failed = false;
  try {
    await withParser(dataDir, async ({ parse }) => {
      const options = { directory, dataDir, crawler: new Crawler(client), parse, all };
      for await (const event of watchSources(sources, options)) {
        if (event.outcome === 'added' || event.outcome === 'updated') changed += 1;
        if (event.outcome === 'failed' && lists.has(event.source)) failed = true;
        if (event.outcome !== 'known') print(event);
      }
    });
  } finally {
    await client.close();
  }
  return { changed, failed };
}

/** Brings the index up to date in a process of its own, which gives its memory back. */
async function embed(): Promise<void> {
  const script = fileURLToPath(new URL('embed.ts', import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, script], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const end = () => child.kill();
  process.once('exit', end);
  await once(child, 'exit');
  process.removeListener('exit', end);
}

/** Everything that is not on record as its site has it now, with the reason. */
async function report({ DATA_DIR }: RecordSettings, json: boolean): Promise<void> {
  const { lists, pages } = await readWatchState(DATA_DIR);
  const problems = [...Object.entries(lists), ...Object.entries(pages)]
    .map(([source, state]) => ({ source, ...state }))
    .filter(({ reason }) => reason !== undefined);
  if (json) for (const problem of problems) console.log(JSON.stringify(problem));
  else if (problems.length === 0) console.log('Nothing was refused.');
  else for (const { source, reason } of problems) console.log(printable(reason ?? source));
}

function render({ outcome, source, path: file, reason, remedy }: WatchEvent): string {
  const what =
    reason === undefined ? `${source}${file === undefined ? '' : ` → ${file}`}` : `${reason} ${remedy ?? ''}`;
  return `${PAINT[outcome](outcome.padEnd(8))} ${printable(what.trimEnd())}`;
}
