/** Progress of a build on standard error: a bar with rate and time left on a terminal, plain lines otherwise. */
import { Presets, SingleBar } from 'cli-progress';
import type { RecordListener } from '../../retrieval/record.ts';
import type { BuildProgress } from '../../retrieval/snapshot/build.ts';

const LABELS = { encode: 'Encoding passages', link: 'Linking vectors' } as const;
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
    onRefusal: ({ error }) => console.error(`Left out: ${error.message}`),
    onOutdated: (error, { name }) =>
      console.error(`The index could not be brought up to date, so ${name} answers: ${error.message}`),
  };
}

interface RatedProgress extends BuildProgress {
  /** Items a second since the stage began. */
  rate: number;
}

function withRate(draw: (progress: RatedProgress) => void): (progress: BuildProgress) => void {
  const began = new Map<string, number>();
  return (progress) => {
    if (progress.total === 0) return;
    const start = began.get(progress.stage) ?? performance.now();
    began.set(progress.stage, start);
    const seconds = (performance.now() - start) / 1000;
    draw({ ...progress, rate: seconds > 0 ? Math.round(progress.done / seconds) : 0 });
  };
}

function drawBar(): (progress: RatedProgress) => void {
  const bars = new Map<string, SingleBar>();
  const barOf = ({ stage, total }: RatedProgress): SingleBar => {
    const known = bars.get(stage);
    if (known) return known;
    const format = `${LABELS[stage]} {bar} {value}/{total} · {rate}/s · {eta_formatted} left`;
    const bar = new SingleBar(
      { format, stream: process.stderr, hideCursor: true, etaBuffer: 200 },
      Presets.shades_classic,
    );
    bar.start(total, 0, { rate: 0 });
    bars.set(stage, bar);
    return bar;
  };
  return (progress) => {
    const bar = barOf(progress);
    bar.update(progress.done, { rate: progress.rate });
    if (progress.done >= progress.total) bar.stop();
  };
}

function writeLines(): (progress: RatedProgress) => void {
  let last = 0;
  return ({ stage, done, total, rate }) => {
    const now = performance.now();
    if (done < total && now - last < MILLISECONDS_BETWEEN_LINES) return;
    last = now;
    const left = rate > 0 ? `, ${Math.ceil((total - done) / rate)} s left` : '';
    console.error(`${LABELS[stage]}: ${done} of ${total}, ${rate}/s${left}`);
  };
}
