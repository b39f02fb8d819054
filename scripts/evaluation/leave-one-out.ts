/** What the verdicts are worth on a record that nothing was fitted to: fitted on all but one, reported on that one. */
import { confidenceOf, type Feature, type Fitted, verdictOf } from '../../retrieval/confidence/verdict.ts';
import { fitCalibration } from './fit-calibration.ts';
import { auroc, calibrationError, type Outcome, successAt, verdictShare } from './metrics.ts';
import type { Observation, ObservedRecord } from './observe.ts';

/** The figures of one record, shares from 0 to 1. */
export interface LeftOut {
  record: string;
  questions: number;
  'success@1': number;
  'success@5': number;
  AUROC: number;
  /** Of the answerable. */
  'told none': number;
  /** Of the unanswerable. */
  'told answer': number;
  /** Of what is called an answer. */
  'right first': number;
  /** How many are called an answer. */
  answers: number;
  'calibration error': number;
}

/** Fits on all records but one, for each. */
export function leaveOneOut(records: readonly ObservedRecord[], features: readonly Feature[]): LeftOut[] {
  return records.map((record) => {
    const others = records.filter((other) => other !== record).map(({ observations }) => observations);
    return figuresOf(record, fitCalibration(others, features));
  });
}

/** The figures of a record with a calibration that is given. */
export function figuresOf(
  { name, observations }: Pick<ObservedRecord, 'name' | 'observations'>,
  calibration: Fitted,
): LeftOut {
  const outcomes = observations.map((observation) => outcomeOf(observation, calibration));
  const answerable = outcomes.filter((outcome) => outcome.answerable);
  const answers = outcomes.filter(({ verdict }) => verdict === 'answer');
  return {
    record: name,
    questions: outcomes.length,
    'success@1': successAt(1)(answerable),
    'success@5': successAt(5)(answerable),
    AUROC: auroc(outcomes),
    'told none': verdictShare('none')(answerable),
    'told answer': verdictShare('answer')(outcomes.filter((outcome) => !outcome.answerable)),
    'right first': successAt(1)(answers),
    answers: answers.length,
    'calibration error': calibrationError(outcomes),
  };
}

function outcomeOf({ id, answerable, goldRank, features }: Observation, calibration: Fitted): Outcome {
  const confidence = confidenceOf(features, calibration);
  const verdict = verdictOf(confidence, calibration);
  const goldRanks = goldRank === undefined ? [] : [goldRank];
  return { id, question: id, answerable, golds: 1, goldRanks, verdict, confidence };
}
