/** The running bot's watch over its sources: `npm run watch-sources -- --keep --embed` as a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';

/** Starts watching; the record takes up what is indexed by itself. Where it cannot, the bot goes on without. */
export function startSourceWatch(log: Logger): { stop(): Promise<void> } {
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
