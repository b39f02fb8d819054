/** Who stands behind a label: one name for each person, the fullest that the document gives. */
import { foldSpace } from '../passage-id.ts';
import { hasGivenName } from './boilerplate.ts';
import { tidyName } from './labels/forms.ts';
import { HEADLINE_WORDS, NAME, NAME_PARTICLE, namedOfficials } from './named-people.ts';
import { isOfficeWord, labelWords, MINISTER, OFFICE } from './vocabulary.ts';

/** An office and who holds it, as lines above the text have it: `Prime Minister of Australia: Howard, John`. */
interface Holder {
  office: string;
  name: string;
}

const HOLDER_LINE =
  /^(\p{Lu}[\p{L}\s-]{2,60}?)\s?:\s(?:(\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+)?),\s(\p{Lu}[\p{L}-]+)|(\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}.’'-]+){1,2}))$/u;

function findHolders(lead: readonly string[], title: string): Holder[] {
  const holders: Holder[] = [];
  for (const line of lead) {
    const match = HOLDER_LINE.exec(line.trim());
    const name = match?.[4] ?? (match?.[3] === undefined ? undefined : `${match[3]} ${match[2]}`);
    const office = plainOffice(match?.[1] ?? '');
    if (name !== undefined && labelWords(office).some(isOfficeWord)) holders.push({ office, name });
  }
  const text = foldSpace([title, ...lead].join('\n'));
  const before = new RegExp(
    `((?:\\p{Lu}[\\p{L}-]+\\s(?:(?:for|of|and|the)\\s)*){0,6}(?:${MINISTER})(?:\\s(?:for|of)(?:\\s(?:the|and|\\p{Lu}[\\p{L}-]+(?!\\s\\p{Lu}\\.?\\s))){1,8})?),?\\s(?:(?:[Tt]he\\s)?Hon\\.?\\s|Mr\\.?\\s|Dr\\.?\\s)?(${NAME})`,
    'gu',
  );
  for (const match of text.matchAll(before)) {
    const words = (match[2] ?? '').split(' ').filter((word) => !HEADLINE_WORDS.has(word.toLowerCase()));
    const office = (match[1] ?? '').split(' ');
    // `Secretary of State Anna | Maria Stone`, but `Governor of North Carolina | Ann Stone`
    const place = /^(?:North|South|East|West|New|Saint|San)$/.test(office.at(-2) ?? '');
    if (!place && [words[0], office.at(-1)].every((word) => hasGivenName(word ?? '')))
      words.unshift(office.pop() ?? '');
    if (words.length > 1) holders.push({ office: plainOffice(office.join(' ')), name: words.join(' ') });
  }
  const after = new RegExp(
    `(${NAME})(?:\\sMP)?,\\s(?:the\\s)?((?:\\p{Lu}[\\p{L}-]+\\s){0,3}(?:${MINISTER})(?:\\s(?:for|of)(?:\\s(?:the|and|\\p{Lu}[\\p{L}-]+)){1,8})?)`,
    'gu',
  );
  for (const match of text.matchAll(after))
    holders.push({ office: plainOffice(match[2] ?? ''), name: match[1] ?? '' });
  return holders.filter(({ name }) => !name.split(' ').some(isOfficeWord));
}

/** An office as labels have it: `PM` and `Prime Minister of Australia` are `prime minister`. */
function plainOffice(office: string): string {
  return foldSpace(office)
    .toLowerCase()
    .replace(/^(?:the|joint|acting)\s/, '')
    .replace(/^dpm$/, 'deputy prime minister')
    .replace(/^pm$/, 'prime minister')
    .replace(/^((?:deputy )?prime minister|premier|president|chancellor)\sof\s.*$/, '$1')
    .replace(/^(.{3,40})\sminister$/, (whole, field: string) =>
      /^(?:prime|deputy|deputy prime|assistant)$/.test(field) ? whole : `minister for ${field}`,
    );
}

const EXPANDED = new Map([
  ['PM', 'Prime Minister'],
  ['DPM', 'Deputy Prime Minister'],
  ['AG', 'Attorney-General'],
]);

