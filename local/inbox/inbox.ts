import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openCardInbox } from './cardInbox.ts';
import { openMailbox } from './mailbox.ts';
import { type SmtpFaults, startSmtpInbox } from './smtp.ts';
import { startWebServer } from './webServer.ts';

export interface InboxStart {
  /** Mails go to `mail/`, cards to `teams/<channel>/` below it. */
  readonly directory: string;
  /** Default: any that is free. */
  readonly port?: number;
  /** Default: any that is free. */
  readonly smtpPort?: number;
  readonly faults?: SmtpFaults;
}

export interface Inbox {
  /** The pages; webhooks are `<url>/teams/<channel>`. */
  readonly url: string;
  readonly smtpPort: number;
  close(): Promise<void>;
}

/** Starts the mailbox and the Teams inbox of this machine, on 127.0.0.1 only. */
export async function startInbox(start: InboxStart): Promise<Inbox> {
  const mailbox = await openMailbox(join(start.directory, 'mail'));
  const cards = await openCardInbox(join(start.directory, 'teams'));
  const smtp = await startSmtpInbox(start.smtpPort ?? 0, mailbox, start.faults);
  const web = await startWebServer(start.port ?? 0, { mailbox, cards });
  return {
    url: `http://127.0.0.1:${(web.address() as AddressInfo).port}`,
    smtpPort: smtp.port,
    async close() {
      web.close();
      web.closeAllConnections();
      await smtp.close();
    },
  };
}
