import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { runHere } from '../support/run-script.ts';
import { descendants, loopbackWithCommands, startBot } from '../support/running-bot.ts';
import { shared, temporaryIndex, type WhenDone } from '../support/temporary.ts';

const OLD_WORDS = 'hypocritical, immoral and unfair';
const QUOTE = `It is a bullying act that is ${OLD_WORDS}.`;
const QUESTION = 'Is it hypocritical, immoral and unfair to suppress other enterprises?';

async function edit(corpusDir: string): Promise<void> {
  const [name = ''] = (await readdir(corpusDir)).sort();
  const file = path.join(corpusDir, name);
  await writeFile(file, (await readFile(file, 'utf8')).replace(OLD_WORDS, 'regrettable'));
}

/** A bot on a corpus of its own, what it said before a source was changed, and what it says of that since. */
async function changedWhileAsked(whenDone: WhenDone) {
  const env = await temporaryIndex(inject('dataDir'), whenDone);
  const discord = await loopbackWithCommands(whenDone);
  const bot = startBot(discord, env.DATA_DIR, { CORPUS_DIR: env.CORPUS_DIR }, whenDone);
  await discord.ready(120_000);
  const verify = async (content: string) =>
    discord.messageMenu('Verify quote', discord.say(content).message, { by: discord.users.ben }).reply();
  const before = {
    asked: await discord.slash('ask', { question: QUESTION }).reply(),
    verified: await verify(QUOTE),
  };

  await edit(env.CORPUS_DIR);
  const record = descendants(bot.child.pid ?? 0).find(({ command }) => command.includes('record-process'));
  if (record) process.kill(record.pid, 'SIGKILL');
  const restarted = {
    asked: await discord.slash('ask', { question: QUESTION }).reply(90_000),
    output: bot.output(),
  };
  const embedded = runHere('embed', [], env);
  const meanwhile: string[] = [];
  for (let extra = 0; extra < 5; extra += bot.output().includes('record switched') ? 1 : 0)
    meanwhile.push((await discord.click(before.asked, 'Context').reply()).text);
  expect((await embedded).code).toBe(0);
  return { bot, discord, env, verify, before, restarted, meanwhile };
}

/** Puts a press conference on record. */
async function publish(env: { CORPUS_DIR: string; DATA_DIR: string }, day: string, answer: string) {
  const text = `Foreign Ministry Spokesperson Lu Kang's Regular Press Conference on ${day}\n\nQ: What do you say about Huawei?\n\nA: ${answer}\n`;
  await writeFile(path.join(env.CORPUS_DIR, `${day.replace(/\W+/g, '-')}.txt`), text);
  expect(await runHere('embed', [], env)).toMatchObject({ code: 0 });
}

const changed = shared(changedWhileAsked);

