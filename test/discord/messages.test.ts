import { Events, type Message } from 'discord.js';
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
