/** Base of every error that Purser raises on purpose: what is wrong, and what the reader can do about it. */
export abstract class PurserError extends Error {
  abstract override readonly name: string;
  /** One sentence that says what to do. */
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** Something asked for by a person or a caller cannot be served as asked: a period, a team, a format. */
export class RequestError extends PurserError {
  override readonly name = 'RequestError';
  /** `invalid`: it cannot be asked for; `notFound`: there is no such thing; `conflict`: not in this state. */
  readonly kind: 'invalid' | 'notFound' | 'conflict';

  constructor(
    message: string,
    remedy: string,
    options?: ErrorOptions & { readonly kind?: 'invalid' | 'notFound' | 'conflict' },
  ) {
    super(message, remedy, options);
    this.kind = options?.kind ?? 'invalid';
  }
}

/** The configuration cannot be used. `place` is `line:column` in the file where it is known. */
export class ConfigurationError extends PurserError {
  override readonly name = 'ConfigurationError';
}

/** Why a source could not be read, in the order of what the operator can do about it. */
export type SourceFailure =
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'throttled'
  | 'unavailable'
  | 'timeout'
  | 'malformed';

/** A source did not give what was asked: names the source, the scope (an ARM id, a URL, a file) and the remedy. */
export class SourceError extends PurserError {
  override readonly name = 'SourceError';
  readonly source: string;
  readonly scope: string;
  readonly failure: SourceFailure;
  /** Seconds the source asked to wait, when it did. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    where: { readonly source: string; readonly scope: string },
    failure: SourceFailure,
    message: string,
    remedy: string,
    options?: ErrorOptions & { readonly retryAfterSeconds?: number | undefined },
  ) {
    super(`${where.source} (${where.scope}): ${message}`, remedy, options);
    this.source = where.source;
    this.scope = where.scope;
    this.failure = failure;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }
}

/** What Purser keeps could not be read or written: names what, and the storage's own code. */
export class StoreError extends PurserError {
  override readonly name = 'StoreError';
}

/** A report could not be handed over. A permanent failure is not tried again. */
export class DeliveryError extends PurserError {
  override readonly name = 'DeliveryError';
  readonly permanent: boolean;
  /** True when the transport may have taken the message before it failed: sending again could send twice. */
  readonly uncertain: boolean;
  /** Seconds the other side asked to wait, when it did. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    message: string,
    remedy: string,
    options: ErrorOptions & {
      readonly permanent: boolean;
      readonly uncertain?: boolean;
      readonly retryAfterSeconds?: number | undefined;
    },
  ) {
    super(message, remedy, options);
    this.permanent = options.permanent;
    this.uncertain = options.uncertain ?? false;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** A delivery whose turn comes later: nothing went wrong, and nothing was tried. */
export class PostponedError extends PurserError {
  override readonly name = 'PostponedError';
  /** The instant from which on it may be sent. */
  readonly slot: string;
  /** Whether it has that place in line within the transport's limits; in a quiet period it has none yet. */
  readonly inLine: boolean;

  constructor(message: string, remedy: string, slot: string, options?: { readonly inLine: boolean }) {
    super(message, remedy);
    this.slot = slot;
    this.inLine = options?.inLine ?? true;
  }
}
