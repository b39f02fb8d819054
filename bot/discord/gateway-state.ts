/** Whether the gateway is there: told at each change, and now and then for its ping. */
import { type Client, Events } from 'discord.js';
import type { HearBot } from '../events.ts';

const TELL_EVERY_MS = 5000;

/** Tells of the gateway until the returned function is called. */
export function tellGateway(client: Client, hear: HearBot): () => void {
  let connected = false;
  const tell = () => {
    const { ping } = client.ws;
    const gateway = { connected, servers: client.guilds.cache.size, ...(ping >= 0 && { pingMs: ping }) };
    hear({ kind: 'gateway', gateway });
  };
  const become = (now: boolean) => () => {
    connected = now;
    tell();
  };
  client.on(Events.ClientReady, become(true));
  client.on(Events.ShardReady, become(true));
  client.on(Events.ShardResume, become(true));
  client.on(Events.ShardReconnecting, become(false));
  client.on(Events.ShardDisconnect, become(false));
  const timer = setInterval(tell, TELL_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
