/** Signs that words stand under the wrong name, a minimal input for each, and good transcripts that have none. */
import { describe, expect, it } from 'vitest';
import { type DoubtKind, findDoubts } from '../../corpus/check/doubts.ts';
import type { Transcript } from '../../corpus/schema.ts';
import { parse, TITLE } from './helpers.ts';
import { blocks, read } from './wild/layouts.ts';

interface Said {
  /** Who asks, and the paragraphs of the question. */
  asker?: string;
  asked?: string[];
  speaker?: string;
  /** Paragraphs of the answer. One that opens with `label|` has that label before it in the text. */
  said: string[];
}

const { document } = parse(`${TITLE}\n\nQ: Why?\n\nA: So.`);
const ANSWER = 'We have begun to clean the harbour, and we shall go on until May.';

/** A transcript of these turns, with labels before question and answer. */
function transcriptOf(turns: readonly Said[], above: readonly string[] = []): Transcript {
  const parts = [...above, ''];
  const passages: Transcript['passages'] = [];
  const say = (label: string, words: string) => {
    parts.push(`${label}${words}`);
    const end = parts.join('\n\n').length;
    return { start: end - words.length, end };
  };
  turns.forEach(({ asker, asked = [], speaker = 'Ann Jones', said }, turn) => {
    for (const [i, words] of asked.entries()) say(i > 0 ? '' : `${asker ?? 'Q'}: `, words);
    said.forEach((words, ordinal) => {
      const [label, own] = words.includes('|')
        ? words.split('|')
        : [ordinal > 0 ? '' : `${speaker}: `, words];
      passages.push({ id: '0000000000', turn, ordinal, text: own ?? '', ...say(label ?? '', own ?? '') });
    });
  });
  return {
    document: { ...document, title: 'Remarks on the Harbour From the Pier', text: parts.join('\n\n') },
    turns: turns.map(({ asker, asked, speaker = 'Ann Jones' }, ordinal) => ({
      document: document.id,
      ordinal,
      speaker,
      ...(asker !== undefined && { asker }),
      ...(asked !== undefined && { question: asked.join('\n\n') }),
    })),
    passages,
  };
}

const kindsOf = (turns: readonly Said[], above?: readonly string[]) => [
  ...new Set(findDoubts(transcriptOf(turns, above)).map(({ kind }) => kind)),
];

describe('a paragraph of an answer', () => {
  it.each<[DoubtKind, string]>([
    ['page', 'Baca: Terduga Teroris yang Ditangkap di Bali'],
    ['page', 'Lire aussi : le port est fermé.'],
    ['page', 'To view the slides, visit: https://example.org/slides.'],
    ['page', 'Photo: The harbour in May.'],
    ['page', '© 2020 Example Media.'],
    ['note', '1 On June 28, the Press Secretary announced the decision of the President.'],
    ['note', '> （ 逐字稿： 研商電子競技選手培育及獎勵輔導相關事宜 ）'],
    ['note', 'We shall go on (Editor’s note: until May) and then stop.'],
    ['heading', 'A Plan for the Harbour'],
    ['asked', '二、勞動部宣布全面暫停印尼移工來台工作，外交部是否有討論？（公視韓瑩小姐）'],
    ['asked', '성과가 있는지는 궁금합니다. (미디어펜 김소정 기자)'],
    ['runIn', 'It is so. Ben Roe: And I agree with that.'],
    ['runIn', 'Radio One abroad:\nWhat is the outcome of it?'],
    ['interpreted', '(As interpreted) We shall go on until May.'],
    ['cut', '[president of the association of the editors.'],
  ])('%s: “%s”', (kind, words) => {
    const turns = [
      { asker: 'Radio One', asked: ['Why now?'], said: [ANSWER] },
      { asker: 'Ben Roe', asked: ['Until when?'], said: [ANSWER, words] },
    ];
    expect(kindsOf(turns)).toEqual([kind]);
  });

  it('asked: a question, with a label of its own speaker below it', () => {
    const question = 'Does the President know of it, and has he any response to it?';
    const turns = [{ asked: ['Why now?'], said: [ANSWER, question, `Ann Jones: |${ANSWER}`] }];
    expect(kindsOf(turns)).toEqual(['asked']);
  });

  it('asked: a question alone between two paragraphs, which nobody asks of himself', () => {
    const between = (words: string) => kindsOf([{ asked: ['Why now?'], said: [ANSWER, words, ANSWER] }]);
    expect(between('Does the President know of it, and has he any response?')).toEqual(['asked']);
    expect(between('So what is the response of the government?')).toEqual([]);
    expect(between('Does that mean that we shall stop?')).toEqual([]);
  });
});

