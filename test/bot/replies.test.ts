import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENGLISH, LOCALES, textsFor } from '../../bot/i18n/i18n.ts';
import { answerReply, hitsReply } from '../../bot/replies/answer.ts';
import { decodePress, encodePress, type View } from '../../bot/replies/buttons.ts';
import { escapeMarkdown } from '../../bot/replies/markdown.ts';
import {
  citableText,
  contextReply,
  copyReply,
  passagePages,
  questionReply,
} from '../../bot/replies/passage.ts';
import type { Reply, ReplyContext } from '../../bot/replies/reply.ts';
import { followingReply, settingLines, settingsReply } from '../../bot/replies/server.ts';
import { newsReply, topicReply } from '../../bot/replies/topic.ts';
import { verifyReply } from '../../bot/replies/verification.ts';
import { PUBLISHERS } from '../../bot/server-settings.ts';
import { foldSpace } from '../../corpus/passage-id.ts';
import type { Answer, Verdict } from '../../retrieval/answer.ts';
import { permalinkOf } from '../../retrieval/citation.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { composeMessage } from '../discord/message-rules.ts';

/** Throws where Discord would refuse the reply or drop a field of it. */
function accept({ files = [], ...reply }: Reply): void {
  const uploads = files.map(({ name }, id) => ({ id: String(id), filename: name }));
  const { ignored } = composeMessage(reply, { call: 'reply', files: uploads });
  expect(ignored).toEqual([]);
}

/** What a reader sees of escaped text. */
const seen = (markdown: string) => markdown.replace(/\\([^0-9A-Za-z\s])/g, '$1');

