import { setTimeout as sleep } from 'node:timers/promises';
import type { EmailClient, EmailMessage } from '@azure/communication-email';
import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';
import type { MailConfigOf } from '../config/delivery.ts';
import { ConfigurationError, DeliveryError } from '../model/errors.ts';
import { toPlainLine } from '../render/plainText.ts';
import type { MailTransport, Message } from './channel.ts';
import { toCommunicationFailure } from './communicationFailure.ts';
import type { Environment, Send } from './connection.ts';
import { headersOf } from './headers.ts';
import { limitsOf } from './limits.ts';
import { toOperationId } from './operationId.ts';
import { describeOutcomes, requireAllowed, sortByDomain } from './recipients.ts';
import { type Sender, senderOf } from './sender.ts';

type CommunicationConfig = MailConfigOf<'communicationServices'>;

/** Most recipients of a request (learn.microsoft.com, "Service limits"). */
const MOST_RECIPIENTS = 50;
const TIMEOUT_MS = 20_000;
/**
 * Twice as many status reads are allowed as mails: the client reads once by itself, and once more is asked after
 * this pause.
 */
const PAUSE_MS = 4_000;

/** What the service says of a sending, at first and each time it is asked; `error` when it came to nothing. */
const StatusSchema = z.object({
  id: z.string(),
  status: z.enum(['NotStarted', 'Running', 'Succeeded', 'Failed', 'Canceled']),
  error: z.object({ code: z.string().default(''), message: z.string().default('') }).optional(),
});
type Status = z.output<typeof StatusSchema>;

export interface CommunicationParts {
  /** Passes the pause before the status is read again. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
  /** PEM of an authority that is trusted beside those that everybody trusts. */
  readonly authority?: string;
}

/**
 * Sends by Azure Communication Services, as Purser's identity or by a connection string. The operation's id hangs on
 * the delivery alone, so that a repeat is known as one. The service sends by itself: `accepted` until it says that it
 * has.
 * @throws ConfigurationError when the connection string's variable is not set, or there is no identity
 */
export function createCommunicationTransport(
  mail: CommunicationConfig,
  environment: Environment,
  credential: TokenCredential | undefined,
  parts: CommunicationParts = {},
): MailTransport {
  const sender = senderOf(mail);
  const place = readPlace(mail, environment, credential);
  const wait = parts.wait ?? ((milliseconds) => sleep(milliseconds));
  let client: Promise<EmailClient> | undefined;

  const send: Send = async (message, recipients) => {
    const addresses = sortByDomain(recipients.mail, mail.domains);
    const allowed = requireAllowed(addresses);
    if (allowed.length > MOST_RECIPIENTS) throw refuseCount(allowed.length);
    client ??= openClient(place, parts.authority);
    const operationId = toOperationId(message.messageId);
    const status = await sendAndAsk(await client, toRequest(message, sender, allowed), operationId);
    const outcome = status === 'Succeeded' ? 'sent' : 'accepted';
    const receipt = toPlainLine(`${message.messageId} operation ${operationId} ${status}`);
    return {
      transport: 'communicationServices',
      state: outcome,
      receipt,
      recipients: describeOutcomes(addresses, { outcome, answer: receipt }),
    };
  };

  /** The client throws where reading the status fails, although the mail is long taken: what was answered counts. */
  async function sendAndAsk(
    email: EmailClient,
    request: EmailMessage,
    operationId: string,
  ): Promise<Status['status']> {
    let last: Status | undefined;
    const onResponse = (response: { readonly status: number; readonly parsedBody?: unknown }): void => {
      if (response.status < 300) last = StatusSchema.safeParse(response.parsedBody).data ?? last;
    };
    try {
      const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
      const poller = await email.beginSend(request, { operationId, onResponse, abortSignal });
      if (!poller.isDone()) {
        await wait(PAUSE_MS);
        await poller.poll();
      }
    } catch (cause) {
      if (last === undefined) throw toCommunicationFailure(cause, place.host);
    }
    if (last === undefined || last.status === 'Running' || last.status === 'NotStarted') return 'Running';
    if (last.status === 'Succeeded') return last.status;
    throw describeDrop(last);
  }

  return {
    channel: 'mail',
    name: 'communicationServices',
    limits: limitsOf(mail),
    accountOf: () => `Communication Services ${place.host}`,
    recipientsOf: (recipients) => sortByDomain(recipients.mail, mail.domains).allowed,
    send,
    close: () => undefined,
  };
}

