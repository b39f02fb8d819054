/** What a transcript format is: data that one engine reads by. */

export interface Format {
  readonly name: string;
  /** Labels that open a question, whoever asks. A first group names the asker. Anchored at the start. */
  readonly question: readonly RegExp[];
  /** Labels that open an answer, whoever gives it. Anchored at the start. */
  readonly answer: readonly RegExp[];
  /** Shape of a label that names who speaks; the first group is the name. */
  readonly speaker: readonly RegExp[];
  /**
   * What a name is that neither the title nor its own words explain: a speaker, plain text with a colon in
   * it, or something to infer from who follows whom.
   */
  readonly unknownName: 'speaker' | 'text' | 'infer';
  /** Which kinds of label a document must hold to be in this format. */
  readonly requires: readonly Evidence[];
}

/** `question-label` and `answer-label` are the fixed ones; `question` and `answer` may also be named. */
export type Evidence = 'question-label' | 'answer-label' | 'question' | 'answer';
