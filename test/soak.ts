/**
 * A soak, run by hand: `node --import ./scripts/runtime/typescript.mjs test/soak.ts [MINUTES]` (30 by default; Linux).
 * A bot in two shards serves 20 servers while REST calls fail, gateway connections break, the process of the record is
 * killed and the index is switched. It counts answers that were promised and never came, and watches the memory of
 * each process.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LoopbackDiscord, startLoopbackDiscord } from './discord/loopback-discord.ts';
import type { LoopbackMessage } from './discord/messages.ts';
import type { Channel, User } from './discord/world.ts';
import { runScript, startScript } from './support/run-script.ts';

const minutes = Number(process.argv[2] ?? 30);
const PEOPLE = 6;
const ANSWER_MS = 60_000;
const BETWEEN_FAULTS_MS = 4000;
const SAMPLE_MS = 5000;
/** Twice, and rarely enough to see its memory grow: the service gives up when its record dies often. */
const KILL_EVERY_MS = (minutes * 60_000) / 3;
const SWITCH_EVERY_MS = 2 * 60_000;

const folder = await mkdtemp(path.join(tmpdir(), 'on-record-soak-'));
const env = { CORPUS_DIR: path.join(folder, 'documents'), DATA_DIR: path.join(folder, 'data') };
await cp(new URL('../corpus/documents', import.meta.url), env.CORPUS_DIR, { recursive: true });
await runScript('embed', [], env);

const discord = await startLoopbackDiscord({ shards: 2, servers: 19 });
const bot = startScript('start', [], {
  ...env,
  DISCORD_TOKEN: discord.token,
  DISCORD_API_URL: discord.apiUrl,
  SHARDS: '2',
});
// Whatever ends this process ends the bot.
process.on('exit', () => bot.kill('SIGKILL'));
let log = '';
for (const stream of [bot.stdout, bot.stderr]) stream?.on('data', (chunk) => (log += chunk));
const ended = new Promise<number | null>((resolve) => bot.on('close', resolve));
await discord.ready(120_000);
await discord.until('the commands', () => (discord.commands().length > 0 ? true : undefined), 60_000);

const began = Date.now();
const over = began + minutes * 60_000;
const running = () => Date.now() < over && bot.exitCode === null;
const counts = new Map<string, number>();
const count = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1);
const latencies: number[] = [];
const losses: string[] = [];
const struck: string[] = [];
const since = (at: number) => `${((at - began) / 1000).toFixed(1)} s`;
const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T;

const QUESTIONS = [
  'frozen bank accounts in Spain',
  'Huawei 5G backdoors',
  'bread with olives',
  'National Intelligence Law',
];
const QUOTE = 'China has asked and will ask companies or individuals to collect or provide data';
const places: readonly Channel[] = [discord.channels.general, ...discord.moreChannels];

interface Act {
  what: string;
  promised(): boolean;
  answer: Promise<LoopbackMessage>;
  /** What a test of its own would look at when the answer does not come. */
  state(): string;
}

/** One thing that a person does. */
function act(by: User): Act {
  const place = { in: pick(places), by };
  const question = `${pick(QUESTIONS)} ${Math.floor(Math.random() * 1000)}`;
  const kind = pick(['ask', 'topic', 'quote', 'verify', 'about', 'message', 'direct', 'press'] as const);
  if (kind === 'message' || kind === 'direct') {
    const where = kind === 'message' ? place : { by, in: discord.dmWith(by) };
    const said = discord.say(question, { ...where, mentionBot: kind === 'message' });
    return { what: kind, promised: () => true, answer: said.reply(ANSWER_MS), state: () => said.id };
  }
  const shown = discord.messages.findLast(
    ({ buttons, deleted, origin }) => origin && !deleted && buttons.some(({ label }) => label === 'Context'),
  );
  const given = {
    ask: { question },
    topic: { name: 'Huawei' },
    quote: { text: 'Huawei' },
    verify: { text: QUOTE },
    about: {},
  };
  const interaction =
    kind !== 'press'
      ? discord.slash(kind, given[kind], place)
      : shown
        ? discord.click(shown, 'Context', shown.ephemeralFor ? {} : { by })
        : discord.slash('ask', { question }, place);
  return {
    what: kind,
    promised: () => interaction.acknowledgement !== undefined,
    // What turns out to concern one person alone is deleted, and told in a follow-up.
    answer: Promise.any([interaction.reply(ANSWER_MS), interaction.followUp(0, ANSWER_MS)]),
    state: () => {
      const { acknowledgement, followUps, original } = interaction;
      const told = followUps.map(({ text }) => text.slice(0, 80));
      return `type ${acknowledgement?.type}, ${original?.deleted ? 'deleted' : original?.loading ? 'loading' : 'shown'}, told ${JSON.stringify(told)}`;
    },
  };
}

