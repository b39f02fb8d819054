/** What stands around the words of a transcript: crumbs, stamps, stage directions, share lines. */
import { createRequire } from 'node:module';
import { findDate, stampLength } from './dates.ts';

/** Whole paragraphs that pages put around a text. */
const PAGE_PATTERNS: readonly RegExp[] = [
  /^(?:home|main\s?page|首页|位置|当前位置|您的位置).{0,200}[>＞»›]/iu,
  /^[^.?!。？！]{1,80}[>＞»][^.?!。？！]{1,120}$/u,
  /^[<〈【[]?\s?(?:suggest\sto\sa\sfriend|print(?:\sthis\spage)?|share(?:\sthis)?(?:\spage|\sarticle)?|e-?mail\sthis(?:\spage)?|back\sto\stop|close|打印本页|打印|推荐给朋友|分享到?|关闭窗口|返回顶部|相关新闻|相关链接)\s?[>〉】\]]?[:：]?$/iu,
  /^(?:打印本页|推荐给朋友|关闭窗口|分享到|返回顶部|[\s<>|【】])+$/u,
  /^(?:share|follow\sus|tweet)\b.{0,60}(?:facebook|twitter|wechat|weibo|linkedin|whats\s?app)/iu,
  /^(?:copyright\s(?:©|\(c\)|\d{4}|by\b|reserved)|©|\(c\)\s\d{4}|all\srights\sreserved|版权所有|京ICP|ICP备|contact\sus$)/iu,
  /^(?:address|tel|telephone|fax|e-?mail|source|website|editor|photo|来源|地址|电话|传真|责任编辑|编辑)\s?[:：].{0,120}[^.?!。？！]$/iu,
  /^(?:this|our|the)\s(?:web)?site\suses\scookies\b/iu,
  /^(?:please\s)?enable\sjavascript\b|^javascript\s(?:is|must\sbe)\s/iu,
  /^(?:click\s(?:here\s)?(?:to|for)\b|story\scontinues\sbelow|(?:also\sread|read\salso|lire\saussi|lesen\ssie\sauch|lea\stambién|leia\stambém|читайте\sтакже)\b).{0,100}$/iu,
  /^(?:(?:read|see|watch|learn)\smore|advertisement(?:\s[-–—]\sscroll\b.{0,40})?)$/iu,
  /^(?:\[[^\]]{1,40}\]:\s)?(?:https?:\/\/|www\.)\S+$/iu,
  /^[([（]?(?:the\s)?following\s(?:is|are|question|questions|was|were)\b.{0,160}(?:press\sconference|briefing|transcript)\b.{0,60}$/iu,
  /^\\?\*{0,2}(?:\\\*)*\s?(?:please\s)?see\s(?:below|correction)\b.{0,100}$/iu,
  /^[*_]{0,3}[\p{L}\s.’'-]{3,60}\((?:re)?(?:sworn|affirmed)\)\.?[*_]{0,3}$/iu,
];

/** What an editor, a reader or a machine adds in its own words: `Note: …`, `(TOIM. HUOM. …)`, a post with its author’s handle. */
const EDITED: readonly RegExp[] = [
  /^[([*_]{0,3}(?:note|editor[’']?s?\snotes?|ed\.\snote|n\.?b\.|toim\.\shuom|anm(?:\.|erkung)?\sd(?:\.|er)\sred|ndlr|n\.\s?d\.\s?l\.\s?r|n\.\s?d\.\s?r|nota\s(?:da|de\sla|del)\s(?:reda|edi)|red\.\sanm|pozn\.\sred|прим\.\sред|примечание|编者[按注]|編者[按註]|編注)[.:：—]/iu,
  /^[(（[][^()（）[\]]{200,2000}[)）\]]\.?$/u,
  /\bpic\.twitter\.com\/|\(@\w{2,20}\)/u,
];

/** `**Oct. 7, 2003**`: a line in bold letters that ends as no sentence does. */
const BOLD_HEADING = /^(\*\*|__)[^*_\n]{1,100}[^*_\n.?!。？！:：,;…—–”"-]\1$/u;
/** A heading of Markdown, or one behind asterisks: a topic that the editor named, never words that were said. */
const HEADING = /^(?:#{1,6}\s|\*{2}\s?(?=[^*\s]))[^.?!。？！*]{1,150}$/u;

/** Lines that close what was said: nothing after them belongs to an answer. */
const CLOSING_PATTERNS: readonly RegExp[] = [
  /^\(?end(?:ed|s)?\)?\.?(?:\s+(?:at\s)?\d{1,2}[:.]\d{2}[^.?!]{0,6}[.\p{L}\s]{0,20})?$/iu,
  /^\d{1,2}[:.]\d{2}\s?[ap]\.?\s?m\.?(?:\s?\(?[\p{L} ]{2,16}\)?)?\.?$/iu,
  /^(?:\\?#\s?){1,5}$/u,
  /^[-–—]\s?end\s?[-–—]$/iu,
  /^ends?\s?\/\s?\p{L}+day\b.{0,40}$/iu,
  /^\[?(?:transcript\s)?ends?\]?[.!]?$/iu,
  /^\(?please\s(?:also\s)?refer\sto\s.{0,60}(?:portion|version|transcript).{0,20}$/iu,
  /^[（(]完[）)]$/u,
  /^(?:(?:no|\d{1,4})\scomments?:?|post\sa\scomment|leave\sa\s(?:reply|comment)|comments?|(?:related|more|recommended|similar|latest)\s(?:articles?|news|stories|posts?|content|topics|links)|about\sthe\sauthor|newer\spost|older\spost|(?:tags|filed\sunder|categories)\s?:.{0,60})$/iu,
];

/** What a moderator says to pass the floor on. */
const FLOOR =
  /\b(?:(?:next|last|first|final|follow-?up)\squestion|go\s(?:ahead\sand\s)?(?:next\s)?to\b|(?:line|mic|microphone|hand|you)\s(?:should\sbe|is|are)\s(?:now\s)?(?:open|unmuted)|unmute|raise\s(?:your\s)?hand|raise[- ]hand|press\s(?:star|\*|\d))/iu;
const FLOOR_WORDS = 45;
/** What one official says between another's answer and the next question: `Go ahead, Asma.`, `Next question.` */
const HANDOVER =
  /^(?:(?:and|so|okay|all\sright|yes|yeah|sure|well|let['’]s|we(?:['’]ll|\scan)?|i(?:['’]ll)?|we\shave\stime\sfor|take|do|thank\syou|thanks)[,\s]+){0,3}(?:[\p{Lu}][\p{L}’'-]+,?\s)?(?:go(?:\sright)?\sahead\b.{0,40}|(?:the\s|a\s|our\s)?(?:next|second|last|another|one\smore|final)\squestion\b.{0,30}|turn\sit\s(?:back\s)?(?:over\s)?to\b.{0,40}|(?:go\s)?over\sto\b.{0,40}|wrap\s(?:it\s)?up\b.{0,20}|(?:right\shere\s)?in\sthe\sback\b.{0,20})$/iu;
/** A sentence of courtesy. A name alone (`Andrew.`) is none: it looks like a short answer (`Confirmed.`). */
const COURTESY =
  /^(?:okay|all\sright|great|(?:thanks|thank\syou)\b.{0,60}|(?:really\s)?appreciate\s.{0,30})$/iu;
const HANDOVER_WORDS = 16;

/** Thanks, the end of an event, and what is left to do after it: the last words of whoever hosts it. */
const THANKS =
  /^(?:(?:okay|ok|all\sright|alright|great|well|and|so|again|with\sthat)[,.]?\s)*(?:thank|thanks)\b/iu;
const ENDS_EVENT =
  /\b(?:(?:this|that)\s(?:will\s)?(?:concludes?|ends?|wraps?\sup)\b|(?:this|that)(?:\sis|\swill\sbe|['’]s)\s(?:the\send\b|all\s(?:the\s(?:time|questions)|we\shave|for\s(?:today|now)))|out\sof\stime|for\s(?:joining|participating|attending|tuning\sin|coming|being\s(?:here|with\sus))|have\sa\s(?:good|great|nice|wonderful)\s(?:day|morning|afternoon|evening|night|week))/iu;
const AFTERWARDS =
  /\b(?:transcript|recording|press\soffice|media\s(?:office|line|team)|contact|website|e-?mail|embargo|follow[- ]up)\b/iu;
const LONGEST_END = 900;

/** `(Laughter.)`, `\[inaudible\]`, `（完）`: one or more brackets and nothing else. */
const STAGE_DIRECTION =
  /^[*_]{0,3}(?:[(（][^()（）]{0,200}[)）][.?!…]?\s*|\\?\[[^[\]]{0,200}\][.?!…]?\s*)+[*_]{0,3}$/u;
const TAGS = /<[^<>]{0,2000}>/g;
export const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/** Whether a paragraph is nothing but brackets, perhaps as a quotation or with links in it, as Markdown writes them. */
export function isStageDirection(paragraph: string): boolean {
  if (/^(?:>|.{0,200}\]\()/u.test(paragraph)) return STAGE_DIRECTION.test(plainWords(paragraph));
  return STAGE_DIRECTION.test(paragraph);
}

function plainWords(paragraph: string): string {
  return withoutLinks(paragraph.replace(/^(?:>\s?)+/, ''));
}

/** Whether a paragraph holds nothing that anybody said. */
export function isBoilerplate(paragraph: string): boolean {
  if (!SAYS_SOMETHING.test(paragraph.replace(TAGS, ''))) return true;
  if (isStageDirection(paragraph) || stampLength(paragraph) === paragraph.length) return true;
  if (paragraph.length < 2000 && EDITED.some((pattern) => pattern.test(paragraph))) return true;
  return paragraph.length < 300 && PAGE_PATTERNS.some((pattern) => pattern.test(paragraph));
}

/** Whether a moderator's paragraph does no more than pass the floor on. */
export function passesFloor(paragraph: string): boolean {
  return FLOOR.test(paragraph) && paragraph.split(/\s+/).length <= FLOOR_WORDS;
}

/** Whether an official's paragraph only hands over to somebody else. */
export function handsOver(paragraph: string): boolean {
  if (paragraph.split(/\s+/).length > HANDOVER_WORDS) return false;
  const sentences = paragraph.split(/[.?!](?:\s+|$)/).filter((sentence) => sentence !== '');
  const passes = (sentence: string) => HANDOVER.test(sentence.trim());
  return (
    sentences.every(
      (sentence) =>
        passes(sentence) || COURTESY.test(sentence.trim()) || /^\p{Lu}\p{L}+$/u.test(sentence.trim()),
    ) && sentences.some((sentence) => passes(sentence) || COURTESY.test(sentence.trim()))
  );
}

/** Whether somebody thanks and ends the event, and says little more than how to go on from there. */
export function endsEvent(said: string): boolean {
  if (!ENDS_EVENT.test(said) || said.length > LONGEST_END) return false;
  const sentences = said
    .split(/(?<=[.?!])(?<!\b[DM]rs?\.)\s+/u)
    .filter((sentence) => /\p{L}/u.test(sentence));
  const ends = sentences.filter((sentence) =>
    [THANKS, ENDS_EVENT, AFTERWARDS].some((form) => form.test(sentence)),
  );
  return THANKS.test(said) && ends.length * 2 >= sentences.length;
}

/** Whether a paragraph is a heading in Markdown. */
export function isHeading(paragraph: string): boolean {
  return HEADING.test(paragraph) || BOLD_HEADING.test(paragraph);
}

/** Whether a paragraph marks that the speaking is over. */
export function isClosing(paragraph: string): boolean {
  return paragraph.length < 80 && CLOSING_PATTERNS.some((pattern) => pattern.test(paragraph));
}

/** Whether a text ends where a sentence may end. */
export const ENDS_SENTENCE = /[.?!。？！…—–”"’')\]）】]\s*$/u;

/** The same for what is surely a sentence. */
export const ENDS_A_SENTENCE = /[.?!。？！…—][”"’')\]）*_\s]*$/u;

/** `June 11, 2002 Pier House, Washington, D.C.`: no word but names. */
const CAPITALS_ONLY = /^(?=.{0,200}\p{Lu}\p{Ll})(?:[^\p{Ll}\p{Lo}\s]\S*(?:\s+|$)){1,20}$/u;

/** Whether a paragraph reads as sentences rather than as a headline, a place or a list of names. */
export function isProse(paragraph: string): boolean {
  if (!ENDS_A_SENTENCE.test(paragraph)) return false;
  if (CAPITALS_ONLY.test(paragraph) && findDate(paragraph.slice(0, 60))?.start === 0) return false;
  return paragraph.split(/\s+/).length >= 8 || (paragraph.match(/\p{Script=Han}/gu)?.length ?? 0) >= 12;
}

const CALL =
  /^(?:(?:okay|all\sright|yes|sure)[,.]\s)?(?:go\sahead,\s)?(\p{Lu}[\p{Ll}’'-]+)(?:,?\s(?:go\sahead|please))?[.?!]?$/iu;

const load = createRequire(import.meta.url);

/** Whether a paragraph does no more than call out somebody's given name: `Diana.`, `Go ahead, Diana.` */
export function callsOut(paragraph: string): boolean {
  const name = paragraph.length > 40 ? undefined : CALL.exec(paragraph)?.[1];
  if (name === undefined) return false;
  return hasGivenName(name);
}

/** Whether words hold a given name (`Diana`, but not `Confirmed`), and are no place that is called like one. */
export function hasGivenName(words: string): boolean {
  return hasName(words, '#FirstName');
}

/** Whether words hold a family name that is widely known as one. */
export function hasFamilyName(words: string): boolean {
  return hasName(words, '#LastName');
}

function hasName(words: string, kind: string): boolean {
  // Loaded with the first words that may be one.
  const module = load('compromise/two') as unknown;
  const nlp = (hasDefault(module) ? module.default : module) as typeof import('compromise/two').default;
  const read = nlp(words);
  return read.has(kind) && !read.has('#Place');
}

function hasDefault(module: unknown): module is { default: unknown } {
  return typeof module === 'object' && module !== null && 'default' in module;
}

/** Whoever speaks of himself, in many languages. */
export const ANY_FIRST_PERSON =
  /(?<![\p{L}'’])(?:I|I['’]\p{L}+|my|me|we|our|us|we['’]\p{L}+|je|j['’]|moi|nous|mon|ma|mes|ich|mir|mich|wir|mein\p{L}*|uns\p{L}*|yo|mi|mis|me|nosotros|nuestr\p{L}+|eu|meu|minha|nós|nosso|io|mio|mia|noi|nostr\p{L}+|ik|mij|mijn|wij|we|ons|onze|jag|mig|vi|jeg|mig|vår\p{L}*|minä|me|ja|mnie|my|nasz\p{L}*|já|mně|naše|saya|kami|kita|ben|biz|я|мне|меня|мы|нас|наш\p{L}*|εγώ|εμείς|μας)(?!\p{L})|我|私|저는|제가|우리/iu;

/** Whether a paragraph is whole sentences in which nobody speaks of himself. */
export function isReport(words: string): boolean {
  return isProse(words) && !ANY_FIRST_PERSON.test(words);
}

/** Whether a paragraph is whole sentences in which somebody speaks of himself. */
export function isSpeech(words: string): boolean {
  return isProse(words) && ANY_FIRST_PERSON.test(words);
}

/** Links of Markdown as the words that they show. */
export function withoutLinks(words: string): string {
  return words.replace(/\[([^[\]]*)\]\([^()\s]*\)/g, '$1');
}
