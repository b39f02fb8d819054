/** Whose request it is, as far as a server can tell. */
import { isIP } from 'node:net';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';
import type { WebEnv } from '../environment.ts';

/** Bits of an IPv6 address that name a household; the rest it chooses for itself. */
const NETWORK_BITS = 64;

/**
 * The address at the other end of the connection; of IPv6, its network. `X-Forwarded-For` is not asked: anybody can
 * write it.
 */
export function clientOf(c: Context<WebEnv>): string {
  const address = c.env?.incoming?.socket.remoteAddress ?? '';
  if (isIP(address) === 0) return 'unknown';
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(
    `${parsed.toNormalizedString().replace(/%.*/, '')}/${NETWORK_BITS}`,
  ).toString();
}
