import type { ServerResponse } from 'node:http';
import type { TokenCredential } from '@azure/identity';
import { afterEach, describe, expect, it } from 'vitest';
import { DeliverySchema } from '../../shared/config/delivery.ts';
import type { Recipients } from '../../shared/config/schema.ts';
import type { Receipt } from '../../shared/delivery/channel.ts';
import { createMailTransport } from '../../shared/delivery/mail.ts';
import { ConfigurationError } from '../../shared/model/errors.ts';
import { everythingOf, failureOf } from './failure.ts';
import { type FakeGraph, refuse, startGraph } from './fakes/graph.ts';
import type { Asked } from './fakes/server.ts';
import { messageFor } from './messages.ts';

const MAILBOX = 'purser@contoso.example';
const LEAD: Recipients = { mail: ['lead@contoso.example'] };
const NOW = new Date('2026-11-23T06:00:00Z');
const open: FakeGraph[] = [];

afterEach(() => {
  for (const graph of open.splice(0)) graph.close();
});

async function startMailbox(onAsk?: (asked: Asked, response: ServerResponse) => boolean): Promise<FakeGraph> {
  const graph = await startGraph(MAILBOX, onAsk);
  open.push(graph);
  return graph;
}

function deliveryTo(url: string, changes: object = {}) {
  return DeliverySchema.parse({
    mail: {
      via: 'graph',
      graph: { url },
      from: `Purser <${MAILBOX}>`,
      domains: ['contoso.example'],
      ...changes,
    },
  });
}