const NASTY = [
  '**bold**',
  '@everyone',
  '<@123456789012345678>',
  '# head',
  '- item',
  '1. one',
  '> quote',
  '||spoiler||',
];
const word = fc.oneof(
  { weight: 6, arbitrary: fc.string({ minLength: 1, maxLength: 12 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...NASTY, '```', '`', 'https://evil.example/a_b_c', '华为', '🤔', 'a_b*c~d'),
  },
  { weight: 1, arbitrary: fc.string({ minLength: 2000, maxLength: 4000 }) },
);
const prose = (maxLength: number) =>
  fc
    .array(word, { minLength: 1, maxLength })
    .map((words) => words.join(' ').trim())
    .filter((text) => foldSpace(text) !== '');

/** Readers in a language; every reply must fit in all of them. */
const context = fc
  .record({
    locale: fc.constantFrom(...LOCALES),
    isPrivate: fc.boolean(),
    publicUrl: fc.constantFrom(undefined, 'https://record.example.org'),
  })
  .map(
    ({ locale, isPrivate, publicUrl }): ReplyContext => ({
      texts: textsFor(locale),
      isPrivate,
      mayPublish: true,
      publicUrl,
      mention: (command) => `</${command}:1100000000000000099>`,
    }),
  );

let serial = 0;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const id = fc
  .array(fc.constantFrom(...ALPHABET), { minLength: 6, maxLength: 6 })
  // Ids are unique on record.
  .map((letters) => letters.join('') + String(serial++ % 10_000).padStart(4, '0'));

const cited: fc.Arbitrary<CitedPassage> = fc
  .record({
    id,
    text: prose(120),
    title: prose(40),
    speaker: prose(10),
    asker: fc.option(prose(30), { nil: undefined }),
    question: fc.option(prose(300), { nil: undefined }),
    path: fc.option(fc.webUrl({ size: 'large' }), { nil: undefined }),
  })
  .map(({ id, text, title, speaker, asker, question, path }) => ({
    passage: { id, turn: 0, ordinal: 0, text, start: 0, end: text.length },
    turn: {
      document: 'd',
      ordinal: 0,
      speaker,
      ...(asker !== undefined && { asker }),
      ...(question !== undefined && { question }),
    },
    document: {
      id: 'd',
      path: 'd.txt',
      title,
      date: '2019-02-18',
      publisher: 'A ministry',
      kind: 'press-conference',
      language: 'en',
      sha256: '0'.repeat(64),
      ...(path !== undefined && { url: `${path}${'/x'.repeat(title.length)}` }),
    },
  }));

const verdict = fc.constantFrom<Verdict>('answer', 'related', 'none');
const RUNS = { numRuns: 30, seed: 20190218, endOnFailure: true };

describe('every reply is one that Discord takes, and shows all of its quote', () => {
  it('hits, page by page', () => {
    fc.assert(
      fc.property(
        fc.array(cited, { minLength: 1, maxLength: 6 }),
        verdict,
        context,
        (passages, verdict, context) => {
          const ids = passages.map(({ passage }) => passage.id);
          for (const [at, one] of passages.entries()) {
            const pages = passagePages(one.passage.text).map((_, page) => {
              const reply = hitsReply({ kind: 'hits', verdict, ids, at, page }, one, context);
              accept({ content: 'The question', ...reply });
              const description = reply.embeds[0]?.description ?? '';
              expect(description.split('\n').every((line) => line.startsWith('> '))).toBe(true);
              return seen(description.slice(2));
            });
            expect(foldSpace(pages.join(' '))).toBe(expectedPages(one.passage.text));
          }
        },
      ),
      RUNS,
    );
  });

  it('answers of any verdict, with topics', () => {
    fc.assert(
      fc.property(
        cited,
        verdict,
        prose(200),
        fc.array(prose(12), { maxLength: 8 }),
        context,
        (one, verdict, query, topics, context) => {
          const hit = { passage: one.passage };
          const answer = {
            query,
            verdict,
            confidence: 0.5,
            hits: [hit],
            nearestTopics: topics,
          } as unknown as Answer;
          const searched = { scope: 'Searched 2 documents.', limits: ['only Geng'] };
          accept(answerReply(answer, one, searched, context));
          accept(answerReply({ ...answer, hits: [] }, undefined, searched, context));
        },
      ),
      RUNS,
    );
  });

  it('context, question, copy, topic and verification', () => {
    fc.assert(
      fc.property(
        fc.array(cited, { minLength: 1, maxLength: 6 }),
        prose(200),
        context,
        (turn, quoted, context) => {
          for (const one of turn) {
            for (let page = 0; page < 4; page++) {
              accept(contextReply({ kind: 'context', id: one.passage.id, page }, turn, context));
              accept(questionReply({ kind: 'question', id: one.passage.id, page }, one, context));
            }
            for (const publicUrl of [undefined, 'https://record.example.org']) {
              const copied = copyReply(one, { ...context, texts: ENGLISH, publicUrl });
              accept(copied);
              const link = publicUrl && permalinkOf(publicUrl, one.passage.id);
              const text = citableText(one, link);
              expect(text.endsWith(link ?? `passage ${one.passage.id}`)).toBe(true);
              expect(copied.content?.includes(text) || copied.files?.[0]?.text === text).toBe(true);
            }
          }
          const topic = {
            name: 'Topic',
            spellings: ['Topic'],
            dates: turn.map(() => '2019-02-18'),
            from: 0,
            statements: turn.slice(0, 5),
          };
          accept(topicReply({ kind: 'topic', name: 'Topic', page: 0 }, topic, context));
          const [first] = turn;
          const diff = [
            { kind: 'same' as const, words: quoted, passage: 0 },
            { kind: 'left-out' as const, words: 'not', passage: 0 },
            { kind: 'added' as const, words: quoted },
          ];
          accept(
            verifyReply(
              [
                { quoted, kind: 'altered', passages: turn, diff, similarity: 0.9 },
                {
                  quoted,
                  kind: 'superseded',
                  omissions: false,
                  marksDiffer: false,
                  count: 2,
                  until: '2021-05-06T07:08:09.000Z',
                  places: turn.map((one) => [{ ...one, superseded: '2021-05-06T07:08:09.000Z' }]),
                  diff,
                  now: { passages: turn, diff },
                },
                {
                  quoted,
                  kind: 'exact',
                  omissions: false,
                  marksDiffer: false,
                  count: 30,
                  places: turn.map((one) => [one]),
                  diff,
                },
                { quoted, kind: 'stitched', pieces: turn.map((one) => ({ quoted, passages: [one], diff })) },
                { quoted, kind: 'not-found', ...(first && { nearest: first }) },
              ],
              context,
              '1100000000000000055',
            ),
          );
        },
      ),
      RUNS,
    );
  });
});

describe('every reply to those who manage a server is one that Discord takes', () => {
  const snowflake = fc.bigInt({ min: 10n ** 18n, max: 10n ** 19n }).map(String);
  const settings = fc.record({
    mentions: fc.oneof(fc.constant('everywhere' as const), fc.array(snowflake, { maxLength: 25 })),
    privateByDefault: fc.boolean(),
    language: fc.constantFrom(undefined, ...LOCALES),
    publishers: fc.constantFrom(...PUBLISHERS),
    collections: fc.option(fc.uniqueArray(prose(10), { minLength: 1, maxLength: 40 }), { nil: undefined }),
  });
  const follow = fc.record({
    id: fc.nat(1000).map(String),
    guildId: snowflake,
    channelId: snowflake,
    topic: fc.string({ minLength: 1, maxLength: 100 }),
    userId: snowflake,
  });

  it('settings, topics that are followed, and news', () => {
    fc.assert(
      fc.property(
        settings,
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 60 }), { maxLength: 40 }),
        fc.uniqueArray(follow, { maxLength: 25, selector: ({ id }) => id }),
        fc.array(cited, { minLength: 1, maxLength: 30 }),
        context,
        (settings, publishers, follows, statements, context) => {
          accept(settingsReply(settings, publishers, context));
          accept(settingsReply(settings, [...publishers, ...(settings.collections ?? [])], context));
          expect(settingLines(settings, context.texts).join('\n').length).toBeLessThanOrEqual(2000);
          accept(followingReply(follows, context, follows[0]));
          accept(newsReply(follows[0]?.topic ?? 'Huawei', statements, context.texts));
        },
      ),
      RUNS,
    );
  });
});

