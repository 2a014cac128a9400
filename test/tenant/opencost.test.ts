import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTenant, type Tenant } from '../../local/tenant/server.ts';
import { AKS_AUDIENCE, call, fetchToken } from './caller.ts';

let tenant: Tenant;
let token: string;

beforeAll(async () => {
  tenant = await startTenant({ today: '2026-11-23' });
  token = await fetchToken(tenant, AKS_AUDIENCE);
});
afterAll(() => tenant.close());

type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Allocation {
  readonly code: number;
  readonly status?: string;
  readonly data: readonly Rows[];
}

describe('the allocation of a cluster', () => {
  const WINDOW = 'window=2026-11-18T00:00:00Z,2026-11-19T00:00:00Z';
  const BY = 'aggregate=namespace,controllerKind,controller';
  const OPENCOST = '/opencost/aks-shared-prod/allocation';
  const KUBECOST = '/kubecost/aks-payments-prod/model/allocation';
  const PROXY = '/k8s/aks-devtest/api/v1/namespaces/opencost/services/opencost:9003/proxy/allocation';

  async function ask(path: string): Promise<Allocation> {
    const reply = await call(tenant, path, { token });
    expect(reply.status).toBe(200);
    return reply.json as Allocation;
  }

  function totalOf(rows: Rows): number {
    return Object.values(rows).reduce((sum, row) => sum + Number(row.totalCost), 0);
  }

  it('is the whole cost of the nodes when idle is asked for, whatever it is grouped by', async () => {
    const [fine = {}] = (await ask(`${OPENCOST}?${WINDOW}&${BY}&includeIdle=true`)).data;
    const [coarse = {}] = (await ask(`${OPENCOST}?${WINDOW}&aggregate=namespace&includeIdle=true`)).data;
    expect(Object.keys(fine).length).toBeGreaterThan(Object.keys(coarse).length);
    expect(totalOf(fine)).toBeCloseTo(totalOf(coarse), 2);
    expect(fine).toHaveProperty('__idle__');
    expect(Object.values(fine).some((row) => String(row.name).startsWith('__unmounted__/'))).toBe(true);
  });

  it('leaves idle out by default in OpenCost, and has it by default in Kubecost', async () => {
    expect((await ask(`${OPENCOST}?${WINDOW}&${BY}`)).data[0]).not.toHaveProperty('__idle__');
    expect((await ask(`${KUBECOST}?${WINDOW}&${BY}`)).data[0]).toHaveProperty('__idle__');
    expect((await ask(`${KUBECOST}?${WINDOW}&${BY}&includeIdle=false`)).data[0]).toHaveProperty('__idle__');
    expect((await ask(`${KUBECOST}?${WINDOW}&${BY}&idle=false`)).data[0]).not.toHaveProperty('__idle__');
  });

  it('is divided by node where that is asked for, with the same totals', async () => {
    const byNode = BY.replace('aggregate=', 'aggregate=node,');
    const [rows = {}] = (await ask(`${OPENCOST}?${WINDOW}&${byNode}&includeIdle=true`)).data;
    const [whole = {}] = (await ask(`${OPENCOST}?${WINDOW}&${BY}&includeIdle=true`)).data;
    expect(totalOf(rows)).toBeCloseTo(totalOf(whole), 1);
    const [key, trainer] =
      Object.entries(rows).find(([name]) => name.endsWith(':fraud-models-trainer')) ?? [];
    expect(key).toMatch(/^aks-gpu-\d{8}-vmss00000[01]\/fraud-models\/job\/job:/);
    expect(trainer).toMatchObject({ properties: { labels: { agentpool: 'gpu' } } });
    expect(Number(trainer?.gpuHours)).toBeGreaterThan(10);
    expect(Number(trainer?.gpuCost)).toBeGreaterThan(0);
  });

  it('names the node of a workload that runs on one only, whatever it is grouped by', async () => {
    const [rows = {}] = (await ask(`${OPENCOST}?${WINDOW}&${BY}`)).data;
    const nodes = Object.values(rows).map((row) => (row.properties as { node?: string }).node);
    expect(nodes.filter((node) => node !== undefined).length).toBeGreaterThan(0);
    expect(nodes.filter((node) => node === undefined).length).toBeGreaterThan(0);
  });

  it('splits idle by node in Kubecost when told to, and never in OpenCost', async () => {
    const byNode = 'idleByNode=true&splitIdle=true';
    const [split = {}] = (await ask(`${KUBECOST}?${WINDOW}&${BY}&${byNode}`)).data;
    const [whole = {}] = (await ask(`${KUBECOST}?${WINDOW}&${BY}&idleByNode=true`)).data;
    const idleOf = (rows: Rows) => Object.entries(rows).filter(([key]) => key.endsWith('__idle__'));
    expect(idleOf(whole).map(([key]) => key)).toEqual(['__idle__']);
    expect(idleOf(split).length).toBeGreaterThan(2);
    expect(idleOf(split).map(([key]) => key)).not.toContain('__idle__');
    expect(totalOf(Object.fromEntries(idleOf(split)))).toBeCloseTo(
      totalOf(Object.fromEntries(idleOf(whole))),
      3,
    );
    const [opencost = {}] = (await ask(`${OPENCOST}?${WINDOW}&${BY}&includeIdle=true&${byNode}`)).data;
    expect(idleOf(opencost).map(([key]) => key)).toEqual(['__idle__']);
  });

  it('drops a grouping it does not know: one row without a name for the whole cluster', async () => {
    const [rows = {}] = (await ask(`${OPENCOST}?${WINDOW}&aggregate=workload`)).data;
    expect(Object.keys(rows)).toEqual(['']);
  });

  it('rounds every number to five decimals by itself and sanitises the names of labels', async () => {
    const [rows = {}] = (await ask(`${OPENCOST}?${WINDOW}&${BY}`)).data;
    const row = rows['mobile-bff/deployment/deployment:mobile-bff-api'];
    expect(row?.properties).toMatchObject({
      namespace: 'mobile-bff',
      controllerKind: 'deployment',
      controller: 'mobile-bff-api',
      labels: { app_kubernetes_io_team: 'mobile', app_kubernetes_io_name: 'mobile-bff-api' },
    });
    expect(String(row?.cpuCost)).toMatch(/^\d+(\.\d{1,5})?$/);
  });

  it('keeps of the labels only what the merged rows share', async () => {
    const [rows = {}] = (await ask(`${OPENCOST}?${WINDOW}&aggregate=namespace`)).data;
    const properties = rows['mobile-bff']?.properties as { labels: object };
    expect(properties.labels).toHaveProperty('app_kubernetes_io_team');
    expect(properties.labels).not.toHaveProperty('app_kubernetes_io_name');
  });

  it('gives a set a day when asked for steps, and the days sum to the whole', async () => {
    const window = 'window=2026-11-16T00:00:00Z,2026-11-19T00:00:00Z';
    const days = (await ask(`${OPENCOST}?${window}&aggregate=namespace&step=1d&includeIdle=true`)).data;
    const [whole = {}] = (await ask(`${OPENCOST}?${window}&aggregate=namespace&includeIdle=true`)).data;
    expect(days).toHaveLength(3);
    expect(days.reduce((sum, rows) => sum + totalOf(rows), 0)).toBeCloseTo(totalOf(whole), 2);
  });

  it('answers a bad window in plain text', async () => {
    const reply = await call(tenant, `${OPENCOST}?window=lately&${BY}`);
    expect(reply.status).toBe(400);
    expect(reply.headers['content-type']).toMatch(/^text\/plain/);
  });

  it('has no status in the envelope of Kubecost', async () => {
    const answer = await ask(`${KUBECOST}?${WINDOW}&${BY}`);
    expect([answer.code, answer.status]).toEqual([200, undefined]);
    expect((await ask(`${OPENCOST}?${WINDOW}&${BY}`)).status).toBe('success');
  });

  it('is reached through the proxy of the API server, with a token', async () => {
    const [rows = {}] = (await ask(`${PROXY}?${WINDOW}&${BY}`)).data;
    expect(Object.keys(rows).length).toBeGreaterThan(100);
    expect((await call(tenant, `${PROXY}?${WINDOW}&${BY}`)).status).toBe(401);
    const encoded = PROXY.replace('opencost:9003', 'opencost%3A9003');
    expect((await call(tenant, `${encoded}?${WINDOW}&${BY}`, { token })).status).toBe(404);
  });

  it('is turned away once on some days, by one cluster', async () => {
    const refused: number[] = [];
    for (let day = 1; day <= 30; day++) {
      const from = `2026-10-${String(day).padStart(2, '0')}T00:00:00Z`;
      const to = `2026-10-${String(day).padStart(2, '0')}T12:00:00Z`;
      const path = `${KUBECOST}?window=${from},${to}&${BY}`;
      const first = await call(tenant, path);
      if (first.status !== 200) refused.push(first.status);
      expect((await call(tenant, path)).status).toBe(200);
    }
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(10);
    expect(refused.every((status) => status === 429 || status === 503)).toBe(true);
  });
});
