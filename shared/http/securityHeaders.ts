import type { HttpAnswer } from './exchange.ts';

/**
 * Reports carry text from the estate. A page may load and run nothing but what this app serves, be framed by nobody,
 * and be kept by nobody in between; what is no page may not be taken for one.
 */
const SECURITY_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  // Browsers heed it over https only (RFC 6797, section 8.1), so that it does no harm to a local host.
  'Strict-Transport-Security': 'max-age=31536000',
} as const;

/** Shared by nobody, and asked for anew each time: whether it may still be read is decided each time. */
const PRIVATE = { 'Cache-Control': 'private, no-cache' } as const;

/** An answer with the headers that every answer has; its own come first. */
export function secureAnswer(answer: HttpAnswer): HttpAnswer {
  return { ...answer, headers: { ...SECURITY_HEADERS, ...PRIVATE, ...answer.headers } };
}
