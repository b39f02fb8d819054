/** The same questions as hurried people ask them: how much a ranking depends on tidy wording. */
import { createHash } from 'node:crypto';

export const PERTURBATIONS = [
  'typos',
  'keywords',
  'lower-case',
  'no-punctuation',
  'polite',
  'spelling',
] as const;
type Perturbation = (typeof PERTURBATIONS)[number];

const PREAMBLES = [
  'Hello, I hope this is the right place to ask, could you please tell me: ',
  'Hi there! Quick question – ',
  'Good evening, sorry to bother you, but I was wondering: ',
  'Dear bot, would you be so kind as to tell me: ',
  'Hey, does anyone happen to know: ',
  'Thanks in advance for helping me out. My question is: ',
];
/** Spellings of one word, each of them the next one's other spelling. */
const SPELLINGS: readonly (readonly string[])[] = [
  ['Zelenskyy', 'Zelensky', 'Zelenskiy'],
  ['Kyiv', 'Kiev'],
  ['Ukraine’s', 'Ukrainian'],
  ['Tibet', 'Xizang'],
  ['Turkey', 'Türkiye'],
  ['Hezbollah', 'Hizbollah'],
  ['Wang Yi', 'WANG Yi'],
  ['Xi Jinping', 'Xi Jin-ping'],
  ['percent', '%', 'per cent'],
  ['color', 'colour'],
  ['labor', 'labour'],
  ['labeling', 'labelling'],
  ['harbor', 'harbour'],
  ['neighbor', 'neighbour'],
  ['behavior', 'behaviour'],
  ['honor', 'honour'],
  ['defense', 'defence'],
  ['program', 'programme'],
  ['center', 'centre'],
  ['apologize', 'apologise'],
  ['apologized', 'apologised'],
  ['recognize', 'recognise'],
  ['recognized', 'recognised'],
  ['organization', 'organisation'],
  ['stabilization', 'stabilisation'],
  ['relabeling', 'relabelling'],
  ['ceasefire', 'cease-fire'],
  ['cyber security', 'cybersecurity', 'cyber-security'],
  ['COVID', 'coronavirus'],
  ['cooperation', 'co-operation'],
  ['antibody', 'anti-body'],
  ['prime minister', 'PM'],
  ['5G', '5-G'],
  ['US', 'U.S.', 'USA'],
  ['UK', 'U.K.', 'Britain'],
  ['UN', 'U.N.'],
  ['EU', 'E.U.'],
  ['$', 'USD '],
];
/** A typing error in every so many words that are long enough to survive one. */
const WORDS_TO_A_TYPO = 4;
const LONG_WORD = 5;
const FILLERS = new Set(
  (
    'a an the of to in on at by for and or is are was were be been do does did has have had will would can could ' +
    'should what who whom whose when where why how which that this it its they them their there with about from ' +
    'me my i you your we our so as if not but'
  ).split(' '),
);

/** The question, perturbed; the same question always in the same way. */
export function perturb(question: string, how: Perturbation): string {
  switch (how) {
    case 'typos':
      return withTypos(question);
    case 'keywords':
      return keywordsOf(question);
    case 'lower-case':
      return question.toLowerCase();
    case 'no-punctuation':
      return question.replace(/[^\p{L}\p{N}\s]/gu, '');
    case 'polite':
      return (PREAMBLES[digestOf(question) % PREAMBLES.length] ?? '') + question;
    case 'spelling':
      return otherwiseSpelt(question);
  }
}

function keywordsOf(question: string): string {
  const words = question.match(/[\p{L}\p{N}][\p{L}\p{N}.,$%'’-]*/gu) ?? [];
  const kept = words.filter((word) => !FILLERS.has(word.toLowerCase()));
  return (kept.length > 0 ? kept : words).join(' ');
}

/** Swaps two neighbouring letters inside some of the longer words: the commonest slip of fast typing. */
function withTypos(question: string): string {
  let long = 0;
  return question.replace(/\p{L}+/gu, (word) => {
    if (word.length < LONG_WORD || long++ % WORDS_TO_A_TYPO !== 0) return word;
    const at = 1 + (digestOf(word) % (word.length - 3));
    return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  });
}

function otherwiseSpelt(question: string): string {
  const next = new Map(
    SPELLINGS.flatMap((spellings) =>
      spellings.map((spelling, i) => [spelling.toLowerCase(), spellings[(i + 1) % spellings.length] ?? '']),
    ),
  );
  // “us” is not the US.
  const swap = (word: string) => (/^\p{Ll}{2}$/u.test(word) ? undefined : next.get(word.toLowerCase()));
  return question.replace(
    /\p{L}[\p{L}\p{M}]*(?:’s| \p{L}+)?|%|\$|\d\p{L}/gu,
    (found) => swap(found) ?? found.replace(/\p{L}+/gu, (word) => swap(word) ?? word),
  );
}

function digestOf(text: string): number {
  return createHash('sha256').update(text).digest()[0] ?? 0;
}
