/** What serving costs, measured where the bot stands: beside the process of the record. */
import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openRecordProcess } from '../../retrieval/process/record-client.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import type { StageTimes } from '../../retrieval/timing.ts';
import { round, type Summary, summarize } from './timing.ts';

const STARTS = 3;
/** As many as may press Enter while one official speaks, and while an important one does. */
const CROWDS = [40, 200];

/**
 * Start to ready, memory, each stage of a question, crowds that ask at once, and the event loop beside them.
 * @param folder of the snapshot: its files are dropped from the page cache before the first questions
 */
export async function benchServing(settings: RecordSettings, questions: readonly string[], folder: string) {
  const starts: number[] = [];
  for (let i = 1; i < STARTS; i++) {
    const opened = await openMeasured(settings);
    starts.push(opened.readyMs);
    await opened.record.close();
  }
  const { record, readyMs, seen } = await openMeasured(settings);
  starts.push(readyMs);
  const residentMegabytes: Record<string, number> = { ready: seen.megabytes };
  const pass = async (mark: string) => {
    seen.times = [];
    // Each in other words than before, so that nothing is remembered.
    for (const question of questions) await record.services.search.ask(`${question}${mark}`);
    return summarizeStages(seen.times);
  };
  const droppedFromCache = await dropFromCache(folder);
  const cold = await pass('');
  const warm = await pass(' (again)');
  residentMegabytes.served = seen.megabytes;
  const idle = await longestWaits(() => sleep(1000));
  const askedAtOnce: Record<number, unknown> = {};
  for (const crowd of CROWDS) {
    const answeredAfter: number[] = [];
    const eventLoopDelay = await longestWaits(async () => {
      const began = performance.now();
      const ask = async (question: string) => {
        await record.services.search.ask(question);
        answeredAfter.push(performance.now() - began);
      };
      await Promise.all(
        Array.from({ length: crowd }, (_, i) => ask(`${questions[i % questions.length]} (${crowd}, ${i})`)),
      );
    });
    askedAtOnce[crowd] = { answeredAfter: summarize(answeredAfter), eventLoopDelay };
    // Memory is told once a second.
    await sleep(1500);
    residentMegabytes[`after${crowd}`] = seen.megabytes;
  }
  await record.close();
  return {
    startToReady: summarize(starts),
    droppedFromCache,
    cold,
    warm,
    askedAtOnce,
    idleEventLoopDelay: idle,
    residentMegabytes,
  };
}

/** Drops the files of a folder from the page cache, as `dd` can; whether it could. */
async function dropFromCache(folder: string): Promise<boolean> {
  for (const name of await readdir(folder)) {
    const { status } = spawnSync('dd', [`if=${path.join(folder, name)}`, 'iflag=nocache', 'count=0']);
    if (status !== 0) return false;
  }
  return true;
}

/** The record in its process, with what that tells of itself. */
export async function openMeasured(settings: RecordSettings) {
  const seen: { times: StageTimes[]; megabytes: number } = { times: [], megabytes: 0 };
  const began = performance.now();
  const record = await openRecordProcess(settings, {
    hear(event) {
      if (event.kind === 'fault') console.error(event.error.message);
      if (event.kind === 'times') seen.times.push(event.times);
      if (event.kind === 'vitals') seen.megabytes = Math.round(event.vitals.residentBytes / 1e6);
    },
    onDeath() {},
  });
  return { record, readyMs: round(performance.now() - began), seen };
}

function summarizeStages(times: readonly StageTimes[]): Record<string, Summary> {
  const names = new Set(times.flatMap((one) => Object.keys(one) as (keyof StageTimes)[]));
  return Object.fromEntries([...names].map((name) => [name, summarize(times.map((one) => one[name] ?? 0))]));
}

/** How much later than asked a timer of one millisecond came while the work went on. */
async function longestWaits(work: () => Promise<unknown>): Promise<Summary> {
  const waits: number[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    waits.push(Math.max(0, now - last - 1));
    last = now;
  }, 1);
  await work();
  clearInterval(timer);
  return summarize(waits);
}
