import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, connect } from './client-fixture.ts';

afterEach(closeAll);

describe('a slash command', () => {
  it.each(['dm', 'elsewhere', 'groupDm'] as const)('works where nothing is cached: %s', async (place) => {
    const { discord } = await connect({
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        const { guild, guildId, context, authorizingIntegrationOwners: owners } = interaction;
        await interaction.deferReply();
        await interaction.editReply(JSON.stringify([guild, guildId, context, owners.guildId, owners.userId]));
      },
    });
    const channel = discord.channels[place];
    const reply = await discord.slash('ask', { question: 'Huawei?' }, { in: channel }).reply();
    const ada = discord.users.ada.id;
    const expected = {
      dm: [null, null, 1, '0', null],
      elsewhere: [null, discord.guilds.elsewhere.id, 0, null, ada],
      groupDm: [null, null, 2, null, ada],
    };
    expect(JSON.parse(reply.content)).toEqual(expected[place]);
    expect(discord.violations).toEqual([]);
  });

  it('has five follow-ups where only the user installed the app', async () => {
    const { discord, errors } = await connect({
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.reply('one');
        for (let n = 1; n <= 6; n++) await interaction.followUp(`more ${n}`);
      },
    });
    const asked = discord.slash('ask', { question: 'Huawei?' }, { in: discord.channels.elsewhere });
    await discord.until('the refusal', () => discord.violations[0]);
    expect(asked.followUps).toHaveLength(5);
    expect(discord.violations).toMatchObject([{ code: 40094 }]);
    await expect.poll(() => errors).toMatchObject([{ code: 40094 }]);
  });
});