/** `Jr.`, `III` */
const SUFFIX = /,?\s(?:Jr|Sr|I{2,3}|IV)\.?$/u;
const MOST_LABELS = 500;

export interface PeopleSources {
  title: string;
  /** Lines above the first speech. */
  lead: readonly string[];
  /** The first part of the text, which introduces its speakers by their full names. */
  introduction: string;
  /** Who the document is by, where a label does not say. */
  fallback: string;
  /** Names that the user gives. */
  given: readonly string[];
  /** Whom lines above the first speech name with an office. */
  present: readonly string[];
}

/** The readable name behind each label, the same for all labels of one person. */
export function nameSpeakers(labels: readonly string[], sources: PeopleSources): ReadonlyMap<string, string> {
  const title = sources.title.replace(/\s+/g, ' ');
  const officials = [...sources.given, ...namedOfficials(title)];
  const holders = findHolders(sources.lead, title);
  const names = [...officials, ...holders.map(({ name }) => name)];
  const few = labels.length < MOST_LABELS;
  const named = new Map(
    labels.map((label) => [label, resolve(label, { ...sources, title, officials, names, holders, few })]),
  );
  return joinPersons(named);
}

interface Known extends PeopleSources {
  /** Named by the title or the user. */
  officials: readonly string[];
  /** These, and who holds an office by the lead. */
  names: readonly string[];
  holders: readonly Holder[];
  /** Whether there are so few labels that the introduction can be searched for each. */
  few: boolean;
}

/** `Nick Reed MP`: letters behind a name. */
const LETTERS_BEHIND = /(?<=\p{L}\s\S+)\s(?:MP|MEP|MSP|MHR|MLA|TD)$/u;

function resolve(
  whole: string,
  { title, lead, introduction, fallback, officials, names, present, holders, given, few }: Known,
): string {
  const label = whole.replace(LETTERS_BEHIND, '');
  const words = label.split(' ');
  const folded = labelWords(label);
  if (folded.length > 0 && folded.every((word) => /^(?:the|spokes(?:person|man|woman))$/.test(word)))
    return fallback;
  if (/^(?:外交部)?(?:发言人|發言人)$/u.test(label)) return fallback;
  const bareLabel = label.replace(SUFFIX, '');
  const listed = officials.find(
    (name) =>
      name.split(' ').some((part) => same(part, label)) ||
      same(name, label) ||
      (isOffice(bareLabel.slice(0, -name.length)) && same(bareLabel.slice(-name.length - 1), ` ${name}`)),
  );
  if (listed !== undefined) return listed;
  const titled = /^THE (VICE )?PRESIDENT$/i.exec(label);
  if (titled !== null) {
    const office = titled[1] === undefined ? 'President' : 'Vice President';
    const full = officials.find((name) => new RegExp(`(?<!Vice )\\b${office} ${name}`, 'u').test(title));
    if (full !== undefined) return full;
    const byTitle = new RegExp(`(?<!Vice )\\b${office} (\\p{Lu}[\\p{L}-]+)`, 'u').exec(title);
    if (byTitle !== null && !HEADLINE_WORDS.has((byTitle[1] ?? '').toLowerCase())) return byTitle[0];
    return given[0] ?? `The ${office}`;
  }
  const office = plainOffice(label);
  const held = holders.find((holder) => holder.office === office);
  if (held !== undefined) return held.name;
  // `Minister:` alone, where there is but one.
  const [only, ...others] = new Set(names);
  if (office === 'minister' && only !== undefined && others.length === 0) return only;
  let offices = 0;
  while (offices < words.length && isOfficeWord(words[offices] ?? '')) offices += 1;
  const surname = words.slice(offices).join(' ');
  if (
    surname !== '' &&
    (offices > 0 || words.length === 1 || NAME_PARTICLE.test((words[0] ?? '').toLowerCase()))
  ) {
    const whole = names.find((name) => same(name, surname));
    if (whole !== undefined) return whole;
    const ending = [...names, ...present].find(
      (name) => name.includes(' ') && same(name.slice(-surname.length - 1), ` ${surname}`),
    );
    if (ending !== undefined) return ending;
    // `KAMIKAWA Yoko`: the family name in capitals may come first.
    const family = names.find((name) => name.startsWith(`${surname.toUpperCase()} `));
    if (family !== undefined) return family;
  }
  if (offices > 0 && surname !== '' && few) {
    const full = listedName(lead, surname) ?? givenName(title, surname) ?? givenName(introduction, surname);
    if (full !== undefined) return full;
  }
  // `Emmanuel Macron interviewé par …` over answers of `Macron:`
  if (words.length === 1 && PLAIN_NAME.test(label)) {
    const full = givenName(title, label);
    if (full !== undefined && title.startsWith(full)) return full;
  }
  // `Mr. Taro Kono`: with a given name, the honorific says nothing.
  const bare = /^(?:M[rs]|Mrs|Shri|(?:the\s)?(?:(?:RT|Right)\.?\s)?Hon(?:ou?rable)?)\.?\s(\S+\s\S.*)$/iu.exec(
    label,
  )?.[1];
  if (bare?.split(' ').every((word) => /^\p{Lu}\p{Ll}/u.test(word))) return bare;
  const expanded = EXPANDED.get(label.toUpperCase());
  if (expanded !== undefined) return expanded;
  const capitals = (words: string) => words === words.toUpperCase();
  // `Secretary POWELL`, `Mr. RATHER`
  const family = offices > 0 && /\p{Lu}{2}/u.test(surname) && capitals(surname);
  const shouted = capitals(label) || family;
  return shouted ? words.map(titleCase).join(' ') : label;
}

