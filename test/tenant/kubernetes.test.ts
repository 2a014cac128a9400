import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
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

interface List {
  readonly metadata: { readonly continue?: string };
  readonly items: readonly { readonly metadata: { readonly namespace?: string; readonly name: string } }[];
}

describe('the API server of a cluster', () => {
  const PODS = '/k8s/aks-payments-prod/api/v1/pods';

  it('is reached with the kubeconfig that Resource Manager hands out', async () => {
    const arm = await fetchToken(tenant);
    const cluster = tenant.world.clusters.find(({ name }) => name === 'aks-payments-prod');
    const path = `${cluster?.id}/listClusterUserCredential?api-version=2026-04-01`;
    const reply = await call(tenant, path, { method: 'POST', token: arm });
    const [given] = (reply.json as { kubeconfigs: { value: string }[] }).kubeconfigs;
    const config = new KubeConfig();
    config.loadFromString(Buffer.from(given?.value ?? '', 'base64').toString());
    expect(config.getCurrentUser()?.exec).toMatchObject({ command: 'kubelogin' });
    config.loadFromOptions({
      clusters: config.getClusters(),
      users: [{ name: 'purser', token }],
      contexts: [{ name: 'c', cluster: config.getClusters()[0]?.name ?? '', user: 'purser' }],
      currentContext: 'c',
    });
    const { items } = await config.makeApiClient(CoreV1Api).listNode();
    expect(items.length).toBeGreaterThan(3);
    expect(items[0]?.metadata?.labels).toHaveProperty('agentpool');
  });

  it('wants a token of its own audience', async () => {
    const reply = await call(tenant, PODS, { token: await fetchToken(tenant) });
    expect(reply.status).toBe(401);
    expect(reply.json).toMatchObject({ kind: 'Status', reason: 'Unauthorized' });
  });

  it('gives its lists in pages that hold every item once', async () => {
    const names: string[] = [];
    let next: string | undefined;
    do {
      const query = new URLSearchParams({ limit: '50', ...(next ? { continue: next } : {}) });
      const page = (await call(tenant, `${PODS}?${query}`, { token })).json as List;
      expect(page.items.length).toBeLessThanOrEqual(50);
      names.push(...page.items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
      next = page.metadata.continue;
    } while (next);
    const whole = (await call(tenant, PODS, { token })).json as List;
    expect(names).toHaveLength(whole.items.length);
    expect(new Set(names).size).toBe(names.length);
  });

  it('says 410 to a continue that it never gave', async () => {
    const reply = await call(tenant, `${PODS}?limit=5&continue=abc`, { token });
    expect([reply.status, (reply.json as { reason: string }).reason]).toEqual([410, 'Expired']);
  });

  it('has labels that are missing, wrong, hostile and written with several keys', async () => {
    const { json } = await call(tenant, '/k8s/aks-shared-prod/api/v1/namespaces', { token });
    const items = (json as { items: { metadata: { name: string; labels: Record<string, string> } }[] }).items;
    const labels = new Map(items.map(({ metadata }) => [metadata.name, metadata.labels]));
    expect(labels.get('legacy-batch')).toEqual({});
    expect(labels.get('partner-portal')).toMatchObject({ team: 'team-phoenix' });
    expect(labels.get('promo-sandbox')).toMatchObject({ team: '=HYPERLINK("http://x")' });
    expect(labels.get('mobile-bff')).toMatchObject({ 'app.kubernetes.io/team': 'mobile' });
    expect(labels.get('loyalty-points')?.['team-display']).toContain('<img');
  });
});
