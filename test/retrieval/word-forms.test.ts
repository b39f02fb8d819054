import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backgroundWords } from '../../retrieval/background/frequencies.ts';
import { buildPostings } from '../../retrieval/lexical/build.ts';
import { Bm25Index } from '../../retrieval/lexical/index.ts';
import { tokenize, tokenizeQuery } from '../../retrieval/lexical/tokens.ts';
import { readSettings, recordSettings } from '../../retrieval/settings.ts';
import { openCurrent } from '../../retrieval/snapshot/open.ts';
import { updateIndex } from '../../retrieval/update.ts';
import { FOREIGN_SPEECH, type ForeignSpeech, writeForeignSpeech } from '../support/foreign-speech.ts';
import { silent } from '../support/record.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { wordEncoder } from '../support/word-encoder.ts';

const ENGLISH: ForeignSpeech = {
  language: 'en',
  title: 'Daily briefing',
  passages: [
    'President Macron and the Secretary spoke about sanctions on banks and about the war.',
    'We will not speculate on what Huawei is asked to do. The rules are the same for all vendors.',
    'A man may die of hunger there. Das Boot was shown last night, and the pour was filmed.',
  ],
  questions: [],
};

const rowsOf = (speeches: readonly ForeignSpeech[]) =>
  speeches.flatMap(({ language, title, passages }) =>
    passages.map((passage) => ({ passage, question: '', title, language })),
  );

const indexOf = (speeches: readonly ForeignSpeech[]) =>
  new Bm25Index(
    buildPostings(rowsOf(speeches)),
    speeches.map(({ language }) => language),
    backgroundWords(),
  );

const speechIn = (language: string) =>
  FOREIGN_SPEECH.find((speech) => speech.language === language) ?? expect.fail(language);

describe('the terms of English', () => {
  it('are what they were when it was the only language', () => {
    const pinned = readFileSync(path.join(import.meta.dirname, 'english-terms.tsv'), 'utf8').trimEnd();
    for (const line of pinned.split('\n')) {
      const [word = '', terms = ''] = line.split('\t');
      expect([word, tokenize(word).join(' ')]).toEqual([word, terms]);
      expect(tokenize(word, 'en-GB')).toEqual(tokenize(word));
    }
  });

  it('are those of a question to an English record, whatever its language', () => {
    const text = fc.string({ unit: fc.constantFrom(..."aeioustnrlé’' .%5die") });
    fc.assert(
      fc.property(text, fc.constantFrom('en', 'fr', 'de', 'und', 'zh'), (question, language) => {
        const terms = tokenizeQuery({ query: question, language }, ['en', 'en-US']);
        expect(terms).toEqual([...new Set(tokenize(question))].map((term) => [term]));
      }),
    );
  });

  it('lose no word that another language leaves out', () => {
    expect(tokenize('They die, man, pour the cons, was also a son')).toEqual(
      expect.arrayContaining(['die', 'man', 'pour', 'con', 'son']),
    );
    expect(tokenize('die Frau, die man sah', 'de')).toEqual(['frau', 'sah']);
  });
});

describe('the terms of another language', () => {
  it.each([
    ['fr', 'négociations commerciales', 'négociation commerciale'],
    ['fr', 'l’accord, d’État, qu’il', 'accord État'],
    ['fr', 'les lois, les emplois, les élus', 'loi emploi élu'],
    ['fr', 'la sécurité d’un cœur', 'securite coeur'],
    ['fr-CA', 'déclarées', 'déclaré'],
    ['de', 'Sanktionen der Länder', 'Sanktion Land'],
    ['de', 'Maßnahmen, Zölle, Flüchtlinge', 'Massnahme Zoelle Fluechtling'],
    ['es', 'los aranceles y las negociaciones', 'arancel negociación'],
    ['es', 'la inversión', 'inversion'],
    ['it', 'dell’accordo, un’elezione', 'accordi elezioni'],
    ['pt', 'as negociações', 'negociacao'],
    ['nl', 'de verkiezingen', 'verkiezing'],
    ['sv', 'regeringen', 'regeringens'],
  ])('%s: “%s” is “%s”', (language, one, other) => {
    expect(tokenize(one, language)).toEqual(tokenize(other, language));
    expect(tokenize(one, language)).not.toEqual([]);
  });

  it('keep apart what a stemmer would join', () => {
    expect(tokenize('Gaza', 'fr')).not.toEqual(tokenize('gaz', 'fr'));
  });

  it('leave other scripts to their own stemmers', () => {
    for (const text of ['华为公司 5G', 'санкциями', 'الحكومة']) {
      expect(tokenize(text, 'fr')).toEqual(tokenize(text));
    }
  });
});

