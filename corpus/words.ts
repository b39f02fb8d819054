/** Word lists that the index, the topics and the parser share. All in lower case. */

/** The words of a list that is written as text. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

/** Left out of the lexical index. Contractions as people type them; with an apostrophe they are cut at it. */
export const STOP_WORDS = wordSet(`
  a about above after again all also am an and any are as at be because been before being below between both but by
  can could did do does doing down during each few for from further had has have having he her here hers him his how
  i if in into is it its itself just let like ll me more most my no nor not now of off on once only or other our out
  over own re s same she should so some such t than that the their theirs them then there these they this those
  through to too under until up ve very was we were what when where which while who whom why will with would you
  your yours please tell said say says dont doesnt didnt isnt arent wasnt werent wont wouldnt cant cannot couldnt
  shouldnt hasnt havent hadnt aint im ive youre theyre thats whats whos lets
`);

/** Words that are part of no topic: stop words, further function words and what is said in every conversation. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set([
  ...STOP_WORDS,
  ...wordSet(`
    absolutely across actually additionally afternoon against ago ahead almost alone along already although always
    among amount another answer answers anybody anyone anything anyway aren't around aside away back basically became
    become began begin behind besides best better beyond big billion bit bye came can't century certain certainly
    clear clearly come comes coming comment comments congratulations couldn't currently day days decade decades
    definitely didn't different doesn't don't done dozen due earlier eight either else enough especially etc even
    evening ever every everybody everyone everything exactly far fewer fifth finally fine first firstly five folks
    follow-up following forward four fourth full furthermore gave gentleman get gets getting give given gives go goes
    going gone good got great guy guys hadn't happen happened happening happy hasn't haven't he'd he'll he's hello
    herself hi himself honestly hour hours however hundred i'd i'll i'm i've indeed instead isn't issue issues it'd
    it'll keep kept kind know known lady last lastly late later latest least left less let's likely little long look
    looking looks lot lots ma'am madam made mainly make makes making man many matter matters may maybe mean means
    meanwhile might million mine minute minutes month months moreover morning much must myself name near necessary
    need needed needs neither never new next night nine nobody none nonetheless nothing number numbers obviously often
    oh ok okay old one ones onto others otherwise ours ourselves overall part particular particularly people per
    percent percentage perhaps plus point possible previous probably put quarter question questions quite rather
    really recent recently regarding relevant remark remarks report reporter reporters reports right saw saying second
    secondly see seen self seven several shall she'll shouldn't show shown side similar simply since sir six somebody
    someone something sometimes somewhat soon sorry sort specific specifically still stuff sure take taken takes
    taking talk talking ten thank thanks themselves therefore they'd they'll they're they've thing things think third
    thirdly though thousand three throughout thus till time times today together told tomorrow tonight took toward
    towards trillion true try trying turn two unto upon us use used using usual usually various via want wanted wants
    wasn't way we'd we'll we're we've week weeks welcome well went weren't whatever whenever whether whole whose
    within without woman won't wouldn't yeah year years yep yes yesterday yet you'd you'll you're you've yourself
    yourselves
  `),
]);

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
