import { CostManagementClient } from '@azure/arm-costmanagement';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { THROTTLED_CALL } from '../../local/tenant/api/costQuery.ts';
import { describeWorld } from '../../local/tenant/money/ledger.ts';
import { startTenant, type Tenant } from '../../local/tenant/server.ts';
import { DEVELOPMENT, PRODUCTION } from '../../local/tenant/world/clusters.ts';
import { formatExact, parseAmount, sumAmounts } from '../../shared/model/money.ts';
import { call, fetchToken, type Reply } from './caller.ts';

interface CostPage {
  readonly properties: {
    readonly nextLink: string | null;
    readonly columns: readonly { readonly name: string }[];
    readonly rows: readonly (readonly (string | number)[])[];
  };
}

let tenant: Tenant;
let token: string;

beforeEach(async () => {
  tenant = await startTenant({ today: '2026-11-23' });
  token = await fetchToken(tenant);
});
afterEach(() => tenant.close());

const COST_PATH = `/subscriptions/${PRODUCTION}/providers/Microsoft.CostManagement/query?api-version=2022-10-01`;

function costQuery(type: string, grouping: readonly string[], from = '2026-10-01', to = '2026-10-31') {
  return {
    type,
    timeframe: 'Custom',
    timePeriod: { from: `${from}T00:00:00Z`, to: `${to}T23:59:59Z` },
    dataset: {
      granularity: 'Daily',
      aggregation: { totalCost: { name: 'Cost', function: 'Sum' } },
      grouping: grouping.map((name) => ({ type: 'Dimension', name })),
    },
  };
}

describe('the cost query', () => {
  async function readAll(body: unknown): Promise<CostPage['properties']['rows']> {
    const rows: (readonly (string | number)[])[] = [];
    for (let url: string | null = COST_PATH; url !== null; ) {
      const reply: Reply = await call(tenant, url, { token, body });
      if (reply.status === 429) continue;
      expect(reply.status).toBe(200);
      const page = reply.json as CostPage;
      rows.push(...page.properties.rows);
      url = page.properties.nextLink;
    }
    return rows;
  }

  it.each([
    ['AmortizedCost', 'effective', ['ResourceId', 'MeterCategory']],
    ['ActualCost', 'billed', ['ResourceGroupName', 'ChargeType']],
    ['ActualCost', 'billed', ['MeterCategory']],
    ['AmortizedCost', 'effective', []],
  ] as const)(
    'pages through %s (%s) by %j to exactly what the ledger says',
    async (type, metric, grouping) => {
      const rows = await readAll(costQuery(type, grouping));
      const sum = sumAmounts(rows.map((row) => parseAmount(row[0] ?? '') ?? 0n));
      const total = describeWorld(tenant.world, { from: '2026-10-01', to: '2026-10-31' }).totals.find(
        (each) => each.subscriptionId === PRODUCTION && each.metric === metric,
      );
      expect(formatExact(sum)).toBe(formatExact(total?.amount ?? 0n));
      expect(new Set(rows.map((row) => row[1])).size).toBe(31);
    },
  );

  it('puts the cost first, then the day as a number, the groupings, the currency', async () => {
    const { json } = await call(tenant, COST_PATH, {
      token,
      body: costQuery('ActualCost', ['ResourceId', 'MeterCategory']),
    });
    const { columns, rows } = (json as CostPage).properties;
    expect(columns.map((column) => column.name)).toEqual([
      'Cost',
      'UsageDate',
      'ResourceId',
      'MeterCategory',
      'Currency',
    ]);
    expect(rows).toHaveLength(1000);
    expect(rows[0]).toEqual([expect.any(Number), 20261001, expect.any(String), expect.any(String), 'EUR']);
  });

  it('gives its second page to POST only', async () => {
    const body = costQuery('ActualCost', ['ResourceId', 'MeterCategory']);
    const first = await call(tenant, COST_PATH, { token, body });
    const link = (first.json as CostPage).properties.nextLink ?? '';
    expect(link).toContain('$skiptoken=');
    expect((await call(tenant, link, { token })).status).toBe(405);
    expect((await call(tenant, link, { token, body })).status).toBe(200);
  });

  it('answers 204 where there is nothing', async () => {
    const reply = await call(tenant, COST_PATH, {
      token,
      body: costQuery('ActualCost', ['ResourceId'], '2025-01-01', '2025-01-31'),
    });
    expect([reply.status, reply.text]).toEqual([204, '']);
  });

  it('refuses three groupings, an unknown dimension, an unknown subscription, a missing version', async () => {
    const ask = async (path: string, grouping: readonly string[]) =>
      (await call(tenant, path, { token, body: costQuery('ActualCost', grouping) })).status;
    expect(await ask(COST_PATH, ['ResourceId', 'MeterCategory', 'ChargeType'])).toBe(400);
    expect(await ask(COST_PATH, ['Shoe size'])).toBe(400);
    expect(await ask(COST_PATH.replace(PRODUCTION, '33333333-aaaa-4bbb-8ccc-000000000003'), [])).toBe(404);
    expect(await ask(COST_PATH.replace(/\?.*/, ''), [])).toBe(400);
  });

  it('turns every so many calls away with headers of its own and no Retry-After', async () => {
    const replies: Reply[] = [];
    for (let count = 0; count < THROTTLED_CALL + 1; count++) {
      replies.push(await call(tenant, COST_PATH, { token, body: costQuery('ActualCost', []) }));
    }
    const throttled = replies.filter((reply) => reply.status === 429);
    expect(throttled).toHaveLength(1);
    expect(throttled[0]?.headers['x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after']).toBe('1');
    expect(throttled[0]?.headers).not.toHaveProperty('retry-after');
    expect(replies.at(-1)?.status).toBe(200);
  });

  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };

  it('serves @azure/arm-costmanagement', async () => {
    const client = new CostManagementClient(credential, {
      endpoint: tenant.url,
      tlsOptions: { ca: tenant.caPem },
    });
    const { timePeriod, ...query } = costQuery('ActualCost', ['MeterCategory'], '2026-11-22', '2026-11-22');
    const answer = await client.query.usage(`subscriptions/${DEVELOPMENT}`, {
      ...query,
      timePeriod: { from: new Date(timePeriod.from), to: new Date(timePeriod.to) },
    });
    expect(answer.rows?.map((row) => row[2])).toContain('Virtual Machines');
  });
});
