import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeDemoConfig } from '../../local/tenant/config.ts';
import { startTenant, type Tenant } from '../../local/tenant/server.ts';
import { DEVELOPMENT, PRODUCTION } from '../../local/tenant/world/clusters.ts';
import { ConfigSchema } from '../../shared/config/schema.ts';
import { summarizeInitiatives } from '../../shared/governance/initiative.ts';
import { observePolicy } from '../../shared/governance/policy.ts';
import { reviewExemptions } from '../../shared/governance/policyExemption.ts';
import type { KubernetesState } from '../../shared/model/estate.ts';
import type { PolicyState } from '../../shared/model/governance.ts';
import { createAzureSources } from '../../shared/sources/azure/sources.ts';
import { createClusterSources } from '../../shared/sources/kubernetes/clusterSources.ts';
import { AKS_AUDIENCE, fetchToken } from './caller.ts';

const DAY = '2026-11-23';

let tenant: Tenant;
let policy: ReadonlyMap<string, PolicyState>;
let kubernetes: ReadonlyMap<string, KubernetesState>;
let inventory: Awaited<ReturnType<ReturnType<typeof createAzureSources>['readInventory']>>;

beforeAll(async () => {
  tenant = await startTenant({ today: DAY });
  const tokens = { azure: await fetchToken(tenant), aks: await fetchToken(tenant, AKS_AUDIENCE) };
  const addresses = {
    tenantUrl: tenant.url,
    smtpPort: 25,
    teamsInboxUrl: 'http://t',
    reportBaseUrl: 'http://r',
  };
  const config = ConfigSchema.parse(parse(writeDemoConfig(addresses)));
  const parts = {
    credential: {
      getToken: async (scopes: string | string[]) => ({
        token: String(scopes).startsWith(AKS_AUDIENCE) ? tokens.aks : tokens.azure,
        expiresOnTimestamp: Date.now() + 3_600_000,
      }),
    },
    clock: { now: () => new Date(`${DAY}T02:00:00Z`) },
    tlsCa: tenant.caPem,
  };
  const azure = createAzureSources(config, { ...parts, log: () => undefined });
  const inside = createClusterSources(config, { ...parts, environment: {} });
  inventory = await azure.readInventory();
  policy = new Map([
    [PRODUCTION, await azure.readPolicy(PRODUCTION)],
    [DEVELOPMENT, await azure.readPolicy(DEVELOPMENT)],
  ]);
  kubernetes = new Map(
    await Promise.all(
      inventory.clusters.map(async (cluster) => [cluster.id, await inside.readKubernetes(cluster)] as const),
    ),
  );
});
afterAll(() => tenant.close());

describe('what the real sources read of the tenant’s policies', () => {
  it('is all of it, without a warning', () => {
    expect([...policy.values()].flatMap(({ warnings }) => warnings)).toEqual([]);
    expect([...policy.values()].map(({ componentsLost }) => componentsLost)).toEqual([0, 0]);
    expect([...kubernetes.values()].flatMap(({ warnings }) => warnings)).toEqual([]);
    expect([...kubernetes.values()].every(({ constraintsRead }) => constraintsRead)).toBe(true);
  });

  it('has initiatives by name with their denominators', () => {
    const initiatives = summarizeInitiatives(policy).filter(({ isInitiative }) => isInitiative);
    expect(initiatives.map(({ name, assignments }) => [name, assignments])).toEqual([
      ['Contoso baseline for clusters and registries', 2],
      [expect.stringMatching(/^Deployment safeguards/), 2],
    ]);
    for (const { resources, policies } of initiatives) {
      expect(Object.values(resources).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(3);
      expect(policies.nonCompliant).toBeGreaterThan(0);
      expect(policies.nonCompliant).toBeLessThanOrEqual(policies.total);
    }
  });

  it('has an exemption that ends soon and spares a cluster, one that ended, and one without an end', () => {
    const reviewed = reviewExemptions(policy, DAY);
    expect(
      reviewed.map(({ exemption, state, spares }) => [exemption.category, state, spares > 0]).sort(),
    ).toEqual([
      ['mitigated', 'active', true],
      ['waiver', 'expired', false],
      ['waiver', 'expiring', true],
    ]);
  });

  it('has constraints that see what Azure Policy sees, with all violations counted', () => {
    const observe = (inside: typeof kubernetes) => {
      const { components } = observePolicy({ day: DAY, inventory, policy, kubernetes: inside });
      return components.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    };
    const seen = observe(kubernetes);
    const ofAzure = observe(
      new Map([...kubernetes].map(([id, state]) => [id, { ...state, constraints: [] }])),
    );
    expect(seen.filter(({ source }) => source === 'gatekeeper')).toEqual([]);
    expect(seen.map(({ id }) => id)).toEqual(ofAzure.map(({ id }) => id));
    expect(ofAzure.length).toBeGreaterThan(20);
    const told = seen.filter(({ detail }) => /\(\d+ violations? in the cluster\): /.test(detail));
    expect(told.length).toBeGreaterThan(10);
    const constraints = [...kubernetes.values()].flatMap((state) => state.constraints);
    expect(
      constraints.some(({ totalViolations = 0, violations }) => totalViolations > violations.length),
    ).toBe(true);
    expect(constraints.every(({ definitionId }) => definitionId.startsWith('/providers/'))).toBe(true);
  });
});
