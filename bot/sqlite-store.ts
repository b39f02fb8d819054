/** What servers want, kept in one SQLite file in DATA_DIR that all processes of the bot share. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { messageOf, StoreError } from './errors.ts';
import {
  type BotStore,
  type Follow,
  type FollowStore,
  parseServerSettings,
  type ServerSettings,
  type SettingsStore,
} from './server-settings.ts';

/** Applied in order; `user_version` counts those that were. Never edit one that was released. */
const MIGRATIONS = [
  'CREATE TABLE servers (guild_id TEXT PRIMARY KEY, settings TEXT NOT NULL) STRICT',
  `CREATE TABLE follows (
    id INTEGER PRIMARY KEY, guild_id TEXT NOT NULL, channel_id TEXT NOT NULL, topic TEXT NOT NULL,
    user_id TEXT NOT NULL, UNIQUE (channel_id, topic)
  ) STRICT;
  CREATE TABLE posted (
    follow_id INTEGER NOT NULL REFERENCES follows (id) ON DELETE CASCADE, document_id TEXT NOT NULL,
    PRIMARY KEY (follow_id, document_id)
  ) STRICT, WITHOUT ROWID`,
];

/**
 * Opens the store, creating or migrating it. Reads go to the file each time, so other processes' changes are seen.
 * @throws StoreError when the file cannot be opened or written to
 */
export function openSqliteStore(dataDir: string): BotStore {
  const db = openDatabase(path.join(dataDir, 'bot.db'));
  return {
    settings: settingsStore(db),
    follows: followStore(db),
    leads: () => true,
    claimEvent: async () => true,
    close: async () => void db.close(),
  };
}

function openDatabase(file: string): Database.Database {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const db = new Database(file);
    db.pragma('busy_timeout = 5000');
    db.pragma('journal_mode = WAL');
    db.pragma('foreign_keys = ON');
    migrate(db);
    return db;
  } catch (error) {
    throw new StoreError(
      `What servers want cannot be kept in ${file}: ${messageOf(error)}.`,
      'Check that DATA_DIR can be written to; a damaged file can be moved away, which resets the settings of all servers.',
      { cause: error },
    );
  }
}

function migrate(db: Database.Database): void {
  // Several processes may start at once: the first to get the lock migrates.
  db.transaction(() => {
    const version = Number(db.pragma('user_version', { simple: true }));
    for (const statements of MIGRATIONS.slice(version)) db.exec(statements);
    db.pragma(`user_version = ${Math.max(version, MIGRATIONS.length)}`);
  }).immediate();
}

function settingsStore(db: Database.Database): SettingsStore {
  const select = db.prepare<[string], { settings: string }>(
    'SELECT settings FROM servers WHERE guild_id = ?',
  );
  const upsert = db.prepare(
    'INSERT INTO servers VALUES (?, ?) ON CONFLICT (guild_id) DO UPDATE SET settings = excluded.settings',
  );
  const removals = ['servers', 'follows'].map((table) =>
    db.prepare<[string]>(`DELETE FROM ${table} WHERE guild_id = ?`),
  );
  const read = (guildId: string): ServerSettings => {
    const row = select.get(guildId);
    return parseServerSettings(row && JSON.parse(row.settings));
  };
  const change = db.transaction((guildId: string, changed: Partial<ServerSettings>) => {
    const settings = { ...read(guildId), ...changed };
    upsert.run(guildId, JSON.stringify(settings));
    return settings;
  });
  const forget = db.transaction((guildId: string) => {
    for (const removal of removals) removal.run(guildId);
  });
  return {
    read: async (guildId) => read(guildId),
    change: async (guildId, changed) => change.immediate(guildId, changed),
    forget: async (guildId) => forget.immediate(guildId),
  };
}

function followStore(db: Database.Database): FollowStore {
  const columns = 'CAST(id AS TEXT) id, guild_id guildId, channel_id channelId, topic, user_id userId';
  const list = db.prepare<[string | null], Follow>(
    `SELECT ${columns} FROM follows WHERE guild_id = coalesce(?, guild_id) ORDER BY id`,
  );
  const insert = db.prepare<[string, string, string, string]>(
    'INSERT OR IGNORE INTO follows (guild_id, channel_id, topic, user_id) VALUES (?, ?, ?, ?)',
  );
  const remove = db.prepare<[string, string], Follow>(
    `DELETE FROM follows WHERE guild_id = ? AND id = CAST(? AS INTEGER) RETURNING ${columns}`,
  );
  const isPosted = db.prepare<[number, string]>(
    'SELECT 1 FROM posted WHERE follow_id = ? AND document_id = ?',
  );
  const post = db.prepare<[number, string]>('INSERT OR IGNORE INTO posted VALUES (?, ?)');
  const unpost = db.prepare<[number, string]>('DELETE FROM posted WHERE follow_id = ? AND document_id = ?');
  const add = db.transaction((follow: Omit<Follow, 'id'>, known: readonly string[]) => {
    const { guildId, channelId, topic, userId } = follow;
    const { changes, lastInsertRowid } = insert.run(guildId, channelId, topic, userId);
    if (changes > 0) for (const documentId of known) post.run(Number(lastInsertRowid), documentId);
  });
  return {
    add: async (follow, known) => add.immediate(follow, known),
    list: async (guildId) => list.all(guildId ?? null),
    remove: async (guildId, id) => remove.get(guildId, id),
    unposted: async (id, documentIds) => documentIds.filter((one) => !isPosted.get(Number(id), one)),
    claim: async (id, documentId) => post.run(Number(id), documentId).changes > 0,
    release: async (id, documentId) => void unpost.run(Number(id), documentId),
  };
}
