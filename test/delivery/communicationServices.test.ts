import type { TokenCredential } from '@azure/identity';
import { afterEach, describe, expect, it } from 'vitest';
import { DeliverySchema } from '../../shared/config/delivery.ts';
import type { Recipients } from '../../shared/config/schema.ts';
import type { Message, Receipt } from '../../shared/delivery/channel.ts';
import { createCommunicationTransport } from '../../shared/delivery/communicationServices.ts';
import { ConfigurationError } from '../../shared/model/errors.ts';
import { makeCertificate } from './authority.ts';
import { everythingOf, failureOf } from './failure.ts';
import {
  type Behaviour,
  type FakeCommunicationServices,
  refuse,
  startCommunicationServices,
} from './fakes/communicationServices.ts';
import { messageFor } from './messages.ts';

const LEAD: Recipients = { mail: ['lead@contoso.example'] };
const open: FakeCommunicationServices[] = [];

afterEach(() => {
  for (const azure of open.splice(0)) azure.close();
});

async function startAzure(behaviour?: Behaviour): Promise<FakeCommunicationServices> {
  const azure = await startCommunicationServices(behaviour);
  open.push(azure);
  return azure;
}

function configFor(changes: object = {}) {
  const { mail } = DeliverySchema.parse({
    mail: {
      via: 'communicationServices',
      communicationServices: { connectionStringEnv: 'ACS' },
      from: 'Purser <purser@contoso.example>',
      domains: ['contoso.example'],
      ...changes,
    },
  });
  if (mail?.via !== 'communicationServices') throw new Error('another section came of it');
  return mail;
}

/** Sends without waiting between two reads of the status. */
function send(
  azure: Pick<FakeCommunicationServices, 'connectionString'>,
  message: Message = messageFor(),
  recipients = LEAD,
  changes: object = {},
): Promise<Receipt> {
  const environment = { ACS: azure.connectionString };
  const transport = createCommunicationTransport(configFor(changes), environment, undefined, {
    wait: async () => undefined,
  });
  return transport.send(message, recipients);
}

