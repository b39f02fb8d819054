/** The bot's own words in the languages of Discord's users. Quotes stay as they were said. */
import { createInstance } from 'i18next';
import { de } from './locales/de.ts';
import { en } from './locales/en.ts';
import { es419 } from './locales/es-419.ts';
import { esES } from './locales/es-ES.ts';
import { fr } from './locales/fr.ts';
import { ja } from './locales/ja.ts';
import { ko } from './locales/ko.ts';
import { ptBR } from './locales/pt-BR.ts';
import { ru } from './locales/ru.ts';
import { zhCN } from './locales/zh-CN.ts';
import { zhTW } from './locales/zh-TW.ts';

/** Texts by key; `{{name}}` is filled in. Keys that count something end with a plural category of the language. */
export type Catalogue = Readonly<Record<string, string>>;

const CATALOGUES: Readonly<Record<string, Catalogue>> = {
  en,
  de,
  'es-ES': esES,
  'es-419': es419,
  fr,
  ja,
  ko,
  'pt-BR': ptBR,
  ru,
  'zh-CN': zhCN,
  'zh-TW': zhTW,
};

/** Languages by Discord's names, English first; every other locale is shown English. */
export const LOCALES: readonly string[] = Object.keys(CATALOGUES);

type Plural = '_one' | '_other';
type WithoutPlural<Key extends string> = Key extends `${infer Stem}${Plural}` ? Stem : Key;
export type TextKey = WithoutPlural<keyof typeof en>;
/** Keys of errors: each has a text of its own for what to do. */
export type ErrorKey = Extract<TextKey, `error.${string}.remedy`> extends `${infer Key}.remedy` ? Key : never;

export type TextValues = Readonly<Record<string, string | number>>;

export interface Texts {
  /** One of LOCALES. */
  locale: string;
  t(key: TextKey, values?: TextValues): string;
  /** `18 February 2019` for `2019-02-18`, as the language writes it. */
  date(isoDate: string): string;
}

/** All texts of a language, as they stand in its file. */
export const catalogueOf = (locale: string): Catalogue => CATALOGUES[locale] ?? {};

/** Adds what a language says of millions alone: as of any other number. Catalogues need not repeat it. */
function complete(catalogue: Catalogue): Catalogue {
  const others = Object.entries(catalogue).flatMap(([key, text]) => {
    const stem = key.replace(/_other$/, '');
    return stem === key || `${stem}_many` in catalogue ? [] : [[`${stem}_many`, text] as const];
  });
  return { ...catalogue, ...Object.fromEntries(others) };
}

const i18n = createInstance();
void i18n.init({
  resources: Object.fromEntries(
    LOCALES.map((locale) => [locale, { translation: complete(catalogueOf(locale)) }]),
  ),
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  // Texts are escaped for Discord's Markdown where they are used, never as HTML.
  interpolation: { escapeValue: false },
  initAsync: false,
});

const made = new Map<string, Texts>();

/** The texts for a locale of Discord's; those of its language, or English, where there are none. */
export function textsFor(wanted: string): Texts {
  const locale = localeFor(wanted);
  const known = made.get(locale);
  if (known) return known;
  const translate = i18n.getFixedT(locale);
  // Day before month, as most readers of English write it.
  const intl = locale === 'en' ? 'en-GB' : locale;
  const dates = new Intl.DateTimeFormat(intl, { dateStyle: 'long', timeZone: 'UTC' });
  const texts: Texts = {
    locale,
    t: (key, values = {}) => translate(key, values),
    date: (isoDate) => dates.format(new Date(`${isoDate}T00:00:00Z`)),
  };
  made.set(locale, texts);
  return texts;
}

/** The texts of English. */
export const ENGLISH = textsFor('en');

function localeFor(wanted: string): string {
  const [language = 'en'] = wanted.split('-');
  if (LOCALES.includes(wanted)) return wanted;
  return LOCALES.find((locale) => locale === language) ?? 'en';
}

/** The text of a command or option in every language but English, by Discord's name of the language. */
export function localizations(key: TextKey): Record<string, string> {
  return Object.fromEntries(LOCALES.slice(1).map((locale) => [locale, textsFor(locale).t(key)]));
}
