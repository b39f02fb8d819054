import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  MessageFlags,
  StringSelectMenuBuilder,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { connect } from './client-fixture.ts';

/** A client that answers slash commands in this way. */
const onSlash = (handle: (interaction: ChatInputCommandInteraction) => unknown) =>
  connect({
    onInteraction: (interaction) => interaction.isChatInputCommand() && handle(interaction),
  });

const QUESTION = { question: 'Huawei?' };

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

describe('a slash command', () => {
  it('is answered at once', async () => {
    const { discord } = await onSlash(async (interaction) => {
      const content = `You asked: ${interaction.options.getString('question', true)}`;
      const sent = await interaction.reply({ content, withResponse: true });
      expect(sent.resource?.message?.content).toBe(content);
    });
    const asked = discord.slash('ask', QUESTION);
    expect((await asked.reply()).content).toBe('You asked: Huawei?');
    expect(await asked.acknowledged).toMatchObject({ type: 4, deferred: false, ephemeral: false });
    expect(discord.violations).toEqual([]);
    expect(discord.ignoredFields).toEqual([]);
  });

  it('is deferred, edited and followed up', async () => {
    const { discord, errors } = await onSlash(async (interaction) => {
      await interaction.deferReply();
      await interaction.editReply('answer');
      const more = await interaction.followUp({ content: 'more', flags: MessageFlags.Ephemeral });
      await interaction.editReply({ message: more, content: 'even more' });
      await interaction.deleteReply(more);
      expect((await interaction.fetchReply()).content).toBe('answer');
    });
    const asked = discord.slash('ask', QUESTION);
    expect(await asked.acknowledged).toMatchObject({ type: 5, deferred: true });
    expect((await asked.reply()).content).toBe('answer');
    const more = await asked.followUp();
    expect(more.ephemeral).toBe(true);
    await discord.until('the deletion', () => more.deleted || undefined);
    expect(more.writes.map(({ content }) => content.content)).toEqual(['more', 'even more']);
    expect(errors).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  it('keeps the privacy that it was deferred with', async () => {
    const { discord } = await onSlash(async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.followUp('takes the place of the deferral');
    });
    const asked = discord.slash('ask', QUESTION);
    expect(await asked.reply()).toMatchObject({
      content: 'takes the place of the deferral',
      ephemeral: true,
    });
    expect(asked.followUps).toEqual([]);
  });

  it('refuses what the command does not define', async () => {
    const { discord } = await connect();
    expect(() => discord.slash('ask', {})).toThrow('needs the option "question"');
    expect(() => discord.slash('ask', { question: 'x' })).toThrow('between 2 and 6000');
    expect(() => discord.slash('ask', { question: 'xx', nope: 1 })).toThrow('no option "nope"');
    expect(() => discord.slash('ask', { question: 3 })).toThrow('takes a string');
    expect(() => discord.slash('unheard')).toThrow('No command "unheard"');
    expect(() => discord.autocomplete('ask', { question: 'x' }, 'question')).toThrow('no autocomplete');
  });

  it('is offered where it is registered for, to those who may use it, and nowhere else', async () => {
    const { discord } = await connect();
    const { dm, elsewhere } = discord.channels;
    const command = { name: 'here', description: 'In servers', contexts: [0] };
    discord.register([command]);
    expect(() => discord.slash('here', {}, { in: dm })).toThrow('registered for the contexts 0, not for 1');
    expect(() => discord.slash('here', {}, { in: elsewhere })).toThrow('registered for the installs 0');
    discord.slash('here');
    discord.register([{ ...command, default_member_permissions: '32' }]);
    expect(() => discord.slash('here')).toThrow('needs permissions that ada does not have');
    discord.slash('here', {}, { by: discord.users.ben });
  });

  it.each(['dm', 'elsewhere', 'groupDm'] as const)('works where nothing is cached: %s', async (place) => {
    const { discord } = await onSlash(async (interaction) => {
      const { guild, guildId, context, authorizingIntegrationOwners: owners } = interaction;
      await interaction.deferReply();
      await interaction.editReply(JSON.stringify([guild, guildId, context, owners.guildId, owners.userId]));
    });
    const reply = await discord.slash('ask', QUESTION, { in: discord.channels[place] }).reply();
    const ada = discord.users.ada.id;
    const expected = {
      dm: [null, null, 1, '0', null],
      elsewhere: [null, discord.guilds.elsewhere.id, 0, null, ada],
      groupDm: [null, null, 2, null, ada],
    };
    expect(JSON.parse(reply.content)).toEqual(expected[place]);
    expect(discord.violations).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  it('comes within three seconds, or never', async () => {
    const { open, opened } = gate();
    const { discord, errors } = await onSlash(async (interaction) => {
      await opened;
      await interaction.reply('too late');
    });
    const asked = discord.slash('ask', QUESTION);
    const rejected = expect(asked.acknowledged).rejects.toThrow('did not respond');
    discord.skipTime(3100);
    open();
    await rejected;
    await expect.poll(() => errors).toMatchObject([{ code: 10062, status: 404 }]);
  });

  it('happens once', async () => {
    const { discord, errors } = await onSlash(async (interaction) => {
      await interaction.deferReply();
      interaction.deferred = false;
      await interaction.reply('again');
    });
    await discord.slash('ask', QUESTION).acknowledged;
    await expect.poll(() => errors).toMatchObject([{ code: 40060, status: 400 }]);
    expect(discord.violations).toMatchObject([{ code: 40060 }]);
  });

  it('gives a token for fifteen minutes', async () => {
    const { open, opened } = gate();
    const { discord, errors } = await onSlash(async (interaction) => {
      await interaction.deferReply();
      await opened;
      await interaction.editReply('too late');
    });
    await discord.slash('ask', QUESTION).acknowledged;
    discord.skipTime(15 * 60_000 + 1000);
    open();
    await expect.poll(() => errors).toMatchObject([{ code: 50027, status: 401 }]);
  });

  it('allows five follow-ups where only the user installed the app', async () => {
    const { discord, errors } = await onSlash(async (interaction) => {
      await interaction.reply('one');
      for (let n = 1; n <= 6; n++) await interaction.followUp(`more ${n}`);
    });
    const asked = discord.slash('ask', QUESTION, { in: discord.channels.elsewhere });
    await expect.poll(() => errors, { timeout: 10_000 }).toMatchObject([{ code: 40094 }]);
    expect(asked.followUps).toHaveLength(5);
  });
});

const button = (id: string, label: string) =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId(id).setLabel(label).setStyle(ButtonStyle.Primary),
  );

describe('other interactions', () => {
  it('autocompletes', async () => {
    const { discord } = await connect({
      onInteraction: async (interaction) => {
        if (!interaction.isAutocomplete()) return;
        const { name, value } = interaction.options.getFocused(true);
        await interaction.respond([{ name: `${name} ${value}`, value }]);
      },
    });
    const typing = discord.autocomplete('ask', { topic: 'hua' }, 'topic');
    expect(await typing.choices()).toEqual([{ name: 'topic hua', value: 'hua' }]);
    expect(discord.violations).toEqual([]);
  });

  it('shows a message menu its target, content and all', async () => {
    const { discord } = await connect({
      onInteraction: (interaction) =>
        interaction.isMessageContextMenuCommand() && interaction.reply(interaction.targetMessage.content),
    });
    const { message } = discord.say('They said it.');
    expect((await discord.messageMenu('Verify quote', message).reply()).content).toBe('They said it.');
  });

  it('takes buttons and selects: update, deferred update, a new message', async () => {
    const menu = new StringSelectMenuBuilder()
      .setCustomId('which')
      .setPlaceholder('Which?')
      .addOptions({ label: 'A', value: 'a' }, { label: 'B', value: 'b' });
    const { discord } = await connect({
      onInteraction: async (interaction) => {
        if (interaction.isChatInputCommand())
          await interaction.reply({ content: 'page 1', components: [button('next', 'Next')] });
        if (interaction.isStringSelectMenu()) await interaction.reply(interaction.values.join());
        if (!interaction.isButton()) return;
        if (interaction.customId === 'next')
          await interaction.update({ content: 'page 2', components: [button('later', 'Later')] });
        else {
          await interaction.deferUpdate();
          const row = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu);
          await interaction.editReply({ content: 'page 3', components: [row] });
        }
      },
    });
    const first = await discord.slash('ask', QUESTION).reply();
    expect(first.buttons).toMatchObject([{ label: 'Next', customId: 'next' }]);
    const update = discord.click(first, 'Next');
    expect(await update.reply()).toBe(first);
    expect(await update.acknowledged).toMatchObject({ type: 7 });
    expect(first.content).toBe('page 2');
    const later = discord.click(first, 'later');
    expect((await later.reply()).content).toBe('page 3');
    expect(await later.acknowledged).toMatchObject({ type: 6, deferred: true });
    expect(() => discord.select(first, 'which', ['c'])).toThrow('does not offer c');
    expect(() => discord.select(first, 'which', ['a', 'b'])).toThrow('takes 1 to 1');
    const another = await discord.select(first, 'Which?', ['b']).reply();
    expect(another).toMatchObject({ content: 'b', repliesTo: first });
    expect(() => discord.click(first, 'Next')).toThrow('No button "Next" on this message; it has: none');
    expect(discord.violations).toEqual([]);
  });

  it('shows an ephemeral message to one person only', async () => {
    const { discord } = await onSlash((interaction) =>
      interaction.reply({ components: [button('b', 'B')], flags: MessageFlags.Ephemeral }),
    );
    const reply = await discord.slash('ask', QUESTION, { by: discord.users.ben }).reply();
    expect(() => discord.click(reply, 'B', { by: discord.users.ada })).toThrow('Only ben sees this message');
  });
});

describe('as Discord really is', () => {
  it('answers where people may not use external apps are private, whatever the app asks for', async () => {
    const { discord } = await onSlash(async (interaction) => {
      await interaction.deferReply();
      await interaction.editReply('one');
      await interaction.followUp('two');
    });
    const { noExternalApps, elsewhere } = discord.channels;
    const asked = discord.slash('ask', QUESTION, { in: noExternalApps });
    expect(await asked.acknowledged).toMatchObject({ flags: 0, ephemeral: true });
    expect((await asked.reply()).ephemeralFor).toBe(discord.users.ada);
    expect((await asked.followUp()).ephemeral).toBe(true);
    expect((await discord.slash('ask', QUESTION, { in: elsewhere }).reply()).ephemeral).toBe(false);
    const owner = { in: noExternalApps, by: discord.users.ben };
    expect((await discord.slash('ask', QUESTION, owner).reply()).ephemeral).toBe(false);
  });

  it('an interaction may be delivered three times, and is acknowledged once', async () => {
    const heard: string[] = [];
    const { discord, errors } = await onSlash(async (interaction) => {
      heard.push(interaction.id);
      await interaction.deferReply();
    });
    const asked = discord.slash('ask', QUESTION);
    discord.deliverAgain(asked);
    discord.deliverAgain(asked);
    await asked.acknowledged;
    await expect.poll(() => heard).toEqual([asked.id, asked.id, asked.id]);
    await expect.poll(() => errors).toMatchObject([{ code: 40060 }, { code: 40060 }]);
  });

  it('an interaction may be malformed, and still wants an answer', async () => {
    const { discord } = await connect({
      onInteraction: (interaction) => interaction.isRepliable() && interaction.reply('sorry'),
    });
    const data = { id: '1', name: 'Verify quote', type: 3, target_id: '2', resolved: {} };
    expect((await discord.malformed({ data }).reply()).content).toBe('sorry');
    const unknown = discord.malformed({ type: 99, data: {} });
    const rejected = expect(unknown.acknowledged).rejects.toThrow('did not respond');
    discord.skipTime(3100);
    await rejected;
  });

  it('a public answer to a press on a private message replies to what others cannot see', async () => {
    const { discord } = await connect({
      onInteraction: (interaction) =>
        interaction.isButton()
          ? interaction.reply('for all')
          : interaction.isChatInputCommand() &&
            interaction.reply({ components: [button('b', 'B')], flags: MessageFlags.Ephemeral }),
    });
    const hidden = await discord.slash('ask', QUESTION).reply();
    expect(hidden.repliesToHidden).toBe(false);
    expect((await discord.click(hidden, 'B').reply()).repliesToHidden).toBe(true);
    expect(() => discord.say('thanks', { replyTo: hidden })).toThrow('no reply to an ephemeral message');
  });
});
