import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeDemoConfig } from '../../local/tenant/config.ts';
import { billOf } from '../../local/tenant/money/bill.ts';
import { startTenant, type Tenant } from '../../local/tenant/server.ts';
import { DEVELOPMENT, PRODUCTION } from '../../local/tenant/world/clusters.ts';
import { ConfigSchema } from '../../shared/config/schema.ts';
import type { TaggedResource } from '../../shared/model/estate.ts';
import { createAzureSources } from '../../shared/sources/azure/sources.ts';
import { fetchToken } from './caller.ts';

let tenant: Tenant;
let production: readonly TaggedResource[];
let development: readonly TaggedResource[];

beforeAll(async () => {
  tenant = await startTenant({ today: '2026-11-23' });
  const token = await fetchToken(tenant);
  const addresses = {
    tenantUrl: tenant.url,
    smtpPort: 25,
    teamsInboxUrl: 'http://t',
    reportBaseUrl: 'http://r',
  };
  const sources = createAzureSources(ConfigSchema.parse(parse(writeDemoConfig(addresses))), {
    credential: { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    clock: { now: () => new Date('2026-11-23T02:00:00Z') },
    tlsCa: tenant.caPem,
  });
  production = await sources.readResources(PRODUCTION);
  development = await sources.readResources(DEVELOPMENT);
});
afterAll(() => tenant.close());

const named = (key: string): TaggedResource[] => production.filter(({ tags }) => tags[key] !== undefined);

describe('the tagged resources of the demo tenant', () => {
  it('are a scale set for each node pool', () => {
    expect(named('aks-managed-poolname').map(({ tags }) => tags['aks-managed-poolname'])).toEqual(
      expect.arrayContaining(['system', 'secure', 'general', 'batch', 'gpu']),
    );
  });

  it('are the disks of volumes by claim, one of each cluster without a machine', () => {
    const disks = named('kubernetes.io-created-for-pvc-namespace');
    expect(disks.length).toBeGreaterThan(20);
    const left = disks.filter(({ attached }) => !attached);
    expect(left.map(({ tags }) => tags['kubernetes.io-created-for-pvc-namespace'])).toEqual([
      'decommissioned',
      'decommissioned',
    ]);
  });

  it('are the address of the ingress of each cluster', () => {
    expect(named('k8s-azure-service').map(({ tags }) => tags['k8s-azure-service'])).toEqual([
      'ingress-nginx/ingress-nginx-controller',
      'ingress-nginx/ingress-nginx-controller',
    ]);
  });

  it('are what a team owns outside the clusters, by keys in any case and values that nobody checked', () => {
    const teams = [...production, ...development]
      .map(({ tags }) => tags.team)
      .filter((team) => team !== undefined);
    expect([...new Set(teams)].toSorted()).toEqual([
      '<img src=x onerror=alert(1)>',
      'ledger',
      'payments',
      'team-phoenix',
      'webshop',
    ]);
  });

  it('are all in the bill, the clusters with a free control plane apart', () => {
    const billed = new Set(
      [PRODUCTION, DEVELOPMENT]
        .flatMap((id) => billOf(tenant.world, id, tenant.world.to))
        .map((row) => row.resourceId),
    );
    const missing = [...production, ...development].filter(({ id }) => !billed.has(id));
    expect(missing).toEqual([]);
  });
});
