import type { AddressInfo, Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Mailbox {
  readonly port: number;
  readonly mails: ParsedMail[];
  /** Envelope recipients of each mail. */
  readonly recipients: string[][];
  /** Destroys every connection, as a server that crashes does. */
  cut(): void;
  close(): Promise<void>;
}

/** A reply that the server gives in place of taking the message: `failWith(451, 'try later')`. */
export function failWith(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** Starts an SMTP server on loopback that keeps what it takes. `onMail` may refuse with an error. */
export async function startMailbox(
  options: SMTPServerOptions & { readonly onMail?: (count: number) => Error | undefined } = {},
): Promise<Mailbox> {
  const { onMail, ...serverOptions } = options;
  const mails: ParsedMail[] = [];
  const recipients: string[][] = [];
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    hideENHANCEDSTATUSCODES: true,
    onData(stream, session, done) {
      simpleParser(stream)
        .then((mail) => {
          count += 1;
          const refusal = onMail?.(count);
          if (refusal) return done(refusal);
          mails.push(mail);
          recipients.push(session.envelope.rcptTo.map((recipient) => recipient.address));
          done();
        })
        .catch(done);
    },
    ...serverOptions,
  });
  const sockets = new Set<Socket>();
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    recipients,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
