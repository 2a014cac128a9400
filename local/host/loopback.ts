import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Headers by which a proxy or a tunnel says that somebody else stands behind it. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'] as const;

/** What of a request tells where it comes from. */
export interface Origin {
  readonly remoteAddress: string | undefined;
  readonly headers: IncomingMessage['headers'];
}

/**
 * Whether a request was made on this machine for this machine: by the address it comes from; by its `Host`, since a web
 * page can have a name of its own resolve to 127.0.0.1 (DNS rebinding); and by not having been passed on.
 */
export function isFromThisMachine({ remoteAddress, headers }: Origin): boolean {
  return (
    isLoopback(remoteAddress) &&
    isLoopbackHost(headers.host) &&
    FORWARDED.every((name) => headers[name] === undefined)
  );
}

/** Whether the header `Host` names this machine, on whatever port. */
export function isLoopbackHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(host ?? '');
}

function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  return LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
