/** Words that are part of no topic, or that only introduce one. */

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

/** Function words and the small change of talk; in lower case. */
export const FUNCTION_WORDS = wordSet(`
  a about above across after again against ago ahead all almost alone along already also although always am among an
  and another any anybody anyone anything anyway are aren't around as aside at away back be became because become
  been before began begin behind being below besides best better between beyond big bit both but by came can can't
  cannot certain certainly clear clearly come comes coming could couldn't did didn't different do does doesn't doing
  don't done down due during each earlier either else enough especially etc even ever every everybody everyone
  everything exactly far few fewer fine first firstly following for forward from full further furthermore gave get
  gets getting give given gives go goes going gone good got great had hadn't happen happened happening happy has
  hasn't have haven't having he he'd he'll he's hello her here hers herself hi him himself his honestly how however i
  i'd i'll i'm i've if in indeed instead into is isn't it it'd it'll its itself just keep kept kind know known last
  lastly late later latest least left less let let's like likely little long look looking looks lot lots made mainly
  make makes making many may maybe me mean means meanwhile might mine more moreover most much must my myself name near
  necessary need needed needs neither never new next no nobody none nonetheless nor not nothing now obviously of off
  often oh ok okay old on once one ones only onto or other others otherwise our ours ourselves out over overall own
  part particular particularly per perhaps please plus point possible previous probably put quite rather really recent
  recently regarding relevant right said same saw say saying says second secondly see seen self several shall she
  she'll should shouldn't show shown side similar simply since so some somebody someone something sometimes somewhat
  soon sort specific specifically still stuff such sure take taken takes taking talk talking tell than thank thanks
  that the their theirs them themselves then there therefore these they they'd they'll they're they've thing things
  think third thirdly this those though through throughout thus till to today together told tomorrow too took toward
  towards true try trying turn two under until unto up upon us use used using usual usually various very via want
  wanted wants was wasn't way we we'd we'll we're we've well went were weren't what whatever when whenever where
  whether which while who whole whom whose why will with within without won't would wouldn't yeah yep yes yesterday
  yet you you'd you'll you're you've your yours yourself yourselves three four five six seven eight nine ten hundred
  thousand million billion trillion dozen fourth fifth finally additionally currently actually basically absolutely
  definitely let tonight morning afternoon evening night day days week weeks month months year years hour hours minute
  minutes time times decade decades century quarter percent percentage number numbers amount people folks guys guy
  man woman gentleman lady question questions answer answers comment comments remark remarks issue issues matter
  matters report reports reporter reporters follow-up sir ma'am madam welcome sorry congratulations bye
`);

/** Words that stand in no name, even with a capital within a sentence ("that The President said"). */
export const CLOSED_WORDS = wordSet(`
  a an the and or but if so as at by for from in into of on onto to up with i i'd i'll i'm i've you you'd you'll you're
  you've he he'd he'll he's she she'd she'll she's it it'd it'll it's we we'd we'll we're we've they they'd they'll
  they're they've me him her us them my your his its our their this that these those there here who whom whose what
  which when where why how is are was were be been am do does did don't doesn't didn't has have had can can't could
  will won't would should may might must not no yes yeah yep yup nope okay ok well let let's thank thanks please hi hey
  hello sorry oh ah uh um absolutely sure right look now then also and/or that's there's what's who's here's where's
  isn't aren't wasn't weren't haven't hasn't couldn't wouldn't shouldn't because while since although though however
  moreover meanwhile therefore furthermore regarding if any some every each both all many most more such very just
`);

/** Months and weekdays, with what they are shortened to. */
export const CALENDAR = wordSet(`
  january february march april may june july august september october november december jan feb mar apr jun jul aug
  sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
  spring summer autumn fall winter am pm a.m. p.m. est edt gmt utc bc ad
`);

/** Offices and forms of address: a name follows, and goes without them. */
export const OFFICES = wordSet(`
  mr mrs ms miss dr sir madam prof professor president vice-president vp minister secretary senator sen rep
  representative congressman congresswoman governor gov mayor ambassador amb envoy director administrator adviser
  advisor commissioner chairman chairwoman chair chairperson spokesperson spokesman spokeswoman premier chancellor
  councilor councillor counselor consul general gen admiral adm colonel col captain capt major lieutenant lt sergeant
  sgt judge justice speaker leader king queen prince princess pope emperor sheikh sultan crown deputy vice acting former
  president-elect chief coordinator counsel member candidate nominee comrade commander officer pastor reverend rev
 lady gentleman attorney superintendent ceo cto cfo secretary-general commander-in-chief taoiseach
`);

/** Whether a word is an office, also of several ("Secretaries"). */
export function isOffice(word: string): boolean {
  const folded = word.toLowerCase().replaceAll('.', '');
  return (
    OFFICES.has(folded) || OFFICES.has(folded.replace(/ies$/, 'y')) || OFFICES.has(folded.replace(/s$/, ''))
  );
}

/** Offices that names also end in ("Martin Luther King"). */
export const NAME_ENDINGS = wordSet('king justice prince queen lady miss general');

/** What comes before an office and is no name of its own. */
export const PORTFOLIOS = wordSet(`
  state defense defence treasury foreign affairs homeland security commerce labor labour energy education
  transportation agriculture interior health human services housing urban development veterans national press
  economic finance trade external under assistant democratic republican minority majority principal staff council house cabinet senior prime permanent special general political public
  intelligence policy communications budget
`);

/** Words after which a number belongs to the name ("Title 42", "Article 7"). */
export const NUMBERED = wordSet(`
  title article section chapter resolution phase proposition agenda vision stream group brigade flight route highway
  type part act protocol committee division amendment apollo artemis operation directive
`);

/** Capitalised words that say nothing alone, and that no name of one word is made of. */
export const GENERIC = wordSet(`
  government ministry embassy consulate department office house senate council committee commission bureau agency
  administration authority authorities university college institute center centre republic party parliament state
  states nation nations country countries kingdom federation union union's association organization organisation
  conference convention summit meeting forum dialogue session assembly act law bill plan program programme initiative
  fund bank board court team task force group company corporation inc ltd co media press news agency times post journal
  day week north south east west northern southern eastern western central middle upper lower region province city
  county district island islands sea ocean river lake strait gulf bay river mount mountain dao reef airport street
  avenue article title section chapter part phase resolution treaty agreement declaration communique charter
  constitution statement report book white black green blue red paper american americans god lord christmas easter
  internet web tv covid-era mandarin english bible hello earth foreign national international federal global world
  intelligence security defense affairs policy public human service services members speaker excellency majesty
  highness honor honour inaudible crosstalk laughter applause sic english-language cst pst
`);

/** Joints within a name, written small. */
export const PARTICLES = wordSet('de del della da do dos du la le el al bin ibn ben von van der den y e');
