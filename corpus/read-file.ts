/** One file read: its transcript and what a person should look at, or the reason why it is none. */
import { findSuspicions, KINDS } from './check/suspicions.ts';
import { diagnose } from './diagnose.ts';
import { TranscriptError } from './errors.ts';
import { dayOf, readSource, toTranscript } from './parse.ts';
import type { Transcript } from './schema.ts';
import { droppedAddress } from './sidecar.ts';
import { readPages } from './sources/index.ts';
import type { Page, SourceFile } from './sources/page.ts';

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
    for (const { kind } of findSuspicions(transcript)) {
      const { words, warn } = KINDS[kind];
      if (warn) counts.set(words, (counts.get(words) ?? 0) + 1);
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
        ...[...counts].map(([words, count]) => (count === 1 ? words : `${words} (${count})`)),
      ],
    };
  } catch (error) {
    throw error instanceof TranscriptError ? diagnose(file, error, pages) : error;
  }
}
