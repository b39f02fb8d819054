/** A real OpenSearch cluster on loopback, whose nodes a test may kill, stop and start again. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** Each user has an own one. Not below a home: as root, nodes run as another user, who must reach it. */
const INSTALL = `/var/tmp/on-record-opensearch-${process.getuid?.() ?? 0}`;
const START_MS = 180_000;

export class TestCluster {
  readonly urls: string[];
  private readonly run = mkdtempSync(path.join(tmpdir(), 'opensearch-'));
  private readonly nodes: (ChildProcess | undefined)[];
  private readonly base: number;
  private readonly size: number;

  private constructor(size: number, base: number) {
    this.size = size;
    this.base = base;
    this.urls = Array.from({ length: size }, (_, i) => `http://127.0.0.1:${base + 1 + i}`);
    this.nodes = Array.from({ length: size }, () => undefined);
    chmodSync(this.run, 0o755);
  }

  /** Installs OpenSearch where it is missing, starts the nodes and waits until all have met. */
  static async start(size: number, base = 19400): Promise<TestCluster> {
    execFileSync('bash', [script('install.sh'), INSTALL], { stdio: ['ignore', 'inherit', 'inherit'] });
    const cluster = new TestCluster(size, base);
    for (let i = 1; i <= size; i++) cluster.startNode(i);
    await cluster.settled(size);
    return cluster;
  }

  /** Starts node `i`, from 1. */
  startNode(i: number): void {
    const args = [script('node.sh'), INSTALL, this.run, String(i), String(this.size), String(this.base)];
    const node = spawn('bash', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    node.on('exit', () => {
      if (this.nodes[i - 1] === node) this.nodes[i - 1] = undefined;
    });
    this.nodes[i - 1] = node;
  }

  signal(i: number, signal: NodeJS.Signals): void {
    this.nodes[i - 1]?.kill(signal);
  }

  async kill(i: number): Promise<void> {
    const node = this.nodes[i - 1];
    if (!node) return;
    const gone = once(node, 'exit');
    node.kill('SIGKILL');
    await gone;
  }

  /** The number of the node that manages the cluster. */
  async manager(): Promise<number> {
    const listed = await this.get<{ node: string }[]>('/_cat/cluster_manager?format=json');
    return Number(listed?.[0]?.node.slice(1));
  }

  /** Waits until so many nodes have met, and every copy of every shard is in place. */
  async settled(nodes: number): Promise<void> {
    const end = Date.now() + START_MS;
    for (;;) {
      const health = await this.get<{ status: string; number_of_nodes: number }>('/_cluster/health');
      if (health?.number_of_nodes === nodes && health.status === 'green') return;
      if (Date.now() > end) throw new Error(`the cluster did not settle: ${JSON.stringify(health)}`);
      await sleep(250);
    }
  }

  async put(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    for (const url of this.urls) {
      const answer = await fetch(url + path, { method: 'PUT', headers, body: JSON.stringify(body) }).catch(
        () => undefined,
      );
      if (answer?.ok) return;
    }
    throw new Error(`no node took ${path}`);
  }

  /** From the first node that answers. */
  async get<Answer>(path: string): Promise<Answer | undefined> {
    for (const url of this.urls) {
      const signal = AbortSignal.timeout(3000);
      const answer = await fetch(url + path, { signal }).catch(() => undefined);
      if (answer?.ok) return (await answer.json()) as Answer;
    }
    return undefined;
  }

  async stop(): Promise<void> {
    for (let i = 1; i <= this.size; i++) {
      this.signal(i, 'SIGCONT');
      await this.kill(i);
    }
    rmSync(this.run, { recursive: true, force: true });
  }
}
