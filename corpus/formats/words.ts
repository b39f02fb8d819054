/** What the words of a label say of who speaks: an outlet, an official, a moderator, or nobody at all. */

export type Part = 'asker' | 'official' | 'moderator' | 'nobody';

/** Words that only the press goes by, and outlets whose names hold none of these. */
const PRESS_WORDS = `
  reporter reporters journalist journalists photojournalist correspondent correspondents press news newspaper
  agency tv television radio times daily post herald tribune gazette journal weekly magazine media
  broadcasting broadcaster network online telegraph guardian chronicle newswire today
  afp ap reuters bloomberg xinhua cctv cgtn cnn bbc nhk kyodo dpa efe tass itar-tass ria novosti sputnik rt
  yonhap ansa cnr cri zdf ard orf npr abc nbc cbs nbs pbs upi pti ani kbs mbc sbs arirang jiji mainichi asahi
  yomiuri nikkei sankei caixin anadolu telesur irna irib uol politico economist euronews jazeera ukrinform
  phoenix paper rtv rtl lusa axios
`;
const OFFICIAL_WORDS = `
  spokesperson spokesman spokeswoman minister ministry ambassador premier president secretary director
  administrator commissioner chairman chairwoman chair governor mayor senator congressman congresswoman
  representative councilor councillor counselor counsellor consul envoy official officials adviser advisor
  coordinator general admiral colonel captain lieutenant major chief surgeon attorney prime vice deputy acting
  mr ms mrs dr sir madam madame prof professor sen rep gov amb sec interpreter participant crew coach
  king queen chancellor speaker member
`;
const MODERATOR_WORDS = 'moderator operator host facilitator emcee mc aide';
/** Labels of pages and paragraphs, never of people. */
const NOBODY = `
  updated published posted transcript address tel telephone phone fax email e-mail mail date time source
  sources journal note notes editor editors venue place location subject photo photos video related share
  keywords website web url link copyright contact from to cc re via
  first firstly second secondly third thirdly fourth fourthly fifth fifthly sixth finally lastly one two
  three four five highlights background summary topics topic tags headline title participants embargoed
  covid covid-19 end
`;
const NOBODY_HAN =
  /^(?:来源|时间|日期|地址|电话|传真|邮箱|发布时间|更新时间|责任编辑|编辑|地点|网址|附件|标题|主题|注|备注|摘要|分享)$/u;
const PRESS_HAN = /(?:记者|通讯社|[社报台网]|电视|新闻|媒体|时报|彭博|路透)$/u;
const OFFICIAL_HAN =
  /(?:发言人|部长|大使|主任|司长|总理|主席|参赞|总领事|领事|局长|特使|书记|司令|先生|女士)/u;
const MODERATOR_HAN = /^主持人$/u;

const PRESS = wordSet(PRESS_WORDS);
const OFFICIAL = wordSet(OFFICIAL_WORDS);
const MODERATOR = wordSet(MODERATOR_WORDS);
const NOBODIES = wordSet(NOBODY);

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

/** Words of a label in lower case, without full stops and possessive marks. */
export function labelWords(name: string): string[] {
  return (
    name
      .toLowerCase()
      .replace(/['’]s\b/g, '')
      // The press secretary speaks for the house, not for the press.
      .replace(/\bpress (?=secretary|officer|attach)/g, '')
      .split(/[^\p{L}\p{N}'’-]+/u)
      .filter((word) => word !== '')
  );
}

/** Whether a word is an honorific, a rank or an office rather than part of a name. */
export function isOfficeWord(word: string): boolean {
  return OFFICIAL.has(word.toLowerCase().replaceAll('.', ''));
}

/** Who speaks under this label, as far as its own words tell. */
export function partByWords(name: string): Part | undefined {
  const words = labelWords(name);
  if (NOBODY_HAN.test(name) || (words.length === 1 && NOBODIES.has(words[0] ?? ''))) return 'nobody';
  if (MODERATOR_HAN.test(name) || words.some((word) => MODERATOR.has(word))) return 'moderator';
  // `Reuters reporter` asks, `AP Correspondent Minister Smith` does not exist: the press goes first.
  if (PRESS_HAN.test(name) || words.some((word) => PRESS.has(word))) return 'asker';
  if (OFFICIAL_HAN.test(name) || words.some((word) => OFFICIAL.has(word))) return 'official';
  return undefined;
}

/** Whether a label names a person of the press rather than an outlet. */
export function isReporter(name: string): boolean {
  return /reporter|journalist|correspondent|记者/iu.test(name);
}
