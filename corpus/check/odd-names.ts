/** Names of those who ask and speak that look as if they were no names. */
import { partByWords } from '../transcript/vocabulary.ts';

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
