/** What serving costs, measured where the bot stands: beside the process of the record. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openRecordProcess, type ProcessListener } from '../../retrieval/process/record-client.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import type { StageTimes } from '../../retrieval/timing.ts';
import { round, type Summary, summarize } from './timing.ts';

const STARTS = 3;
/** As many as may press Enter while one official speaks. */
const CROWD = 40;

/** Start to ready, memory, each stage of a question, a crowd that asks at once, and the event loop beside it. */
export async function benchServing(settings: RecordSettings, questions: readonly string[]) {
  const starts: number[] = [];
  for (let i = 1; i < STARTS; i++) {
    const opened = await openMeasured(settings);
    starts.push(opened.readyMs);
    await opened.record.close();
  }
  const { record, readyMs, seen } = await openMeasured(settings);
  starts.push(readyMs);
  const residentMegabytes = { ready: seen.megabytes, served: 0 };
  for (const question of questions) await record.services.search.ask(question);
  const stages = summarizeStages(seen.times);
  const idle = await longestWaits(() => sleep(1000));
  const crowd: number[] = [];
  const beside = await longestWaits(async () => {
    const began = performance.now();
    const ask = async (question: string) => {
      await record.services.search.ask(question);
      crowd.push(performance.now() - began);
    };
    // Each in other words than before, so that nothing is remembered.
    await Promise.all(
      Array.from({ length: CROWD }, (_, i) => ask(`${questions[i % questions.length]} (${i})`)),
    );
  });
  residentMegabytes.served = seen.megabytes;
  await record.close();
  return {
    startToReady: summarize(starts),
    stages,
    askedAtOnce: { questions: CROWD, answeredAfter: summarize(crowd) },
    eventLoopDelay: { idle, besideTheCrowd: beside },
    residentMegabytes,
  };
}

/** The record in its process, with what that tells of itself. */
export async function openMeasured(settings: RecordSettings) {
  const seen: { times: StageTimes[]; megabytes: number } = { times: [], megabytes: 0 };
  const nothing = () => {};
  const listener: ProcessListener = {
    onBuild: nothing,
    onProgress: nothing,
    onRefusal: nothing,
    onOpen: nothing,
    onSwitch: nothing,
    onFault: (error) => console.error(error.message),
    onDeath: nothing,
    onTimes: (times) => seen.times.push(times),
    onVitals: ({ residentBytes }) => {
      seen.megabytes = Math.round(residentBytes / 1e6);
    },
  };
  const began = performance.now();
  const record = await openRecordProcess(settings, listener);
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
