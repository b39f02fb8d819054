/** One file read: its transcript and what a person should look at, or the reason why it is none. */
import { findSuspicions, KINDS, type Suspicion } from './check/suspicions.ts';
import { diagnose } from './diagnose.ts';
import { TranscriptError } from './errors.ts';
import { dayOf, readSource, toTranscript } from './parse.ts';
import { foldSpace } from './passage-id.ts';
import type { Transcript } from './schema.ts';
import { droppedAddress } from './sidecar.ts';
import { readPages } from './sources/index.ts';
import type { Page, SourceFile } from './sources/page.ts';
import { lineNumbers } from './transcript/reading.ts';

export interface ParsedFile {
  transcript: Transcript;
  /** What looks wrong or is missing, a sentence each. */
  warnings: string[];
  /** 0 to 1: how sure it is who asks and who answers. */
  confidence: number;
}

/** Reads one file, here or elsewhere. Throws `TranscriptError`. */
export type ParseFile = (file: SourceFile) => Promise<ParsedFile>;

/** Reads a file in this thread, however long it takes. Throws `TranscriptError` with the best reason there is. */
export async function readFileHere(file: SourceFile): Promise<ParsedFile> {
  let pages: readonly Page[] = [];
  try {
    pages = await readPages(file);
    const reading = readSource(file, pages);
    const transcript = toTranscript(file, reading);
    const counts = new Map<string, number>();
    const suspicions = findSuspicions(transcript);
    for (const { kind, start } of suspicions) {
      const { words, warn } = KINDS[kind];
      if (warn && start === undefined) counts.set(words, (counts.get(words) ?? 0) + 1);
    }
    const { length: unanswered } = reading.unanswered;
    if (unanswered > 0) counts.set('question without an answer', unanswered);
    const { publisher, url } = transcript.document;
    const given = reading.page.url;
    const day = dayOf(file, reading);
    return {
      transcript,
      confidence: Math.round(reading.confidence * 100) / 100,
      warnings: [
        ...reading.warnings,
        ...(day?.other === undefined
          ? []
          : [`its day may be ${day.iso} or ${day.other}, and ${day.iso} was taken: say it with --date`]),
        ...(day?.inSentence ? [`its day, ${day.iso}, stands among other words: say it with --date`] : []),
        ...(publisher === 'Unknown publisher' ? ['nothing says who published it'] : []),
        ...(given !== undefined && url === undefined ? [droppedAddress(given, file.path)] : []),
        ...warnOfPlaces(suspicions, transcript.document.text),
        ...[...counts].map(([words, count]) => (count === 1 ? words : `${words} (${count})`)),
      ],
    };
  } catch (error) {
    throw error instanceof TranscriptError ? diagnose(file, error, pages) : error;
  }
}

/** So many places of one kind are named; what is more is counted. */
const PLACES = 3;
const QUOTED = 60;

/** A sentence for each place that looks as if words stood under the wrong name. */
function warnOfPlaces(suspicions: readonly Suspicion[], text: string): string[] {
  const lineOf = lineNumbers(text);
  const kinds = new Set(suspicions.flatMap(({ kind, start }) => (start === undefined ? [] : [kind])));
  return [...kinds].flatMap((kind) => {
    const found = suspicions.filter((one) => one.kind === kind);
    const more = found.length - PLACES;
    return found.slice(0, PLACES).map(({ text, start = 0 }, i) => {
      const folded = foldSpace(text);
      const quoted = folded.length > QUOTED ? `${folded.slice(0, QUOTED - 1)}…` : folded;
      const others = i === PLACES - 1 && more > 0 ? `, and ${more} more` : '';
      return `line ${lineOf(start)}: “${quoted}”, ${KINDS[kind].words}: look whose words these are${others}`;
    });
  });
}
