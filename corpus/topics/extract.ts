/** From transcripts to topics: what the record names, under one name each, best first. The method: docs/topics.md. */
import type { Transcript } from '../schema.ts';
import { type Capitals, readCapitals } from './capitals.ts';
import { readMentions } from './mentions.ts';
import { readChains, readHanNames, splitChains } from './names.ts';
import { readPhrases } from './phrases.ts';
import { findStaff, leastPassages, rankTopics, type Topic } from './ranking.ts';
import { listTexts, readTokenTable, type Text, type TokenTable } from './tokens.ts';
import { Collection, joinForms, joinPeople, joinSurnames, readAbbreviations } from './variants.ts';

export type { Topic } from './ranking.ts';

/**
 * The topics of a record, best first, at most 5,000.
 *
 * A passage belongs to a topic that it names. Where only the question names it, the passage that opens the answer
 * (the first of some substance) stands for the answer. Linear in the words of the record, apart from the tagging of
 * parts of speech, which is bounded.
 */
export function extractTopics(transcripts: readonly Transcript[]): Topic[] {
  const texts = listTexts(transcripts);
  const passages = transcripts.reduce((sum, transcript) => sum + transcript.passages.length, 0);
  const table = readTokenTable(texts);
  const collection = new Collection();
  const capitals = readCapitals(table);
  addNames(collection, table, capitals);
  for (const [spelling, held] of readHanNames(texts)) collection.add({ spelling, sort: 'name', texts: held });
  // A phrase that comes once is no more than two words in a row.
  const least = Math.max(2, leastPassages(passages) * 2);
  for (const phrase of readPhrases(table, capitals, texts, least)) collection.add(phrase);
  joinVariants(collection, texts);
  return rankTopics(collection, findStaff(transcripts), texts, passages);
}

function addNames(collection: Collection, table: TokenTable, capitals: Capitals): void {
  const numbers = new Map(table.words.map((word, number) => [word, number]));
  const isBare = (word: string) => !capitals.named[numbers.get(word) ?? -1];
  const names = splitChains(readChains(table, capitals), isBare);
  const alone = new Map<string, number>();
  for (const { spelling, texts } of names) alone.set(spelling, (alone.get(spelling) ?? 0) + texts.length);
  const people = new Set<string>();
  const known = {
    alone: (spelling: string) => alone.get(spelling) ?? 0,
    person: (spelling: string) => people.has(spelling),
  };
  for (const name of names) {
    for (const { spelling, titled } of readMentions(name, known)) if (titled) people.add(spelling);
  }
  for (const name of names) {
    for (const mention of readMentions(name, known)) {
      const { spelling, demonym: derived = false, country, titled } = mention;
      const sort = country !== undefined ? 'place' : titled ? 'person' : 'name';
      collection.add({ spelling, sort, derived, texts: name.texts, called: name.called });
    }
  }
}

function joinVariants(collection: Collection, texts: readonly Text[]): void {
  const { groups, variants } = collection;
  const people = [...variants.values()].filter(({ titled }) => titled > 0);
  joinPeople(
    groups,
    people.map(({ spelling }) => spelling),
  );
  joinSurnames(collection);
  joinForms(groups, variants.values());
  for (const { text } of texts) {
    for (const { short, long } of readAbbreviations(text)) {
      if (variants.has(short) && variants.has(long)) groups.join(short, long);
    }
  }
}