describe('a question in the language of the record', () => {
  it.each([...FOREIGN_SPEECH])('is answered in other forms of its words: $language', async (speech) => {
    const index = indexOf([speech]);
    let first = 0;
    for (const [query, passage] of speech.questions) {
      const found = await index.search({ query, language: speech.language }, 3);
      expect([query, found.map(({ row }) => row)]).toEqual([query, expect.arrayContaining([passage])]);
      if (found[0]?.row === passage) first++;
    }
    expect(first).toBeGreaterThanOrEqual(11);
  });

  it('counts no word of grammar as missing', async () => {
    const question = { query: 'Où en est la négociation commerciale ?', language: 'fr' };
    expect(await indexOf([speechIn('fr')]).coverage(question, [0])).toEqual([1]);
  });

  it('is answered although its language was not told', async () => {
    const index = indexOf([ENGLISH, speechIn('de')]);
    const [first] = await index.search({ query: 'Sanktion Bank Maschine', language: 'und' }, 1);
    expect(first?.row).toBe(ENGLISH.passages.length);
  });
});

describe('a name', () => {
  const speeches = [ENGLISH, ...FOREIGN_SPEECH];
  const from = (language: string) =>
    speeches
      .slice(
        0,
        speeches.findIndex((speech) => speech.language === language),
      )
      .reduce((sum, { passages }) => sum + passages.length, 0);

  it.each([
    ['en', 'What did Zelenskyy say in Kyiv?', 'fr', 1],
    ['en', 'Is Niger asking soldiers to leave?', 'fr', 6],
    ['en', 'What did Merkel say?', 'de', 1],
    ['en', 'Did Sheinbaum speak with Trump?', 'es', 1],
    ['en', 'Mercosur', 'fr', 10],
    ['fr', 'Qu’a dit Merkel ?', 'de', 1],
    ['de', 'Was sagte Sheinbaum?', 'es', 1],
    ['es', '¿Qué pasa con el Mercosur?', 'fr', 10],
    ['fr', 'Que fait Macron des sanctions et de la guerre ?', 'en', 0],
  ] as const)('is met across languages: %s “%s” in %s', async (language, query, other, passage) => {
    const found = await indexOf(speeches).search({ query, language }, 1);
    expect(found[0]?.row).toBe(from(other) + passage);
  });

  it('counts once, in whichever form a document holds it', async () => {
    const index = indexOf(speeches);
    expect(tokenizeQuery({ query: 'Zelenskyy', language: 'en' }, ['en', 'fr'])).toEqual([
      ['zelenski', 'zelensky'],
    ]);
    const question = { query: 'Did Macron meet Zelenskyy?', language: 'en' };
    const [both = 0, one = 0] = await index.coverage(question, [from('fr') + 1, 0]);
    expect(one).toBeGreaterThan(0);
    expect(both).toBeGreaterThan(one);
    expect(await index.coverage({ ...question, query: 'Macron Zelenskyy' }, [from('fr') + 1])).toEqual([1]);
  });
});

describe('an index on disk', () => {
  it('reads each document in its language, and questions in those of the record', async () => {
    const folder = await temporaryFolder();
    await writeForeignSpeech(folder);
    const settings = readSettings(recordSettings, {
      CORPUS_DIR: folder,
      DATA_DIR: path.join(await temporaryFolder(), 'data'),
    });
    const encoder = wordEncoder();
    await updateIndex(settings, encoder, silent);
    const snapshot = (await openCurrent(settings.DATA_DIR)) ?? expect.fail('nothing was built');
    for (const [query, language, words] of [
      ['négociation commerciale', 'fr', 'Les négociations commerciales'],
      ['Zoll auf Stahl', 'de', 'Die Zölle auf Stahl'],
      ['arancel, negociación', 'es', 'Los aranceles'],
      ['Zelenskyy', 'en', 'Le Président Macron'],
    ] as const) {
      const vector = await encoder.encodeQuery(query);
      const found = await snapshot.store.candidates({
        query,
        language,
        vector,
        parts: [{ depth: 3 }],
        most: 3,
      });
      const [best] = found.toSorted((a, b) => b.lexical - a.lexical);
      expect(best?.cited.passage.text).toContain(words);
      expect(best?.coverage).toBeCloseTo(1, 5);
    }
    snapshot.close();
  });
});
