/** Names that look as if they were none, and paragraphs of turns that nobody seems to have said: lines of a page, notes, headings. */
import {
  ANY_FIRST_PERSON,
  ENDS_SENTENCE,
  isBoilerplate,
  isStageDirection,
} from '../transcript/boilerplate.ts';
import { stampLength } from '../transcript/dates.ts';
import { countWords } from '../transcript/roles.ts';
import { isOfficeWord, partByWords } from '../transcript/vocabulary.ts';

/** An address of the web or of mail, or a link of Markdown. */
const ADDRESS =
  /https?:\/\/|\bwww\.\w|\]\((?:[^()\s]|\([^()]*\))+\)|[\w.-]+\s?(?:@|[[(]at[\])])\s?[\w-]+(?:\.|\s?[[(]dot[\])]\s?)[a-z]{2,}/iu;
/** What somebody who reads a page is told to do, or what says where it is from. */
const FURNITURE = new RegExp(
  String.raw`^[\s>*_([（【«“"•·▪-]{0,4}(?:${[
    'copyright|©|all rights reserved|版权所有|版權所有|alle rechte vorbehalten|tous droits réservés|todos los derechos|todos os direitos|все права',
    '(?:also read|read also|read more|see also|related(?: (?:news|stor(?:y|ies)|articles?))?|recommended|watch|more on this|click here)\\s?[:：]',
    '(?:à )?lire (?:aussi|également)|lesen sie (?:auch|mehr)|mehr zum thema|lea (?:también|además)|leia (?:também|mais)|leggi anche|lees ook|läs (?:också|mer)|les også|læs også|lue myös|czytaj (?:też|także|również)|zobacz (?:też|także)|čtěte (?:také|též)|přečtěte si|citește și|citiți și|baca(?: juga)?\\s?:|διαβάστε (?:επίσης|ακόμα)|ayrıca okuyun|читайте также|читайте також|olvassa el|اقرأ أيضا|相关(?:新闻|阅读|链接)|相關(?:新聞|閱讀|連結)|延伸閱讀|延伸阅读|関連(?:記事|ニュース)|관련 ?기사',
    "(?:editor['’]?s|transcriber['’]?s) note|note (?:by|from) the editors?|note to editors|n\\.?d\\.?[rlt]\\b|toim\\. ?huom|red\\. ?anm|anm\\. ?(?:d|der)\\.? red|nota (?:del? editor|da redação|de la redacción|de redacción)|nota redakcji|note de la rédaction|прим(?:ечание|\\.) ред|编者(?:注|按)|編者(?:註|按)|编辑注|編集部注|편집자 ?주",
    '(?:photos?|foto(?:graf)?s?|photo credit|image|picture|bild(?:quelle)?|fotó|фото|图片?来源|图片?说明|圖片?來源|写真|사진)\\s?(?:by|von|di|de|:|：)',
    '(?:source|sources|quelle|fuente|fonte|bron|källa|zdroj|źródło|sumber|kaynak|πηγή|источник|джерело|来源|來源|资料来源|資料來源|出典|출처)\\s?[:：]',
    '(?:edited|written|reported|transcribed|translated|compiled) by\\b|penulis\\s?[:：]|(?:text|autor|author|tekst|redaktion)\\s?[:：]|责任编辑|責任編輯',
    'subscribe\\b|sign up\\b|follow us\\b|(?:download|view|watch|listen to) (?:the|this|full)\\b.{0,30}$|post a comment|no comments|\\d+ comments\\b|leave a (?:comment|reply)|posted by\\b|filed under|tags?\\s?[:：]',
  ].join('|')})`,
  'iu',
);
/** `3`, `- 3 -`, `Page 3 of 5`. */
const PAGE_NUMBER = /^[-–—\s]{0,3}(?:page\s)?\d{1,3}(?:\s?(?:of|\/)\s?\d{1,3})?[-–—\s]{0,3}$/iu;
/** A note that an editor puts into what is said, in its middle or around the whole of it. */
const NOTE =
  /[[(（](?:note|ed(?:itor)?s?\.?|editor['’]s note|n\.?d\.?[rlt]\.?|toim\. ?huom|red\.? ?anm|anm\. ?d|прим\. ?ред|注|註|编者|編者)\s?[:：.]/iu;
/** `1 On June 28, …`, `[1] See …`, `* The number is …`, `¹ …`: at the foot of a page. */
const FOOTNOTE = /^(?:\d{1,2}\s+\p{Lu}\p{L}|\[\d{1,2}\]\s|[†‡]\s?\p{L}|[¹²³⁴⁵]\s?\p{L}|\\?\*{1,3}\s\p{Lu})/u;
/** `二、…？`, `3. … ?`, `（一）…？`: a list of questions. */
const NUMBERED =
  /^(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．:：]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.)、．]\s?)/u;
const ASKED = /[?？؟]["”»’」』]?\s*(?:[（(][^（）()]{2,40}[）)])?$/u;
/** `…？（公視韓瑩小姐）`, `… (미디어펜 김소정 기자)`: who asked, behind what was asked. */
const ASKED_BY =
  /(?:[?？]\s?[（(][^（）().]{2,40}[）)]|[（(][^（）()]{2,30}(?:기자|記者|记者|小姐|先生|女士)[）)])\s?$/u;
const QUOTED = /^>\s/u;
/** Somebody who speaks for another, and says so. */
const INTERPRETED =
  /^[[(（](?:(?:as |speaking )?(?:interpreted|translated)|(?:through|via|voice of)\s(?:an?\s|the\s)?(?:interpreter|translat)|interpretation|translation)\b/iu;

type OddLook = 'page' | 'note' | 'asked' | 'interpreted';

/** What a paragraph of an answer looks like that is no answer; nothing where it looks as any other. */
export function oddAnswer(words: string, last: boolean): OddLook | undefined {
  if (INTERPRETED.test(words)) return 'interpreted';
  if ((last && FOOTNOTE.test(words)) || NOTE.test(words) || QUOTED.test(words)) return 'note';
  if (looksLikePage(words)) return 'page';
  if ((NUMBERED.test(words) && ASKED.test(words)) || ASKED_BY.test(words)) return 'asked';
  return undefined;
}

/** Whether a paragraph looks as if it were the page’s: an address, a credit, a link to another story, a bare day. */
export function looksLikePage(words: string): boolean {
  if (ADDRESS.test(words) || FURNITURE.test(words) || PAGE_NUMBER.test(words)) return true;
  if (isStageDirection(words)) return false;
  return (
    (stampLength(words) === words.length && words.length > 5) || (words.length > 3 && isBoilerplate(words))
  );
}

const OPENING = /[([（【［]/gu;
const CLOSING = /[)\]）】］]/gu;

/** Whether a bracket opens in a text and is never closed, or closes and was never opened. */
export function hasLooseBracket(words: string): boolean {
  // `1) … 2) …`: a list.
  const plain = words.replace(/(?:^|\s)(?:\d{1,2}|\p{Ll})\)/gu, ' ');
  const [all, paired] = [words, plain].map(
    (one) => (one.match(OPENING)?.length ?? 0) === (one.match(CLOSING)?.length ?? 0),
  );
  return !all && !paired;
}

/** Letters of a heading in a script with capitals, and in one without. */
const HEADING = 90;
const HEADING_CASELESS = 30;

/** Whether a paragraph is a line without the mark that ends a sentence. */
export function looksLikeHeading(words: string): boolean {
  if (ENDS_SENTENCE.test(words) || /[,;:：、-]\s*[*_]*$/u.test(words)) return false;
  if (/^\p{Lo}/u.test(words)) return words.length <= HEADING_CASELESS && words.length > 3;
  const count = words.split(/\s+/).length;
  return count > 2 && words.length <= HEADING && /^[\p{Lu}\p{N}*_#"“«„'’]/u.test(words);
}

/** What an official opens a question with that nobody else asks. */
const GOES_ON =
  /^[“"«]?(?:and|but|so|now|well|or|because|why|what|et|mais|und|aber|pero|y|e|ma|но|и)(?![\p{L}’'])(?!\s(?:is|are|was|were|did|does|do|will|about|would|can|could)\s(?:the|your|you|it|he|she|they)\b)/iu;
/** Fewer words are thrown in, more are a paragraph of their own. */
const QUESTION_WORDS = { least: 4, most: 40 };

/** Whether a paragraph ends by asking, whatever marks enclose it. */
export function endsAsking(words: string): boolean {
  return /[?？؟]["”»’」』*_]*$/u.test(words);
}

/** Whether a paragraph is a question alone, which nobody asks of himself: it goes on from nothing and has no first person. */
export function asksSomebody(words: string): boolean {
  const count = countWords(words);
  if (count < QUESTION_WORDS.least || count > QUESTION_WORDS.most) return false;
  return endsAsking(words) && !GOES_ON.test(words) && !ANY_FIRST_PERSON.test(words);
}

/** Whether a text names somebody by the surname. */
export function mentions(name: string, words: string): boolean {
  const surname = /\p{Lo}/u.test(name) ? name : (name.split(' ').at(-1) ?? '');
  return surname.length > 2 && !isOfficeWord(surname) && words.includes(surname);
}

/** Words that head the particulars of a page and the parts of an article, in the languages of transcripts. */
const PARTICULARS = new RegExp(
  `^(?:${[
    'press (?:conference|briefing)|interview(?:ers?)?(?: (?:by|with))?|q ?(?:&|and) ?a|transcript\\p{L}*|transkript\\p{L}*|transcripción|trascrizione|transkripsi|стенограмма|记录|紀要|文字实录',
    'baca(?: juga)?|read(?: also| more)?|lire|leggi|lea|leia|lees|läs|czytaj|zobacz|related|see also|watch|video|audio|watch live|live|update|breaking|exclusive|opinion|analysis|comment',
    'status|version|stand|quelle|source|sources|fuente|fonte|sumber|kaynak|zdroj|źródło|källa|bron|πηγή|источник|来源|來源',
    'photos?|fotos?|image|bild(?:quelle)?|caption|credits?|author|autor|autorka|penulis|editor|text|tekst|redaktion|redakcja|dinle|foto\\p{L}*',
    'date|datum|fecha|data|tarih|tanggal|дата|日期|時間|时间|place|ort|lugar|lieu|luogo|local|地点|地點|title|titel|titre|título|subject|betreff|topic|thema|tags?|keywords?',
    'facts?|figures|highlights?|summary|note|notes|background|context|appendix|annex|table|chart|figure',
  ].join('|')})$`,
  'iu',
);
const INTERPRETER =
  /\b(?:interpret(?:er|ation)|translat(?:or|ion)|dolmetscher(?:in)?|interprète|traduct(?:eur|rice)|traduttore|intérpret[ea]|traductora?|tradutora?|tolk|tłumacz(?:ka)?)\b|переводчик|перекладач|翻译|翻譯|通訳|口译|通譯|통역/iu;
/** Small words that stand in names (`van der`) and in titles of people. */
const SMALL =
  /^(?:of|the|for|and|&|at|from|with|to|in|on|de|da|do|du|des|del|della|di|la|le|les|el|al|y|e|et|und|von|van|der|den|ten|ter|zu|zur|bin|ibn|bint|d|l|–|-|a|à|o|os|dos|das|für|pour|para|per|za|w|dla)$/iu;
const MOST_WORDS = 9;
const LONGEST = 70;

/** Why a name looks as if it were none, in a few words; nothing where it looks like one. */
export function oddName(name: string, title: string): string | undefined {
  if (INTERPRETER.test(name)) return 'speaks for somebody else';
  if (/https?:|www\.|[@#]|\.(?:com|org|net)\b/iu.test(name)) return 'holds an address';
  if (/[[\]{}<>|]/u.test(name) || unpaired(name)) return 'holds brackets';
  if (/[?!？！。…;]|[.]\s\p{Lu}\p{Ll}+\s\p{Ll}/u.test(name)) return 'holds a sentence mark';
  if (/\d{3}|\d\s?[:.]\s?\d|^\d+$/u.test(name)) return 'holds figures';
  if (PARTICULARS.test(name) || partByWords(name) === 'nobody') return 'is a word of a page';
  const words = name.split(/\s+/);
  if (words.length > MOST_WORDS || name.length > LONGEST) return 'is too long for a name';
  const heldByTitle = words.length > 3 && title.toLowerCase().includes(name.toLowerCase());
  if (heldByTitle && words.some((word) => SMALL.test(word)) && partByWords(name) !== 'official')
    return 'is a part of the title';
  if (/^\p{Ll}/u.test(name) && !SMALL.test(words[0] ?? '') && partByWords(name) === undefined)
    return 'starts in the middle of a sentence';
  return undefined;
}

function unpaired(name: string): boolean {
  return (name.match(/[(（]/gu)?.length ?? 0) !== (name.match(/[)）]/gu)?.length ?? 0);
}
