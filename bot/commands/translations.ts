/** The commands' names and descriptions in the languages of Discord's users. English stands with the command. */

export const LOCALES = ['zh-CN', 'zh-TW', 'fr', 'de', 'es-ES', 'ja', 'ru'] as const;
export type CommandLocale = (typeof LOCALES)[number];

interface Words {
  name: string;
  /** Message menus have none. */
  description?: string;
}

export type Localized = Readonly<Record<CommandLocale, Words>>;

/** Each of the arrays follows the order of LOCALES. */
function localized(names: readonly string[], descriptions: readonly string[] = []): Localized {
  const words = LOCALES.map((locale, i) => {
    const [name, description] = [names[i], descriptions[i]];
    if (name === undefined) throw new RangeError(`no ${locale} name`);
    return [locale, { name, ...(description !== undefined && { description }) }];
  });
  return Object.fromEntries(words) as Localized;
}

export const COMMAND_WORDS = {
  ask: localized(
    ['提问', '提問', 'demander', 'fragen', 'preguntar', '質問', 'спросить'],
    [
      '用官方原话回答问题，并注明出处',
      '用官方原話回答問題，並註明出處',
      'Répond par les mots exacts des responsables, avec la source',
      'Antwortet mit dem Wortlaut der Amtsträger, mit Quelle',
      'Responde con las palabras exactas de las autoridades, con fuente',
      '当局者の発言そのままで、出典付きで答えます',
      'Отвечает дословными словами официальных лиц, с источником',
    ],
  ),
  topic: localized(
    ['话题', '話題', 'sujet', 'thema', 'tema', '話題', 'тема'],
    [
      '按话题查看官方表态，最新的在前',
      '按話題查看官方表態，最新的在前',
      'Les déclarations sur un sujet, les plus récentes d’abord',
      'Aussagen zu einem Thema, die neuesten zuerst',
      'Declaraciones sobre un tema, las más recientes primero',
      'ある話題についての発言を新しい順に表示します',
      'Заявления по теме, сначала новые',
    ],
  ),
  quote: localized(
    ['引用', '引用', 'citation', 'zitat', 'cita', '引用', 'цитата'],
    [
      '按原文词句或编号查找一段话',
      '按原文詞句或編號查找一段話',
      'Retrouve un passage par ses mots ou son numéro',
      'Findet eine Stelle nach Wortlaut oder Kennung',
      'Encuentra un pasaje por sus palabras o su identificador',
      '言葉または番号から発言を探します',
      'Находит отрывок по словам или номеру',
    ],
  ),
  about: localized(
    ['关于', '關於', 'apropos', 'info', 'acerca', '概要', 'инфо'],
    [
      '收录了哪些文件、日期和发言人',
      '收錄了哪些文件、日期和發言人',
      'Ce que contient le registre',
      'Was die Sammlung enthält',
      'Qué contiene el registro',
      '記録の内容を表示します',
      'Что хранится в архиве',
    ],
  ),
  find: localized([
    '查找官方表态',
    '查找官方表態',
    'Trouver une déclaration',
    'Offizielle Aussage finden',
    'Buscar declaración oficial',
    '公式発言を探す',
    'Найти официальное заявление',
  ]),
  verify: localized([
    '核对引文',
    '核對引文',
    'Vérifier la citation',
    'Zitat prüfen',
    'Verificar la cita',
    '引用を確認',
    'Проверить цитату',
  ]),
} as const;

export const OPTION_WORDS: Readonly<Record<string, Localized>> = {
  question: localized(
    ['问题', '問題', 'question', 'frage', 'pregunta', '質問', 'вопрос'],
    [
      '你想知道什么',
      '你想知道什麼',
      'Ce que vous voulez savoir',
      'Was du wissen willst',
      'Lo que quieres saber',
      '知りたいこと',
      'Что вы хотите узнать',
    ],
  ),
  since: localized(
    ['起始', '起始', 'depuis', 'seit', 'desde', 'から', 'с'],
    [
      '从哪天起，例如 2019-02-18',
      '從哪天起，例如 2019-02-18',
      'À partir de ce jour, par ex. 2019-02-18',
      'Ab diesem Tag, z. B. 2019-02-18',
      'Desde este día, p. ej. 2019-02-18',
      'この日以降（例：2019-02-18）',
      'С этого дня, например 2019-02-18',
    ],
  ),
  until: localized(
    ['截止', '截止', 'jusque', 'bis', 'hasta', 'まで', 'до'],
    [
      '到哪天为止，例如 2019-02',
      '到哪天為止，例如 2019-02',
      'Jusqu’à ce jour, par ex. 2019-02',
      'Bis zu diesem Tag, z. B. 2019-02',
      'Hasta este día, p. ej. 2019-02',
      'この日まで（例：2019-02）',
      'По этот день, например 2019-02',
    ],
  ),
  speaker: localized(
    ['发言人', '發言人', 'orateur', 'sprecher', 'portavoz', '発言者', 'спикер'],
    [
      '只看这个人的发言',
      '只看這個人的發言',
      'Seulement les mots de cette personne',
      'Nur die Worte dieser Person',
      'Solo las palabras de esta persona',
      'この人の発言だけ',
      'Только слова этого человека',
    ],
  ),
  hide: localized(
    ['仅自己可见', '僅自己可見', 'masquer', 'verbergen', 'ocultar', '非公開', 'скрыть'],
    [
      '回复只有你能看到',
      '回覆只有你能看到',
      'Réponse visible de vous seul',
      'Antwort nur für dich',
      'Respuesta visible solo para ti',
      'あなただけに表示します',
      'Ответ увидите только вы',
    ],
  ),
  name: localized(
    ['名称', '名稱', 'nom', 'name', 'nombre', '名前', 'название'],
    [
      '话题的名称',
      '話題的名稱',
      'Le nom du sujet',
      'Der Name des Themas',
      'El nombre del tema',
      '話題の名前',
      'Название темы',
    ],
  ),
  text: localized(
    ['文字', '文字', 'texte', 'text', 'texto', '言葉', 'текст'],
    [
      '原文中的词句、编号或消息链接',
      '原文中的詞句、編號或訊息連結',
      'Des mots du passage, son numéro ou un lien de message',
      'Worte der Stelle, ihre Kennung oder ein Nachrichtenlink',
      'Palabras del pasaje, su identificador o un enlace',
      '発言の言葉、番号、またはメッセージのリンク',
      'Слова отрывка, его номер или ссылка на сообщение',
    ],
  ),
};
