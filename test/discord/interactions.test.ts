import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  ContainerBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, connect } from './client-fixture.ts';

afterEach(closeAll);

const button = (id: string, label: string) =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId(id).setLabel(label).setStyle(ButtonStyle.Primary),
  );

describe('a slash command', () => {
  it('is answered at once', async () => {
    const { discord } = await connect({
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        const question = interaction.options.getString('question', true);
        const sent = await interaction.reply({ content: `You asked: ${question}`, withResponse: true });
        expect(sent.resource?.message?.content).toBe(`You asked: ${question}`);
      },
    });
    const asked = discord.slash('ask', { question: 'Huawei?' }, { locale: 'de' });
    const reply = await asked.reply();
    expect(reply.content).toBe('You asked: Huawei?');
    expect(reply.ephemeral).toBe(false);
    expect(await asked.acknowledged).toMatchObject({ type: 4, deferred: false, ephemeral: false });
    expect((await asked.acknowledged).afterMs).toBeLessThan(1000);
    expect(discord.violations).toEqual([]);
    expect(discord.ignoredFields).toEqual([]);
  });

  it('is deferred, edited and followed up', async () => {
    const { discord, errors } = await connect({
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.deferReply();
        await interaction.editReply('answer');
        const more = await interaction.followUp({ content: 'more', flags: MessageFlags.Ephemeral });
        await interaction.editReply({ message: more, content: 'even more' });
        await interaction.deleteReply(more);
        expect((await interaction.fetchReply()).content).toBe('answer');
      },
    });
    const asked = discord.slash('ask', { question: 'Huawei?' });
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
    const { discord } = await connect({
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        await interaction.followUp('takes the place of the deferral');
      },
    });
    const asked = discord.slash('ask', { question: 'Huawei?' });
    const reply = await asked.reply();
    expect(reply.content).toBe('takes the place of the deferral');
    expect(reply.ephemeral).toBe(true);
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
});

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
    expect(await typing.acknowledged).toMatchObject({ type: 8 });
    expect(discord.violations).toEqual([]);
  });

  it('shows a message menu its target, content and all', async () => {
    const { discord } = await connect({
      onInteraction: async (interaction) => {
        if (interaction.isMessageContextMenuCommand())
          await interaction.reply({
            content: interaction.targetMessage.content,
            flags: MessageFlags.Ephemeral,
          });
      },
    });
    const said = discord.say('They said it.');
    const reply = await discord.messageMenu('Verify quote', said.message).reply();
    expect(reply.content).toBe('They said it.');
    expect(reply.ephemeral).toBe(true);
  });

  it('takes buttons: update, deferred update, a new message', async () => {
    const { discord } = await connect({
      onInteraction: async (interaction) => {
        if (interaction.isChatInputCommand())
          await interaction.reply({ content: 'page 1', components: [button('next', 'Next')] });
        if (!interaction.isButton()) return;
        if (interaction.customId === 'next')
          await interaction.update({ content: 'page 2', components: [button('later', 'Later')] });
        if (interaction.customId === 'later') {
          await interaction.deferUpdate();
          await interaction.editReply({ content: 'page 3', components: [button('new', 'New')] });
        }
        if (interaction.customId === 'new') await interaction.reply('another');
      },
    });
    const first = await discord.slash('ask', { question: 'Huawei?' }).reply();
    expect(first.buttons).toMatchObject([{ label: 'Next', customId: 'next' }]);
    const update = discord.click(first, 'Next');
    expect(await update.reply()).toBe(first);
    expect(await update.acknowledged).toMatchObject({ type: 7 });
    expect(first.content).toBe('page 2');
    const later = discord.click(first, 'later');
    expect((await later.reply()).content).toBe('page 3');
    expect(await later.acknowledged).toMatchObject({ type: 6, deferred: true });
    const another = await discord.click(first, 'New').reply();
    expect(another).not.toBe(first);
    expect(another.repliesTo).toBe(first);
    expect(() => discord.click(first, 'Next')).toThrow('No button "Next" on this message; it has: New');
    expect(discord.violations).toEqual([]);
  });

  it('takes selects and modals', async () => {
    const menu = new StringSelectMenuBuilder()
      .setCustomId('which')
      .setPlaceholder('Which?')
      .addOptions({ label: 'A', value: 'a' }, { label: 'B', value: 'b' });
    const input = new TextInputBuilder().setCustomId('why').setLabel('Why?').setStyle(TextInputStyle.Short);
    const modal = new ModalBuilder()
      .setCustomId('form')
      .setTitle('Form')
      .addComponents(new ActionRowBuilder<TextInputBuilder>().addComponents(input));
    const { discord } = await connect({
      onInteraction: async (interaction) => {
        if (interaction.isChatInputCommand())
          await interaction.reply({
            components: [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu)],
          });
        if (interaction.isStringSelectMenu()) await interaction.showModal(modal);
        if (interaction.isModalSubmit() && interaction.isFromMessage())
          await interaction.update({ content: interaction.fields.getTextInputValue('why'), components: [] });
      },
    });
    const message = await discord.slash('ask', { question: 'Huawei?' }).reply();
    expect(() => discord.select(message, 'which', ['c'])).toThrow('does not offer c');
    expect(() => discord.select(message, 'which', ['a', 'b'])).toThrow('takes 1 to 1');
    const chosen = discord.select(message, 'Which?', ['b']);
    expect(await chosen.modal()).toMatchObject({ title: 'Form' });
    const reply = await discord.modalSubmit(chosen, { why: 'because' }).reply();
    expect(reply).toBe(message);
    expect(message.content).toBe('because');
    expect(discord.violations).toEqual([]);
  });

  it('shows an ephemeral message to one person only', async () => {
    const { discord } = await connect({
      onInteraction: async (interaction) => {
        if (interaction.isChatInputCommand())
          await interaction.reply({
            content: 'private',
            components: [button('b', 'B')],
            flags: MessageFlags.Ephemeral,
          });
      },
    });
    const reply = await discord.slash('ask', { question: 'Huawei?' }, { by: discord.users.ben }).reply();
    expect(() => discord.click(reply, 'B', { by: discord.users.ada })).toThrow('Only ben sees this message');
  });

  it('carries Components V2', async () => {
    const container = new ContainerBuilder().addTextDisplayComponents(
      new TextDisplayBuilder().setContent('# Title'),
    );
    const { discord } = await connect({
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.deferReply();
        await interaction.editReply({ components: [container], flags: MessageFlags.IsComponentsV2 });
        await interaction.editReply({ components: [container, button('b', 'B')] });
      },
    });
    const reply = await discord.slash('ask', { question: 'Huawei?' }).reply();
    await discord.until('the second edit', () => reply.buttons[0]);
    expect(reply.text).toBe('# Title');
    expect(discord.violations).toEqual([]);
  });
});
