import { DeliveryError } from '../model/errors.ts';
import { toPlainLine } from '../render/plainText.ts';
import type { RecipientOutcome } from './channel.ts';
import { isCertificateRefused } from './connection.ts';

/** What nodemailer adds to an error: its own code, and the server's reply where there was one. */
interface SmtpFault {
  readonly code: string;
  readonly originalCode: string;
  readonly responseCode: number | undefined;
  readonly response: string;
  /** Of the refusal of one recipient. */
  readonly recipient: string;
}

/**
 * Says what a failed sending means. A 4xx reply or a server that is not there may pass; a 5xx reply stays;
 * a connection lost after the server had asked for the message leaves open whether it took it.
 * @param began the server had asked for the message and reading it had begun
 */
export function toSmtpFailure(cause: unknown, server: string, began: boolean): DeliveryError {
  if (cause instanceof DeliveryError) return cause;
  const fault = readFault(cause);
  const reply = fault.response ? `: ${fault.response}` : '';
  if (fault.code === 'EAUTH') {
    return new DeliveryError(
      `The mail server ${server} refused the login (${fault.responseCode ?? 'no reply code'}).`,
      'Check delivery.mail.smtp.user and the secret that passwordEnv names.',
      { permanent: fault.responseCode === undefined || fault.responseCode >= 500 },
    );
  }
  if (fault.code === 'ETLS' || isCertificateRefused(fault.originalCode)) {
    return new DeliveryError(
      `The mail server ${server} offers no encryption that can be trusted (${nameOf(fault)}).`,
      'Set delivery.mail.smtp.tls to what the server speaks; if it has a certificate of your own authority, name its file in caFile.',
      { permanent: false },
    );
  }
  if (fault.responseCode !== undefined) return toReplyFailure(server, fault.responseCode, reply);
  if (began) {
    return new DeliveryError(
      `The connection to the mail server ${server} was lost after it had asked for the message (${nameOf(fault)}).`,
      'It may have been delivered. Ask a recipient; if it was not, deliver it again on purpose.',
      { permanent: false, uncertain: true },
    );
  }
  // Nodemailer compares the size with what the server had announced.
  if (fault.code === 'EMESSAGE') return describeSize(server, reply);
  if (fault.code === 'EENVELOPE') {
    return new DeliveryError(
      `The message cannot be sent to the mail server ${server} as it is (${nameOf(fault)}).`,
      'Check delivery.mail.from and the addresses of the audience.',
      { permanent: true },
    );
  }
  return new DeliveryError(
    `The mail server ${server} cannot be reached (${nameOf(fault)}).`,
    'It is tried again. If it stays so, check delivery.mail.smtp.host and port, and the network.',
    { permanent: false },
  );
}

/** Why some recipients were refused while others were served, by address in lower case. */
export function readRefusals(
  errors: readonly unknown[] = [],
): ReadonlyMap<string, Pick<RecipientOutcome, 'answer' | 'temporary'>> {
  return new Map(
    errors.map((error) => {
      const { responseCode = 0, response, recipient } = readFault(error);
      return [recipient.toLowerCase(), { answer: response, temporary: responseCode < 500 }];
    }),
  );
}

/** RFC 5321: the message is larger than the server takes, or than there is room for. */
const TOO_LARGE = 552;

function toReplyFailure(server: string, code: number, reply: string): DeliveryError {
  if (code === TOO_LARGE) return describeSize(server, reply);
  return code >= 500
    ? new DeliveryError(
        `The mail server ${server} refused the message for good${reply}.`,
        'Correct the addresses or the sender, then deliver the report again on purpose.',
        { permanent: true },
      )
    : new DeliveryError(
        `The mail server ${server} cannot take the message now${reply}.`,
        'It is tried again by itself.',
        { permanent: false },
      );
}

function describeSize(server: string, reply: string): DeliveryError {
  return new DeliveryError(
    `The mail server ${server} does not take a message as large as this${reply}.`,
    'Set delivery.mail.maxMegabytes to what it takes, so that large attachments are left out, and deliver the report again on purpose.',
    { permanent: true },
  );
}

/** The cause itself is not kept: nodemailer's errors may carry what was sent to log in. */
function readFault(cause: unknown): SmtpFault {
  const text = (name: string): string => {
    const value = typeof cause === 'object' && cause !== null ? Reflect.get(cause, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  const code: unknown =
    typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'responseCode') : undefined;
  return {
    code: text('code'),
    originalCode: text('originalCode'),
    responseCode: typeof code === 'number' ? code : undefined,
    response: toPlainLine(text('response'), 200),
    recipient: text('recipient'),
  };
}

function nameOf({ code, originalCode }: SmtpFault): string {
  return [code, originalCode].filter(Boolean).join(', ') || 'unknown';
}
