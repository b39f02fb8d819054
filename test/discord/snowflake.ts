/** Discord's ids: the time since 2015 in milliseconds, and a counter. */

const EPOCH = 1_420_070_400_000;
let counter = 0n;

export function snowflakeAt(time: number): string {
  counter = (counter + 1n) & 0xfffn;
  return String((BigInt(Math.max(0, time - EPOCH)) << 22n) | counter);
}

/** The shard that gets a guild's events. */
export const shardOf = (guildId: string, shards: number): number =>
  Number((BigInt(guildId) >> 22n) % BigInt(shards));
