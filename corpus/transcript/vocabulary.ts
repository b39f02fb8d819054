/** Words of labels, in the languages that transcripts come in: who is of the press, who holds an office, who is nobody. */

export type Part = 'asker' | 'official' | 'moderator' | 'nobody';

/** Words that only the press goes by, and outlets whose names hold none of these. */
const PRESS_WORDS = `
  reporter reporters journalist journalists photojournalist correspondent correspondents press news newspaper
  agency tv television radio times daily post herald tribune gazette journal weekly magazine media
  broadcasting broadcaster network online telegraph guardian chronicle newswire today interviewer editor presenter anchor cna
  afp ap reuters bloomberg xinhua cctv cgtn cnn bbc nhk kyodo dpa efe tass itar-tass ria novosti sputnik rt
  yonhap ansa cnr cri zdf ard orf npr abc nbc cbs nbs pbs upi pti ani kbs mbc sbs arirang jiji mainichi asahi
  yomiuri nikkei sankei caixin anadolu telesur irna irib uol politico economist euronews jazeera ukrinform
  tf1 france2 france3 france24 bfm bfmtv lci rtbf tve nrk tv2 phoenix paper rtv rtl lusa axios
  journaliste journalistes periodista periodistas giornalista jornalista journalistin reporterin
  korrespondent moderatorin interviewerin dziennikarz журналист журналистка корреспондент корреспондентка jornalista repórter frage
  радиостанция телеканал газета агентство информагентство радио телевидение
  δημοσιογράφος δημοσιογραφος δημοσιογράφοι δημοσιογραφοι ερώτηση ερωτηση журналіст журналістка кореспондент ведуча
  gazeteci muhabir toimittaja újságíró riporter novinář novinářka novinár jurnalist ziarist reporteră dziennikarka redaktor
  verslaggever interviewer wartawan صحفي صحافي
  intervención interlocutor interlocutora pregunta intervenção media
  reportero reportera entrevistador entrevistadora locutor locutora apresentador intervistatore conduttore
  intervieweur intervieweuse présentateur présentatrice haastattelija novinar novinarka новинар новинарка репортер
  redaktorka redaktor gazetar gazetari ajakirjanik žurnālists žurnalistas phóng wartawan jurnalis pewarta muxbir müxbir
  mwandishi עיתונאי עיתונאית כתב الصحفي الصحافي مذيع المذيع مراسل محاور خبرنگار صحافی पत्रकार संवाददाता
  ผู้สื่อข่าว นักข่าว ჟურნალისტი լրագրող mtv yle svt dr1 tvn polsat ert rai tg1
`;
/** Words of events and documents, which open lines and are nobody's name: `Press Conference with the Minister`. */
const EVENT =
  /\b(?:(?:press|news)\s(?:conference|briefing|release|statement|gaggle)|transcript|^please\snote$|^(?:opening\s)?statements?\sof\b|q\s?&\s?a\b|conférence\sde\spresse|rueda\sde\sprensa|pressekonferenz)/iu;
