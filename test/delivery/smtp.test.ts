import { afterEach, describe, expect, it } from 'vitest';
import type { Config, Recipients } from '../../shared/config/schema.ts';
import { createMailTransport, type MailTransport } from '../../shared/delivery/mail.ts';
import { ConfigurationError } from '../../shared/model/errors.ts';
import { everythingOf, failureOf } from './failure.ts';
import { failWith, type Mailbox, startMailbox } from './mailbox.ts';
import { messageFor } from './messages.ts';
import { configFor } from './settings.ts';

const LEAD: Recipients = { mail: ['lead@contoso.example'] };
const open: { mailboxes: Mailbox[]; transports: MailTransport[] } = { mailboxes: [], transports: [] };

afterEach(async () => {
  for (const transport of open.transports.splice(0)) transport.close();
  await Promise.all(open.mailboxes.splice(0).map((mailbox) => mailbox.close()));
});

async function mailbox(options: Parameters<typeof startMailbox>[0] = {}): Promise<Mailbox> {
  const started = await startMailbox(options);
  open.mailboxes.push(started);
  return started;
}

function transportOf(config: Config, environment: Record<string, string> = {}): MailTransport {
  const transport = createMailTransport(config, environment);
  open.transports.push(transport);
  return transport;
}

describe('a mail that arrives', () => {
  it('holds both texts and every attachment as they were composed', async () => {
    const { port, mails } = await mailbox();
    const message = messageFor();
    const receipt = await transportOf(configFor(port)).send(message, LEAD);
    expect(receipt).toMatchObject({ transport: 'smtp', state: 'sent' });
    const [mail] = mails;
    expect(mail?.html).toBe(message.html);
    expect(mail?.text?.trim()).toBe(message.text.trim());
    expect(mail?.attachments.map((file) => file.filename)).toEqual(
      message.attachments.map((file) => file.fileName),
    );
    mail?.attachments.forEach((file, index) => {
      expect(file.content.equals(Buffer.from(message.attachments[index]?.body ?? []))).toBe(true);
    });
  });

  it('says that a machine sent it, which list it is of, and how to leave', async () => {
    const { port, mails } = await mailbox();
    const message = messageFor();
    await transportOf(configFor(port)).send(message, LEAD);
    const headers = new Map(
      mails[0]?.headerLines.map(({ key, line }) => [key, line.replace(/\r\n\s/g, ' ')]),
    );
    expect(headers.get('message-id')).toBe(`Message-ID: ${message.messageId}`);
    expect(headers.get('auto-submitted')).toBe('Auto-Submitted: auto-generated');
    expect(headers.get('x-auto-response-suppress')).toBe('X-Auto-Response-Suppress: All');
    expect(headers.get('list-id')).toMatch(/<chargeback\.purser\.contoso\.example>/);
    expect(headers.get('list-unsubscribe')).toMatch(/<mailto:purser@contoso\.example\?subject=unsubscribe/);
  });

  it('gets no header from a name', async () => {
    const { port, mails, recipients } = await mailbox();
    const message = messageFor({ audience: 'a\r\nBcc: x@evil.example' });
    const config = configFor(port, { from: 'Purser\r\nX-Evil: 1 <purser@contoso.example>' });
    const hostile = { ...message, subject: 'Report\r\nBcc: victim@evil.example\r\n\r\nbody' };
    await transportOf(config).send(hostile, LEAD);
    const keys = mails[0]?.headerLines.map(({ key }) => key) ?? [];
    expect(keys).not.toContain('bcc');
    expect(keys).not.toContain('x-evil');
    expect(recipients).toEqual([['lead@contoso.example']]);
  });
});

const OUTSIDE = { outcome: 'refused', answer: 'outside the allowed domains', temporary: false };

describe('who a mail may go to', () => {
  const mixed: Recipients = {
    mail: [
      'lead@contoso.example',
      'spy@evil.example',
      'x@contoso.example@evil.example',
      'LEAD2@CONTOSO.EXAMPLE',
    ],
  };

  it('is limited to the allowed domains; the others are dropped and named', async () => {
    const { port, recipients } = await mailbox();
    const transport = transportOf(configFor(port));
    expect(transport.recipientsOf(mixed)).toEqual(['LEAD2@CONTOSO.EXAMPLE', 'lead@contoso.example']);
    const receipt = await transport.send(messageFor(), mixed);
    expect(receipt.recipients).toEqual([
      {
        address: 'LEAD2@CONTOSO.EXAMPLE',
        outcome: 'sent',
        answer: '250 OK: message queued',
        temporary: false,
      },
      {
        address: 'lead@contoso.example',
        outcome: 'sent',
        answer: '250 OK: message queued',
        temporary: false,
      },
      { address: 'spy@evil.example', ...OUTSIDE },
      { address: 'x@contoso.example@evil.example', ...OUTSIDE },
    ]);
    expect(recipients).toEqual([['LEAD2@contoso.example', 'lead@contoso.example']]);
  });

  it('is nobody when every address is outside: a failure that names them', async () => {
    const { port } = await mailbox();
    const failure = await failureOf(
      transportOf(configFor(port)).send(messageFor(), { mail: ['spy@evil.example'] }),
    );
    expect(failure).toMatchObject({ permanent: true, uncertain: false });
    expect(failure.message).toContain('spy@evil.example');
  });

  it('and one address that the server refuses does not cost the others their mail', async () => {
    const { port, mails } = await mailbox({
      onRcptTo: ({ address }, _session, done) => {
        if (address.startsWith('gone')) return done(failWith(550, 'no such user'));
        return address.startsWith('full') ? done(failWith(452, 'mailbox full')) : done();
      },
    });
    const receipt = await transportOf(configFor(port)).send(messageFor(), {
      mail: ['gone@contoso.example', 'full@contoso.example', 'lead@contoso.example'],
    });
    expect(receipt.state).toBe('sent');
    expect(receipt.recipients).toMatchObject([
      { address: 'full@contoso.example', outcome: 'refused', answer: '452 mailbox full', temporary: true },
      { address: 'gone@contoso.example', outcome: 'refused', answer: '550 no such user', temporary: false },
      { address: 'lead@contoso.example', outcome: 'sent', temporary: false },
    ]);
    expect(mails).toHaveLength(1);
  });
});

