/** Which machines an import may speak to: public ones, unless the person says otherwise. */
import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A host that resolves to a private address. `undici` passes it on as the cause of its own error. */
export class PrivateAddressError extends Error {}

/** Whether an address is one of the public internet: not loopback, private, link-local, mapped or reserved. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** The host of an address, where it is itself an IP address. */
export function literalAddress(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(host) ? host : undefined;
}

/**
 * Looks a host up for a connection, and refuses it where any of its addresses is private. The connection is
 * made to what this gives, so a name that changes its address in between (DNS rebinding) gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error !== null) return callback(error, []);
    if (!found.every(({ address }) => isPublicAddress(address))) {
      return callback(new PrivateAddressError(`${hostname} has a private address`), []);
    }
    if (options.all === true) return callback(null, found);
    callback(null, found[0]?.address ?? '', found[0]?.family);
  });
};
