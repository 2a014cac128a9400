import { expect, test } from 'vitest';
import { connect } from '../../../shared/sources/azure/connection.ts';
import { queryGraph } from '../../../shared/sources/azure/graph.ts';
import { createCostQuota } from '../../../shared/sources/azure/quota.ts';
import { type Answer, answerGraph, configure, NOW, serve, TRUSTED } from './httpsServer.ts';

const QUERY = "resources | where type =~ 'x' | project id | order by id asc";
const READING = { where: { source: 'Resource Graph', scope: 'test' }, role: 'Reader' } as const;
const QUOTA = createCostQuota({
  callsPerMinute: 4,
  clock: { now: () => NOW },
  wait: async () => undefined,
});

function client(url: string) {
  const waits: number[] = [];
  const { graph } = connect(configure(url).azure, {
    credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    clock: { now: () => NOW },
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
    tlsCa: TRUSTED,
    answerWithinMs: 10_000,
    quota: QUOTA,
  });
  return { graph, waits };
}

function ask(url: string, subscriptions: readonly string[] = ['a']) {
  return queryGraph(client(url).graph, QUERY, subscriptions, READING);
}

function page(data: readonly object[], rest: object): Answer {
  return { body: { count: data.length, data, resultTruncated: 'false', ...rest } };
}

const ROWS = ['/c', '/a', '/B', '/d', '/e'].map((id) => ({ id }));

test('reads every page as an array of objects and sorts the rows by id', async () => {
  const server = await serve(answerGraph({ resources: ROWS }, 2));
  expect(await ask(server.url)).toEqual(['/a', '/B', '/c', '/d', '/e'].map((id) => ({ id })));
  const options = server.arrivals.map((request) => JSON.parse(request.body).options);
  expect(options).toEqual([
    { $top: 1000, resultFormat: 'objectArray' },
    { $top: 1000, resultFormat: 'objectArray', $skipToken: '2' },
    { $top: 1000, resultFormat: 'objectArray', $skipToken: '4' },
  ]);
});

test('asks for 300 subscriptions at a time', async () => {
  const server = await serve(answerGraph({ resources: [] }));
  await ask(
    server.url,
    Array.from({ length: 301 }, (_, index) => `s${index}`),
  );
  expect(server.arrivals.map((request) => JSON.parse(request.body).subscriptions.length)).toEqual([300, 1]);
});

test('counts a row once that a shifting offset gave twice', async () => {
  const server = await serve((request) =>
    JSON.parse(request.body).options.$skipToken
      ? page([{ id: '/B' }, { id: '/c' }], { totalRecords: 4 })
      : page([{ id: '/a' }, { id: '/b' }], { totalRecords: 3, $skipToken: 'x' }),
  );
  expect(await ask(server.url)).toHaveLength(3);
});

test.each([
  ['fewer rows than it counts', { totalRecords: 2995 }],
  ['an answer that it calls truncated', { totalRecords: 1, resultTruncated: 'true' }],
])('does not accept %s', async (_, rest) => {
  const server = await serve(() => page([{ id: '/a' }], rest));
  await expect(ask(server.url)).rejects.toMatchObject({ failure: 'malformed' });
});

test('stops when a token leads back to a page already read', async () => {
  const server = await serve(() => page([{ id: '/a' }], { totalRecords: 9, $skipToken: 'again' }));
  await expect(ask(server.url)).rejects.toMatchObject({ failure: 'malformed' });
  expect(server.arrivals).toHaveLength(2);
});

test('waits for the quota to come back when Azure says that it is used up', async () => {
  const headers = { 'x-ms-user-quota-remaining': '0', 'x-ms-user-quota-resets-after': '00:00:05' };
  const server = await serve((request) => ({ ...answerGraph({ resources: ROWS }, 3)(request), headers }));
  const { graph, waits } = client(server.url);
  await queryGraph(graph, QUERY, ['a'], READING);
  expect(waits).toEqual([5000]);
});

test('tries again after the time that a 429 of Resource Graph names', async () => {
  const server = await serve((request) =>
    server.arrivals.length === 1
      ? {
          status: 429,
          body: { error: { code: 'RateLimiting' } },
          headers: { 'x-ms-user-quota-resets-after': '00:00:03' },
        }
      : answerGraph({ resources: ROWS })(request),
  );
  const { graph, waits } = client(server.url);
  expect(await queryGraph(graph, QUERY, ['a'], READING)).toHaveLength(5);
  expect(waits).toEqual([3000]);
});

test('a query that is not ordered by id is a mistake in Purser', async () => {
  const { graph } = client('https://127.0.0.1:1');
  await expect(queryGraph(graph, 'resources | project id', ['a'], READING)).rejects.toThrow(TypeError);
});

test('no visible subscription at all means that a role is missing', async () => {
  const server = await serve(() => ({
    status: 400,
    body: {
      error: {
        code: 'BadRequest',
        message: 'see details',
        details: [{ code: 'NoValidSubscriptionsInQueryRequest' }],
      },
    },
  }));
  await expect(ask(server.url)).rejects.toMatchObject({
    failure: 'forbidden',
    remedy: expect.stringContaining('"Reader"'),
  });
});

test('a page in HTML is malformed', async () => {
  const server = await serve(() => ({ body: '<html></html>', headers: { 'content-type': 'text/html' } }));
  await expect(ask(server.url)).rejects.toMatchObject({ failure: 'malformed' });
});

test('a gateway that fails with a page in HTML is unavailable', async () => {
  const server = await serve(() => ({
    status: 502,
    body: '<html>',
    headers: { 'content-type': 'text/html' },
  }));
  await expect(ask(server.url)).rejects.toMatchObject({ failure: 'unavailable' });
});

test('asks for tokens of the configured audience', async () => {
  const server = await serve(answerGraph({ resources: [] }));
  const scopes: unknown[] = [];
  const { azure } = configure(server.url, {
    resourceManagerAudience: 'https://management.usgovcloudapi.net/',
  });
  const { graph } = connect(azure, {
    credential: {
      getToken: async (scope) => {
        scopes.push(scope);
        return { token: 't', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    },
    clock: { now: () => NOW },
    wait: async () => undefined,
    tlsCa: TRUSTED,
    answerWithinMs: 10_000,
    quota: QUOTA,
  });
  await queryGraph(graph, QUERY, ['a'], READING);
  expect(scopes.flat()).toEqual(['https://management.usgovcloudapi.net/.default']);
});
