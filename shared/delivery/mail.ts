import type { Readable } from 'node:stream';
import { createTransport, type SMTPPoolOptions } from 'nodemailer';
import addressparser from 'nodemailer/lib/addressparser';
import type { Config } from '../config/schema.ts';
import { ConfigurationError, DeliveryError } from '../model/errors.ts';
import { toPlainLine } from '../render/plainText.ts';
import type { Message, Receipt, Transport } from './channel.ts';
import { toMailFailure } from './mailFailure.ts';

type MailConfig = NonNullable<Config['delivery']['mail']>;
type Environment = Readonly<Record<string, string | undefined>>;

/** A transport that keeps connections open, and can let go of them. */
export interface MailTransport extends Transport {
  close(): void;
}

/** An SMTP server that says nothing for this long is taken for dead. */
const TIMEOUT_MS = 60_000;

/**
 * Sends by SMTP over pooled connections, to allowed domains only.
 * @throws ConfigurationError when there is no mail section, or the password's variable is not set
 */
export function createMailTransport(config: Config, environment: Environment): MailTransport {
  const mail = config.delivery.mail;
  if (!mail) throw new ConfigurationError('There is no delivery.mail section.', 'Add delivery.mail.');
  const sender = senderOf(mail);
  const transporter = createTransport(toSmtpOptions(mail, environment));
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

  async function send(message: Message, recipients: { readonly mail: readonly string[] }): Promise<Receipt> {
    const { allowed, refused } = sortByDomain(recipients.mail, mail?.domains ?? []);
    if (allowed.length === 0) throw refuseAll(refused);
    try {
      const info = await transporter.sendMail(toMail(message, sender, allowed));
      return {
        state: 'sent',
        receipt: toPlainLine(`${message.messageId} ${info.response}`),
        rejected: [...refused, ...info.rejected.map((address) => String(address))].sort(),
      };
    } catch (cause) {
      const began = reading.get(message.messageId)?.readableDidRead ?? false;
      throw toMailFailure(cause, `${mail?.smtp.host}:${mail?.smtp.port}`, began);
    } finally {
      reading.delete(message.messageId);
    }
  }

  return {
    channel: 'mail',
    recipientsOf: (recipients) => sortByDomain(recipients.mail, mail.domains).allowed,
    send,
    close: () => transporter.close(),
  };
}

function toSmtpOptions(mail: MailConfig, environment: Environment): SMTPPoolOptions & { pool: true } {
  const { host, port, tls, user, passwordEnv } = mail.smtp;
  const password = passwordEnv === undefined ? undefined : environment[passwordEnv];
  if (passwordEnv !== undefined && !password) {
    throw new ConfigurationError(
      `The mail password is missing: the environment variable ${passwordEnv} is not set.`,
      `Set ${passwordEnv}, in Azure as a Key Vault reference.`,
    );
  }
  return {
    pool: true,
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    maxRequeues: 1,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
  };
}

interface Sender {
  readonly name: string;
  readonly address: string;
  readonly domain: string;
}

/** @throws ConfigurationError when `from` holds no address */
export function senderOf(mail: MailConfig): Sender {
  const [first] = addressparser(mail.from, { flatten: true });
  const address = first?.address ?? '';
  const domain = address.split('@')[1] ?? '';
  if (domain) return { name: toPlainLine(first?.name ?? ''), address, domain };
  throw new ConfigurationError(
    `delivery.mail.from holds no mail address: "${toPlainLine(mail.from, 60)}".`,
    'Write "Purser <purser@contoso.com>".',
  );
}

function toMail(message: Message, sender: Sender, to: readonly string[]): object {
  const { kind, audience } = message.task;
  return {
    messageId: message.messageId,
    from: { name: sender.name, address: sender.address },
    to: to.map((address) => ({ name: '', address })),
    subject: toPlainLine(message.subject),
    text: message.text,
    html: message.html,
    attachments: message.attachments.map((file) => ({
      filename: file.fileName,
      content: Buffer.from(file.body),
      contentType: file.contentType,
    })),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    list: {
      id: { url: `${kind}.purser.${sender.domain}`, comment: `Purser ${kind}` },
      // A nested array: a flat one would print a header for each entry.
      unsubscribe: [
        [`mailto:${sender.address}?subject=${encodeURIComponent(`unsubscribe ${kind} ${audience}`)}`],
      ],
    },
  };
}

/** Which addresses a report may go to: only those of a configured domain, since a label gone wrong must not leak one. */
function sortByDomain(
  addresses: readonly string[],
  domains: readonly string[],
): { readonly allowed: readonly string[]; readonly refused: readonly string[] } {
  const known = new Set(domains.map((domain) => domain.toLowerCase().replace(/^@/, '')));
  const isAllowed = (address: string): boolean =>
    /^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(address) && known.has(address.toLowerCase().split('@')[1] ?? '');
  const unique = [...new Set(addresses)].sort();
  return {
    allowed: unique.filter(isAllowed),
    refused: unique.filter((address) => !isAllowed(address)),
  };
}

function refuseAll(refused: readonly string[]): DeliveryError {
  const names = refused.map((address) => toPlainLine(address, 80)).join(', ') || 'no address at all';
  return new DeliveryError(
    `No mail was sent: the audience has only addresses outside the allowed domains (${names}).`,
    'Add the domain to delivery.mail.domains, or correct the address.',
    { permanent: true },
  );
}
