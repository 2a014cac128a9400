import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { describePods } from '../../local/tenant/api/kubernetesObjects.ts';
import { writeDemoConfig } from '../../local/tenant/config.ts';
import { startTenant, type Tenant } from '../../local/tenant/server.ts';
import { DEVELOPMENT, PRODUCTION, WORKSPACE_ID } from '../../local/tenant/world/clusters.ts';
import { type Config, ConfigSchema } from '../../shared/config/schema.ts';
import { observePosture } from '../../shared/governance/posture.ts';
import type { Inventory, KubernetesState } from '../../shared/model/estate.ts';
import type { PostureState } from '../../shared/model/posture.ts';
import { createAzureSources } from '../../shared/sources/azure/sources.ts';
import { PodSchema } from '../../shared/sources/kubernetes/objects.ts';
import { gatherWorkloads } from '../../shared/sources/kubernetes/workloads.ts';
import { checkModel } from './apiDefinitions.ts';
import { call, fetchToken } from './caller.ts';
import { DATA } from './contracts.ts';

let tenant: Tenant;
let token: string;
let config: Config;
let inventory: Inventory;
const posture = new Map<string, PostureState>();
const kubernetes = new Map<string, KubernetesState>();

beforeAll(async () => {
  tenant = await startTenant({ today: '2026-11-23' });
  token = await fetchToken(tenant);
  const addresses = {
    tenantUrl: tenant.url,
    smtpPort: 25,
    teamsInboxUrl: 'http://t',
    reportBaseUrl: 'http://r',
  };
  config = ConfigSchema.parse(parse(writeDemoConfig(addresses)));
  const sources = createAzureSources(config, {
    credential: { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    clock: { now: () => new Date('2026-11-23T02:00:00Z') },
    tlsCa: tenant.caPem,
  });
  inventory = await sources.readInventory();
  for (const id of [PRODUCTION, DEVELOPMENT]) posture.set(id, await sources.readPosture(id));
  for (const { id, name } of inventory.clusters) {
    const pods = PodSchema.array().parse(describePods(tenant.world, name));
    const workloads = gatherWorkloads(pods);
    kubernetes.set(id, {
      ...{ namespaces: [], workloads, nodes: [] },
      ...{ constraints: [], constraintsRead: false, warnings: [] },
    });
  }
});
afterAll(() => tenant.close());

function observe() {
  const read = { policy: new Map(), defender: new Map(), posture, kubernetes };
  return observePosture({
    ...read,
    day: '2026-11-23',
    inventory,
    postureSettings: config.governance.posture,
  });
}

describe('the posture of the demo tenant', () => {
  it('is read in full', () => {
    for (const state of posture.values()) {
      expect(state.warnings).toEqual([]);
      expect(state.locationAssignments).toHaveLength(1);
    }
    expect(posture.get(PRODUCTION)?.activityLog).toEqual([
      { workspaceId: WORKSPACE_ID.toLowerCase(), days: 90 },
    ]);
  });

  it('is a mixture: the payments cluster is in the best shape, that for tests in the worst', () => {
    const byCluster = Map.groupBy(observe().resources, ({ clusterName }) => clusterName);
    const controls = (name: string) => (byCluster.get(name) ?? []).map(({ control }) => control).sort();
    expect(controls('aks-payments-prod')).toEqual(['private-cluster', 'supported-version']);
    expect(controls('aks-shared-prod')).toEqual(
      expect.arrayContaining(['control-plane-audit-logs', 'local-accounts', 'node-image-age']),
    );
    expect(controls('aks-devtest')).toEqual(
      expect.arrayContaining(['defender-sensor', 'entra-integration', 'network-policy']),
    );
    expect(controls('aks-devtest').length).toBeGreaterThan(controls('aks-shared-prod').length);
    expect(controls('')).toEqual(
      expect.arrayContaining(['registry-admin-account', 'activity-log-retention', 'allowed-locations']),
    );
  });

  it('has a few careless workloads in every cluster, and more of them in development', () => {
    const found = observe().components;
    const share = (name: string) => {
      const cluster = inventory.clusters.find((one) => one.name === name)?.id ?? '';
      const careless = new Set(
        found
          .filter(({ clusterId }) => clusterId === cluster)
          .map((one) => `${one.namespace}/${one.workload}`),
      );
      return careless.size / (kubernetes.get(cluster)?.workloads.length ?? 0);
    };
    for (const { name } of inventory.clusters) {
      expect(share(name)).toBeGreaterThan(0.05);
      expect(share(name)).toBeLessThan(0.6);
    }
    expect(share('aks-devtest')).toBeGreaterThan(share('aks-payments-prod'));
  });

  it('refuses what it has nothing of, as Resource Manager does', async () => {
    const settings = 'providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview';
    const unknown = inventory.clusters[0]?.id.replace(/[^/]+$/, 'gone');
    expect((await call(tenant, `${unknown}/${settings}`, { token })).status).toBe(404);
    expect((await call(tenant, `/subscriptions/${PRODUCTION}/${settings}`)).status).toBe(401);
    const bare = `/subscriptions/${PRODUCTION}/providers/Microsoft.Insights/diagnosticSettings`;
    expect((await call(tenant, bare, { token })).status).toBe(400);
    expect((await call(tenant, `${bare}?api-version=1`, { token, method: 'PUT' })).status).toBe(405);
  });
});

describe.skipIf(!existsSync(DATA))('recorded: the posture of the demo tenant and the contracts', () => {
  it('answers supported versions as KubernetesVersionListResult of 2026-04-01', async () => {
    const path = `/subscriptions/${PRODUCTION}/providers/Microsoft.ContainerService/locations/westeurope/kubernetesVersions`;
    const { json } = await call(tenant, `${path}?api-version=2026-04-01`, { token });
    expect(
      checkModel('ContainerService/2026-04-01/ManagedClusters', 'KubernetesVersionListResult')(json),
    ).toEqual([]);
  });
});
