import { SourceError, type SourceFailure } from '../../model/errors.ts';

/** Who is read, and where: what every {@link SourceError} names first. */
export interface SourcePlace {
  readonly source: string;
  /** An ARM id, a URL or a file. */
  readonly scope: string;
}

/** What the operator can do about each failure, where a source knows better than the common advice. */
export type Remedies = Readonly<Partial<Record<SourceFailure, string>>>;

/** An HTTP answer that is not what was asked for. */
export interface Refusal {
  readonly status: number;
  /** What the server said about it; cut and cleaned by {@link excerpt} if it is foreign text. */
  readonly detail: string;
  /** The header `Retry-After`. */
  readonly retryAfter?: string | undefined;
}

const COMMON_REMEDIES: Readonly<Record<SourceFailure, string>> = {
  unauthorized: 'Check the credential that Purser signs in with, and that it has not expired.',
  forbidden: 'Grant the identity that Purser runs as read access to it.',
  notFound: 'Check the address in the configuration, and that what it names still exists.',
  throttled: 'Collect again later; the server asked to be left alone for a while.',
  unavailable: 'Check that the server is up and can be reached from where Purser runs, then collect again.',
  timeout: 'Check the load of the server, then collect again.',
  malformed: 'Check that the address is the right one and that its version is a supported one.',
};

const EXCERPT_LENGTH = 80;

/** A server may repeat the credential that it rejects: the header's value, or a JSON Web Token anywhere. */
const CREDENTIALS = /\b(Bearer|Basic)\s+\S+|\beyJ[\w-]+\.[\w.-]+/gi;

/** The first 80 characters of a foreign text, on one line and without credentials, for a message to quote. */
export function excerpt(text: string): string {
  const line = text
    .slice(0, 100 * EXCERPT_LENGTH)
    .replace(CREDENTIALS, '[credential]')
    .slice(0, 4 * EXCERPT_LENGTH)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return line.length > EXCERPT_LENGTH ? `${line.slice(0, EXCERPT_LENGTH)}…` : line;
}

/** A failure in a source's words, with its own remedy or the common one. */
export function describeFailure(
  place: SourcePlace,
  failure: SourceFailure,
  message: string,
  remedies: Remedies = {},
  options: { readonly cause?: unknown; readonly retryAfterSeconds?: number | undefined } = {},
): SourceError {
  return new SourceError(place, failure, message, remedies[failure] ?? COMMON_REMEDIES[failure], options);
}

/** An HTTP answer outside 200 to 299 as a {@link SourceError}. `now` dates a `Retry-After` that names a time. */
export function describeRefusal(
  place: SourcePlace,
  refusal: Refusal,
  now: Date,
  remedies: Remedies = {},
  cause?: unknown,
): SourceError {
  const said = refusal.detail === '' ? '' : `: ${refusal.detail}`;
  return describeFailure(
    place,
    failureOfStatus(refusal.status),
    `answered ${refusal.status}${said}`,
    remedies,
    {
      retryAfterSeconds: parseRetryAfter(refusal.retryAfter, now),
      ...(cause === undefined ? {} : { cause }),
    },
  );
}

/** A request that got no whole answer as a {@link SourceError}: names, sockets, certificates, timeouts, sign-in. */
export function describeNoAnswer(place: SourcePlace, error: unknown, remedies: Remedies = {}): SourceError {
  const chain = causesOf(error);
  const is = (test: (cause: Error) => boolean): boolean => chain.some(test);
  const code = chain.map(codeOf).find((candidate) => candidate !== '') ?? '';
  const because = code === '' ? '' : ` (${code})`;
  const fail = (failure: SourceFailure, message: string, own: Remedies = {}): SourceError =>
    describeFailure(place, failure, message, { ...own, ...remedies }, { cause: error });

  if (is((cause) => SIGN_IN_ERRORS.has(cause.name))) {
    return fail('unauthorized', `no token could be had for it: ${excerpt(chain[0]?.message ?? '')}`);
  }
  if (is((cause) => cause.name === 'AbortError' || cause.name === 'TimeoutError') || TIMEOUTS.has(code)) {
    return fail('timeout', 'did not answer in time');
  }
  if (UNKNOWN_HOST.has(code)) {
    return describeFailure(
      place,
      'unavailable',
      `its host name is not known here${because}`,
      {
        unavailable:
          'Check the name; a private server is only known inside its network, so run Purser there or link its DNS zone.',
      },
      { cause: error },
    );
  }
  if (/^ERR_TLS|CERT|SIGNATURE|^ERR_SSL/.test(code)) {
    return describeFailure(
      place,
      'unavailable',
      `its certificate is not trusted${because}`,
      { unavailable: 'Name the certificate authority that issued it, or renew the certificate.' },
      { cause: error },
    );
  }
  if (BROKEN_OFF.has(code) || is((cause) => cause.message === 'terminated' || cause.message === 'aborted')) {
    return fail('unavailable', `the connection broke off before the answer was complete${because}`);
  }
  if (code !== '' || is((cause) => cause.message === 'fetch failed')) {
    return fail('unavailable', `could not be reached${because}`);
  }
  return fail('malformed', `could not be read: ${excerpt(chain[0]?.message ?? String(error))}`);
}

const SIGN_IN_ERRORS = new Set([
  'CredentialUnavailableError',
  'AuthenticationError',
  'AggregateAuthenticationError',
  'AuthenticationRequiredError',
]);
const TIMEOUTS = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
const UNKNOWN_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN']);
const BROKEN_OFF = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'PARSE_ERROR',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

function failureOfStatus(status: number): SourceFailure {
  if (status >= 300 && status < 400) return 'unauthorized';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'notFound';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unavailable' : 'malformed';
}

/** RFC 9110 section 10.2.3: whole seconds or an HTTP date. */
function parseRetryAfter(text: string | undefined, now: Date): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text);
  const until = Date.parse(text);
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - now.getTime()) / 1000));
}

function causesOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let cause = error; cause instanceof Error && chain.length < 8; cause = cause.cause) chain.push(cause);
  return chain;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