/** Every scope that a token was asked for. */
const scopes: (string | string[])[] = [];
const credential: TokenCredential = {
  async getToken(scope) {
    scopes.push(scope);
    return { token: 'ey.access.token', expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
  },
};

function send(graph: FakeGraph, message = messageFor(), recipients = LEAD, changes = {}): Promise<Receipt> {
  const delivery = deliveryTo(graph.url, changes);
  const parts = { credential, clock: { now: () => NOW } };
  return createMailTransport({ delivery }, {}, parts).send(message, recipients);
}

describe('a mail by Graph', () => {
  it('arrives whole: both texts, files and headers, as SMTP would have sent it; it counts as accepted', async () => {
    const graph = await startMailbox();
    const message = messageFor();
    scopes.length = 0;
    const receipt = await send(graph, message, { mail: [...LEAD.mail, 'spy@evil.example'] });
    expect(receipt).toMatchObject({
      transport: 'graph',
      state: 'accepted',
      recipients: [
        { address: 'lead@contoso.example', outcome: 'accepted' },
        { address: 'spy@evil.example', outcome: 'refused' },
      ],
    });
    const [{ mail, files } = { mail: undefined, files: undefined }] = graph.sent;
    expect(mail).toMatchObject({ messageId: message.messageId, subject: message.subject, date: NOW });
    expect(mail?.html).toBe(message.html);
    expect(mail?.text?.trim()).toBe(message.text.trim());
    expect(mail?.headers.get('list')).toMatchObject({
      unsubscribe: { mail: expect.stringContaining(MAILBOX) },
    });
    expect(mail?.to).toMatchObject({ text: 'lead@contoso.example' });
    expect(files?.get('chargeback.csv')).toEqual(Buffer.from(message.attachments[0]?.body ?? []));
    expect(scopes).toEqual([`${graph.url}/.default`]);
  });

  it('is drafted when it is too large for a request: files are attached range by range, then it is sent', async () => {
    const graph = await startMailbox();
    const message = messageFor({}, { bytes: 7_500_000 });
    await send(graph, message);
    expect(graph.sent).toHaveLength(1);
    const [{ mail, files } = { mail: undefined, files: undefined }] = graph.sent;
    expect(mail?.messageId).toBe(message.messageId);
    for (const { fileName, body } of message.attachments) {
      expect(files?.get(fileName)?.equals(body), fileName).toBe(true);
    }
    expect(graph.asked.map(({ method, url }) => `${method} ${url.pathname.split('/').at(-1)}`)).toEqual([
      'POST messages',
      'POST attachments',
      'POST createUploadSession',
      ...['PUT big.xlsx', 'PUT big.xlsx', 'PUT big.xlsx'],
      'POST send',
    ]);
  });

  it('leaves no draft behind that could not be finished', async () => {
    const graph = await startMailbox((asked, response) => {
      if (asked.method !== 'PUT') return false;
      refuse(response, 503, 'ServiceUnavailable', { 'Retry-After': '120' });
      return true;
    });
    const failure = await failureOf(send(graph, messageFor({}, { bytes: 4_000_000 })));
    expect(failure).toMatchObject({ permanent: false, uncertain: false, retryAfterSeconds: 120 });
    expect(graph.sent).toHaveLength(0);
    expect(graph.drafts.size).toBe(0);
    expect(everythingOf(failure)).not.toContain('s3cr3t');
  });
});

describe('a mail that Graph does not send, fails', () => {
  const answering = (status: number, code: string, headers: Record<string, string> = {}) =>
    startMailbox((_asked, response) => {
      refuse(response, status, code, headers);
      return true;
    });

  it.each([
    [429, 'ApplicationThrottled'],
    [503, 'ServiceUnavailable'],
  ])('for now with %i, waiting as long as it is asked to', async (status, code) => {
    const graph = await answering(status, code, { 'Retry-After': '97' });
    const failure = await failureOf(send(graph));
    expect(failure).toMatchObject({ permanent: false, uncertain: false, retryAfterSeconds: 97 });
  });

  it('for now, when it names the time to come back at', async () => {
    const graph = await answering(429, 'ApplicationThrottled', {
      'Retry-After': 'Mon, 23 Nov 2026 06:10:00 GMT',
    });
    expect(await failureOf(send(graph))).toMatchObject({ retryAfterSeconds: 600 });
  });

  it.each([
    [400, 'ErrorMimeContentInvalid', /sender or the addresses/],
    [401, 'InvalidAuthenticationToken', /Mail\.Send/],
    [403, 'ErrorAccessDenied', /Mail\.Send/],
    [404, 'ErrorInvalidUser', /mailbox/],
    [413, 'RequestEntityTooLarge', /maxMegabytes/],
  ])('for good with %i (%s), saying what to do', async (status, code, remedy) => {
    const failure = await failureOf(send(await answering(status, code)));
    expect(failure).toMatchObject({ permanent: true, uncertain: false });
    expect(failure.message).toContain(code);
    expect(failure.remedy).toMatch(remedy);
  });

  it('for good, when drafts may not be written: that needs another permission', async () => {
    const graph = await answering(403, 'ErrorAccessDenied');
    const failure = await failureOf(send(graph, messageFor({}, { bytes: 4_000_000 })));
    expect(failure).toMatchObject({ permanent: true });
    expect(failure.remedy).toContain('Mail.ReadWrite');
  });

  it('uncertainly, when it breaks while it sends', async () => {
    expect(await failureOf(send(await answering(504, 'GatewayTimeout')))).toMatchObject({
      permanent: false,
      uncertain: true,
    });
    const lost = await startMailbox((_asked, response) => {
      response.destroy();
      return true;
    });
    expect(await failureOf(send(lost))).toMatchObject({ permanent: false, uncertain: true });
  });

  it('for now, when nobody is there, or no token is to be had', async () => {
    const graph = await startMailbox();
    graph.close();
    expect(await failureOf(send(graph))).toMatchObject({ permanent: false, uncertain: false });
    const none = { getToken: () => Promise.reject(new Error('client secret hunter2 is wrong')) };
    const delivery = deliveryTo(graph.url);
    const failure = await failureOf(
      createMailTransport({ delivery }, {}, { credential: none }).send(messageFor(), LEAD),
    );
    expect(failure).toMatchObject({ permanent: false, uncertain: false });
    expect(everythingOf(failure)).not.toContain('hunter2');
  });

  it('and never tells the token', async () => {
    const failure = await failureOf(send(await answering(403, 'ErrorAccessDenied')));
    expect(everythingOf(failure)).not.toContain('ey.access.token');
  });
});

describe('Graph is not asked', () => {
  it('without encryption, except on this machine: the token would be read', () => {
    const parts = { credential };
    const open = (url: string) => createMailTransport({ delivery: deliveryTo(url) }, {}, parts);
    expect(() => open('http://graph.contoso.example')).toThrow(ConfigurationError);
    expect(() => open('https://graph.microsoft.com')).not.toThrow();
  });

  it('without an identity', () => {
    const delivery = deliveryTo('https://graph.microsoft.com');
    expect(() => createMailTransport({ delivery }, {})).toThrow(ConfigurationError);
  });
});

it('the limits of a mailbox are those of Exchange Online', () => {
  const delivery = deliveryTo('https://graph.microsoft.com');
  const transport = createMailTransport({ delivery }, {}, { credential });
  expect(transport.limits).toEqual([
    { messages: 30, seconds: 60 },
    { messages: 10_000, seconds: 86_400 },
  ]);
  expect(transport.accountOf(LEAD)).toBe(`Graph ${MAILBOX}`);
});
