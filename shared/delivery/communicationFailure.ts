import { isRestError } from '@azure/core-rest-pipeline';
import { DeliveryError } from '../model/errors.ts';
import { toPlainLine } from '../render/plainText.ts';
import { codeOf, isUnreached, readRetryAfter } from './connection.ts';
import { isSignInFailure, toSignInFailure } from './signIn.ts';

const REMEDIES: Readonly<Record<number, string>> = {
  401: 'Give the identity of Purser the role "Communication and Email Service Owner" on the resource, or correct the connection string.',
  403: 'Give the identity of Purser the role "Communication and Email Service Owner" on the resource.',
  404: 'Connect the domain of delivery.mail.from with the resource, and check the endpoint.',
  413: 'Set delivery.mail.maxMegabytes to less, so that large attachments are left out.',
};

/**
 * Says what a refused or lost request to send means. What was not answered may have been taken; an answer with 429
 * or 5xx says that it was not, and may pass.
 */
export function toCommunicationFailure(cause: unknown, host: string): DeliveryError {
  if (isSignInFailure(cause)) return toSignInFailure('Communication Services');
  if (!isRestError(cause) || cause.statusCode === undefined) return toLostFailure(codeOf(cause), host);
  const { statusCode: status, response } = cause;
  const code = toPlainLine(cause.code ?? response?.headers.get('x-ms-error-code') ?? '', 60);
  const said = code ? ` (${code})` : '';
  if (status === 429 || status >= 500) {
    return new DeliveryError(
      `Communication Services at ${host} cannot take the mail now: ${status}${said}.`,
      'It is tried again by itself; a higher limit is asked for at Azure support, for a domain of your own.',
      {
        permanent: false,
        retryAfterSeconds: readRetryAfter(response?.headers.get('retry-after'), new Date()),
      },
    );
  }
  return new DeliveryError(
    `Communication Services at ${host} refused the mail with ${status}${said}.`,
    REMEDIES[status] ?? 'Correct the sender or the addresses, then deliver the report again on purpose.',
    { permanent: true },
  );
}

function toLostFailure(code: string, host: string): DeliveryError {
  if (isUnreached(code)) {
    return new DeliveryError(
      `Communication Services at ${host} cannot be reached (${code}).`,
      'It is tried again. If it stays so, check the endpoint in delivery.mail, and the network.',
      { permanent: false },
    );
  }
  return new DeliveryError(
    `Communication Services at ${host} did not answer (${code || 'connection lost'}).`,
    'It may have been delivered. Ask a recipient; if it was not, deliver it again on purpose.',
    { permanent: false, uncertain: true },
  );
}
