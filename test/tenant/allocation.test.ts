import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeDemoConfig } from '../../local/tenant/config.ts';
import { allocationOf } from '../../local/tenant/money/allocation.ts';
import { startTenant, type Tenant } from '../../local/tenant/server.ts';
import { ConfigSchema } from '../../shared/config/schema.ts';
import type { AllocationDay } from '../../shared/model/cost.ts';
import { toArmId } from '../../shared/model/estate.ts';
import { formatExact } from '../../shared/model/money.ts';
import { createClusterSources } from '../../shared/sources/kubernetes/clusterSources.ts';
import { AKS_AUDIENCE, fetchToken } from './caller.ts';

const DAY = '2026-11-18';
let tenant: Tenant;
const days = new Map<string, AllocationDay>();

beforeAll(async () => {
  tenant = await startTenant({ today: '2026-11-23' });
  const tokens = { azure: await fetchToken(tenant), aks: await fetchToken(tenant, AKS_AUDIENCE) };
  const addresses = {
    tenantUrl: tenant.url,
    smtpPort: 25,
    teamsInboxUrl: 'http://t',
    reportBaseUrl: 'http://r',
  };
  const sources = createClusterSources(ConfigSchema.parse(parse(writeDemoConfig(addresses))), {
    credential: {
      getToken: async (scopes) => ({
        token: String(scopes).startsWith(AKS_AUDIENCE) ? tokens.aks : tokens.azure,
        expiresOnTimestamp: Date.now() + 3_600_000,
      }),
    },
    clock: { now: () => new Date('2026-11-23T02:00:00Z') },
    environment: {},
    tlsCa: tenant.caPem,
  });
  for (const { id, name, subscriptionId, resourceGroup, nodeResourceGroup, location } of tenant.world
    .clusters) {
    const cluster = {
      ...{ id: toArmId(id), name, subscriptionId, resourceGroup, nodeResourceGroup, location },
      ...{
        kubernetesVersion: '1.33',
        tags: {},
        fqdn: '',
        running: true,
        defenderSensor: false,
        policyAddon: false,
      },
    };
    days.set(name, await sources.readAllocation(cluster, DAY));
  }
});
afterAll(() => tenant.close());

/** A figure of the tenant's own books by node pool, which the name of each node tells. */
function sumBooks(cluster: string, kind: string, figure: 'cpuCost' | 'ramCost' | 'gpuCost' | 'gpuHours') {
  const sums = new Map<string, number>();
  for (const part of allocationOf(tenant.world, cluster, DAY)) {
    if (part.kind !== kind) continue;
    const pool = part.node.split('-')[1] ?? '';
    sums.set(pool, (sums.get(pool) ?? 0) + part[figure]);
  }
  return sums;
}

describe.each(['aks-devtest', 'aks-payments-prod', 'aks-shared-prod'])('what is read of %s', (name) => {
  it('tells every workload’s node pools and asks and use, without a warning', () => {
    const day = days.get(name);
    const workloads = day?.rows.filter(({ kind }) => kind === 'workload') ?? [];
    expect(workloads.length).toBeGreaterThan(50);
    expect(day?.warnings).toEqual([]);
    expect(workloads.filter((row) => row.nodePool === '' || !row.requested || !row.used)).toEqual([]);
  });

  it.each(['idle', 'workload'] as const)(
    'has the %s cost of each node pool that the tenant’s books have',
    (kind) => {
      const rows = days.get(name)?.rows.filter((row) => row.kind === kind) ?? [];
      for (const [resource, figure] of [
        ['cpu', 'cpuCost'],
        ['ram', 'ramCost'],
        ['gpu', 'gpuCost'],
      ] as const) {
        for (const [pool, expected] of sumBooks(name, kind, figure)) {
          const own = rows
            .filter(({ nodePool }) => nodePool === pool)
            .map(({ cost }) => Number(formatExact(cost[resource])));
          expect(own.reduce((sum, each) => sum + each, 0)).toBeCloseTo(expected, 2);
        }
      }
    },
  );
});

describe('the pool with graphics processors', () => {
  it('is used by the two teams that train models, and by what runs on every node', () => {
    const rows = days.get('aks-shared-prod')?.rows.filter((row) => row.nodePool === 'gpu') ?? [];
    const users = rows.filter(({ gpuHours }) => gpuHours > 0).map(({ namespace }) => namespace);
    expect(users.toSorted()).toEqual(['fraud-models', 'lending-scoring']);
    expect(
      new Set(rows.filter(({ gpuHours }) => gpuHours === 0).map(({ controllerKind }) => controllerKind)),
    ).toEqual(new Set(['', 'daemonset']));
    const hours = rows.reduce((sum, row) => sum + row.gpuHours, 0);
    expect(hours).toBeCloseTo(sumBooks('aks-shared-prod', 'workload', 'gpuHours').get('gpu') ?? -1, 3);
  });
});