async function person(n: number): Promise<void> {
  for (let turn = 0; running(); turn++) {
    // Somebody new each time: nobody is slowed down.
    const id = String(1_400_000_000_000_000_000n + BigInt(n * 1_000_000 + turn));
    const by: User = { id, username: `person-${n}-${turn}`, global_name: null, bot: false };
    await discord.ready(120_000).catch(() => count('the gateway did not come back'));
    const at = Date.now();
    const { what, promised, answer, state } = act(by);
    try {
      const { text } = await answer;
      // An apology is no answer.
      if (/cannot be read|went wrong/.test(text)) throw new Error(text);
      latencies.push(Date.now() - at);
      count('answered');
    } catch (error) {
      // Discord delivers nothing to a session that it has ended: what was not acknowledged may never have arrived.
      const lost = promised();
      count(lost ? 'promised and lost' : 'not acknowledged');
      if (lost) losses.push(`${since(at)} ${what}: ${state()} (${error})`);
    }
    await sleep(500 + Math.random() * 1000);
  }
}

const FAULTS: readonly [string, (discord: LoopbackDiscord) => void][] = [
  ['500 on an answer', (d) => d.failNextRest({ match: '@original', status: 500, times: 2 })],
  ['500 on an acknowledgement', (d) => d.failNextRest({ match: '/callback', status: 500, times: 1 })],
  ['500 after the effect', (d) => d.failNextRest({ match: '/callback', status: 500, afterEffect: true })],
  [
    '500 on an answer, after it',
    (d) => d.failNextRest({ match: '@original', status: 500, afterEffect: true }),
  ],
  ['500 on a message', (d) => d.failNextRest({ match: /^POST .*\/messages$/, status: 500, times: 2 })],
  ['429', (d) => d.failNextRest({ match: '@original', status: 429, retryAfter: 0.5 })],
  ['429 on a message', (d) => d.failNextRest({ match: /^POST .*\/messages$/, status: 429, retryAfter: 0.5 })],
  ['a hang-up', (d) => d.failNextRest({ match: '@original', status: 'hang-up' })],
  ['a hang-up on an acknowledgement', (d) => d.failNextRest({ match: '/callback', status: 'hang-up' })],
  ['a close with 4000', (d) => d.closeGateway(4000)],
  ['a close with 4009', (d) => d.closeGateway(4009)],
  ['a cut', (d) => d.cutGateway()],
  ['a request to reconnect', (d) => d.reconnectRequest()],
  ['an invalid session', (d) => d.invalidateSession(false)],
];

async function every(ms: number, work: () => unknown): Promise<void> {
  for (let next = Date.now() + ms; next < over && running(); next += ms) {
    await sleep(Math.max(0, next - Date.now()));
    await work();
  }
}

