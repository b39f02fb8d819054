/** What a client says when it identifies, or the close code that it gets instead. */
import { GatewayIntentBits } from 'discord.js';
import { isFields } from './form.ts';

export interface Identify {
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  readonly properties: unknown;
  readonly presence: unknown;
  readonly at: number;
}

export interface Refusal {
  readonly code: number;
  readonly reason: string;
}

const known = Object.values(GatewayIntentBits).reduce<number>(
  (bits, bit) => (typeof bit === 'number' ? bits | bit : bits),
  0,
);
const privileged =
  GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

export function readIdentify(
  data: unknown,
  { token, allowedIntents }: { token: string; allowedIntents: number },
): Identify | Refusal {
  if (!isFields(data) || !isFields(data.properties)) return { code: 4002, reason: 'Decode error' };
  if (data.token !== token) return { code: 4004, reason: 'Authentication failed' };
  const shard = readShard(data.shard);
  if (!shard) return { code: 4010, reason: 'Invalid shard' };
  const { intents, properties, presence } = data;
  if (typeof intents !== 'number' || (intents & ~known) !== 0)
    return { code: 4013, reason: 'Invalid intent(s)' };
  if ((intents & privileged & ~allowedIntents) !== 0) return { code: 4014, reason: 'Disallowed intent(s)' };
  return { intents, shard, properties, presence, at: Date.now() };
}

function readShard(shard: unknown): readonly [number, number] | undefined {
  if (shard === undefined) return [0, 1];
  if (!Array.isArray(shard) || shard.length !== 2) return undefined;
  const [id, count] = shard.map(Number);
  if (id === undefined || count === undefined || !Number.isInteger(id) || !Number.isInteger(count))
    return undefined;
  return id >= 0 && id < count ? [id, count] : undefined;
}
