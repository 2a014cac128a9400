import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Mailbox } from './mailbox.ts';

/** How the mail server misbehaves, for tests of what sends to it. */
export interface SmtpFaults {
  /** Recipients that are refused with 550. */
  readonly refused?: readonly string[];
  /** How many messages are put off with 451 before one is taken. */
  readonly deferrals?: number;
  /** How many messages are kept, but answered by a broken connection: the sender cannot know. */
  readonly drops?: number;
}

/** Takes mail on 127.0.0.1 for anybody, from anybody, with any password or none, without TLS. */
export interface SmtpInbox {
  readonly port: number;
  close(): Promise<void>;
}

const LARGEST_MESSAGE = 25 * 1024 * 1024;

/** @param port 0 for any that is free */
export async function startSmtpInbox(
  port: number,
  mailbox: Mailbox,
  faults: SmtpFaults = {},
): Promise<SmtpInbox> {
  const refused = new Set((faults.refused ?? []).map((address) => address.toLowerCase()));
  const sockets = new Set<Socket>();
  let deferrals = faults.deferrals ?? 0;
  let drops = faults.drops ?? 0;

  async function takeMessage(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    if (stream.sizeExceeded) throw smtpError(552, 'The message is too large');
    if (deferrals > 0) {
      deferrals -= 1;
      throw smtpError(451, 'Try again later');
    }
    const { mailFrom, rcptTo } = session.envelope;
    const from = mailFrom === false ? '' : mailFrom.address;
    await mailbox.keep({ from, to: rcptTo.map(({ address }) => address) }, Buffer.concat(chunks));
    if (drops > 0) {
      drops -= 1;
      for (const socket of sockets) if (socket.remotePort === session.remotePort) socket.destroy();
    }
  }

  const server = new SMTPServer({
    name: 'localhost',
    banner: 'Purser inbox',
    size: LARGEST_MESSAGE,
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 1000,
    logger: false,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? 'anybody' }),
    onRcptTo: ({ address }, _session, callback) => {
      const isRefused = refused.has(address.toLowerCase());
      callback(isRefused ? smtpError(550, 'No such mailbox here') : null);
    },
    onData: (stream, session, callback) => {
      takeMessage(stream, session).then(() => callback(null, 'Kept'), callback);
    },
  });
  // A client that hangs up is its own affair; without a listener it would end this process.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
