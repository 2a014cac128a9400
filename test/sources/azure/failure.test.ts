import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { SourceError } from '../../../shared/model/errors.ts';
import { type Answer, connectTo, SUBSCRIPTION, serve } from './httpsServer.ts';

const DAY = '2026-11-21';

async function failToReadCost(answer: Answer, answerWithinMs = 60_000): Promise<SourceError> {
  const server = await serve(() => answer);
  const { sources } = connectTo(server.url, { answerWithinMs });
  const error: unknown = await sources
    .readCost(SUBSCRIPTION, 'effective', DAY, DAY)
    .catch((caught) => caught);
  if (!(error instanceof SourceError)) throw new Error('a SourceError was expected', { cause: error });
  return error;
}

function refusal(status: number, code: string): Answer {
  return { status, body: { error: { code, message: `${code} of the test` } } };
}

test.each([
  [401, 'InvalidAuthenticationToken', 'unauthorized'],
  [403, 'RBACAccessDenied', 'forbidden'],
  [404, 'SubscriptionNotFound', 'notFound'],
  [400, 'BillingSubscriptionNotFound', 'notFound'],
  [400, 'BadRequest', 'malformed'],
  [429, 'TooManyRequests', 'throttled'],
  [500, 'InternalServerError', 'unavailable'],
  [503, 'ServiceUnavailable', 'unavailable'],
] as const)(
  'status %i with code %s is %s, with Azure’s words and the cause',
  async (status, code, failure) => {
    const error = await failToReadCost(refusal(status, code));
    expect(error).toMatchObject({
      failure,
      source: 'Cost Management, effective cost',
      scope: `/subscriptions/${SUBSCRIPTION}`,
      cause: { statusCode: status },
    });
    expect(error.message).toContain(`${code} of the test`);
  },
);

test('a refusal names the role to grant and where', async () => {
  const error = await failToReadCost(refusal(403, 'RBACAccessDenied'));
  expect(error.remedy).toContain('"Cost Management Reader"');
  expect(error.remedy).toContain(`/subscriptions/${SUBSCRIPTION}`);
});

test('tries again after a failure on Azure’s side', async () => {
  const server = await serve(() =>
    server.arrivals.length < 3 ? refusal(502, 'BadGateway') : { status: 204 },
  );
  const { sources, waits } = connectTo(server.url);
  expect(await sources.readCost(SUBSCRIPTION, 'effective', DAY, DAY)).toEqual([]);
  expect(waits).toEqual([2000, 4000]);
});

test('does not repeat what was refused for good', async () => {
  const server = await serve(() => refusal(403, 'RBACAccessDenied'));
  const { sources } = connectTo(server.url);
  await sources.readCost(SUBSCRIPTION, 'effective', DAY, DAY).catch(() => undefined);
  expect(server.arrivals).toHaveLength(1);
});

test('a call without an answer in time is a timeout', async () => {
  const error = await failToReadCost({ send: () => undefined }, 50);
  expect(error.failure).toBe('timeout');
});

test('an answer that never ends is a timeout', async () => {
  const send: Answer['send'] = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"properties":');
  };
  expect((await failToReadCost({ send }, 50)).failure).toBe('timeout');
});

test('a body that breaks off with its connection is tried again, then unavailable', async () => {
  const server = await serve(() => ({
    send: (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '900' });
      response.write('{"properties":{"columns":[]', () => response.destroy());
    },
  }));
  const { sources } = connectTo(server.url);
  await expect(sources.readCost(SUBSCRIPTION, 'effective', DAY, DAY)).rejects.toMatchObject({
    failure: 'unavailable',
  });
  expect(server.arrivals).toHaveLength(4);
});

test('half a JSON document is malformed', async () => {
  expect((await failToReadCost({ body: '{"properties":{"columns":[' })).failure).toBe('malformed');
});

test('a proxy’s page in HTML is malformed, not an answer without rows', async () => {
  const page = { body: '<html>Please sign in</html>', headers: { 'content-type': 'text/html' } };
  const error = await failToReadCost(page);
  expect(error.failure).toBe('malformed');
  expect(error.message).toContain('text/html');
});

test('a JSON answer without a body is malformed, not an answer without rows', async () => {
  expect((await failToReadCost({ body: '' })).failure).toBe('malformed');
});

test('a renamed field is named by its path', async () => {
  const error = await failToReadCost({ body: { properties: { Columns: [], rows: [] } } });
  expect(error.message).toContain('properties.columns');
});

test('a host that cannot be reached is unavailable', async () => {
  const { sources } = connectTo('https://127.0.0.1:1');
  await expect(sources.readCost(SUBSCRIPTION, 'effective', DAY, DAY)).rejects.toMatchObject({
    failure: 'unavailable',
  });
});

test('an identity that cannot sign in is unauthorized', async () => {
  const failing = Object.assign(new Error('no identity here'), { name: 'CredentialUnavailableError' });
  const server = await serve(() => ({ status: 204 }));
  const { sources } = connectTo(server.url, { credential: { getToken: () => Promise.reject(failing) } });
  await expect(sources.readCost(SUBSCRIPTION, 'effective', DAY, DAY)).rejects.toMatchObject({
    failure: 'unauthorized',
    remedy: expect.stringContaining('managed identity'),
  });
});

test('the token is in no message and no printed error', async () => {
  const error = await failToReadCost(refusal(500, 'InternalServerError'));
  expect(inspect(error, { depth: 9 })).not.toContain('secret-token');
  expect(error.message + error.remedy).not.toContain('secret-token');
});

test('a reason full of line breaks and control characters becomes one short line', async () => {
  const error = await failToReadCost({
    status: 400,
    body: { error: { code: 'Bad', message: `first\r\nX-Header: injected\u0000${'x'.repeat(5000)}` } },
  });
  expect(error.message).not.toMatch(/\p{Cc}/u);
  expect(error.message.length).toBeLessThan(600);
});
