import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createTransport, type SentMessageInfo, type SMTPPoolOptions } from 'nodemailer';
import type { MailConfigOf } from '../config/delivery.ts';
import { ConfigurationError } from '../model/errors.ts';
import type { Clock } from '../model/time.ts';
import { toPlainLine } from '../render/plainText.ts';
import type { MailTransport } from './channel.ts';
import type { Environment, Send } from './connection.ts';
import { limitsOf } from './limits.ts';
import { buildMimeSource, dateOf } from './mimeSource.ts';
import { describeOutcomes, requireAllowed, sortByDomain } from './recipients.ts';
import { senderOf } from './sender.ts';
import { readRefusals, toSmtpFailure } from './smtpFailure.ts';

type SmtpConfig = MailConfigOf<'smtp'>['smtp'];

/** An SMTP server that says nothing for this long is taken for dead. */
const TIMEOUT_MS = 60_000;

/**
 * Sends by SMTP over pooled connections, to allowed domains only.
 * @throws ConfigurationError when the password's variable is not set, or the authority's file cannot be read
 */
export function createSmtpTransport(
  mail: MailConfigOf<'smtp'>,
  environment: Environment,
  clock: Clock,
): MailTransport {
  const sender = senderOf(mail);
  const transporter = createTransport(toPoolOptions(mail.smtp, environment));
  const server = `${mail.smtp.host}:${mail.smtp.port}`;
  const reading = new Map<string, Readable>();

  // Nodemailer reads a message only once the server has asked for it (354): whether it has been read tells
  // a message that was certainly not taken from one that may have been.
  transporter.use('stream', (sending, done) => {
    sending.message.processFunc((input) => {
      reading.set(sending.message.messageId(), input as Readable);
      return input;
    });
    done();
  });

  const send: Send = async (message, recipients) => {
    const addresses = sortByDomain(recipients.mail, mail.domains);
    const allowed = requireAllowed(addresses);
    const source = await buildMimeSource(message, sender, allowed, dateOf(message, clock.now()));
    try {
      const info: SentMessageInfo = await transporter.sendMail({
        messageId: message.messageId,
        raw: Buffer.from(source.buffer, source.byteOffset, source.byteLength),
        envelope: { from: sender.address, to: [...allowed], size: source.byteLength },
      });
      return {
        transport: 'smtp',
        state: 'sent',
        receipt: toPlainLine(`${message.messageId} ${info.response}`),
        recipients: describeOutcomes(
          addresses,
          { outcome: 'sent', answer: info.response ?? '' },
          readRefusals(info.rejectedErrors),
        ),
      };
    } catch (cause) {
      const began = reading.get(message.messageId)?.readableDidRead ?? false;
      throw toSmtpFailure(cause, server, began);
    } finally {
      reading.delete(message.messageId);
    }
  };

  return {
    channel: 'mail',
    name: 'smtp',
    limits: limitsOf(mail),
    accountOf: () => `SMTP ${server}`,
    recipientsOf: (recipients) => sortByDomain(recipients.mail, mail.domains).allowed,
    send,
    close: () => transporter.close(),
  };
}

function toPoolOptions(smtp: SmtpConfig, environment: Environment): SMTPPoolOptions & { pool: true } {
  const { host, port, tls, user, connections } = smtp;
  const password = readPassword(smtp, environment);
  const ca = readAuthority(smtp);
  return {
    pool: true,
    maxConnections: connections,
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(ca === undefined ? {} : { tls: { ca } }),
    maxRequeues: 1,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
  };
}

function readPassword({ passwordEnv }: SmtpConfig, environment: Environment): string | undefined {
  if (passwordEnv === undefined) return undefined;
  const password = environment[passwordEnv];
  if (password) return password;
  throw new ConfigurationError(
    `The mail password is missing: the environment variable ${passwordEnv} is not set.`,
    `Set ${passwordEnv}, in Azure as a Key Vault reference.`,
  );
}

function readAuthority({ caFile }: SmtpConfig): string | undefined {
  if (caFile === undefined) return undefined;
  try {
    return readFileSync(caFile, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(
      `The certificate authority of the mail server cannot be read from ${caFile}.`,
      'Correct delivery.mail.smtp.caFile; the path is taken from the folder that Purser runs in.',
      { cause },
    );
  }
}
