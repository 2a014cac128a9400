import { isRestError, type RestError } from '@azure/core-rest-pipeline';
import { SourceError, type SourceFailure } from '../../model/errors.ts';
import { readRequestedWait } from './retry.ts';

/** What was being read: the source in an operator's words and the scope (an ARM id, `estate`). */
export interface Where {
  readonly source: string;
  readonly scope: string;
}

/** The Azure roles that Purser's identity needs. */
export type Role = 'Reader' | 'Cost Management Reader' | 'Security Reader';

/** An answer arrived and cannot be used: no JSON, from another host, or it leads in a circle. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
}

const IDENTITY_ERRORS = new Set([
  'CredentialUnavailableError',
  'AuthenticationError',
  'AggregateAuthenticationError',
  'AuthenticationRequiredError',
]);

/** Codes of a 400 that mean "this identity sees none of these subscriptions" (Azure/aztfexport#491). */
const NOTHING_VISIBLE = /NoValidSubscriptionsInQueryRequest/;
const UNKNOWN_SUBSCRIPTION = /SubscriptionNotFound|InvalidSubscriptionId/;
const LONGEST_REASON = 300;

/**
 * Says what went wrong with a call of an Azure SDK client, and what to do about it. What is a SourceError
 * already passes unchanged.
 * @param role the role whose absence would explain a refusal
 */
export function toSourceError(error: unknown, where: Where, role: Role): SourceError {
  if (error instanceof SourceError) return error;
  const failure = classify(error);
  return new SourceError(where, failure, describe(error, failure), adviseOn(failure, where, role), {
    cause: error,
    retryAfterSeconds: failure === 'throttled' || failure === 'unavailable' ? readSeconds(error) : undefined,
  });
}

function classify(error: unknown): SourceFailure {
  if (error instanceof AnswerError) return 'malformed';
  if (error instanceof Error && IDENTITY_ERRORS.has(error.name)) return 'unauthorized';
  if (!isRestError(error)) return 'malformed';
  if (error.statusCode !== undefined) return classifyStatus(error.statusCode, error);
  return error.code === 'ETIMEDOUT' ? 'timeout' : 'unavailable';
}

function classifyStatus(status: number, error: RestError): SourceFailure {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'notFound';
  if (status === 408) return 'timeout';
  if (status === 429) return 'throttled';
  if (status >= 500) return 'unavailable';
  const body = error.response?.bodyAsText ?? '';
  if (NOTHING_VISIBLE.test(body)) return 'forbidden';
  return UNKNOWN_SUBSCRIPTION.test(body) ? 'notFound' : 'malformed';
}

function describe(error: unknown, failure: SourceFailure): string {
  const status = isRestError(error) ? error.statusCode : undefined;
  const reason = readReason(error);
  const said = reason === '' ? '.' : `: ${reason}`;
  switch (failure) {
    case 'unauthorized':
      return `Azure did not accept the sign-in${said}`;
    case 'forbidden':
      return `Azure refuses to show it${said}`;
    case 'notFound':
      return `Azure does not know it${said}`;
    case 'throttled':
      return `Azure is still limiting the rate of calls after several tries${said}`;
    case 'timeout':
      return `Azure did not answer in time${said}`;
    case 'unavailable':
      return `Azure could not be reached or failed${status ? ` (${status})` : ''}${said}`;
    case 'malformed':
      return status && status >= 300
        ? `Azure refused the request (${status})${said}`
        : `The answer cannot be read${said}`;
  }
}

function adviseOn(failure: SourceFailure, where: Where, role: Role): string {
  switch (failure) {
    case 'unauthorized':
      return (
        'Give the function app a managed identity, or sign in with "az login"; ' +
        'in other clouds check azure.resourceManagerAudience.'
      );
    case 'forbidden':
      return `Grant Purser's identity the role "${role}" on ${where.scope}; a new role takes some minutes to count.`;
    case 'notFound':
      return 'Check azure.subscriptions and azure.resourceManagerUrl in the configuration.';
    case 'throttled':
      return 'It is tried again later; if it happens daily, collect fewer days or lower cost.callsPerMinute.';
    case 'timeout':
    case 'unavailable':
      return 'It is tried again later; if it lasts, check the network, its proxy and certificates, and Azure status.';
    case 'malformed':
      return 'Check azure.resourceManagerUrl and any proxy in between; if both are right, report this message.';
  }
}

/** Azure's own code and message where the answer has them, else the error's; one short line of plain text. */
function readReason(error: unknown): string {
  const own = isRestError(error) ? readServiceError(error.response?.bodyAsText) : undefined;
  const text = own ?? (error instanceof Error ? error.message : String(error));
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line;
}

function readServiceError(body: string | null | undefined): string | undefined {
  try {
    const { error } = JSON.parse(body ?? '') as { error?: { code?: unknown; message?: unknown } };
    return error?.code === undefined ? undefined : `${String(error.code)}: ${String(error.message ?? '')}`;
  } catch {
    return undefined;
  }
}

function readSeconds(error: unknown): number | undefined {
  if (!isRestError(error) || error.response === undefined) return undefined;
  const wait = readRequestedWait(error.response.headers);
  return wait === undefined ? undefined : Math.ceil(wait / 1000);
}