describe('a name', () => {
  it.each([
    'Transkriptstatus',
    'Baca',
    'Interview',
    'Press Conference',
    'Editors Association] and Ladies',
    'Remarks on the Harbour',
    'www.example.org',
    'Interpreter',
    '2020-05-08',
  ])('that is nobody’s: %s', (name) => {
    expect(kindsOf([{ asker: name, asked: ['Why now?'], said: [ANSWER] }])).toEqual(['named']);
    expect(kindsOf([{ speaker: name, asked: ['Why now?'], said: [ANSWER] }])).toEqual(['named']);
  });

  it.each([
    'Ann Jones',
    'Secretary Jones',
    'Prime Minister',
    'Radio 4',
    'Ludwig van der Berg',
    'Reuters',
    '新华社记者',
    '外交部发言人',
    'J.K.',
    'Deputy Mayor Ann Jones, Communications',
    'Ben Roe (Radio One)',
  ])('that is somebody’s: %s', (name) => {
    expect(kindsOf([{ asker: name, asked: ['Why now?'], said: [ANSWER] }])).toEqual([]);
  });
});

describe('roles and the ends of a document', () => {
  it('somebody who answers by asking whoever answers next', () => {
    const turns = [
      { asked: ['Why now?'], said: ['Welcome to the programme. Why now, Minister?'], speaker: 'Ben Roe' },
      { said: [ANSWER] },
    ];
    expect(kindsOf(turns)).toEqual(['hosts']);
  });

  it('roles that are swapped', () => {
    const turn = { asker: 'Ben Roe', asked: [ANSWER], said: ['And what will you do then?'] };
    expect(kindsOf([turn, turn])).toEqual(['swapped']);
  });

  it('a lead as a question', () => {
    const lead = 'and A with the minister';
    expect(kindsOf([{ asked: [lead, 'Was it hard to do?'], said: [ANSWER] }])).toEqual(['lead']);
  });

  it('a speech above the first turn', () => {
    const above = Array.from({ length: 12 }, () => ANSWER);
    expect(kindsOf([{ asked: ['Why now?'], said: [ANSWER] }], above)).toContain('opening');
    expect(kindsOf([{ asked: ['Why now?'], said: [ANSWER] }], above.slice(0, 2))).toEqual([]);
  });

  it('words about their own speaker', () => {
    const said = ['The minister Ann Jones spoke to the press on the pier on Friday.'];
    expect(kindsOf([{ said }])).toEqual(['third']);
  });

  it('a first question that was left out', () => {
    const above = ['HOW WAS YOUR MEETING WITH THE LEADERS?'];
    expect(kindsOf([{ said: [ANSWER] }], above)).toEqual(['unlabelled']);
  });

  it('a text that is in no turn', () => {
    const transcript = transcriptOf([{ asked: ['Why now?'], said: [ANSWER] }]);
    const text = `${transcript.document.text}\n\n${'The harbour is old. '.repeat(200)}`;
    const kinds = findDoubts({ ...transcript, document: { ...transcript.document, text } });
    expect(kinds.map(({ kind }) => kind)).toEqual(['missing']);
  });
});

describe('what an import warns of', () => {
  const body = ['Q: Why now?', `A: ${ANSWER}`, 'Q: Until when?'];

  it('the line, and what looks odd there', async () => {
    const { warnings } = await read(
      blocks(TITLE, ...body, 'A: Until May.', 'We said so (Editor’s note: on Friday) in the House.'),
    );
    expect(warnings).toContain(
      'line 11: “We said so (Editor’s note: on Friday) in the House.”, paragraph that seems to be an editor’s note: look whose words these are',
    );
  });

  it('nothing, in a plain good transcript', async () => {
    const { warnings } = await read(
      blocks(TITLE, ...body, 'A: Until May. (Laughter.) Is that late?', ANSWER),
    );
    expect(warnings).toEqual(['nothing says who published it']);
  });
});
