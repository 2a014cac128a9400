import { DeliveryError } from '../model/errors.ts';
import { codeOf, isUnreached, readRetryAfter } from './connection.ts';

/** What a webhook answered, with its secret taken out. */
export interface WebhookAnswer {
  readonly host: string;
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** The connectors of old answered 200, and wrote the failure into the body (learn.microsoft.com, "Rate limiting"). */
const FAILURE_IN_BODY = /\bHTTP error (\d{3})\b/i;

/** The status that was meant. */
export function statusOf(status: number, text: string): number {
  return Number(FAILURE_IN_BODY.exec(text)?.[1] ?? status);
}

export function toAnswerFailure(answer: WebhookAnswer, now: Date): DeliveryError {
  const { host, status } = answer;
  const said = answer.text ? `: ${answer.text}` : '';
  if (status === 429 || status >= 500) {
    const retryAfterSeconds = readRetryAfter(answer.retryAfter, now);
    const until = retryAfterSeconds === undefined ? '' : ` and asked to wait ${retryAfterSeconds} s`;
    return new DeliveryError(
      `The Teams webhook at ${host} answered ${status}${until}${said}.`,
      'It is tried again by itself.',
      { permanent: false, retryAfterSeconds },
    );
  }
  return new DeliveryError(
    `The Teams webhook at ${host} refused the card with ${status}${said}.`,
    remedyOf(status),
    {
      permanent: true,
    },
  );
}

function remedyOf(status: number): string {
  switch (status) {
    case 413:
      return 'The card is too large for Teams; report it as a defect of Purser.';
    case 401:
    case 403:
    case 404:
    case 410:
      return 'Make the webhook anew in Teams and put its URL into the environment variable.';
    default:
      return 'See the run history of the flow in Power Automate.';
  }
}

/** Whether the card went out is open, unless no connection came about. */
export function toLostFailure(cause: unknown, host: string): DeliveryError {
  const code = codeOf(cause);
  if (isUnreached(code)) {
    return new DeliveryError(
      `The Teams webhook at ${host} cannot be reached (${code}).`,
      'It is tried again. If it stays so, check the URL in the environment variable, and the network.',
      { permanent: false },
    );
  }
  return new DeliveryError(
    `The Teams webhook at ${host} did not answer (${code || 'connection lost'}).`,
    'The card may have been posted. Look into the channel; if it is not there, deliver it again on purpose.',
    { permanent: false, uncertain: true },
  );
}
