import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import { formatExact } from '../../../shared/model/money.ts';
import type { Day } from '../../../shared/model/time.ts';
import { createRetryPolicy } from '../../../shared/sources/azure/retry.ts';
import { type Answer, configure, connectTo, SUBSCRIPTION, serve } from './httpsServer.ts';

const QUERY = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.CostManagement/query`;
const DISK = `/subscriptions/${SUBSCRIPTION}/resourceGroups/MC_rg/providers/Microsoft.Compute/disks/d1`;
const COLUMNS = ['Cost', 'UsageDate', 'ResourceId', 'MeterCategory', 'Currency'];

function costPage(rows: readonly unknown[][], nextLink: string | null = null): Answer {
  return { body: { properties: { nextLink, columns: COLUMNS.map((name) => ({ name, type: 'x' })), rows } } };
}

function disk(day: number, cost = 1): unknown[] {
  return [cost, day, DISK, 'Storage', 'EUR'];
}

async function readDays(url: string, from: Day, to: Day) {
  return connectTo(url).sources.readCost(SUBSCRIPTION, 'effective', from, to);
}

test('asks for amortized cost of whole UTC days by resource and meter category, under its own client type', async () => {
  const server = await serve(() => costPage([disk(20261121)]));
  await readDays(server.url, '2026-11-21', '2026-11-22').catch(() => undefined);
  const [request] = server.arrivals;
  expect(request?.path).toBe(QUERY);
  expect(request?.headers.clienttype).toBe('Purser');
  expect(request?.headers.authorization).toBe('Bearer secret-token');
  expect(JSON.parse(request?.body ?? '')).toEqual({
    type: 'AmortizedCost',
    timeframe: 'Custom',
    timePeriod: { from: '2026-11-21T00:00:00.000Z', to: '2026-11-22T23:59:59.000Z' },
    dataset: {
      granularity: 'Daily',
      aggregation: { totalCost: { name: 'Cost', function: 'Sum' } },
      grouping: [
        { type: 'Dimension', name: 'ResourceId' },
        { type: 'Dimension', name: 'MeterCategory' },
      ],
    },
  });
});

test('asks for actual cost when the billed metric is wanted', async () => {
  const server = await serve(() => costPage([disk(20261121)]));
  await connectTo(server.url).sources.readCost(SUBSCRIPTION, 'billed', '2026-11-21', '2026-11-21');
  expect(JSON.parse(server.arrivals[0]?.body ?? '').type).toBe('ActualCost');
});

test('reads rows into exact money and lower-case ids', async () => {
  const server = await serve(() => costPage([disk(20261121, 6e-5)]));
  const [row] = await readDays(server.url, '2026-11-21', '2026-11-21');
  expect(row).toMatchObject({
    day: '2026-11-21',
    subscriptionId: SUBSCRIPTION,
    resourceId: DISK.toLowerCase(),
    resourceGroup: 'mc_rg',
    meterCategory: 'Storage',
    currency: 'EUR',
  });
  expect(formatExact(row?.amount ?? 0n)).toBe('0.00006');
});

test('posts each next page with the body of the first one', async () => {
  const server = await serve((request, origin) =>
    request.query.has('$skiptoken')
      ? costPage([disk(20261122)])
      : costPage([disk(20261121)], `${origin}${QUERY}?api-version=2022-10-01&$skiptoken=AQAAAA%3D%3D`),
  );
  const rows = await readDays(server.url, '2026-11-21', '2026-11-22');
  expect(rows.map((row) => row.day)).toEqual(['2026-11-21', '2026-11-22']);
  const [first, second] = server.arrivals;
  expect(second?.method).toBe('POST');
  expect(second?.body).toBe(first?.body);
  expect(second?.headers.clienttype).toBe('Purser');
});

test('sorts the rows whatever order Azure gives them in', async () => {
  const server = await serve(() => costPage([disk(20261122), disk(20261120), disk(20261121)]));
  const rows = await readDays(server.url, '2026-11-20', '2026-11-22');
  expect(rows.map((row) => row.day)).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
});

test('stops when a next link leads back to a page already read', async () => {
  const server = await serve((_, origin) => costPage([disk(20261121)], `${origin}${QUERY}?$skiptoken=A`));
  await expect(readDays(server.url, '2026-11-21', '2026-11-21')).rejects.toMatchObject({
    failure: 'malformed',
    message: expect.stringContaining('circle'),
  });
  expect(server.arrivals).toHaveLength(2);
});

test('does not carry its token to a next link on another host', async () => {
  const other = await serve(() => costPage([]));
  const server = await serve(() => costPage([disk(20261121)], `${other.url}${QUERY}?$skiptoken=A`));
  await expect(readDays(server.url, '2026-11-21', '2026-11-21')).rejects.toMatchObject({
    failure: 'malformed',
  });
  expect(other.arrivals).toHaveLength(0);
});

test('takes 204 for no rows', async () => {
  const server = await serve(() => ({ status: 204 }));
  expect(await readDays(server.url, '2026-11-21', '2026-11-22')).toEqual([]);
});

test('does not take an empty object for no rows', async () => {
  const server = await serve(() => ({ body: {} }));
  await expect(readDays(server.url, '2026-11-21', '2026-11-22')).rejects.toMatchObject({
    failure: 'malformed',
  });
});

test('refuses rows of a day that was not asked for', async () => {
  const server = await serve(() => costPage([disk(20251121)]));
  await expect(readDays(server.url, '2026-11-21', '2026-11-21')).rejects.toMatchObject({
    failure: 'malformed',
    message: expect.stringContaining('2025-11-21'),
  });
});

test('accepts days without cost in the middle and at the end', async () => {
  const server = await serve(() => costPage([disk(20261119), disk(20261121)]));
  expect(await readDays(server.url, '2026-11-18', '2026-11-22')).toHaveLength(2);
  expect(server.arrivals).toHaveLength(1);
});

test('names the truncation when an answer holds the last day only and the days before it have cost', async () => {
  const server = await serve((request) =>
    JSON.parse(request.body).timePeriod.to.startsWith('2026-11-22')
      ? costPage([disk(20261122)])
      : costPage([disk(20261121)]),
  );
  await expect(readDays(server.url, '2026-11-20', '2026-11-22')).rejects.toMatchObject({
    failure: 'malformed',
    message: expect.stringContaining('short'),
    remedy: expect.stringContaining('one at a time'),
  });
});

test('believes an answer for the last day only when the days before it really have no cost', async () => {
  const server = await serve((request) =>
    JSON.parse(request.body).timePeriod.to.startsWith('2026-11-22')
      ? costPage([disk(20261122)])
      : { status: 204 },
  );
  expect(await readDays(server.url, '2026-11-20', '2026-11-22')).toHaveLength(1);
});

test.each([
  ['backwards', '2026-11-22', '2026-11-21'],
  ['of more than 31 days', '2026-10-01', '2026-11-01'],
  ['that ends after today', '2026-11-22', '2026-11-24'],
] as const)('asks Azure nothing for a range %s', async (_, from, to) => {
  const server = await serve(() => costPage([]));
  await expect(readDays(server.url, from, to)).rejects.toMatchObject({ name: 'RequestError' });
  expect(server.arrivals).toHaveLength(0);
});

test('waits the longest of the waits that Cost Management asks for in its own headers, then tries again', async () => {
  const server = await serve(() =>
    server.arrivals.length > 1
      ? costPage([disk(20261121)])
      : {
          status: 429,
          body: { error: { code: '429', message: 'Too many requests' } },
          headers: {
            'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after': '7',
            'x-ms-ratelimit-microsoft.costmanagement-entity-retry-after': '23',
            'x-ms-ratelimit-microsoft.costmanagement-clienttype-retry-after': '11',
            'x-ms-ratelimit-microsoft.costmanagement-qpu-remaining': '500',
          },
        },
  );
  const { sources, waits } = connectTo(server.url);
  expect(await sources.readCost(SUBSCRIPTION, 'effective', '2026-11-21', '2026-11-21')).toHaveLength(1);
  expect(waits).toEqual([23_000]);
});

test('gives up after four tries and passes on how long Azure asks to wait', async () => {
  const server = await serve(() => ({
    status: 429,
    body: { error: { code: '429', message: 'Too many requests' } },
    headers: { 'x-ms-ratelimit-microsoft.costmanagement-tenant-retry-after': '60' },
  }));
  await expect(readDays(server.url, '2026-11-21', '2026-11-21')).rejects.toMatchObject({
    failure: 'throttled',
    retryAfterSeconds: 60,
  });
  expect(server.arrivals).toHaveLength(4);
});

test('does not sit out a wait of many minutes', async () => {
  const server = await serve(() => ({
    status: 429,
    body: { error: { code: '429', message: 'Too many requests' } },
    headers: { 'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after': '3600' },
  }));
  const { sources, waits } = connectTo(server.url);
  await expect(sources.readCost(SUBSCRIPTION, 'effective', '2026-11-21', '2026-11-21')).rejects.toMatchObject(
    { failure: 'throttled', retryAfterSeconds: 3600 },
  );
  expect(waits).toEqual([]);
});

test('counts each page and each repetition as a call of its scope', async () => {
  const server = await serve((request, origin) =>
    request.query.has('$skiptoken')
      ? server.arrivals.length > 2
        ? costPage([disk(20261122)])
        : { status: 503, body: {} }
      : costPage([disk(20261121)], `${origin}${QUERY}?$skiptoken=A`),
  );
  const { sources, waits } = connectTo(server.url, {}, configure(server.url, {}, { callsPerMinute: 2 }));
  await sources.readCost(SUBSCRIPTION, 'billed', '2026-11-21', '2026-11-22');
  expect(server.arrivals).toHaveLength(3);
  // Two seconds before the repetition, and what is left of the minute after the first page.
  expect(waits).toEqual([2_000, 58_000]);
});

test('counts a unit of query quota for each month that is asked about', async () => {
  const server = await serve(() => ({ status: 204 }));
  const config = configure(server.url, {}, { callsPerMinute: 4 });
  const ids = Array.from({ length: 7 }, (_, index) => `00000000-0000-0000-0000-00000000000${index}`);
  const { sources, waits } = connectTo(server.url, {}, config);
  for (const id of ids) await sources.readCost(id, 'billed', '2026-10-25', '2026-11-05');
  expect(waits).toEqual([10_000]);
});

test('counts the time to answer from when its turn has come', async () => {
  const request = createPipelineRequest({ url: 'https://127.0.0.1' });
  const limits: boolean[] = [];
  const policy = createRetryPolicy({
    wait: async () => undefined,
    answerWithinMs: 60_000,
    turn: (asked, send) => {
      limits.push(asked.abortSignal !== undefined);
      return send();
    },
  });
  await policy.sendRequest(request, async (asked) => {
    limits.push(asked.abortSignal !== undefined);
    return { request: asked, status: 200, headers: createHttpHeaders() };
  });
  expect(limits).toEqual([false, true]);
});

test('reads the bill while nobody else does', async () => {
  const server = await serve(() => costPage([]));
  const events: string[] = [];
  const exclusively = async <T>(work: () => Promise<T>): Promise<T> => {
    events.push(`begin after ${server.arrivals.length}`);
    const result = await work();
    events.push(`end after ${server.arrivals.length}`);
    return result;
  };
  await connectTo(server.url, { exclusively }).sources.readCost(
    SUBSCRIPTION,
    'billed',
    '2026-11-21',
    '2026-11-22',
  );
  expect(events).toEqual(['begin after 0', 'end after 1']);
});

test('makes no more calls a minute for one scope than configured', async () => {
  const server = await serve(() => costPage([]));
  const config = configure(server.url, {}, { callsPerMinute: 2 });
  const { sources, waits } = connectTo(server.url, {}, config);
  const day = '2026-11-21';
  for (let call = 0; call < 5; call++) await sources.readCost(SUBSCRIPTION, 'billed', day, day);
  expect(waits).toEqual([60_000, 60_000]);
});