describe('a check of several quotes from one page', () => {
  it('links the page as a title once: clients merge embeds with the same address, and lose the later texts', () => {
    fc.assert(
      fc.property(cited, cited, context, (one, other, context) => {
        const url = 'https://record.example.org/page';
        const passages = [one, other].map((each) => ({ ...each, document: { ...each.document, url } }));
        const { embeds } = verifyReply(
          passages.map((passage) => ({
            quoted: 'some words',
            kind: 'exact' as const,
            omissions: false,
            marksDiffer: false,
            count: 1,
            places: [[passage]],
            diff: [],
          })),
          context,
        );
        expect(embeds).toHaveLength(2);
        expect(embeds.filter((embed) => embed.url !== undefined)).toHaveLength(1);
        expect(embeds[1]?.description).toContain(`](<${url}`);
      }),
      RUNS,
    );
  });
});

describe('the sentence that answers', () => {
  const marked = (text: string, sentence: string, page = 0) => {
    const [one] = fc.sample(cited, { numRuns: 1, seed: 1 });
    if (!one) throw new Error('no passage');
    const start = text.indexOf(sentence);
    const passage = { ...one.passage, text };
    const view = {
      kind: 'hits' as const,
      verdict: 'answer' as const,
      ids: [passage.id],
      marks: [{ start, end: start + sentence.length }],
      at: 0,
      page,
    };
    const customId = encodePress({ target: 'update', view }, 'n');
    // It goes along with the buttons, so it is still there after turning the pages.
    expect(decodePress(customId)).toEqual({ target: 'update', view });
    const context = {
      texts: ENGLISH,
      isPrivate: false,
      mayPublish: true,
      mention: (name: string) => name,
    };
    const reply = hitsReply(view, { ...one, passage }, context);
    accept(reply);
    const [{ description, footer } = {}] = reply.embeds;
    // Whoever reads a quote with something in bold is told that the bold is not the speaker's.
    expect(footer?.text.includes('emphasis added')).toBe(description?.includes('**'));
    const copied = copyReply({ ...one, passage }, context);
    expect(copied.files?.[0]?.text ?? copied.content).toContain(`“${foldSpace(text)}”`);
    return description;
  };

  it('is in bold, and every character around it is still shown as it is', () => {
    expect(
      marked('We  have said so.\nWe have *not* asked\nthem. Thank you.', 'We have *not* asked\nthem.'),
    ).toBe('> We have said so. **We have \\*not\\* asked them.** Thank you.');
    expect(marked('All of it.', 'All of it.')).toBe('> **All of it.**');
    // A list in the source: its marks are shown, and the bold does not end at a line.
    expect(marked('We want:\n- peace,\n- **trade**.\nNo more.', '- peace,\n- **trade**.')).toBe(
      '> We want: **\\- peace, - \\*\\*trade\\*\\*.** No more.',
    );
    expect(marked('He said *so*', 'said *so*')).toBe('> He **said \\*so\\***');
  });

  it('is drawn in bold where an answer has one, in each language told as no word of the speaker', () => {
    const [one] = fc.sample(cited, { numRuns: 1, seed: 2 });
    if (!one) throw new Error('no passage');
    const passage = { ...one.passage, text: 'First. This answers. Last.' };
    const highlight = { start: 7, end: 20 };
    const answer = { verdict: 'answer', confidence: 0.9, hits: [{ passage, highlight }], nearestTopics: [] };
    for (const locale of LOCALES) {
      const texts = textsFor(locale);
      const context = { texts, isPrivate: false, mayPublish: true, mention: (name: string) => name };
      const searched = { scope: '', limits: [] };
      const reply = answerReply(answer as unknown as Answer, { ...one, passage }, searched, context);
      accept(reply);
      expect(reply.embeds[0]?.description).toBe('> First. **This answers.** Last.');
      expect(reply.embeds[0]?.footer?.text).toContain(texts.t('answer.emphasis'));
    }
  });

  it('is in bold on the page that it stands on', () => {
    const filler = 'Nothing to see here at all. '.repeat(150);
    const text = `${filler}This is it. ${filler}`;
    const pages = passagePages(text);
    const page = pages.findIndex((one) => one.includes('This is it.'));
    expect(page).toBeGreaterThan(0);
    expect(marked(text, 'This is it.', page)).toContain('**This is it.**');
    expect(marked(text, 'This is it.', 0)).not.toContain('**');
  });

  it('leads a topic’s document: the paragraph that names the topic comes first', () => {
    const [one] = fc.sample(cited, { numRuns: 1, seed: 3 });
    if (!one) throw new Error('no passage');
    const said = ['It is a matter of principle.', 'Huawei is a private company.'].map((text, i) => ({
      ...one,
      passage: { ...one.passage, id: `abcdefghj${i}`, text },
    }));
    const dates = ['2019-02-18', '2019-02-18'];
    const topic = { name: 'Huawei', spellings: ['Huawei'], dates, from: 0, statements: said };
    const context = { texts: ENGLISH, isPrivate: false, mayPublish: true, mention: (name: string) => name };
    const { embeds } = topicReply({ kind: 'topic', name: 'Huawei', page: 0 }, topic, context);
    const [first, second] = said.map(({ passage }) => embeds[0]?.description?.indexOf(passage.text) ?? -1);
    expect(second).toBeGreaterThan(0);
    expect(first).toBeGreaterThan(second ?? 0);
  });

  it('fits into a button beside five hits', () => {
    const ids = Array.from({ length: 5 }, (_, i) => `abcdefghj${i}`);
    const marks = ids.map(() => ({ start: 36 ** 3 - 1, end: 2 * 36 ** 3 - 2 }));
    const view = { kind: 'hits' as const, verdict: 'answer' as const, ids, marks, at: 4, page: 999 };
    expect(decodePress(encodePress({ target: 'update', view }, 'n'))).toEqual({ target: 'update', view });
  });
});

