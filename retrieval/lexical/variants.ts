/** Spellings that mean the same word: both sides of a search fold them to one. */

/** British to American, by the endings that differ. Words that merely look so are folded on both sides alike. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?<=^.{3,})is(?=(?:e[srd]?|ers|ing|ations?)$)/u, 'iz'],
  [/(?<=^.{3,})ys(?=(?:e[srd]?|ing)$)/u, 'yz'],
  [/(?<=^.{2,})our(?=(?:s|ed|ing|able|ably|ite|ites|al|ally|hoods?|ful|less|ly|ers?|ist|ists)?$)/u, 'or'],
  [/(?<=^.{3,})ll(?=(?:ed|ing|ers?)$)/u, 'l'],
  [/(?<=^.{3,})tre(?=s?$)/u, 'ter'],
];

/** All others: the first word of a line stands for the rest. */
const SAME: ReadonlyMap<string, string> = new Map(
  [
    'defense defence',
    'offense offence',
    'license licence',
    'program programme',
    'programs programmes',
    'check cheque',
    'checks cheques',
    'gray grey',
    'skeptical sceptical',
    'skeptics sceptics',
    'maneuver manoeuvre',
    'maneuvers manoeuvres',
    'aluminum aluminium',
    'judgment judgement',
    'tire tyre',
    'tires tyres',
    'zelensky zelenskyy zelenskiy zelenskyi zelenskij',
    'kyiv kiev',
    'odesa odessa',
    'kharkiv kharkov',
    'donbas donbass',
    'hezbollah hizbollah hizbullah hezbullah',
    'hamas hammas',
    'houthis huthis',
    'houthi huthi',
    'qaida qaeda',
    'gaddafi qaddafi gadhafi khadafi',
    'mohammed muhammad mohammad mohamed',
    'tibet xizang',
    'tibetan xizangese',
    'beijing peking',
    'myanmar burma',
    'eswatini swaziland',
    'diaoyu senkaku',
    'pound gbp sterling',
    'dollar usd',
    'euro eur',
    'yuan rmb renminbi cny',
    'covid coronavirus covid19',
    // Who comes from a place is spoken of where the place is.
    'ukraine ukrainian ukrainians',
    'russia russian russians',
    'china chinese',
    'taiwan taiwanese',
    'japan japanese',
    'korea korean koreans',
    'india indian indians',
    'pakistan pakistani',
    'philippines philippine filipino filipinos',
    'vietnam vietnamese',
    'thailand thai',
    'australia australian australians aussie aussies',
    'afghanistan afghan afghans',
    'iran iranian iranians',
    'israel israeli israelis',
    'palestine palestinian palestinians',
    'lebanon lebanese',
    'syria syrian syrians',
    'yemen yemeni yemenis',
    'saudi saudis',
    'egypt egyptian',
    'africa african africans',
    'europe european europeans',
    'britain british uk',
    'france french',
    'germany german germans',
    'netherlands dutch',
    'spain spanish',
    'poland polish',
    'turkey turkiye turkish',
    'canada canadian canadians',
    'mexico mexican mexicans',
    'brazil brazilian',
    'cuba cuban cubans',
    'haiti haitian haitians',
    'venezuela venezuelan venezuelans',
  ].flatMap((line) => {
    const [first = '', ...others] = line.split(' ');
    return others.map((other) => [other, first] as const);
  }),
);

/** The word that stands for a folded one in any language: most are names. */
export const sameWord = (word: string): string | undefined => SAME.get(word);

/** One English spelling for a folded word. */
export function commonSpelling(word: string): string {
  const same = sameWord(word);
  if (same !== undefined) return same;
  return ENDINGS.reduce((spelled, [ending, american]) => spelled.replace(ending, american), word);
}
