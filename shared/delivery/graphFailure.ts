import { z } from 'zod';
import { DeliveryError } from '../model/errors.ts';
import { toPlainLine } from '../render/plainText.ts';
import { codeOf, isUnreached, readRetryAfter } from './connection.ts';

/** A failure leaves it open whether the mail went out only in the step that sends. */
export type GraphStep = 'draft' | 'send';

/** Graph's errors; only the code is told on, the message may repeat what was asked. */
const ErrorSchema = z.object({ error: z.object({ code: z.string() }) });

const PERMISSION = {
  send: 'Give the identity of Purser the application permission Mail.Send for the mailbox (Exchange Online: RBAC for Applications, or an application access policy).',
  draft:
    'A mail as large as this is drafted first: give the identity Mail.ReadWrite for the mailbox as well, or set delivery.mail.maxMegabytes to 3.',
} as const satisfies Record<GraphStep, string>;

/**
 * Says what an answer other than success means. 429 and 503 say that nothing was done; any other 5xx to the request
 * that sends leaves open whether it went out.
 */
export async function toAnswerFailure(
  response: Response,
  step: GraphStep,
  host: string,
  now: Date,
): Promise<DeliveryError> {
  const { status, headers } = response;
  const body: unknown = await response.json().catch(() => undefined);
  const code = toPlainLine(ErrorSchema.safeParse(body).data?.error.code ?? '', 80);
  const said = `${status}${code ? ` (${code})` : ''}`;
  if (status === 429 || status === 503 || (status >= 500 && step === 'draft')) {
    return new DeliveryError(
      `Microsoft Graph at ${host} cannot take the mail now: ${said}.`,
      'It is tried again by itself.',
      { permanent: false, retryAfterSeconds: readRetryAfter(headers.get('retry-after'), now) },
    );
  }
  if (status >= 500) return describeOpen(`Microsoft Graph at ${host} failed while it sent: ${said}.`);
  return new DeliveryError(
    `Microsoft Graph at ${host} refused the mail with ${said}.`,
    remedyOf(status, step),
    {
      permanent: true,
    },
  );
}

function remedyOf(status: number, step: GraphStep): string {
  switch (status) {
    case 401:
    case 403:
      return PERMISSION[step];
    case 404:
      return 'There is no such mailbox in Exchange Online: correct delivery.mail.graph.mailbox.';
    case 413:
      return 'Set delivery.mail.maxMegabytes to less, so that large attachments are left out.';
    default:
      return 'Correct the sender or the addresses, then deliver the report again on purpose.';
  }
}

/** Only a lost request to send may have sent. */
export function toLostFailure(cause: unknown, step: GraphStep, host: string): DeliveryError {
  const code = codeOf(cause);
  if (step === 'draft' || isUnreached(code)) {
    return new DeliveryError(
      `Microsoft Graph at ${host} cannot be reached (${code || 'no answer that can be read'}).`,
      'It is tried again. If it stays so, check delivery.mail.graph.url, and the network.',
      { permanent: false },
    );
  }
  return describeOpen(`Microsoft Graph at ${host} did not answer (${code || 'connection lost'}).`);
}

function describeOpen(message: string): DeliveryError {
  return new DeliveryError(
    message,
    'It may have been delivered: look into the Sent Items of the mailbox. If it is not there, deliver it again on purpose.',
    { permanent: false, uncertain: true },
  );
}
