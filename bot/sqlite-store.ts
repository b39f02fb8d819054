/** What servers want, kept in one SQLite file in DATA_DIR that all processes of the bot share. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { LOCALES } from './i18n/i18n.ts';
import { DEFAULT_SETTINGS, type ServerSettings, type SettingsStore } from './server-settings.ts';

/** Applied in order; `user_version` counts those that were. Never edit one that was released. */
const MIGRATIONS = ['CREATE TABLE servers (guild_id TEXT PRIMARY KEY, settings TEXT NOT NULL) STRICT'];

const settingsSchema = z.object({
  mentions: z.union([z.literal('everywhere'), z.array(z.string())]).catch('everywhere'),
  privateByDefault: z.boolean().catch(DEFAULT_SETTINGS.privateByDefault),
  language: z
    .enum(LOCALES as [string, ...string[]])
    .optional()
    .catch(undefined),
  publishers: z.enum(['everyone', 'moderators', 'nobody']).catch(DEFAULT_SETTINGS.publishers),
});

export interface BotStore {
  settings: SettingsStore;
  close(): void;
}

/** Opens the store, creating or migrating it. Reads go to the file each time, so other processes' changes are seen. */
export function openBotStore(dataDir: string): BotStore {
  mkdirSync(dataDir, { recursive: true });
  const db = new Database(path.join(dataDir, 'bot.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('busy_timeout = 5000');
  migrate(db);
  return { settings: createSettingsStore(db), close: () => void db.close() };
}

function migrate(db: Database.Database): void {
  // Several processes may start at once: the first to get the lock migrates.
  db.transaction(() => {
    const version = Number(db.pragma('user_version', { simple: true }));
    for (const statement of MIGRATIONS.slice(version)) db.exec(statement);
    db.pragma(`user_version = ${Math.max(version, MIGRATIONS.length)}`);
  }).immediate();
}

function createSettingsStore(db: Database.Database): SettingsStore {
  const select = db.prepare<[string], { settings: string }>(
    'SELECT settings FROM servers WHERE guild_id = ?',
  );
  const upsert = db.prepare(
    'INSERT INTO servers VALUES (?, ?) ON CONFLICT (guild_id) DO UPDATE SET settings = excluded.settings',
  );
  const remove = db.prepare('DELETE FROM servers WHERE guild_id = ?');
  const read = (guildId: string): ServerSettings => {
    const row = select.get(guildId);
    return row
      ? { ...DEFAULT_SETTINGS, ...settingsSchema.parse(JSON.parse(row.settings)) }
      : DEFAULT_SETTINGS;
  };
  const change = db.transaction((guildId: string, changed: Partial<ServerSettings>) => {
    const settings = { ...read(guildId), ...changed };
    upsert.run(guildId, JSON.stringify(settings));
    return settings;
  });
  return {
    read: async (guildId) => read(guildId),
    change: async (guildId, changed) => change.immediate(guildId, changed),
    forget: async (guildId) => void remove.run(guildId),
  };
}
