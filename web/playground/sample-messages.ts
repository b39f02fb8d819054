/** The channel before anybody types: people who quote the record that is served, rightly and wrongly. */
import { longDate } from '../../bot/replies/reply.ts';
import { foldSpace } from '../../corpus/passage-id.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import type { QuoteCheck } from '../../retrieval/quotes/check.ts';
import type { SampleMessage } from './wire.ts';

/** Documents, the newest first, whose sentences are quoted. */
const DOCUMENTS = 4;
/** Words of a sentence that is worth quoting. */
const WORDS = { least: 12, most: 45 };
/** Sentences that are tried for each kind of message. */
const TRIED = 12;

interface Sentence {
  text: string;
  speaker: string;
  date: string;
  document: string;
}

type Services = Pick<RecordServices, 'catalogue' | 'topics' | 'verifier'>;

/** Each message is checked against the record first: one whose verdict would not be the promised one is left out. */
export async function sampleMessages(services: Services): Promise<SampleMessage[]> {
  const sentences = await quotableSentences(services);
  const [topic] = await services.topics.suggest('', 1);
  const [first] = sentences;
  // A sentence is quoted once.
  const used = new Set<Sentence>();

  async function quoting(kind: QuoteCheck['kind'], quote: (sentence: Sentence) => string | undefined) {
    for (const sentence of sentences.filter((one) => !used.has(one)).slice(0, TRIED)) {
      const quoted = quote(sentence);
      if (quoted === undefined) continue;
      const [check] = await services.verifier.verify(`“${quoted}”`);
      if (check?.kind !== kind) continue;
      used.add(sentence);
      return { sentence, quoted };
    }
    return undefined;
  }

  const exact = await quoting('exact', ({ text }) => text);
  const altered = await quoting('altered', ({ text }) => withoutAWord(text));
  const stitched = await quoting('stitched', (sentence) => {
    const other =
      sentences.find((one) => one.document !== sentence.document) ??
      sentences.find((one) => one !== sentence);
    return other && `${sentence.text} ${other.text}`;
  });
  const invented = await quoting(
    'not-found',
    () => 'Every last biscuit in the ministry was eaten by a purple giraffe.',
  );
  const messages: (SampleMessage | undefined)[] = [
    topic && {
      author: 'Mira',
      ago: 64,
      content: `Has anybody on record said something about ${topic.name}? It is for tomorrow’s piece.`,
    },
    exact && {
      author: 'Jonas',
      ago: 61,
      content: `${exact.sentence.speaker} on ${longDate(exact.sentence.date)}, I have it in my notes:\n> “${exact.quoted}”`,
    },
    altered && { author: 'Priya', ago: 47, content: `And I remember this one: “${altered.quoted}”` },
    stitched && { author: 'Tomás', ago: 33, content: `I saw this one shared a lot: “${stitched.quoted}”` },
    invented && {
      author: 'Aiko',
      ago: 12,
      content: `Somebody claims ${first?.speaker ?? 'they'} said “${invented.quoted}” Is that on record?`,
    },
  ];
  return messages.filter((message) => message !== undefined);
}

async function quotableSentences({ catalogue }: Services): Promise<Sentence[]> {
  const newest = (await catalogue.documents()).slice(0, DOCUMENTS);
  const transcripts = await Promise.all(newest.map(({ id }) => catalogue.document(id)));
  const ofEach = transcripts.map((transcript) => {
    if (!transcript) return [];
    const { document, turns, passages } = transcript;
    const segmenter = new Intl.Segmenter(document.language.slice(0, 2), { granularity: 'sentence' });
    return passages.flatMap((passage) =>
      [...segmenter.segment(foldSpace(passage.text))].flatMap(({ segment }) => {
        const text = segment.trim();
        const words = wordsOf(text).length;
        const speaker = turns.find(({ ordinal }) => ordinal === passage.turn)?.speaker ?? '';
        // Quotation marks within a quote would end it.
        if (words < WORDS.least || words > WORDS.most || /["“”„«»]/.test(text)) return [];
        return [{ text, speaker, date: document.date, document: document.id }];
      }),
    );
  });
  // In turns, so that the messages quote several documents.
  const longest = Math.max(0, ...ofEach.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) =>
    ofEach.flatMap((sentences) => sentences.slice(at, at + 1)),
  ).flat();
}

/** The sentence without its “not”, or without a word from its middle: what is easily misremembered. */
function withoutAWord(text: string): string {
  const negation = /\s(?:not|never)\b/.exec(text);
  if (negation) return text.slice(0, negation.index) + text.slice(negation.index + negation[0].length);
  const words = wordsOf(text);
  const left = words[Math.floor(words.length / 2)];
  return left ? foldSpace(text.slice(0, left.index) + text.slice(left.index + left.segment.length)) : text;
}

function wordsOf(text: string): Intl.SegmentData[] {
  return [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)].filter(
    ({ isWordLike }) => isWordLike,
  );
}