describe('a source that is changed while the bot runs', () => {
  it.runIf(process.platform === 'linux')(
    'does not delay a record that is restarted before the next build: what was on record answers at once',
    () => {
      const { asked, output } = changed().restarted;
      expect(asked.text).toContain(OLD_WORDS);
      expect(output).toContain('started again');
    },
  );

  it('is counted in /about by the process of the record, where its list page is watched', async () => {
    const { discord, env } = changed();
    const summary = { lists: 2, onRecord: 40, refused: 3, checked: '2026-01-02T03:04:05.000Z' };
    await writeFile(path.join(env.DATA_DIR, 'watched-summary.json'), JSON.stringify(summary));
    expect((await discord.slash('about').shown()).text).toContain('2 list pages watched');
  });

  it('drops no request while the record is switched', () => {
    const { meanwhile } = changed();
    for (const reply of meanwhile) expect(reply).toContain(OLD_WORDS);
    expect(meanwhile[0]).not.toContain('Superseded');
    expect(meanwhile.at(-1)).toContain('Superseded');
  });

  it('is answered from at once, and what was quoted before can still be looked up, marked as superseded', async () => {
    const { discord, before } = changed();
    expect(before.asked.text).toContain(OLD_WORDS);
    const [, id = ''] = /passage (\w{10})/.exec(before.asked.text) ?? [];
    const after = await discord.slash('ask', { question: QUESTION }).shown();
    expect(after.text).not.toMatch(new RegExp(`> .*${OLD_WORDS}`));
    // The buttons of the old reply, and its id, still show what was quoted, and say what became of it.
    const context = await discord.click(before.asked, 'Context').reply();
    const looked = await discord.slash('quote', { text: id }).reply();
    for (const reply of [context, looked]) {
      expect(reply.text).toContain(OLD_WORDS);
      expect(reply.text).toMatch(/Superseded.*The source was changed since, as seen on \d+ \w+ \d{4}/s);
    }
    const copy = await discord.click(looked, 'Copy').reply();
    expect(copy.text).toMatch(/Superseded: The source was changed since/);
    expect(discord.violations).toEqual([]);
  });

  it('is told to those who quoted it before: their quote was right until then', async () => {
    const { discord, before, verify } = changed();
    expect(before.verified.text).toContain('✅ Word for word on record');
    const { text, menus } = await verify(QUOTE);
    expect(text).toMatch(/🕰️ Was on record until \d+ \w+ \d{4}: the source has changed since/);
    expect(text).toContain(`> ${QUOTE}`);
    expect(text).toContain(`It is a bullying act that is **regrettable.** ~~${OLD_WORDS}.~~`);
    const [older, now] = menus[0]?.options ?? [];
    expect(older?.description).toBe(now?.description);
    expect(older?.value).not.toBe(now?.value);

    const several = await verify(
      `“${QUOTE}” and “China firmly upholds cyber security and opposes and cracks down”`,
    );
    expect(several.text).toContain(
      '1 of 2 quotes are word for word on record.** 1 was, until the source was changed.',
    );
    const altered = await verify(QUOTE.replace('immoral', 'amoral'));
    expect(altered.text).toMatch(/⚠️ Altered: until \d+ \w+ \d{4} the record said it differently/);
    expect(altered.text).toContain('hypocritical, **immoral** ~~amoral~~ and unfair.');
    expect(altered.text).toContain('**regrettable.**');
    expect((await verify('It is a bullying act that is regrettable.')).text).toContain(
      '✅ Word for word on record',
    );
    expect(discord.violations).toEqual([]);
  });
});

describe('a topic that a channel follows', () => {
  it('is posted once when a document comes in, and not again by a bot that was started anew', async () => {
    const { bot, discord, env } = changed();
    const ben = { by: discord.users.ben };
    expect((await discord.slash('follow', { topic: 'Huawei' }, ben).reply()).text).toContain('**Huawei**');
    const news = () => discord.messages.filter(({ text }) => text.includes('New on record: Huawei'));

    await publish(env, 'May 6, 2019', 'Huawei is a private company, and a good one at that.');
    const [first] = await discord.until('the news', () => (news().length > 0 ? news() : undefined), 60_000);
    expect(first?.channel).toBe(discord.channels.general);
    expect(first?.text).toContain('Huawei is a private company');
    expect(first?.text).toContain('Lu Kang');
    // Whoever reads it can open the whole, as from any other reply.
    const [menu] = first?.menus ?? [];
    const opened = await discord
      .select(first ?? expect.fail(), String(menu?.placeholder), [String(menu?.options[0]?.value)])
      .reply();
    expect(opened.text).toContain('a good one at that');

    bot.child.kill('SIGTERM');
    expect(await bot.ended).toBe(0);
    // Came in while the bot was away.
    await publish(env, 'May 7, 2019', 'We support Huawei in taking up legal weapons.');
    startBot(discord, env.DATA_DIR, { CORPUS_DIR: env.CORPUS_DIR });
    await discord.until('more news', () => (news().length > 1 ? true : undefined), 90_000);
    await publish(env, 'May 8, 2019', 'Huawei has said all that there is to say.');
    await discord.until('the last news', () => (news().length > 2 ? true : undefined), 60_000);
    expect(
      news().map(({ text }) => /private company|legal weapons|all that there is/.exec(text)?.[0]),
    ).toEqual(['private company', 'legal weapons', 'all that there is']);
    expect(discord.pinging).toEqual([]);
    expect(discord.violations).toEqual([]);
  });
});
