import type { TokenCredential } from '@azure/identity';
import type { MailConfigOf } from '../config/delivery.ts';
import { ConfigurationError } from '../model/errors.ts';
import type { Clock } from '../model/time.ts';
import { toPlainLine } from '../render/plainText.ts';
import type { Rendering } from '../render/rendering.ts';
import type { MailTransport } from './channel.ts';
import { isLoopback, type Send } from './connection.ts';
import { createGraphClient, type GraphClient } from './graphClient.ts';
import { attachFile } from './graphUpload.ts';
import { LARGEST_GRAPH_REQUEST, limitsOf } from './limits.ts';
import { buildMimeSource, dateOf } from './mimeSource.ts';
import { describeOutcomes, requireAllowed, sortByDomain } from './recipients.ts';
import { senderOf } from './sender.ts';

type GraphConfig = MailConfigOf<'graph'>;

/**
 * Sends by Microsoft Graph from a mailbox of Exchange Online. The mail goes as the same MIME source that SMTP would
 * have: as JSON it could have no plain text beside its HTML, and no header but those that begin with `x-`. Exchange
 * takes `Auto-Submitted` off all the same. A mail too large for one request is drafted, its attachments are added
 * to the draft one by one, and the draft is sent. Graph answers 202 before it sends: `accepted`.
 * @throws ConfigurationError when there is no identity, or the token would travel without encryption
 */
export function createGraphTransport(
  mail: GraphConfig,
  credential: TokenCredential | undefined,
  clock: Clock,
): MailTransport {
  const sender = senderOf(mail);
  const mailbox = mail.graph.mailbox ?? sender.address;
  const graph = openGraph(mail, credential, clock);
  const user = `/v1.0/users/${encodeURIComponent(mailbox)}`;

  const send: Send = async (message, recipients) => {
    const addresses = sortByDomain(recipients.mail, mail.domains);
    const allowed = requireAllowed(addresses);
    const at = dateOf(message, clock.now());
    const source = await buildMimeSource(message, sender, allowed, at);
    if (source.byteLength <= LARGEST_GRAPH_REQUEST) {
      await graph.request({ step: 'send', path: `${user}/sendMail`, mime: source });
    } else {
      const bare = await buildMimeSource({ ...message, attachments: [] }, sender, allowed, at);
      await sendDraft(bare, message.attachments);
    }
    const receipt = toPlainLine(`${message.messageId} 202`);
    return {
      transport: 'graph',
      state: 'accepted',
      receipt,
      recipients: describeOutcomes(addresses, { outcome: 'accepted', answer: '202 Accepted' }),
    };
  };

  /** Nothing goes out before the last step; a draft that cannot be finished is taken away. */
  async function sendDraft(source: Uint8Array, files: readonly Rendering[]): Promise<void> {
    const { id } = await graph.requestDraft({ step: 'draft', path: `${user}/messages`, mime: source });
    const draft = `${user}/messages/${encodeURIComponent(id)}`;
    try {
      for (const file of files) await attachFile(graph, draft, file);
    } catch (error) {
      await graph.request({ step: 'draft', method: 'DELETE', path: draft }).catch(() => undefined);
      throw error;
    }
    await graph.request({ step: 'send', path: `${draft}/send` });
  }

  return {
    channel: 'mail',
    name: 'graph',
    limits: limitsOf(mail),
    accountOf: () => `Graph ${mailbox}`,
    recipientsOf: (recipients) => sortByDomain(recipients.mail, mail.domains).allowed,
    send,
    close: () => undefined,
  };
}

function openGraph(
  { graph: { url } }: GraphConfig,
  credential: TokenCredential | undefined,
  clock: Clock,
): GraphClient {
  const base = new URL(url);
  if (base.protocol !== 'https:' && !isLoopback(base)) {
    throw new ConfigurationError(
      'delivery.mail.graph.url is not https, and the token must not travel without encryption.',
      'Write https://graph.microsoft.com, or the address of your cloud.',
    );
  }
  if (!credential) {
    throw new ConfigurationError(
      'Mail is to be sent by Microsoft Graph, and there is no identity to sign in with.',
      'Give the function app an identity with the application permission Mail.Send.',
    );
  }
  return createGraphClient(base, credential, clock);
}
