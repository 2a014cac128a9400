import fc from 'fast-check';
import type { MachineWeights, SharingPolicy } from '../../shared/allocation/policy.ts';
import type { OwnedRow } from '../../shared/allocation/usage.ts';
import type { CostExtra } from '../../shared/config/schema.ts';
import type { AllocationKind, CostRow } from '../../shared/model/cost.ts';
import type { Cluster, TaggedResource } from '../../shared/model/estate.ts';
import type { Owner } from '../../shared/model/ownership.ts';
import { makeCluster, makeCost, makeRow, ownedBy, SHARED } from './estate.ts';

/** Random estates: two clusters, and whatever may be around them on a bill and in an allocation. */

export const CURRENCIES = ['EUR', 'USD', 'JPY'] as const;
export const CLUSTERS: readonly Cluster[] = [
  makeCluster('shop'),
  makeCluster('pay', { nodeResourceGroup: 'custom-node-group' }),
];
/** Teams that own workloads, in turn; each other team has one way only to be charged. */
export const OWNERS = ['a', 'b', 'c'] as const;
export const PLATFORM = 'plat';
export const SHARERS = ['s1', 's2'] as const;
export const TAGGED = 'tagged';

export const EXTRAS: readonly CostExtra[] = [
  { name: 'Logs', resourceIds: ['*/resourcegroups/ops/*'], category: 'monitoring', clusters: ['*'] },
  {
    name: 'Reserved',
    resourceIds: ['/providers/microsoft.capacity/*'],
    category: 'compute',
    clusters: ['shop'],
  },
  { name: 'Nobody’s', resourceIds: ['*/resourcegroups/lost/*'], category: 'other', clusters: ['no-such'] },
];

/** Nothing, the smallest amount, sums of a large bill, and refunds of each. */
export const amount = fc.oneof(
  fc.constantFrom(0n, 1n, -1n, 7n),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 32n }),
);

const namespaces = fc.constantFrom('x', 'y', 'z', 'gone');
const nodePools = fc.constantFrom('gpu', 'user', 'empty');
const tags = fc.oneof(
  fc.constant<Record<string, string> | undefined>(undefined),
  nodePools.map((pool): Record<string, string> => ({ 'aks-managed-poolName': pool })),
  nodePools.map((pool): Record<string, string> => ({ 'aks-managed-poolName': pool })),
  namespaces.map(
    (namespace): Record<string, string> => ({
      'kubernetes.io-created-for-pvc-namespace': namespace,
      'kubernetes.io-created-for-pvc-name': 'data',
    }),
  ),
  fc
    .array(namespaces, { minLength: 1, maxLength: 3 })
    .map(
      (names): Record<string, string> => ({ 'k8s-azure-service': names.map((name) => `${name}/web`).join() }),
    ),
  fc.constantFrom(TAGGED, 'nobody', '|').map((team): Record<string, string> => ({ Team: team })),
);
const types = fc.constantFrom(
  'Microsoft.Compute/virtualMachineScaleSets/aks-user-12345678-vmss',
  'Microsoft.Compute/virtualMachineScaleSets/other',
  'Microsoft.Compute/disks/d',
  'Microsoft.Network/publicIPAddresses/ip',
  'Microsoft.Network/natGateways/nat',
  'Microsoft.Web/sites/site',
);
const groups = fc.constantFrom('nodes-of-shop', 'nodes-of-shop', 'CUSTOM-NODE-GROUP', 'ops', 'lost', 'web');
const places = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(groups, types).map(([group, type]) => `resourceGroups/${group}/providers/${type}`),
  },
  { weight: 1, arbitrary: fc.constant(CLUSTERS[0]?.id.slice('/subscriptions/sub-1/'.length) ?? '') },
);

export const costRow: fc.Arbitrary<CostRow> = fc
  .record({
    place: places,
    reserved: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
    amount,
    currency: fc.constantFrom(...CURRENCIES),
    meterCategory: fc.constantFrom('Virtual Machines', 'Storage', 'Bandwidth'),
    tags,
  })
  .map(({ place, reserved, tags: own, ...rest }) => {
    const row = makeCost(place, '0', { ...rest, ...(own && { tags: own }) });
    if (!reserved) return row;
    return { ...row, resourceId: '/providers/microsoft.capacity/reservationorders/r', resourceGroup: '' };
  });

