import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Recipients } from '../../shared/config/schema.ts';
import type { Receipt } from '../../shared/delivery/channel.ts';
import { createTeamsTransport } from '../../shared/delivery/teams.ts';
import type { DeliveryError } from '../../shared/model/errors.ts';
import { failureOf as anyFailureOf, everythingOf } from './failure.ts';
import { messageFor } from './messages.ts';
import { configFor } from './settings.ts';

const CHANNEL: Recipients = { mail: [], teamsWebhookEnv: 'HOOK' };
const SECRET = 'workflows/abc123/triggers?sig=s3cr3t-signature';
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Flow {
  readonly url: string;
  readonly bodies: string[];
}

async function startFlow(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<Flow> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    bodies.push(Buffer.concat(chunks).toString());
    answer(response, request);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}`, bodies };
}

async function post(url: string, hosts = ['127.0.0.1']): Promise<Receipt> {
  const config = configFor(25, { teams: { hosts } });
  return createTeamsTransport(config, { HOOK: url }).send(messageFor({ channel: 'teams' }), CHANNEL);
}

/** The failure that posting ends in, none of which tells the secret. */
async function failureOf(posting: Promise<Receipt>): Promise<DeliveryError> {
  const error = await anyFailureOf(posting);
  expect(everythingOf(error)).not.toMatch(/s3cr3t|abc123/);
  return error;
}

describe('a card posted to a Teams workflow', () => {
  it('is wrapped as the workflow expects it, and counts as accepted: 202 does not say it was posted', async () => {
    const flow = await startFlow((response) => response.writeHead(202).end());
    expect(await post(flow.url)).toEqual({
      transport: 'workflows',
      state: 'accepted',
      receipt: '127.0.0.1 202',
      recipients: [{ address: '127.0.0.1', outcome: 'accepted', answer: '202', temporary: false }],
    });
    const { card } = messageFor({ channel: 'teams' });
    expect(JSON.parse(flow.bodies[0] ?? '')).toEqual({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: JSON.parse(card),
        },
      ],
    });
  });

  it('fails for now on 429, and says how long it was asked to wait', async () => {
    const flow = await startFlow((response) => response.writeHead(429, { 'Retry-After': '17' }).end('busy'));
    const failure = await failureOf(post(flow.url));
    expect(failure).toMatchObject({ permanent: false, uncertain: false, retryAfterSeconds: 17 });
    expect(failure.message).toContain('429 and asked to wait 17 s');
  });

  it('fails for now when the connectors of old say 200 and mean 429', async () => {
    const flow = await startFlow((response) =>
      response
        .writeHead(200)
        .end(
          'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId tcid=1',
        ),
    );
    const failure = await failureOf(post(flow.url));
    expect(failure).toMatchObject({ permanent: false, uncertain: false });
    expect(failure.message).toContain('answered 429');
  });

  it('fails for now on 502, and for good on 400, 404 and 413', async () => {
    for (const [status, permanent] of [
      [502, false],
      [400, true],
      [404, true],
      [413, true],
    ] as const) {
      const flow = await startFlow((response) => response.writeHead(status).end());
      expect(await failureOf(post(flow.url)), String(status)).toMatchObject({ permanent, uncertain: false });
    }
  });

  it('hides its URL even when the answer repeats it', async () => {
    const flow = await startFlow((response, request) =>
      response.writeHead(400).end(`cannot post to ${request.url} nor s3cr3t-signature nor flow abc123`),
    );
    expect((await failureOf(post(flow.url))).message).toContain('(hidden)');
  });

  it('is uncertain when the connection is lost after it was sent', async () => {
    const flow = await startFlow((response) => response.destroy());
    expect(await failureOf(post(flow.url))).toMatchObject({ permanent: false, uncertain: true });
    expect(flow.bodies).toHaveLength(1);
  });

  it('fails for now when nobody listens', async () => {
    const flow = await startFlow(() => undefined);
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    expect(await failureOf(post(flow.url))).toMatchObject({ permanent: false, uncertain: false });
  });

  it('goes to allowed hosts only, by https unless on this machine, and follows no redirect', async () => {
    const flow = await startFlow((response) =>
      response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(),
    );
    await failureOf(post(flow.url));
    expect(flow.bodies).toHaveLength(1);
    for (const [url, hosts] of [
      [`https://evil.example/${SECRET}`, ['*.logic.azure.com']],
      [`https://x.logic.azure.com.evil.example/${SECRET}`, ['*.logic.azure.com']],
      [`http://prod.logic.azure.com/${SECRET}`, ['*.logic.azure.com']],
      ['not a url s3cr3t', ['*']],
    ] as const) {
      expect(await failureOf(post(url, [...hosts])), url).toMatchObject({ permanent: true });
    }
  });
});

it('who gets a card is told by its host, never by its URL', () => {
  const transport = createTeamsTransport(configFor(25), { HOOK: `https://x.logic.azure.com/${SECRET}` });
  expect(transport.recipientsOf(CHANNEL)).toEqual(['x.logic.azure.com']);
  expect(transport.recipientsOf({ mail: ['a@contoso.example'] })).toEqual([]);
});

it('every webhook has its own limits, those of Teams', () => {
  const transport = createTeamsTransport(configFor(25), { HOOK: `https://x.logic.azure.com/${SECRET}` });
  expect(transport.accountOf(CHANNEL)).toBe('webhook HOOK');
  expect(transport.limits).toEqual([
    { messages: 4, seconds: 1 },
    { messages: 60, seconds: 30 },
    { messages: 100, seconds: 3600 },
    { messages: 150, seconds: 7200 },
    { messages: 1800, seconds: 86_400 },
  ]);
});
