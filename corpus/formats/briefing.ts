/** Briefings with `Q` (or `QUESTION:`) and speakers in upper case: `MS. PSAKI:`, `MR PRICE:`. */
import type { Format } from './format.ts';

export const briefing: Format = {
  name: 'briefing',
  question: [/^Q(?:UESTION)?(?:\s?\(([^():\n]{1,60})\))?\s?:/u, /^Q(?=\s+[^\s&])/u],
  answer: [],
  // `Mr. KIRBY:` happens; otherwise a lower-case letter means that the colon belongs to a sentence.
  speaker: [
    /^(Moderator|Operator|Host)[*_]{0,3}\s?:/u,
    /^((?:(?:M[rs]|Mrs|Dr)\.?\s)?\p{Lu}[\p{Lu}\p{N}\s.,’'&()-]{1,60}?)[*_]{0,3}\s?:/u,
  ],
  unknownName: 'speaker',
  requires: ['answer'],
};
