import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMailTransport, type MailTransport } from '../../shared/delivery/mail.ts';
import { ConfigurationError } from '../../shared/model/errors.ts';
import { makeCertificate, writeAuthority } from './authority.ts';
import { failureOf } from './failure.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import { messageFor } from './messages.ts';
import { configFor } from './settings.ts';

const LEAD = { mail: ['lead@contoso.example'] };
let certificate: Awaited<ReturnType<typeof makeCertificate>>;
let caFile: string;
let mailbox: Mailbox | undefined;
let transport: MailTransport | undefined;

beforeAll(async () => {
  certificate = await makeCertificate();
  caFile = await writeAuthority(certificate.cert);
});
afterAll(() => rm(dirname(caFile), { recursive: true }));
afterEach(async () => {
  transport?.close();
  await mailbox?.close();
});

/** Whether each mail came over an encrypted connection. */
const encrypted: boolean[] = [];

async function openTransport(
  smtp: object,
  options: Parameters<typeof startMailbox>[0],
): Promise<MailTransport> {
  encrypted.length = 0;
  const { key, cert } = certificate;
  mailbox = await startMailbox({
    key,
    cert,
    onMailFrom: (_address, session, done) => {
      encrypted.push(session.secure === true);
      done();
    },
    ...options,
  });
  transport = createMailTransport(configFor(mailbox.port, { smtp }), { SMTP_PASSWORD: 'hunter2-secret' });
  return transport;
}

describe('by starttls, mail', () => {
  it('goes out encrypted, the login with it, to a server whose authority is known', async () => {
    const logins: string[] = [];
    const open = await openTransport(
      { tls: 'starttls', caFile, user: 'purser', passwordEnv: 'SMTP_PASSWORD' },
      {
        disabledCommands: [],
        authOptional: false,
        onAuth: ({ username }, session, done) => {
          logins.push(`${username} ${session.secure}`);
          done(null, { user: username });
        },
      },
    );
    expect(await open.send(messageFor(), LEAD)).toMatchObject({ state: 'sent' });
    expect(encrypted).toEqual([true]);
    expect(logins).toEqual(['purser true']);
  });

  it('does not go to a server whose certificate nobody vouches for', async () => {
    const open = await openTransport({ tls: 'starttls' }, { disabledCommands: [] });
    const failure = await failureOf(open.send(messageFor(), LEAD));
    expect(failure).toMatchObject({ permanent: false, uncertain: false });
    expect(failure.remedy).toContain('caFile');
    expect(encrypted).toEqual([]);
  });

  it('does not go to a server that offers none', async () => {
    const open = await openTransport({ tls: 'starttls' }, { disabledCommands: ['STARTTLS'] });
    const failure = await failureOf(open.send(messageFor(), LEAD));
    expect(failure).toMatchObject({ permanent: false, uncertain: false });
    expect(failure.message).toContain('no encryption');
    expect(encrypted).toEqual([]);
  });
});

describe('by implicit TLS, mail', () => {
  it('goes out encrypted', async () => {
    const open = await openTransport({ tls: 'implicit', caFile }, { secure: true });
    expect(await open.send(messageFor(), LEAD)).toMatchObject({ state: 'sent' });
    expect(encrypted).toEqual([true]);
  });

  it('does not go to a server whose certificate nobody vouches for', async () => {
    const open = await openTransport({ tls: 'implicit' }, { secure: true });
    const failure = await failureOf(open.send(messageFor(), LEAD));
    expect(failure).toMatchObject({ permanent: false, uncertain: false });
    expect(failure.remedy).toContain('caFile');
    expect(encrypted).toEqual([]);
  });
});

it('without encryption, mail goes to a relay as it is told, although the relay offers some', async () => {
  const open = await openTransport({ tls: 'none' }, { disabledCommands: [] });
  expect(await open.send(messageFor(), LEAD)).toMatchObject({ state: 'sent' });
  expect(encrypted).toEqual([false]);
});

it('a file of the authority that is not there is a configuration error', () => {
  const config = configFor(465, { smtp: { tls: 'implicit', caFile: 'nowhere/ca.pem' } });
  expect(() => createMailTransport(config, {})).toThrow(ConfigurationError);
});