/** `Macron` */
const PLAIN_NAME = /^\p{Lu}\p{Ll}{2,}$/u;
const OFFICE_BEFORE = new RegExp(`^(?:${OFFICE})$`, 'iu');

/** `Mr. RATHER` */
const SHOUTED = /^(?:M[rs]|Mrs|Dr)\.? [^\p{Ll}]+$/u;

/** `Trump`, `President Trump` and `Donald Trump` under the fullest name, where only one person bears that surname. */
function joinPersons(named: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const bearers = new Map<string, Set<string>>();
  const parts = (name: string) => {
    const words = name.split(' ');
    let offices = 0;
    while (offices < words.length && isOfficeWord(words[offices] ?? '')) offices += 1;
    // `Japanese Press Secretary Kawamura`: the office, not the name, begins with another word.
    if (offices === 0 && words.length > 2 && OFFICE_BEFORE.test(words.at(-2) ?? ''))
      offices = words.length - 1;
    return {
      given: words.slice(offices, -1).length,
      offices,
      surname: straight(words.at(-1) ?? ''),
      person: words.length > offices,
    };
  };
  for (const name of new Set(named.values())) {
    const { given, offices, surname, person } = parts(name);
    if (person && offices === 0 && given > 0 && given < 3 && !/\p{Lo}/u.test(name))
      bearers.set(surname, (bearers.get(surname) ?? new Set()).add(name));
  }
  const titled = new Map<string, Set<string>>();
  for (const name of new Set(named.values())) {
    const { given, surname, offices, person } = parts(name);
    if (person && given === 0 && offices > 0)
      titled.set(surname, (titled.get(surname) ?? new Set()).add(name));
  }
  return new Map(
    [...named].map(([label, name]) => {
      const { given, surname, offices, person } = parts(name);
      // `President of Russia Vladimir Putin` beside `Vladimir Putin`
      const plain = name.replace(SUFFIX, '');
      const family = straight(plain.split(' ').at(-1) ?? '');
      const bare = [...(bearers.get(family) ?? [])].find((full) => plain.endsWith(` ${full}`));
      if (bare !== undefined && isOffice(plain.slice(0, -bare.length))) return [label, bare];
      if (!person || given > 0) return [label, name];
      const full = bearers.get(surname);
      const office = offices === 0 ? titled.get(surname) : undefined;
      const [only] = full?.size === 1 ? full : full === undefined && office?.size === 1 ? office : [];
      return [label, only ?? name];
    }),
  );
}

/** Whether words before a name hold an office: `Secretary of Defense`, `NATO Spokesperson`. */
function isOffice(words: string): boolean {
  return words.split(' ').some(isOfficeWord);
}

