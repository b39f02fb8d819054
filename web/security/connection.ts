/** Who is at the other end of a connection, and under which host name they ask. */
import { isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import ipaddr from 'ipaddr.js';
import proxyaddr from 'proxy-addr';
import { WebError } from '../problem.ts';

/** What the server hands to the app beside the request. */
export interface WebEnv {
  /** Absent where a test calls the app without a server. */
  Bindings: Partial<HttpBindings> & {
    /** The server listens on this machine's own addresses only. */
    loopbackOnly?: boolean;
  };
}

/** Whether an address is that of a proxy whose `X-Forwarded-For` is believed. */
export type IsTrusted = (address: string) => boolean;

/** @param proxies addresses, CIDR ranges, or `loopback`, `linklocal`, `uniquelocal` */
export function trustedProxies(proxies: readonly string[]): IsTrusted {
  const compiled = proxyaddr.compile([...proxies]);
  return (address) => isIP(address) !== 0 && compiled(address, 0);
}

/** Bits of an IPv6 address that name a household; it chooses the rest itself. */
const NETWORK_BITS = 64;

/** The key under which an address is limited: an IPv4 address, or the /64 network of an IPv6 address. */
export function clientKey(address: string): string {
  if (isIP(address) === 0) return 'unknown';
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const network = `${parsed.toNormalizedString().replace(/%.*/, '')}/${NETWORK_BITS}`;
  return ipaddr.IPv6.networkAddressFromCIDR(network).toString();
}

/**
 * The client of a request: the address at the other end of the connection or, behind a trusted proxy, the rightmost
 * address of `X-Forwarded-For` that is not a trusted proxy itself. Everything left of it can be forged.
 */
export function clientOf(c: Context<WebEnv>, isTrusted: IsTrusted): string {
  let address = c.env?.incoming?.socket.remoteAddress ?? '';
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((one) => one.trim());
  for (let next = forwarded.pop(); next && isTrusted(address); next = forwarded.pop()) address = next;
  return clientKey(address);
}

/**
 * A page of another site whose name was made to point at this machine must not read from it (DNS rebinding): on a
 * server that listens on loopback only, `Host` must be a name of this machine or that of `publicUrl`.
 */
export function hostGuard(publicUrl: string) {
  const publicHost = new URL(publicUrl).hostname;
  return createMiddleware<WebEnv>(async (c, next) => {
    const { hostname } = new URL(c.req.url);
    if (c.env?.loopbackOnly && hostname !== publicHost && !isLoopback(hostname)) {
      throw new WebError(
        'wrong-host',
        'This server does not answer to that host name.',
        'Use localhost, or set PUBLIC_URL to the address that people use.',
      );
    }
    await next();
  });
}

/** Whether a host name or address, in brackets or not, means this machine itself. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (isIP(name) === 0) return name === 'localhost';
  return ipaddr.process(name).range() === 'loopback';
}
