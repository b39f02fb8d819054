/** All formats, in the order in which they are tried: the one with the surest labels first. */
import { briefing } from './briefing.ts';
import type { Format } from './format.ts';
import { fullStop } from './full-stop.ts';
import { outlets } from './outlets.ts';
import { questionAnswer } from './question-answer.ts';

export const FORMATS: readonly Format[] = [questionAnswer, fullStop, briefing, outlets];