/** Honorifics, ranks and offices: the one list, which names are read by as well. */
const OFFICE_WORDS = `
  spokesperson spokesman spokeswoman minister ministry ambassador premier president secretary director
  administrator commissioner chairman chairwoman chair governor mayor senator congressman congresswoman
  representative councilor councillor counselor counsellor consul envoy official officials adviser advisor
  coordinator general admiral colonel captain lieutenant major chief surgeon attorney prime vice deputy acting
  mr ms mrs dr sir madam madame mme prof professor sen rep gov amb sec usec asec gen adm col maj capt interpreter participant crew coach
  king queen chancellor speaker member leader opposition shadow hon honourable mp pm dpm treasurer attorney-general secretary-general vice-president
  président présidente ministre premier-ministre porte-parole presidente presidenta ministro ministra portavoz
  portavoce bundeskanzler bundeskanzlerin kanzler kanzlerin außenminister außenministerin sprecher sprecherin
  regierungssprecher bundesminister bundesministerin porta-voz primeiro-ministro primer rzecznik
  президент министр посол премьер представитель замминистра пресс-секретарь
  υπουργός υπουργος πρωθυπουργός πρωθυπουργος πρόεδρος προεδρος εκπρόσωπος εκπροσωπος міністр прем’єр речник
  cumhurbaşkanı başbakan bakan sözcü pääministeri ministeri miniszterelnök miniszter elnök premiér ministru premierul
  președintele minister-president statsminister statsråd menteri presiden
  mluvčí tisková tiskový předseda předsedkyně premiérka ministr ministryně prezident prezidentka náměstek velvyslanec
  hovorca hovorkyňa predseda predsedníčka ministerka rzeczniczka marszałek wiceminister prezydent ambasador
  predsjednik predsjednica premijer premijerka ministar ministrica ministarka glasnogovornik portparol predsednik
  predsednica председник премијер министар портпарол министър говорител presidentti tiedottaja utrikesminister
  talesperson utenriksminister udenrigsminister talsperson ráðherra forsætisráðherra peaminister premjers ministrs
  prezidents premjeras ministras prezidentas prezidentė szóvivő kormányszóvivő államtitkár ministrul premierul
  sözcüsü bakanı cumhurbaşkanı nazir ministri presidenti kryeministri zëdhënësi jubir waziri rais portaveu taoiseach
  الوزير وزير الرئيس رئيس المتحدث الناطق السفير وزیر سخنگو سخنگوی שר שרה דובר נשיא मंत्री प्रवक्ता प्रधानमंत्री
  นายกรัฐมนตรี รัฐมนตรี โฆษก holy pope cardinal archbishop undersecretary sheriff superintendent
`;
/** Offices of a government that are held `for` or `of` something, in English, for regular expressions. */
export const MINISTER = alternatives(
  'Minister,Treasurer,Premier,Chancellor,Attorney[- ]General,Governor,Secretary',
);
/** Offices as English writes them before a name. */
export const OFFICE = `${MINISTER}|${alternatives(
  "Prime Minister,Spokes(?:person|man|woman),Ambassador,(?:Vice[- ])?President,Mayor,Senator,Director(?:-General)?,Administrator,Commissioner,Chair(?:man|woman)?,Council?lor,Advis[eo]r,Coordinator,Envoy,Representative,Consul[- ]General,Chargé d[’']Affaires",
)}`;
export const HONORIFIC = String.raw`(?:(?:Mr|Ms|Mrs|Dr)\.?|Mme|M\.)`;
/** Offices in other languages, for regular expressions that tell capitals. */
export const OFFICE_ABROAD =
  "premier ministre|première ministre|premier-ministre|ministre|président|présidente|porte-parole|secrétaire d[’']état|presidente|presidenta|ministro|ministra|portavoz|porta-voz|portavoce|primeiro-ministro|bundeskanzler|bundeskanzlerin|kanzler|kanzlerin|bundesminister|bundesministerin|außenminister|außenministerin|minister|ministerin|ministerpräsident|minister-president|statsminister|utrikesminister|utenriksminister|udenrigsminister|finansminister|regierungssprecher|президент|президента|министр|министра|премьер-министр|посол|посла|prezydent|prezydenta|premier|premiera"
    .split('|')
    .flatMap((office) => [office, office.charAt(0).toUpperCase() + office.slice(1)])
    .join('|');
/** Words before a name that hold no office: the press goes by them as well. */
const HONORIFICS = wordSet('mr ms mrs dr sir madam madame mme prof professor hon honourable');
const MODERATOR_WORDS = `
  moderator operator host facilitator emcee mc aide modérateur modératrice moderador moderadora moderatore
  модератор ведущий ведущая ведучий moderátor moderátorka prowadzący prowadząca conductor conductora műsorvezető
  voditelj voditeljica водещ водеща sunucu
`;
/** Labels of pages and paragraphs, never of people. */
const NOBODY_WORDS = `
  updated published posted transcript address tel telephone phone fax email e-mail mail date time source
  sources journal note notes editor editors venue place location subject subjects photo photos video related
  share keywords website web url link copyright contact from to cc re via
  first firstly second secondly third thirdly fourth fourthly fifth fifthly sixth finally lastly one two
  three four five highlights background summary synopsis abstract kurzfassung zusammenfassung résumé resumen riassunto samenvatting topics topic tags headline title participants embargoed
  covid covid-19 end e&oe eoe speakers speaking present attendees audio download category release duration
  warning disclaimer correction themen temas thèmes also but and so however today tomorrow yesterday remember look
  тема источник фото дата datum thema quelle objet sujet
`;
const NOBODY_HAN =
  /^(?:来源|時間|时间|日期|地址|地點|电话|電話|传真|邮箱|发布时间|更新时间|责任编辑|责编|编辑|地点|网址|附件|标题|主题|注|备注|摘要|分享|来源地|字号)$|(?:说|表示|指出|如下|强调|认为|写道|问道|声称|是|有)$/u;
const PRESS_HAN =
  /(?:记者|記者|通讯社|通訊社|[社报報台臺网網]|电视|電視|新闻|新聞|媒体|媒體|时报|時報|彭博|路透|新聞社?|テレビ(?:\p{Script=Han}{1,3})?|共同|時事|質問者)$|^(?:NHK|テレビ\p{Script=Han}+)/u;