describe('a mail that fails, fails', () => {
  it('for now, when the server says 4xx; and then succeeds over the same transport', async () => {
    const { port, mails } = await mailbox({
      onMail: (count) => (count === 1 ? failWith(451, 'try again later') : undefined),
    });
    const transport = transportOf(configFor(port));
    const failure = await failureOf(transport.send(messageFor(), LEAD));
    expect(failure).toMatchObject({ permanent: false, uncertain: false });
    expect(failure.message).toContain('451');
    await transport.send(messageFor(), LEAD);
    expect(mails).toHaveLength(1);
  });

  it('for now, when a server greylists whom it does not know', async () => {
    const { port } = await mailbox({
      onRcptTo: (_address, _session, done) => done(failWith(450, 'greylisted, come back in 5 minutes')),
    });
    const failure = await failureOf(transportOf(configFor(port)).send(messageFor(), LEAD));
    expect(failure).toMatchObject({ permanent: false, uncertain: false });
    expect(failure.message).toContain('greylisted');
  });

  it('for good and before it is sent, when the server had said that it takes less', async () => {
    const { port, mails } = await mailbox({ size: 2000 });
    const failure = await failureOf(transportOf(configFor(port)).send(messageFor({}, { bytes: 5000 }), LEAD));
    expect(failure).toMatchObject({ permanent: true, uncertain: false });
    expect(failure.remedy).toContain('maxMegabytes');
    expect(mails).toHaveLength(0);
  });

  it('for good, when the server finds it too large once it has it', async () => {
    const { port } = await mailbox({ onMail: () => failWith(552, 'message too big') });
    const failure = await failureOf(transportOf(configFor(port)).send(messageFor(), LEAD));
    expect(failure).toMatchObject({ permanent: true });
    expect(failure.remedy).toContain('maxMegabytes');
  });

  it('for good, when the server says 5xx', async () => {
    const { port } = await mailbox({
      onRcptTo: (_address, _session, done) => done(failWith(550, 'no such user')),
    });
    expect(await failureOf(transportOf(configFor(port)).send(messageFor(), LEAD))).toMatchObject({
      permanent: true,
      uncertain: false,
    });
  });

  it('for now, when nobody listens', async () => {
    const { port, close } = await startMailbox();
    await close();
    const failure = await failureOf(transportOf(configFor(port)).send(messageFor(), LEAD));
    expect(failure).toMatchObject({ permanent: false, uncertain: false });
    expect(failure.message).toContain('ECONNREFUSED');
  });

  it('for now, when the connection is lost before the message was asked for', async () => {
    const server: Mailbox = await mailbox({ onMailFrom: () => server.cut() });
    const failure = await failureOf(transportOf(configFor(server.port)).send(messageFor(), LEAD));
    expect(failure).toMatchObject({ permanent: false, uncertain: false });
    expect(server.mails).toHaveLength(0);
  });

  it('uncertainly, when the connection is lost after the message was handed over, and it is not sent again', async () => {
    let taken = 0;
    const server: Mailbox = await mailbox({
      onData: (stream) => {
        stream.resume();
        stream.on('end', () => {
          taken += 1;
          server.cut();
        });
      },
    });
    const failure = await failureOf(transportOf(configFor(server.port)).send(messageFor(), LEAD));
    expect(failure).toMatchObject({ permanent: false, uncertain: true });
    expect(failure.remedy).toContain('on purpose');
    expect(taken).toBe(1);
  });

  it('and never tells the password', async () => {
    const { port } = await mailbox({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(failWith(535, 'wrong password')),
    });
    const config = configFor(port, { smtp: { user: 'purser', passwordEnv: 'SMTP_PASSWORD' } });
    const failure = await failureOf(
      transportOf(config, { SMTP_PASSWORD: 'hunter2-secret' }).send(messageFor(), LEAD),
    );
    expect(failure).toMatchObject({ permanent: true });
    expect(everythingOf(failure)).not.toContain('hunter2-secret');
    expect(everythingOf(failure)).not.toContain(Buffer.from('hunter2-secret').toString('base64'));
  });

  it('before anything is sent, when a server has no encryption and it is asked for', async () => {
    const { port, mails } = await mailbox();
    const failure = await failureOf(
      transportOf(configFor(port, { smtp: { tls: 'starttls' } })).send(messageFor(), LEAD),
    );
    expect(failure.uncertain).toBe(false);
    expect(mails).toHaveLength(0);
  });
});

it('a server whose certificate cannot be trusted gets nothing', async () => {
  const { port, mails } = await mailbox({ secure: true });
  const failure = await failureOf(
    transportOf(configFor(port, { smtp: { tls: 'implicit' } })).send(messageFor(), LEAD),
  );
  expect(failure.uncertain).toBe(false);
  expect(mails).toHaveLength(0);
});

it('a password variable that is not set is a configuration error', () => {
  const config = configFor(25, { smtp: { user: 'purser', passwordEnv: 'SMTP_PASSWORD' } });
  expect(() => createMailTransport(config, {})).toThrow(ConfigurationError);
});

it('a sender without an address is a configuration error', () => {
  expect(() => createMailTransport(configFor(25, { from: 'Purser' }), {})).toThrow(ConfigurationError);
});
