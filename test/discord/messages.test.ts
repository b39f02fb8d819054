import { Events, type Message, Options } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { connect } from './client-fixture.ts';

const mute = { parse: [], repliedUser: false };

describe('what people say', () => {
  it('is empty without the intent, unless it is meant for the bot', async () => {
    const heard: string[] = [];
    const { discord } = await connect({ onMessage: (message: Message) => heard.push(message.content) });
    discord.say('to nobody');
    discord.say('a question', { mentionBot: true });
    discord.say('in private', { in: discord.channels.dm });
    discord.say('unheard', { in: discord.channels.hidden });
    discord.say('unheard', { in: discord.channels.elsewhere });
    const mention = `<@${discord.botUserId}> a question`;
    await expect.poll(() => heard).toEqual(['', mention, 'in private']);
  });

  it('gets an answer: to a mention, to a reply, in direct messages', async () => {
    const { discord, errors } = await connect({
      onMessage: (message) =>
        message.reply({ content: `re: ${message.cleanContent}`, allowedMentions: mute }),
    });
    const mention = discord.say('one', { mentionBot: true });
    const answer = await mention.reply();
    expect(answer.content).toContain('one');
    expect(answer.repliesTo).toBe(mention.message);
    const reply = await discord.say('two', { replyTo: answer, by: discord.users.ben }).reply();
    expect(reply.content).toBe('re: two');
    const silent = await discord.say('three', { replyTo: answer, ping: false }).reply();
    expect(silent.content).toBe('re:');
    const direct = await discord.say('four', { in: discord.dmWith(discord.users.ben) }).reply();
    expect(direct.content).toBe('re: four');
    expect(errors).toEqual([]);
    expect(discord.pinging).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  it('can be pinged back by accident, and that shows', async () => {
    const { discord } = await connect({ onMessage: (message) => message.reply('Hello @everyone') });
    const answer = await discord.say('hi', { mentionBot: true }).reply();
    expect(answer.pings).toEqual({ everyone: true, users: [discord.users.ada.id], roles: [] });
    expect(discord.pinging).toEqual([answer]);
  });

  it('is edited and deleted, one by one and in bulk', async () => {
    const { discord, client } = await connect();
    const events: string[] = [];
    client.on(Events.MessageUpdate, (_, now) => events.push(`edited ${now.content}`));
    client.on(Events.MessageDelete, ({ id }) => events.push(`deleted ${id}`));
    client.on(Events.MessageBulkDelete, ({ size }) => events.push(`deleted ${size}`));
    const [one, two, three] = ['one', 'two', 'three'].map((text) => discord.say(text, { mentionBot: true }));
    if (!one || !two || !three) throw new Error('three were said');
    discord.edit(one, `<@${discord.botUserId}> uno`);
    discord.delete(one);
    // Bulk deletions name cached messages only.
    await expect.poll(() => client.channels.cache.size).toBeGreaterThan(0);
    discord.delete(two, three);
    await expect
      .poll(() => events)
      .toEqual([`edited <@${discord.botUserId}> uno`, `deleted ${one.id}`, 'deleted 2']);
  });
});

describe('what the bot says', () => {
  it('may be refused: no right to write, no access, a closed door', async () => {
    const { discord, client } = await connect();
    const send = async (id: string) => {
      const channel = await client.channels.fetch(id);
      if (!channel?.isSendable()) throw new Error('not a channel to write in');
      await channel.send('hello');
    };
    const { readOnly, hidden, elsewhere } = discord.channels;
    await expect(send(readOnly.id)).rejects.toMatchObject({ code: 50013, status: 403 });
    await expect(send(hidden.id)).rejects.toMatchObject({ code: 50001, status: 403 });
    await expect(send(elsewhere.id)).rejects.toMatchObject({ code: 50001 });
    await expect(send('1')).rejects.toMatchObject({ code: 10003, status: 404 });
    const { cleo, ben } = discord.users;
    await expect(client.users.send(cleo.id, 'hello')).rejects.toMatchObject({ code: 50007 });
    expect((await client.users.send(ben.id, 'hello')).content).toBe('hello');
  });

  it('cannot answer what is gone, unless it says so', async () => {
    const { discord, client } = await connect();
    const said = discord.say('gone', { mentionBot: true });
    discord.delete(said);
    const channel = client.channels.cache.get(discord.channels.general.id);
    if (!channel?.isSendable()) throw new Error('not a channel to write in');
    const reply = (failIfNotExists: boolean) =>
      channel.send({ content: 'late', reply: { messageReference: said.id, failIfNotExists } });
    await expect(reply(true)).rejects.toMatchObject({ code: 50035 });
    const sent = await reply(false);
    expect(discord.message(sent.id)?.repliesTo).toBeUndefined();
  });

  it('is edited, read, attached and deleted by itself, and nobody else by it', async () => {
    const { discord, client } = await connect();
    const channel = client.channels.cache.get(discord.channels.general.id);
    if (!channel?.isSendable()) throw new Error('not a channel to write in');
    const files = [{ attachment: Buffer.from('words'), name: 'words.txt', description: 'The words' }];
    const sent = await channel.send({ content: 'one', files });
    expect(discord.message(sent.id)?.attachments).toMatchObject([
      { filename: 'words.txt', description: 'The words', text: 'words' },
    ]);
    await sent.edit('two');
    expect((await channel.messages.fetch({ message: sent.id, force: true })).content).toBe('two');
    await sent.delete();
    expect(discord.message(sent.id)?.deleted).toBe(true);
    await expect(sent.delete()).rejects.toMatchObject({ code: 10008 });
    const said = discord.say('mine', { mentionBot: true });
    await expect(channel.messages.edit(said.id, 'yours')).rejects.toMatchObject({ code: 50005 });
    await expect(channel.messages.delete(said.id)).rejects.toMatchObject({ code: 50013 });
    await channel.sendTyping();
  });
});

describe('a thread', () => {
  it('is spoken in with *Send Messages in Threads*, whatever its channel allows', async () => {
    const { discord, errors } = await connect({ onMessage: (message) => message.reply('here') });
    const { thread, archivedThread, readOnlyThread } = discord.channels;
    for (const place of [thread, archivedThread, readOnlyThread])
      expect((await discord.say('hi', { in: place, mentionBot: true }).reply()).content).toBe('here');
    expect(errors).toEqual([]);
    discord.say('hi', { in: discord.channels.silentThread, mentionBot: true });
    await expect.poll(() => errors).toMatchObject([{ code: 50013, status: 403 }]);
    discord.say('hi', { in: discord.channels.lockedThread, mentionBot: true });
    await expect.poll(() => errors[1]).toMatchObject({ code: 160005 });
  });

  it('has the permissions of its channel, as discord.js computes them', async () => {
    const { discord, client } = await connect();
    const may = (id: string) => {
      const channel = client.channels.cache.get(id);
      if (!channel?.isThread()) throw new Error('not a thread that is known');
      return channel.permissionsFor(client.user)?.has('SendMessagesInThreads');
    };
    await expect.poll(() => client.channels.cache.size).toBeGreaterThan(0);
    expect(may(discord.channels.thread.id)).toBe(true);
    expect(may(discord.channels.silentThread.id)).toBe(false);
    expect(client.channels.cache.has(discord.channels.archivedThread.id)).toBe(false);
  });
});

describe('embeds', () => {
  it('with one url are merged: only the first is shown, and what the others say is lost', async () => {
    const { discord, client } = await connect();
    const channel = client.channels.cache.get(discord.channels.general.id);
    if (!channel?.isSendable()) throw new Error('not a channel to write in');
    const url = 'https://example.org';
    const embeds = [{ title: 'one', url }, { title: 'two', url }, { title: 'three' }, { title: 'four' }];
    const { id } = await channel.send({ embeds });
    const sent = discord.message(id);
    expect(sent?.text).toBe('one\nthree\nfour');
    expect(sent?.lostEmbeds).toBe(1);
    expect(discord.losing).toEqual([sent]);
    // A picture is not lost: it joins the gallery of the first.
    await channel.messages.edit(id, {
      embeds: [
        { title: 'one', url },
        { url, image: { url } },
      ],
    });
    expect(discord.losing).toEqual([]);
  });

  it('are dropped from messages without *Embed Links*, and a message of nothing else is refused', async () => {
    const { discord, client } = await connect({
      onInteraction: (interaction) =>
        interaction.isChatInputCommand() && interaction.reply({ embeds: [{ title: 'answer' }] }),
    });
    const { plain } = discord.channels;
    const channel = client.channels.cache.get(plain.id);
    if (!channel?.isSendable()) throw new Error('not a channel to write in');
    const embeds = [{ title: 'quote' }];
    const sent = await channel.send({ content: 'words', embeds });
    expect(discord.message(sent.id)?.text).toBe('words');
    await expect(channel.send({ embeds })).rejects.toMatchObject({ code: 50013 });
    await expect(sent.edit({ content: null, embeds })).rejects.toMatchObject({ code: 50006 });
    // What answers an interaction may always embed.
    expect((await discord.slash('ask', { question: 'Huawei?' }, { in: plain }).reply()).text).toBe('answer');
  });
});

describe('a message', () => {
  it('that is forwarded carries a copy, and no words of its own', async () => {
    const heard: Message[] = [];
    const { discord } = await connect({ onMessage: (message) => heard.push(message) });
    const said = discord.say('They said it.').message;
    discord.say('', { forward: said, in: discord.channels.dm });
    await expect.poll(() => heard.length).toBe(2);
    expect(heard[1]?.content).toBe('');
    expect(heard[1]?.messageSnapshots.first()?.content).toBe('They said it.');
    expect(() => discord.say('Look:', { forward: said })).toThrow('a message of its own');
  });

  it('shows words whatever escapes and invisible characters are in them', async () => {
    const { discord } = await connect({
      onMessage: (message) =>
        message.reply({ content: 'Go to discord\\.gg/\u200bABC', embeds: [{ title: 'No' }] }),
    });
    const reply = await discord.say('discord.gg/abc', { mentionBot: true }).reply();
    expect(reply.echoes('discord.gg/abc')).toBe(true);
    expect(reply.echoes('discord.gg/xyz')).toBe(false);
  });

  it('may be delivered twice', async () => {
    const heard: string[] = [];
    const makeCache = Options.cacheWithLimits({ MessageManager: 0 });
    const { discord } = await connect({ onMessage: ({ id }) => heard.push(id) }, { client: { makeCache } });
    const said = discord.say('in private', { in: discord.channels.dm });
    discord.deliverAgain(said);
    await expect.poll(() => heard).toEqual([said.id, said.id]);
  });
});
