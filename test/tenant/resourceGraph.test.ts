import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTenant, type Tenant } from '../../local/tenant/server.ts';
import { DEVELOPMENT } from '../../local/tenant/world/clusters.ts';
import { call, fetchToken } from './caller.ts';

let tenant: Tenant;
let token: string;

beforeAll(async () => {
  tenant = await startTenant({ today: '2026-11-23' });
  token = await fetchToken(tenant);
});
afterAll(() => tenant.close());

describe('Resource Graph', () => {
  interface GraphPage {
    readonly totalRecords: number;
    readonly count: number;
    readonly data: readonly { readonly id: string }[];
    readonly $skipToken?: string;
  }

  async function ask(query: string, options: object = {}, rest: object = {}): Promise<GraphPage> {
    const path = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
    const body = { query, options: { resultFormat: 'objectArray', ...options }, ...rest };
    const reply = await call(tenant, path, { token, body });
    expect(reply.status).toBe(200);
    expect(reply.headers['x-ms-user-quota-remaining']).toBeDefined();
    return reply.json as GraphPage;
  }

  const COMPONENTS = "policyresources | where type =~ 'microsoft.policyinsights/componentpolicystates'";

  async function readPages(query: string): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let options: object = { $top: 200 }; ; ) {
      const page = await ask(query, options);
      ids.push(...page.data.map((row) => row.id));
      if (!page.$skipToken) return ids;
      options = { $top: 200, $skipToken: page.$skipToken };
    }
  }

  it('pages by offset: every row once when sorted by id', async () => {
    const ids = await readPages(`${COMPONENTS} | order by id asc`);
    const { totalRecords } = await ask(`${COMPONENTS} | order by id asc`);
    expect(ids).toHaveLength(totalRecords);
    expect(new Set(ids).size).toBe(totalRecords);
  });

  it('loses and repeats rows when the query is not sorted', async () => {
    const ids = await readPages(COMPONENTS);
    expect(new Set(ids).size).toBeLessThan(ids.length);
  });

  it('gives no skip token when the projection has no id', async () => {
    const page = await ask(`${COMPONENTS} | project name | order by id asc`, { $top: 5 });
    expect(page.$skipToken).toBeUndefined();
    expect(page).toMatchObject({ count: 5, resultTruncated: 'true' });
  });

  it('filters by what the query says', async () => {
    const query = `${COMPONENTS}
      | extend kind = tolower(tostring(properties.componentType))
      | where tostring(properties.complianceState) in~ ('nonCompliant') and (kind == 'pod' or kind == 'service')
      | project id, kind, state = tostring(properties.complianceState)
      | order by id asc`;
    const { data } = await ask(query);
    expect(data.length).toBeGreaterThan(0);
    expect(data.every((row) => Object.keys(row).join() === 'id,kind,state')).toBe(true);
    expect(new Set(data.map((row) => JSON.stringify({ ...row, id: '' })))).toEqual(
      new Set(['{"id":"","kind":"pod","state":"NonCompliant"}']),
    );
  });

  it('shows only the subscriptions that were asked for, without complaint', async () => {
    const query = "resources | where type =~ 'microsoft.containerservice/managedclusters' | order by id asc";
    const some = await ask(query, {}, { subscriptions: [DEVELOPMENT, 'not-one-of-ours'] });
    expect(some.data.map((row) => row.id.split('/').at(-1))).toEqual(['aks-devtest']);
  });

  it.each([
    'resources | summarize count()',
    'resources | where type matches regex "a"',
    "resources | where type =~ 'microsoft.compute/virtualmachines'",
    'resources',
    '',
  ])('refuses what it does not understand: %s', async (query) => {
    const reply = await call(tenant, '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01', {
      token,
      body: { query, options: { resultFormat: 'objectArray' } },
    });
    expect(reply.status).toBe(400);
    expect(reply.json).toMatchObject({ error: { details: [{ code: 'InvalidQuery' }] } });
  });

  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };

  it('serves @azure/arm-resourcegraph', async () => {
    const client = new ResourceGraphClient(credential, {
      endpoint: tenant.url,
      tlsOptions: { ca: tenant.caPem },
    });
    const answer = await client.resources({
      query: "resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | order by id asc",
      options: { resultFormat: 'objectArray' },
    });
    expect(answer.totalRecords).toBe(2);
  });
});