/** Words that are longer than a page are the only ones that may be split. */
function expectedPages(text: string): string {
  return passagePages(text).map(foldSpace).join(' ');
}

describe('escaping', () => {
  it('shows any text character for character, on one line', () => {
    fc.assert(
      fc.property(prose(30), (text) => {
        const escaped = escapeMarkdown(text);
        expect(escaped).not.toContain('\n');
        expect(seen(escaped)).toBe(foldSpace(text));
        expect(escaped).not.toMatch(/(?<!\\)(?:\\\\)*[*_~`|<>[\]@]/);
        expect(escaped).not.toMatch(/https?:\/\//);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('loses no character of a text on its pages', () => {
    fc.assert(
      fc.property(prose(120), (text) => {
        expect(passagePages(text).join('').replaceAll(' ', '')).toBe(foldSpace(text).replaceAll(' ', ''));
      }),
      RUNS,
    );
  });
});

describe('the state in a button', () => {
  it('comes back as it was, in at most 100 characters', () => {
    const view: fc.Arbitrary<View> = fc.oneof(
      fc
        .record({ verdict, ids: fc.array(id, { minLength: 1, maxLength: 6 }), page: fc.nat(999) })
        .map(({ ids, ...rest }): View => ({ kind: 'hits', at: ids.length - 1, ids, ...rest })),
      fc.record({ kind: fc.constant('context' as const), id, page: fc.nat(999) }),
      fc.record({ kind: fc.constant('question' as const), id, page: fc.nat(999) }),
      fc.record({ kind: fc.constant('copy' as const), id }),
      fc.record({
        kind: fc.constant('topic' as const),
        name: fc.string({ minLength: 1, maxLength: 80 }),
        page: fc.nat(999),
      }),
    );
    fc.assert(
      fc.property(
        view,
        fc.constantFrom('update' as const, 'private' as const, 'publish' as const),
        (view, target) => {
          const customId = encodePress({ target, view }, 'n');
          expect(customId.length).toBeLessThanOrEqual(100);
          expect(decodePress(customId)).toEqual({ target, view });
        },
      ),
    );
  });

  it.each([
    '',
    'next',
    '0|un|y|gjvfwnnhzx',
    '1|un',
    '1|un|y|nope',
    '1|un|h|a|9|0|gjvfwnnhzx',
    '1|un|c|gjvfwnnhzx|-1',
    '1|z|y|gjvfwnnhzx',
  ])('is refused when it reads “%s”', (customId) => {
    expect(decodePress(customId)).toBeUndefined();
  });

  it('survives anything', () => {
    fc.assert(fc.property(fc.string(), (text) => void decodePress(text)));
    fc.assert(fc.property(fc.string(), (text) => void decodePress(`1|un|${text}`)));
  });
});
