/** A page of another site whose name was made to point at this machine must not read from it (DNS rebinding). */
import { isIP } from 'node:net';
import { createMiddleware } from 'hono/factory';
import ipaddr from 'ipaddr.js';
import type { WebEnv } from '../environment.ts';
import { WebError } from '../errors.ts';

/** On a server that listens on loopback only, `Host` must be a name of this machine or that of `publicUrl`. */
export function hostGuard(publicUrl: string) {
  const publicHost = new URL(publicUrl).hostname;
  return createMiddleware<WebEnv>(async (c, next) => {
    const { hostname } = new URL(c.req.url);
    if (c.env?.loopbackOnly && hostname !== publicHost && !isLoopback(hostname)) {
      throw new WebError(
        421,
        'This server does not answer to that host name.',
        'Ask it as localhost, or set PUBLIC_URL to the address that people use.',
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
