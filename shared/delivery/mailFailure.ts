import { DeliveryError } from '../model/errors.ts';
import { toPlainLine } from '../render/plainText.ts';

/** What nodemailer adds to an error: its own code, and the server's reply where there was one. */
interface SmtpFault {
  readonly code: string;
  readonly originalCode: string;
  readonly responseCode: number | undefined;
  readonly response: string;
}

/**
 * Says what a failed sending means. A 4xx reply or a server that is not there may pass; a 5xx reply stays;
 * a connection lost after the server had asked for the message leaves open whether it took it.
 * @param began the server had asked for the message and reading it had begun
 */
export function toMailFailure(cause: unknown, server: string, began: boolean): DeliveryError {
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
  if (fault.responseCode !== undefined) return toReplyFailure(server, fault.responseCode, reply);
  if (began) {
    return new DeliveryError(
      `The connection to the mail server ${server} was lost after it had asked for the message (${nameOf(fault)}).`,
      'It may have been delivered. Ask a recipient; if it was not, deliver it again on purpose.',
      { permanent: false, uncertain: true },
    );
  }
  if (fault.code === 'ETLS') {
    return new DeliveryError(
      `The mail server ${server} offers no encryption that can be trusted (${nameOf(fault)}).`,
      'Set delivery.mail.smtp.tls to what the server speaks, and check its certificate.',
      { permanent: false },
    );
  }
  if (fault.code === 'EENVELOPE' || fault.code === 'EMESSAGE') {
    return new DeliveryError(
      `The message cannot be sent to the mail server ${server} as it is (${nameOf(fault)}).`,
      'Check delivery.mail.from and the addresses of the audience, and the size the server takes.',
      { permanent: true },
    );
  }
  return new DeliveryError(
    `The mail server ${server} cannot be reached (${nameOf(fault)}).`,
    'It is tried again. If it stays so, check delivery.mail.smtp.host and port, and the network.',
    { permanent: false },
  );
}

function toReplyFailure(server: string, code: number, reply: string): DeliveryError {
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
    response: toPlainLine(text('response')),
  };
}

function nameOf({ code, originalCode }: SmtpFault): string {
  return [code, originalCode].filter(Boolean).join(', ') || 'unknown';
}
