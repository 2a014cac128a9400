/** A request as the surfaces see it: a query string already taken apart, a body already read. */
export interface TenantRequest {
  readonly method: string;
  /** Path as sent, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface TenantAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON; nothing where undefined. */
  readonly body?: unknown;
}

/** One API. Answers undefined when the request is not for it. */
export type Surface = (request: TenantRequest) => TenantAnswer | undefined;

export function answerJson(body: unknown, headers: Readonly<Record<string, string>> = {}): TenantAnswer {
  return { status: 200, headers, body };
}

/** An error in the shape of Resource Manager. */
export function armError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): TenantAnswer {
  return { status, headers, body: { error: { code, message } } };
}

/** Resource Manager wants an api-version on every call. */
export function missingApiVersion(request: TenantRequest): TenantAnswer | undefined {
  if (request.query.get('api-version')) return undefined;
  return armError(
    400,
    'MissingApiVersionParameter',
    'The api-version query parameter (?api-version=) is required for all requests.',
  );
}

/** Reads a JSON object; undefined when the body is none. */
export function parseObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