function processes(): { kind: string; pid: number; megabytes: number }[] {
  const all = readdirSync('/proc').flatMap((name) => {
    try {
      const [, parent = ''] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
      const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${name}/status`, 'utf8')) ?? [];
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      const kind = /record-process|shard-process/.exec(command)?.[0] ?? 'bot';
      return [{ kind, pid: Number(name), parent: Number(parent), megabytes: Number(kilobytes) / 1024 }];
    } catch {
      return [];
    }
  });
  return all.filter(({ pid, parent }) => pid === bot.pid || parent === bot.pid);
}

/** Megabytes of each process, oldest sample first. A record that was started again goes on under its name. */
const memory = new Map<string, { at: number; megabytes: number }[]>();
function sample(): void {
  const seen = new Map<string, number>();
  for (const { kind, megabytes } of processes().sort((a, b) => a.pid - b.pid)) {
    const nth = seen.get(kind) ?? 0;
    seen.set(kind, nth + 1);
    const name = kind === 'shard-process' ? `${kind} ${nth}` : kind;
    memory.set(name, [...(memory.get(name) ?? []), { at: Date.now(), megabytes }]);
  }
}

let edits = 0;
async function switchIndex(): Promise<void> {
  const [name = ''] = (await readdir(env.CORPUS_DIR)).filter((one) => one.endsWith('.txt')).sort();
  const file = path.join(env.CORPUS_DIR, name);
  const text = await readFile(file, 'utf8');
  edits += 1;
  await writeFile(file, text.replace(/immoral(?: \d+)?/, `immoral ${edits}`));
  const { code } = await runScript('embed', [], env);
  count(code === 0 ? 'index switched' : 'index not built');
}

function killRecord(): void {
  const record = processes().find(({ kind }) => kind === 'record-process');
  if (record) process.kill(record.pid, 'SIGKILL');
  count(record ? 'record killed' : 'no record to kill');
}

await Promise.all([
  ...Array.from({ length: PEOPLE }, (_, n) => person(n)),
  every(BETWEEN_FAULTS_MS, () => {
    const [name, strike] = pick(FAULTS);
    strike(discord);
    count(`fault: ${name}`);
    struck.push(`${since(Date.now())} ${name}`);
  }),
  every(KILL_EVERY_MS, killRecord),
  every(SWITCH_EVERY_MS, switchIndex),
  every(SAMPLE_MS, sample),
]);

const exited = bot.exitCode;
bot.kill('SIGTERM');
await Promise.race([ended, sleep(15_000)]);
bot.kill('SIGKILL');

const sorted = [...latencies].sort((a, b) => a - b);
const quantile = (share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const violations = new Map<string, number>();
for (const { where, status, code } of discord.violations) {
  const key = `${where.replace(/\/[\w-]{17,}/g, '/…')} ${status} ${code}`;
  violations.set(key, (violations.get(key) ?? 0) + 1);
}
/** The mean of the half minute before each of these minutes, and the most that was ever seen. */
const atMinutes = (samples: readonly { at: number; megabytes: number }[]) => {
  const at = [...new Set([1, 5, 10, 20, minutes].filter((minute) => minute <= minutes))];
  const mean = (minute: number) => {
    const to = began + minute * 60_000;
    const part = samples.filter((one) => one.at > to - 30_000 && one.at <= to);
    return Math.round(part.reduce((sum, { megabytes }) => sum + megabytes, 0) / Math.max(1, part.length));
  };
  const most = Math.round(Math.max(...samples.map(({ megabytes }) => megabytes)));
  return { ...Object.fromEntries(at.map((minute) => [`minute ${minute}`, mean(minute)])), most };
};
const lost = counts.get('promised and lost') ?? 0;
console.log(
  JSON.stringify(
    {
      minutes: Math.round((Date.now() - began) / 6000) / 10,
      exitedEarly: exited,
      promised: (counts.get('answered') ?? 0) + lost,
      lost,
      counts: Object.fromEntries(counts),
      answerMs: { p50: quantile(0.5), p95: quantile(0.95), max: quantile(1) },
      identifies: discord.gateway.identifies.length,
      resumes: discord.gateway.resumes,
      rateLimited: discord.rateLimited,
      megabytes: Object.fromEntries([...memory].map(([name, samples]) => [name, atMinutes(samples)])),
      violations: Object.fromEntries(violations),
      losses,
      struck,
      failures: log
        .split('\n')
        .filter((line) => /"level":[56]0/.test(line))
        .slice(-20),
    },
    null,
    2,
  ),
);
await discord.stop();
await rm(folder, { recursive: true, force: true });
process.exitCode = lost > 0 || exited !== null ? 1 : 0;
