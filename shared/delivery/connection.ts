import type { Recipients } from '../config/schema.ts';
import type { Message, Receipt } from './channel.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Hands over one message. */
export type Send = (message: Message, recipients: Recipients) => Promise<Receipt>;

/** What the system says when no connection came about. */
const UNREACHED: ReadonlySet<string> = new Set(
  'ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH UND_ERR_CONNECT_TIMEOUT'.split(' '),
);

/** Whether a request failed before anything of it can have been taken. */
export function isUnreached(code: string): boolean {
  return UNREACHED.has(code) || isCertificateRefused(code);
}

/** OpenSSL's names, as Node has them, for a certificate that nobody vouches for. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'HOSTNAME_MISMATCH'],
]);

/** Whether the other side could not prove who it is. */
export function isCertificateRefused(code: string): boolean {
  return UNTRUSTED.has(code) || code.startsWith('CERT_') || code.startsWith('ERR_TLS');
}

/** The system's code, which fetch hides two causes deep; messages are not read, they may hold the URL. */
export function codeOf(cause: unknown): string {
  for (let error = cause, depth = 0; error instanceof Error && depth < 4; error = error.cause, depth++) {
    const code: unknown = Reflect.get(error, 'code');
    if (typeof code === 'string') return code;
    if (error.name === 'TimeoutError') return 'ETIMEDOUT';
  }
  return '';
}

/** The longest wait that is believed: a day. */
const LONGEST_WAIT_SECONDS = 86_400;

/** Seconds that a `Retry-After` header asks to wait, given in seconds or as a date (RFC 9110, 10.2.3). */
export function readRetryAfter(header: string | null | undefined, now: Date): number | undefined {
  if (!header) return undefined;
  const seconds = /^\s*\d+\s*$/.test(header)
    ? Number(header)
    : Math.ceil((Date.parse(header) - now.getTime()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(0, seconds), LONGEST_WAIT_SECONDS);
}

/** This machine, to which alone a secret may go without encryption. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}