describe('a mail by Communication Services', () => {
  it('arrives as it was composed, signed with the key, and counts as sent once Azure has sent it', async () => {
    const azure = await startAzure();
    const message = messageFor({ audience: 'team:payments' });
    const receipt = await send(azure, message, LEAD, { replyTo: 'finops@contoso.example' });
    const [[id, mail] = []] = [...azure.operations];
    expect(receipt).toMatchObject({ transport: 'communicationServices', state: 'sent' });
    expect(receipt.receipt).toContain(id);
    expect(receipt.recipients).toMatchObject([{ address: 'lead@contoso.example', outcome: 'sent' }]);
    expect(mail).toEqual({
      senderAddress: 'purser@contoso.example',
      content: { subject: message.subject, plainText: message.text, html: message.html },
      recipients: { to: [{ address: 'lead@contoso.example' }] },
      attachments: [
        {
          name: 'chargeback.csv',
          contentType: 'text/csv; charset=utf-8',
          contentInBase64: Buffer.from(message.attachments[0]?.body ?? []).toString('base64'),
        },
      ],
      replyTo: [{ address: 'finops@contoso.example' }],
      headers: {
        'Message-ID': message.messageId,
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        'List-Id': 'Purser chargeback <chargeback.purser.contoso.example>',
        'List-Unsubscribe':
          '<mailto:purser@contoso.example?subject=unsubscribe%20chargeback%20team%3Apayments>',
      },
      userEngagementTrackingDisabled: true,
    });
  });

  it('goes to an endpoint as the identity of Purser, by a token for Communication Services', async () => {
    const certificate = await makeCertificate();
    const azure = await startAzure({ secure: { certificate, token: 'ey.token' } });
    const scopes: unknown[] = [];
    const credential: TokenCredential = {
      async getToken(scope) {
        scopes.push(scope);
        return { token: 'ey.token', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    };
    const mail = configFor({ communicationServices: { endpoint: azure.url } });
    const parts = { wait: async () => undefined, authority: certificate.cert };
    const receipt = await createCommunicationTransport(mail, {}, credential, parts).send(messageFor(), LEAD);
    expect(receipt).toMatchObject({ state: 'sent' });
    expect([scopes[0]].flat()).toEqual(['https://communication.azure.com//.default']);
  });

  it('is the same operation when it is repeated, and another when it is sent again on purpose', async () => {
    const azure = await startAzure();
    await send(azure);
    await send(azure);
    expect(azure.operations.size).toBe(1);
    await send(azure, messageFor({}, { messageId: '<another@contoso.example>' }));
    expect(azure.operations.size).toBe(2);
  });

  it('is accepted when Azure still works on it; its status is read twice at most', async () => {
    const azure = await startAzure({ statuses: [{ status: 'Running' }] });
    expect(await send(azure)).toMatchObject({ state: 'accepted', recipients: [{ outcome: 'accepted' }] });
    expect(azure.reads()).toBe(2);
  });

  it('is accepted when the status cannot be read, since it was taken', async () => {
    const azure = await startAzure({
      onRead: (_asked, response) => {
        refuse(response, 429, 'TooManyRequests', { 'Retry-After': '60' });
        return true;
      },
    });
    expect(await send(azure)).toMatchObject({ state: 'accepted' });
    expect(azure.operations.size).toBe(1);
  });

  it('goes to allowed domains only', async () => {
    const azure = await startAzure();
    const receipt = await send(azure, messageFor(), {
      mail: ['lead@contoso.example', 'spy@evil.example'],
    });
    expect([...azure.operations.values()][0]?.recipients.to).toEqual([{ address: 'lead@contoso.example' }]);
    expect(receipt.recipients).toMatchObject([
      { address: 'lead@contoso.example', outcome: 'sent' },
      { address: 'spy@evil.example', outcome: 'refused' },
    ]);
  });
});

describe('a mail that Communication Services does not send, fails', () => {
  it('for now, with the wait that was asked for, when there were too many; it is not repeated at once', async () => {
    const azure = await startAzure({
      onSend: (_asked, response) => {
        refuse(response, 429, 'TooManyRequests', { 'Retry-After': '733' });
        return true;
      },
    });
    const failure = await failureOf(send(azure));
    expect(failure).toMatchObject({ permanent: false, uncertain: false, retryAfterSeconds: 733 });
    expect(azure.asked).toHaveLength(1);
  });

  it.each([
    [400, 'InvalidSenderUserName', true],
    [401, 'Denied', true],
    [403, 'Forbidden', true],
    [404, 'DomainNotLinked', true],
    [413, 'RequestEntityTooLarge', true],
    [500, 'InternalServerError', false],
    [503, 'ServiceUnavailable', false],
  ])('with %i (%s): for good is %s', async (status, code, permanent) => {
    const azure = await startAzure({
      onSend: (_asked, response) => {
        refuse(response, status, code);
        return true;
      },
    });
    const failure = await failureOf(send(azure));
    expect(failure).toMatchObject({ permanent, uncertain: false });
    expect(failure.message).toContain(code);
  });

  it('for good, when it was taken and dropped', async () => {
    const error = { code: 'EmailDroppedAllRecipientsSuppressed', message: 'All are suppressed.' };
    const azure = await startAzure({ statuses: [{ status: 'Running' }, { status: 'Failed', error }] });
    const failure = await failureOf(send(azure));
    expect(failure).toMatchObject({ permanent: true, uncertain: false });
    expect(failure.message).toContain('EmailDroppedAllRecipientsSuppressed');
  });

  it('uncertainly, when the connection is lost after it was handed over', async () => {
    const azure = await startAzure({
      onSend: (_asked, response) => {
        response.destroy();
        return true;
      },
    });
    expect(await failureOf(send(azure))).toMatchObject({ permanent: false, uncertain: true });
  });

  it('for now, when nobody is there', async () => {
    const azure = await startAzure();
    azure.close();
    const failure = await failureOf(send(azure));
    expect(failure).toMatchObject({ permanent: false, uncertain: false });
    expect(failure.message).toContain('ECONNREFUSED');
  });

  it('for good, when there are more recipients than Azure takes', async () => {
    const azure = await startAzure();
    const mail = Array.from({ length: 51 }, (_, index) => `lead${index}@contoso.example`);
    expect(await failureOf(send(azure, messageFor(), { mail }))).toMatchObject({ permanent: true });
    expect(azure.asked).toHaveLength(0);
  });

  it('for now, when there is no identity to be had, and certainly unsent', async () => {
    const endpoint = 'https://contoso.communication.azure.com';
    const refusal = Object.assign(new Error('no MSI'), { name: 'CredentialUnavailableError' });
    const credential = { getToken: () => Promise.reject(refusal) };
    const mail = configFor({ communicationServices: { endpoint } });
    const failure = await failureOf(
      createCommunicationTransport(mail, {}, credential).send(messageFor(), LEAD),
    );
    expect(failure).toMatchObject({ permanent: false, uncertain: false });
  });

  it('and never tells the key', async () => {
    const azure = await startAzure();
    const wrong = azure.connectionString.replace(/accesskey=.*/, 'accesskey=aHVudGVyMi1zZWNyZXQ=');
    const failure = await failureOf(send({ connectionString: wrong }));
    expect(failure).toMatchObject({ permanent: true });
    expect(everythingOf(failure)).not.toMatch(/aHVudGVyMi1zZWNyZXQ|hunter2/);
  });
});

it('an account that is not there is a configuration error: no string, no identity', () => {
  expect(() => createCommunicationTransport(configFor(), {}, undefined)).toThrow(ConfigurationError);
  const endpoint = { communicationServices: { endpoint: 'https://contoso.communication.azure.com' } };
  expect(() => createCommunicationTransport(configFor(endpoint), {}, undefined)).toThrow(ConfigurationError);
});

describe('limits', () => {
  const limitsFor = (changes: object) =>
    createCommunicationTransport(
      configFor(changes),
      { ACS: 'endpoint=http://127.0.0.1/;accesskey=a' },
      undefined,
    ).limits;

  it('are those that Azure publishes, lower for a domain that Azure lends', () => {
    expect(limitsFor({})).toEqual([
      { messages: 30, seconds: 60 },
      { messages: 100, seconds: 3600 },
    ]);
    expect(limitsFor({ from: 'DoNotReply@1b2c.azurecomm.net' })).toEqual([
      { messages: 5, seconds: 60 },
      { messages: 10, seconds: 3600 },
    ]);
  });

  it('are those of the configuration, where Azure has granted more', () => {
    expect(limitsFor({ limits: { perHour: 5000 } })).toEqual([{ messages: 5000, seconds: 3600 }]);
  });
});
