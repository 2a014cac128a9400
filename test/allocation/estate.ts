import type { AllocationResource, AllocationRow, CostRow } from '../../shared/model/cost.ts';
import { type Cluster, parseArmId, toArmId } from '../../shared/model/estate.ts';
import { parseAmount } from '../../shared/model/money.ts';
import type { Owner } from '../../shared/model/ownership.ts';

/** A cluster with everything that a test does not care about. */
export function makeCluster(name: string, overrides: Partial<Cluster> = {}): Cluster {
  return {
    id: toArmId(
      `/subscriptions/sub-1/resourceGroups/rg-${name}/providers/Microsoft.ContainerService/managedClusters/${name}`,
    ),
    name,
    subscriptionId: 'sub-1',
    resourceGroup: `rg-${name}`,
    nodeResourceGroup: `nodes-of-${name}`,
    location: 'westeurope',
    kubernetesVersion: '1.35.2',
    tags: {},
    fqdn: `${name}.example.net`,
    running: true,
    defenderSensor: true,
    policyAddon: true,
    ...overrides,
  };
}

/** A cost row of a resource; `path` is what follows the subscription. */
export function makeCost(path: string, amount: string, overrides: Partial<CostRow> = {}): CostRow {
  const resourceId = toArmId(`/subscriptions/sub-1/${path}`);
  return {
    day: '2026-10-05',
    subscriptionId: 'sub-1',
    resourceId,
    resourceGroup: parseArmId(resourceId).resourceGroup,
    meterCategory: 'Virtual Machines',
    currency: 'EUR',
    amount: parseAmount(amount) ?? 0n,
    ...overrides,
  };
}

/** An allocation row that used cpu, or whatever `cost` says, in currency units. */
export function makeRow(
  namespace: string,
  controller: string,
  cost: Partial<Record<AllocationResource, string>>,
  overrides: Partial<AllocationRow> = {},
): AllocationRow {
  const amount = (resource: AllocationResource) => parseAmount(cost[resource] ?? '0') ?? 0n;
  return {
    kind: 'workload',
    nodePool: '',
    namespace,
    controllerKind: 'deployment',
    controller,
    labels: {},
    namespaceLabels: {},
    cost: {
      cpu: amount('cpu'),
      ram: amount('ram'),
      gpu: amount('gpu'),
      pv: amount('pv'),
      network: amount('network'),
      loadBalancer: amount('loadBalancer'),
    },
    cpuCoreHours: 0,
    ramByteHours: 0,
    gpuHours: 0,
    requested: undefined,
    used: undefined,
    efficiency: undefined,
    ...overrides,
  };
}

/** A team as owner. */
export function ownedBy(team: string): Owner {
  return { kind: 'team', team, reason: `label team=${team}` };
}
