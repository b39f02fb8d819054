/** Progress of a build on standard error: a bar with rate and time left on a terminal, plain lines otherwise. */
import { Presets, SingleBar } from 'cli-progress';
import type { BuildProgress } from '../../retrieval/interfaces.ts';
import type { RecordListener } from '../../retrieval/record.ts';
import { printable } from './command.ts';

const LABELS = {
  encode: 'Encoding passages',
  tokens: 'Encoding tokens',
  link: 'Linking vectors',
  publish: 'Publishing documents',
} as const;
const MILLISECONDS_BETWEEN_LINES = 5000;

/** A listener that tells a person what the build is doing. */
export function reportBuild(): RecordListener {
  return {
    onBuild: (reason) =>
      console.error(
        reason === 'missing'
          ? 'Building the index (only this once)…'
          : 'The corpus or the settings have changed: bringing the index up to date…',
      ),
    onProgress: withRate(process.stderr.isTTY ? drawBar() : writeLines()),
    onRefusal: ({ error }) => console.error(`Left out: ${printable(error.message)}`),
    onWarning: (message) => console.error(`Warning: ${printable(message)}`),
    onOutdated: (error, { name }) =>
      console.error(
        `The index could not be brought up to date, so ${name} answers: ${printable(error.message)}`,
      ),
  };
}

interface RatedProgress extends BuildProgress {
  /** Items a second since the stage began. */
  rate: number;
  /** Seconds that the rest of the stage takes, by the work done so far; nothing at its beginning. */
  left: number | undefined;
}

function withRate(draw: (progress: RatedProgress) => void): (progress: BuildProgress) => void {
  const began = new Map<string, number>();
  return (progress) => {
    if (progress.total === 0) return;
    const start = began.get(progress.stage) ?? performance.now();
    began.set(progress.stage, start);
    const seconds = (performance.now() - start) / 1000;
    const { done, share } = progress;
    draw({
      ...progress,
      rate: seconds > 0 ? Math.round(done / seconds) : 0,
      left: share > 0 ? Math.ceil((seconds * (1 - share)) / share) : undefined,
    });
  };
}

function drawBar(): (progress: RatedProgress) => void {
  const bars = new Map<string, SingleBar>();
  const barOf = ({ stage, total }: RatedProgress): SingleBar => {
    const known = bars.get(stage);
    if (known) return known;
    const format = `${LABELS[stage]} {bar} {value}/{total} · {rate}/s · {left} left`;
    const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
    bar.start(total, 0, { rate: 0, left: '…' });
    bars.set(stage, bar);
    return bar;
  };
  return (progress) => {
    const bar = barOf(progress);
    bar.update(progress.done, { rate: progress.rate, left: durationOf(progress.left) });
    if (progress.done >= progress.total) bar.stop();
  };
}

function writeLines(): (progress: RatedProgress) => void {
  let last = 0;
  return ({ stage, done, total, rate, left }) => {
    const now = performance.now();
    if (done < total && now - last < MILLISECONDS_BETWEEN_LINES) return;
    last = now;
    const rest = done < total && left !== undefined ? `, ${durationOf(left)} left` : '';
    console.error(`${LABELS[stage]}: ${done} of ${total}, ${rate}/s${rest}`);
  };
}

function durationOf(seconds: number | undefined): string {
  if (seconds === undefined) return '…';
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
