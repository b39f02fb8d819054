/** A whole corpus gone through for suspicions: how many of each kind, and a fair sample of them. */
import { loadCorpus } from '../load.ts';
import { seededRandom } from '../random.ts';
import { findSuspicions, KINDS, type Kind, type Suspicion } from './suspicions.ts';

interface Sample extends Suspicion {
  path: string;
}

export interface CheckReport {
  documents: number;
  turns: number;
  passages: number;
  /** Why files gave no transcript. */
  refused: string[];
  counts: Record<Kind, number>;
  samples: Sample[];
}

/**
 * Checks every transcript below a folder by its text, passages and turns alone. Throws `CorpusError`. The same seed gives
 * the same samples.
 */
export async function checkCorpus(directory: string, samples: number, seed: number): Promise<CheckReport> {
  const found: Sample[] = [];
  const spoke = new Map<string, Sample[]>();
  const { transcripts, refused } = await loadCorpus(directory);
  const report = { documents: transcripts.length, turns: 0, passages: 0 };
  for (const transcript of transcripts) {
    const { path } = transcript.document;
    report.turns += transcript.turns.length;
    report.passages += transcript.passages.length;
    found.push(...findSuspicions(transcript).map((suspicion) => ({ ...suspicion, path })));
    for (const { speaker, ordinal } of transcript.turns) {
      const seen = spoke.get(speaker) ?? [];
      if (seen.length < 2)
        spoke.set(speaker, [...seen, { kind: 'once', path, turn: ordinal, text: speaker }]);
    }
  }
  for (const seen of spoke.values()) if (seen.length === 1) found.push(...seen);
  const random = seededRandom(seed);
  const kinds = Object.keys(KINDS) as Kind[];
  const ofKind = (kind: Kind) => found.filter((sample) => sample.kind === kind);
  return {
    ...report,
    refused: refused.map(({ error }) => error.message),
    counts: Object.fromEntries(kinds.map((kind) => [kind, ofKind(kind).length])) as Record<Kind, number>,
    samples: kinds.flatMap((kind) => draw(ofKind(kind), samples, random)),
  };
}

/** So many of a list, each as likely as any other, in the order of the list. */
export function draw<Item>(items: readonly Item[], count: number, random: () => number): Item[] {
  const drawn: Item[] = [];
  items.forEach((item, i) => {
    const wanted = count - drawn.length;
    if (random() * (items.length - i) < wanted) drawn.push(item);
  });
  return drawn;
}
