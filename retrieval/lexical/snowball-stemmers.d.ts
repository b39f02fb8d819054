/** The part of the package that is used; it comes without types. */
declare module 'snowball-stemmers' {
  export interface Stemmer {
    stem(word: string): string;
  }
  /** By the English name of a language: `russian`, `arabic`. */
  export function newStemmer(language: string): Stemmer;
}
