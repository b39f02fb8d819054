/** The running bot's watch over its sources: `npm run watch-sources -- --keep --embed` as a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Connect } from '../../retrieval/cluster/connection.ts';
import { startElection } from '../../retrieval/cluster/leadership.ts';

interface SourceWatch {
  stop(): Promise<void>;
}

/**
 * Starts watching; the record takes up what is indexed by itself. Where it cannot, the bot goes on without. Of several
 * machines with one cluster, one at a time watches.
 */
export function startSourceWatch(log: Logger, cluster: Connect | undefined): SourceWatch {
  if (!cluster) return watchHere(log);
  const connection = cluster();
  let watching: SourceWatch | undefined;
  let turn: Promise<void> = Promise.resolve();
  const leadership = startElection(connection, 'sources', {
    onChange: (leads) => {
      log.info({ leads }, leads ? 'this machine watches the sources' : 'another machine watches the sources');
      turn = turn.then(async () => {
        await watching?.stop();
        watching = leads ? watchHere(log) : undefined;
      });
    },
  });
  return {
    async stop() {
      await leadership.stop();
      await turn;
      await watching?.stop();
      void connection.close();
    },
  };
}

function watchHere(log: Logger): SourceWatch {
  const script = fileURLToPath(new URL('../watch-sources.ts', import.meta.url));
  const child = fork(script, ['--keep', '--embed', '--json'], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const exit = once(child, 'exit');
  exit.then(
    ([code]) => code !== 0 && log.error({ code }, 'sources are no longer watched'),
    (error: unknown) => log.error({ error: String(error) }, 'sources cannot be watched'),
  );
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => log.info({ line }, 'sources'));
  if (child.stderr)
    createInterface({ input: child.stderr }).on('line', (line) => log.warn({ line }, 'sources'));
  return {
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await exit.catch(() => undefined);
    },
  };
}