/** Where the resource is and how Purser signs in. */
type Place = { readonly host: string } & (
  | { readonly connectionString: string }
  | { readonly endpoint: string; readonly credential: TokenCredential }
);

function readPlace(
  { communicationServices: { endpoint, connectionStringEnv } }: CommunicationConfig,
  environment: Environment,
  credential: TokenCredential | undefined,
): Place {
  if (endpoint !== undefined) {
    if (credential) return { host: new URL(endpoint).hostname, endpoint, credential };
    throw new ConfigurationError(
      'Mail is to be sent by Communication Services, and there is no identity to sign in with.',
      'Give the function app an identity, or set delivery.mail.communicationServices.connectionStringEnv.',
    );
  }
  const connectionString = environment[connectionStringEnv ?? ''] ?? '';
  const url = /(?:^|;)endpoint=([^;]+)/i.exec(connectionString)?.[1] ?? '';
  if (URL.canParse(url)) return { host: new URL(url).hostname, connectionString };
  throw new ConfigurationError(
    `The environment variable ${connectionStringEnv} holds no connection string of Communication Services.`,
    'Copy it from the resource, "Keys" in the portal; in Azure as a Key Vault reference.',
  );
}

/** The client and what it needs are loaded only where they are used. A failure goes back to the queue at once. */
async function openClient(place: Place, authority: string | undefined): Promise<EmailClient> {
  const { EmailClient } = await import('@azure/communication-email');
  const options = {
    retryOptions: { maxRetries: 0 },
    ...(authority === undefined ? {} : { tlsOptions: { ca: authority } }),
  };
  if (!('connectionString' in place)) return new EmailClient(place.endpoint, place.credential, options);
  // The key signs requests and never travels: a stand-in on this machine may do without encryption.
  const allowInsecureConnection = /endpoint=http:\/\//i.test(place.connectionString);
  return new EmailClient(place.connectionString, { ...options, allowInsecureConnection });
}

function toRequest(message: Message, sender: Sender, to: readonly string[]): EmailMessage {
  return {
    senderAddress: sender.address,
    content: {
      subject: toPlainLine(message.subject),
      plainText: message.text,
      html: message.html,
    },
    recipients: { to: to.map((address) => ({ address })) },
    attachments: message.attachments.map((file) => ({
      name: file.fileName,
      contentType: file.contentType,
      contentInBase64: Buffer.from(file.body).toString('base64'),
    })),
    headers: { 'Message-ID': message.messageId, ...headersOf(message.task, sender) },
    ...(sender.replyTo === undefined ? {} : { replyTo: [{ address: sender.replyTo }] }),
    disableUserEngagementTracking: true,
  };
}

function refuseCount(count: number): DeliveryError {
  return new DeliveryError(
    `No mail was sent: Communication Services takes ${MOST_RECIPIENTS} recipients, and the audience has ${count}.`,
    'Use a distribution list as the audience.',
    { permanent: true },
  );
}

function describeDrop({ status, error }: Status): DeliveryError {
  const why = error ? `: ${toPlainLine(`${error.code} ${error.message}`, 200)}` : '';
  return new DeliveryError(
    `Communication Services took the mail and did not send it (${status}${why}).`,
    'Look at the suppression list of the domain and at the addresses, then deliver the report again on purpose.',
    { permanent: true },
  );
}
