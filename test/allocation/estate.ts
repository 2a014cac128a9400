import type { SharingPolicy } from '../../shared/allocation/policy.ts';
import type { OwnedRow } from '../../shared/allocation/usage.ts';
import type {
  AllocationResource,
  AllocationRow,
  Charge,
  CostCategory,
  CostRow,
  Pool,
  Portion,
  PortionUse,
} from '../../shared/model/cost.ts';
import { type Cluster, parseArmId, toArmId } from '../../shared/model/estate.ts';
import { formatExact, parseAmount, sumAmounts } from '../../shared/model/money.ts';
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

/** What the default configuration says. */
export const PROPORTIONAL: SharingPolicy = {
  idle: { method: 'proportional' },
  idleBy: 'nodePool',
  shared: { method: 'proportional' },
  overhead: { method: 'proportional' },
  weights: undefined,
  findTeam: (value) => (['shop', 'pay'].includes(value) ? value : undefined),
};

/** An owner that serves everybody. */
export const SHARED: Owner = { kind: 'shared', reason: 'rule 1' };

/** What nobody used, owned by nobody as every idle row is. */
export function makeIdle(
  cost: Partial<Record<AllocationResource, string>>,
  overrides: Partial<AllocationRow> = {},
): OwnedRow {
  return {
    row: makeRow('', '', cost, { kind: 'idle', controllerKind: '', ...overrides }),
    owner: { kind: 'unowned', reason: '-' },
  };
}

/** A pool of the cluster shop on one day; without portions all of it is the rest. */
export function makePool(
  category: CostCategory,
  effective: string | readonly (readonly [PortionUse, string])[],
): Pool {
  const clusterId = makeCluster('shop').id;
  const uses = typeof effective === 'string' ? ([[{ kind: 'rest' }, effective]] as const) : effective;
  const portions = uses.map(
    ([use, amount]): Portion => ({ use, effective: parseAmount(amount) ?? 0n, billed: 0n }),
  );
  return {
    id: `2026-10-05|${clusterId}|${category}|EUR`,
    clusterId,
    day: '2026-10-05',
    category,
    currency: 'EUR',
    effective: sumAmounts(portions.map((portion) => portion.effective)),
    billed: 0n,
    portions,
  };
}

/** The portion of a node pool. */
export function onPool(nodePool: string): PortionUse {
  return { kind: 'nodePool', nodePool };
}

/** Sums charges by what `key` says of them. */
export function sumCharges(
  charges: readonly Charge[],
  key: (charge: Charge) => string,
): Record<string, string> {
  return Object.fromEntries(
    [...Map.groupBy(charges, key)]
      .map(([name, group]): [string, string] => [
        name,
        formatExact(sumAmounts(group.map((charge) => charge.amount))),
      ])
      .sort(),
  );
}

/** Words that most tables are keyed by. */
export function byTeamKindRule({ team, kind, rule }: Charge): string {
  return `${team} ${kind} ${rule}`;
}