const OFFICIAL_HAN =
  /(?:发言人|發言人|部长|部長|大使|主任|司长|司長|总理|總理|主席|参赞|參贊|总领事|總領事|领事|局长|局長|特使|书记|書記|司令|先生|女士|大臣|長官|議員|총리|장관|대변인|대통령)/u;
const PRESS_HANGUL = /^(?:기자|질문자)|기자$/u;
const MODERATOR_HAN = /^(?:主持人|主持|司会(?:者)?|사회자)$/u;

const PRESS = wordSet(PRESS_WORDS);
const OFFICES = wordSet(OFFICE_WORDS);
const MODERATOR = wordSet(MODERATOR_WORDS);
const NOBODY = wordSet(NOBODY_WORDS);
/** Who speaks without a name: an asker, where somebody else is known to answer. */
const ANONYMOUS =
  /^(?:(?:unidentified|unknown|male|female|another|inaudible|off-camera|crowd|audience)(?:\s|$).*|speakers?(?:\s\w{1,2})?|(?:man|woman|voice|crowd|audience|attendee|questioner|question|caller|student)(?:\s\w{1,2})?)$/iu;

function alternatives(words: string): string {
  return words.replaceAll(',', '|').replaceAll(' ', '\\s');
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

/** Words of a label in lower case, without full stops and possessive marks. */
export function labelWords(name: string): string[] {
  return (
    name
      .toLowerCase()
      .replace(/['’]s\b|\/s\b/g, '')
      .replace(/\b(?:rt|right)\.?\shon/g, 'hon')
      // The press secretary speaks for the house, not for the press.
      .replace(/\bpress (?=secretary|officer|attach)/g, '')
      .split(/[^\p{L}\p{N}&'’-]+/u)
      .filter((word) => word !== '')
  );
}

/** Whether a word is an honorific, a rank or an office rather than part of a name. */
export function isOfficeWord(word: string): boolean {
  return OFFICES.has(word.toLowerCase().replaceAll('.', ''));
}

/** Whether a label is an official’s by no more than an honorific: `Mr. Cruz` may be of the press. */
export function hasOnlyHonorifics(label: string): boolean {
  const offices = labelWords(label).filter(isOfficeWord);
  return offices.length > 0 && offices.every((word) => HONORIFICS.has(word));
}

/** Whether a label names nobody in particular: `Speaker 2`, `Unidentified Male`. */
export function isAnonymous(name: string): boolean {
  return ANONYMOUS.test(name);
}

/** Who speaks under this label, as far as its own words tell. */
export function partByWords(name: string): Part | undefined {
  const words = labelWords(name);
  // `TIME` may be the magazine.
  const particular = words.length === 1 && NOBODY.has(words[0] ?? '') && name !== 'TIME';
  if (NOBODY_HAN.test(name) || EVENT.test(name) || particular) return 'nobody';
  if (isAnonymous(name)) return undefined;
  if (MODERATOR_HAN.test(name) || words.some((word) => MODERATOR.has(word))) return 'moderator';
  // `Reuters reporter` asks, `AP Correspondent Minister Smith` does not exist: the press goes first.
  // `TF 1`, `France 2`
  const press = words.some((word) => PRESS.has(word)) || PRESS.has(words.join(''));
  if (PRESS_HAN.test(name) || PRESS_HANGUL.test(name) || press) return 'asker';
  if (OFFICIAL_HAN.test(name) || words.some((word) => OFFICES.has(word))) return 'official';
  return undefined;
}

/** Whether a label names a person of the press rather than an outlet. */
export function isReporter(name: string): boolean {
  return /^(?:the\s)?press$|reporter|journalist|correspondent|interviewer|interlocutor|intervenci[oó]n|intervenção|periodista|giornalista|журналист|记者|記者|기자/iu.test(
    name,
  );
}

/** Whether a question is asked: by its mark, or by the word that ends a question in Japanese. */
export function asksSomething(text: string): boolean {
  return /[?？؟]|か[。」\s]|か$/u.test(text);
}

/** Whether words begin by saying who speaks and for whom: `Sir, Rishabh from Times Now`, `Павел Зарубин, «Россия»`. */
export function introducesItself(name: string, said: string): boolean {
  const opening = said.slice(0, 120);
  return name.split(' ').some((word) => {
    const at = word.length > 2 && /^\p{Lu}/u.test(word) ? opening.indexOf(word) : -1;
    return (
      at >= 0 &&
      /^(?:\s\p{Lu}\S*)?(?:,\s|\s(?:from|with|of|at|de|von|vom|du|se)\s)(?:the\s|«|“)?\p{Lu}/u.test(
        opening.slice(at + word.length),
      )
    );
  });
}