function same(a: string, b: string): boolean {
  return straight(a) === straight(b);
}

function straight(text: string): string {
  return text.replaceAll('’', "'").toLowerCase();
}

const NO_GIVEN_NAME = new Set(
  `a all also although and as ask assistant because bidens but by can deputy did do does even former from
   doctor doctors given has have hello here hey hi how i if in innovation is it just like maybe miss national nurse of ok okay on or our
   please press security since so thank thanks that the then there this to today under was we welcome well
   what when where which while who with yes you your newsroom announcing`.split(/\s+/),
);

/** `Jose Luis De Haro` for `DE HARO`, where a line of the lead is a name and nothing else. */
function listedName(lead: readonly string[], surname: string): string | undefined {
  const name = lead
    .flatMap((paragraph) => paragraph.split(/[\r\n]+/))
    .map((line) => line.replace(/[*_]/g, '').trim())
    .find(
      (line) =>
        /^\p{Lu}[\p{L}.’'-]*(?:\s[\p{L}.’'-]+){1,4}$/u.test(line) &&
        same(line.slice(-surname.length - 1), ` ${surname}`) &&
        !isOffice(line),
    );
  return name === name?.toUpperCase() ? name?.split(' ').map(titleCase).join(' ') : name;
}

const EARLIER_NAME = /(?<![\p{L}.’'-])(\p{Lu}\p{Ll}+)\s+$/u;

/** `Jake Sullivan` for `SULLIVAN`, where the text has the full name; the commonest form where it has several. */
function givenName(text: string, surname: string): string | undefined {
  const escaped = surname
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/['’]/g, "['’]")
    .replaceAll(' ', '\\s+');
  const counts = new Map<string, number>();
  for (const match of text.matchAll(new RegExp(`${escaped}(?![\\p{L}-])`, 'giu'))) {
    const family = match[0];
    const before = text.slice(Math.max(0, match.index - 40), match.index);
    const given = /(?<![\p{L}.’'-])(?<!\bof\s)(\p{Lu}[\p{L}-]*\p{Ll}(?:\s\p{Lu}\.?)?)\s+$/u.exec(before)?.[1];
    // Both words as names are written: `Jake Sullivan`, not `MS. PSAKI` and not `ask Psaki`.
    if (given === undefined || !/^\p{Lu}.*\p{Ll}/su.test(family)) continue;
    const first = given.split(/\s/, 1)[0] ?? '';
    if (isOfficeWord(first) || NO_GIVEN_NAME.has(first.toLowerCase())) continue;
    const earlier = EARLIER_NAME.exec(before.slice(0, before.lastIndexOf(given)))?.[1] ?? '';
    // `Anna Maria Stone`
    const two = earlier !== '' && !isOfficeWord(earlier) && hasGivenName(earlier) && hasGivenName(first);
    const full = foldSpace(`${two ? `${earlier} ` : ''}${given} ${family}`);
    counts.set(full, (counts.get(full) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

const ACRONYM = /^(?:FBI|CIA|NSC|FEMA|EPA|CDC|NIH|DOD|DHS|FAA|HHS|USAID|UN|EU|MP|II|III|IV|(?:\p{L}\.)+)$/u;

/** `SHERWOOD-RANDALL` to `Sherwood-Randall`, `O’CONNELL` to `O’Connell`, `MCDONOUGH` to `McDonough`. */
function titleCase(word: string): string {
  if (ACRONYM.test(word)) return word;
  return tidyName(word)
    .toLowerCase()
    .replace(/(^|[-’'(])(\p{L})/gu, (_, mark: string, letter: string) => mark + letter.toUpperCase())
    .replace(/^Mc(\p{L})/u, (_, letter: string) => `Mc${letter.toUpperCase()}`);
}

/** The name of an asker: agencies keep their capitals, people are written as names are. */
export function askerName(label: string): string {
  const words = label.split(' ');
  const capitals = label === label.toUpperCase() && label !== label.toLowerCase() && !/\p{Lo}/u.test(label);
  const shouted = capitals || SHOUTED.test(label);
  const person = words.length > 1 || label.length > 4;
  return shouted && person ? words.map(titleCase).join(' ') : label;
}
