/** What every store of servers' wishes promises. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { type BotStore, DEFAULT_SETTINGS } from '../../bot/server-settings.ts';

const GUILD = '1100000000000000021';
const FOLLOW = { guildId: GUILD, channelId: '1100000000000000031', topic: 'Huawei', userId: '1' };
/** A change is seen by every process within seconds. */
const SOON = { timeout: 8000, interval: 100 };

/** @param place prepares a new place, and gives what opens it, as another process would */
export function describeBotStore(name: string, place: () => Promise<() => BotStore>): void {
  async function openTwo(): Promise<[BotStore, BotStore]> {
    const open = await place();
    const stores: [BotStore, BotStore] = [open(), open()];
    onTestFinished(async () => {
      for (const store of stores) await store.close();
    });
    return stores;
  }

  describe(`what servers want, kept in ${name}`, () => {
    it('is seen by other processes, and gone when the bot leaves', async () => {
      const [one, other] = await openTwo();
      expect(await other.settings.read(GUILD)).toEqual(DEFAULT_SETTINGS);
      await one.settings.change(GUILD, { mentions: ['7'], language: 'fr' });
      const changed = await one.settings.change(GUILD, { publishers: 'nobody' });
      const settings = { mentions: ['7'], privateByDefault: false, language: 'fr', publishers: 'nobody' };
      expect(changed).toEqual(settings);
      expect(await one.settings.read(GUILD)).toEqual(settings);
      await expect.poll(() => other.settings.read(GUILD), SOON).toEqual(settings);
      await one.follows.add(FOLLOW, []);
      await other.settings.forget(GUILD);
      await expect.poll(() => one.settings.read(GUILD), SOON).toEqual(DEFAULT_SETTINGS);
      expect(await one.follows.list()).toEqual([]);
    });

    it('keeps what two processes change at once', async () => {
      const [one, other] = await openTwo();
      const topics = ['Huawei', '5G', 'Spain', 'Iran', 'Japan', 'Zimbabwe'];
      await Promise.all([
        one.settings.change(GUILD, { privateByDefault: true }),
        other.settings.change(GUILD, { publishers: 'moderators' }),
        ...topics.map((topic, i) => [one, other][i % 2]?.follows.add({ ...FOLLOW, topic }, [])),
      ]);
      await expect
        .poll(() => one.settings.read(GUILD), SOON)
        .toMatchObject({ privateByDefault: true, publishers: 'moderators' });
      const follows = await other.follows.list(GUILD);
      expect(follows.map(({ topic }) => topic).toSorted()).toEqual(topics.toSorted());
      expect(await one.follows.list()).toEqual(expect.arrayContaining(follows));
    });

    it('notes what was posted of a topic, for whoever is first', async () => {
      const [one, other] = await openTwo();
      await one.follows.add(FOLLOW, ['old']);
      await other.follows.add(FOLLOW, ['old', 'new']);
      const [follow, ...more] = await other.follows.list(GUILD);
      expect(more).toEqual([]);
      const id = follow?.id ?? '';
      expect(follow).toEqual({ ...FOLLOW, id });
      expect(await other.follows.unposted(id, ['newer', 'old', 'new'])).toEqual(['newer', 'new']);
      const claims = await Promise.all(
        [one, other, one, other].map((store) => store.follows.claim(id, 'new')),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await one.follows.unposted(id, ['new', 'old'])).toEqual([]);
      await one.follows.release(id, 'new');
      expect(await other.follows.claim(id, 'new')).toBe(true);
      expect(await one.follows.remove('another server', id)).toBeUndefined();
      expect(await one.follows.remove(GUILD, id)).toEqual(follow);
      expect(await other.follows.list(GUILD)).toEqual([]);
    });
  });
}
