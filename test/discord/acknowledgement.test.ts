import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, connect } from './client-fixture.ts';

afterEach(closeAll);

describe('an acknowledgement', () => {
  it('comes within three seconds, or never', async () => {
    let late = () => {};
    const waiting = new Promise<void>((resolve) => {
      late = resolve;
    });
    const { discord, errors } = await connect({
      onInteraction: async (interaction) => {
        await waiting;
        if (interaction.isChatInputCommand()) await interaction.reply('too late');
      },
    });
    const asked = discord.slash('ask', { question: 'Huawei?' });
    const rejected = expect(asked.acknowledged).rejects.toThrow('did not respond');
    discord.skipTime(3100);
    late();
    await rejected;
    await expect.poll(() => errors).toMatchObject([{ code: 10062, status: 404 }]);
    await expect(asked.reply()).rejects.toThrow('did not respond');
  });

  it('happens once', async () => {
    const { discord, errors } = await connect({
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.deferReply();
        interaction.deferred = false;
        await interaction.reply('again');
      },
    });
    await discord.slash('ask', { question: 'Huawei?' }).acknowledged;
    await expect.poll(() => errors).toMatchObject([{ code: 40060, status: 400 }]);
    expect(discord.violations).toMatchObject([{ code: 40060 }]);
  });

  it('gives a token for fifteen minutes', async () => {
    let go = () => {};
    const waiting = new Promise<void>((resolve) => {
      go = resolve;
    });
    const { discord, errors } = await connect({
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.deferReply();
        await waiting;
        await interaction.editReply('too late');
      },
    });
    await discord.slash('ask', { question: 'Huawei?' }).acknowledged;
    discord.skipTime(15 * 60_000 + 1000);
    go();
    await expect.poll(() => errors).toMatchObject([{ code: 50027, status: 401 }]);
  });

  it('survives forty at once', async () => {
    const { discord, errors } = await connect({
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.deferReply();
        await interaction.editReply(interaction.options.getString('question', true));
      },
    });
    const asked = Array.from({ length: 40 }, (_, n) => discord.slash('ask', { question: `question ${n}` }));
    const replies = await Promise.all(asked.map((one) => one.reply()));
    expect(replies.map(({ content }) => content)).toEqual(asked.map((_, n) => `question ${n}`));
    const times = await Promise.all(asked.map(async (one) => (await one.acknowledged).afterMs));
    expect(Math.max(...times)).toBeLessThan(3000);
    expect(errors).toEqual([]);
    expect(discord.violations).toEqual([]);
  });
});
