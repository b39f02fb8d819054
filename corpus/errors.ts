/** Errors that a person reads: each names the thing that is wrong and what to do about it. */

/** The base of every expected failure. `problem` and `remedy` are one sentence each. */
export abstract class OnRecordError extends Error {
  readonly problem: string;
  readonly remedy: string;

  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(`${problem} ${remedy}`, options);
    this.name = new.target.name;
    this.problem = problem;
    this.remedy = remedy;
  }

  /** An expected failure as it is; whatever else was thrown is thrown on. */
  static expected(error: unknown): OnRecordError {
    if (error instanceof OnRecordError) return error;
    throw error;
  }
}

/** A source file that cannot be taken as a transcript (empty, binary, undecodable, without any turn…). */
export class TranscriptError extends OnRecordError {
  /** What the file begins with, where that helps. */
  readonly firstLines: readonly string[];

  constructor(
    problem: string,
    remedy: string,
    { firstLines = [], ...options }: ErrorOptions & { firstLines?: readonly string[] } = {},
  ) {
    super(problem, remedy, options);
    this.firstLines = firstLines;
  }
}

/** A transcript with speech labels of which it cannot be told who asks and who answers. */
export class UnreadableRolesError extends TranscriptError {}

/** A corpus folder that is missing, unreadable or holds no transcript at all. */
export class CorpusError extends OnRecordError {}

/** Something given to an import that cannot be taken: an address, an archive, a file that is no transcript. */
export class ImportError extends OnRecordError {}