/** What Resource Graph knows of the same resources. */
export const resources: fc.Arbitrary<ReadonlyMap<string, TaggedResource>> = fc
  .array(fc.tuple(costRow, tags, fc.boolean()), { maxLength: 5 })
  .map(
    (known) =>
      new Map(
        known.map(([{ resourceId }, own, attached]) => [
          resourceId,
          { id: resourceId, tags: own ?? {}, attached },
        ]),
      ),
  );

const weight = fc.oneof(
  fc.constantFrom('0', '1e-28'),
  fc.integer({ min: -50, max: 100_000 }).map((cents) => String(cents / 100)),
  fc.integer({ min: 1, max: 100_000 }).map((cents) => String(cents / 100)),
);
const quantity = fc.oneof(
  fc.constantFrom(0, Number.NaN, -1),
  fc.integer({ min: 1, max: 10_000 }),
  fc.double({ min: 0, max: 1e12, noNaN: true }),
);
const hours = fc.option(fc.record({ cpuCoreHours: quantity, ramByteHours: quantity }), { nil: undefined });
const owner: fc.Arbitrary<Owner> = fc.oneof(
  fc.constantFrom(...OWNERS).map(ownedBy),
  fc.constant(SHARED),
  fc.constant<Owner>({ kind: 'unowned', reason: 'u' }),
  fc.tuple(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 9n })).map(
    ([first, second]): Owner => ({
      kind: 'split',
      shares: [
        { team: 'a', weight: first },
        { team: 'b', weight: second },
      ],
      reason: 'w',
    }),
  ),
);

export const ownedRow: fc.Arbitrary<OwnedRow> = fc
  .record({
    kind: fc.constantFrom<AllocationKind>(
      'workload',
      'workload',
      'workload',
      'idle',
      'unmounted',
      'unallocated',
    ),
    nodePool: fc.constantFrom('', 'gpu', 'User', 'elsewhere'),
    namespace: fc.constantFrom('x', 'y', 'z', ''),
    cost: fc.record({
      cpu: weight,
      ram: weight,
      gpu: weight,
      pv: weight,
      network: weight,
      loadBalancer: weight,
    }),
    quantities: fc.record({ cpuCoreHours: quantity, ramByteHours: quantity, gpuHours: quantity }),
    requested: hours,
    used: hours,
    owner,
  })
  .map(({ kind, nodePool, namespace, cost, quantities, requested, used, owner: whose }) => ({
    row: makeRow(namespace, 'w', cost, { kind, nodePool, ...quantities, requested, used }),
    owner: whose,
  }));

const common = fc.constantFrom<SharingPolicy['shared']>(
  { method: 'proportional' },
  { method: 'even' },
  { method: 'fixed', shares: SHARERS.map((team, index) => ({ team, weight: BigInt(index + 1) })) },
  { method: 'metric', metric: 'cpuRequests' },
  { method: 'metric', metric: 'ramUsage' },
  { method: 'platform', team: PLATFORM },
);
const weights: MachineWeights = { cpuCoreHour: 31_611n, ramGibHour: 4_237n, gpuHour: 950_000n };

export const policy: fc.Arbitrary<SharingPolicy> = fc.record({
  idle: fc.constantFrom<SharingPolicy['idle']>(
    { method: 'proportional' },
    { method: 'separate' },
    { method: 'platform', team: PLATFORM },
  ),
  idleBy: fc.constantFrom('nodePool' as const, 'cluster' as const),
  shared: common,
  overhead: common,
  weights: fc.constantFrom(undefined, weights),
  findTeam: fc.constant((value: string) => (value === TAGGED ? TAGGED : undefined)),
});

/** All of it: a bill, and an allocation where there is one. */
export const estate = fc.record({
  effective: fc.array(costRow, { maxLength: 40, size: 'max' }),
  billed: fc.array(costRow, { maxLength: 40, size: 'max' }),
  resources,
  rows: fc.option(fc.array(ownedRow, { maxLength: 25, size: 'max' }), { nil: undefined }),
  policy,
});
