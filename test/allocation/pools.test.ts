import { describe, expect, it } from 'vitest';
import { buildPools } from '../../shared/allocation/pools.ts';
import type { CostExtra } from '../../shared/config/schema.ts';
import type { CostRow, Portion } from '../../shared/model/cost.ts';
import type { TaggedResource } from '../../shared/model/estate.ts';
import { formatExact } from '../../shared/model/money.ts';
import { makeCluster, makeCost } from './estate.ts';

const shop = makeCluster('shop');
const pay = makeCluster('pay', { nodeResourceGroup: 'custom-node-group' });
const nodes = (group: string, type: string) => `resourceGroups/${group}/providers/${type}/x`;
const workspace: CostExtra = {
  name: 'Logs',
  resourceIds: [
    '/subscriptions/sub-1/resourcegroups/ops/providers/microsoft.operationalinsights/workspaces/*',
  ],
  category: 'monitoring',
  clusters: ['*'],
};

function poolsOf(effective: readonly CostRow[], extras: readonly CostExtra[] = []) {
  const { pools, outside } = buildPools(
    '2026-10-05',
    [shop, pay],
    { effective, billed: [] },
    { extras, tagKeys: [], resources: new Map() },
  );
  return {
    pools: pools.map(
      (pool) =>
        `${pool.clusterId.split('/').at(-1)} ${pool.category} ${formatExact(pool.effective)} ${pool.currency}`,
    ),
    outside: outside.map((cost) => `${cost.resourceGroup} ${formatExact(cost.effective)} ${cost.currency}`),
  };
}

describe('where a cost row belongs', () => {
  it('is the pool of the cluster whose node resource group holds it, whatever that group is called', () => {
    const rows = [
      makeCost(nodes('nodes-of-shop', 'Microsoft.Compute/virtualMachineScaleSets'), '10'),
      makeCost(nodes('CUSTOM-NODE-GROUP', 'Microsoft.Compute/disks'), '2', { meterCategory: 'Storage' }),
      makeCost(nodes('custom-node-group', 'Microsoft.Network/publicIPAddresses'), '3', {
        meterCategory: 'Virtual Network',
      }),
      makeCost(nodes('custom-node-group', 'Microsoft.Network/loadBalancers'), '4', {
        meterCategory: 'Load Balancer',
      }),
      makeCost(nodes('mc_looks_like_aks', 'Microsoft.Compute/virtualMachineScaleSets'), '7'),
    ];
    expect(poolsOf(rows)).toEqual({
      pools: ['pay loadBalancer 7 EUR', 'pay storage 2 EUR', 'shop compute 10 EUR'],
      outside: ['mc_looks_like_aks 7 EUR'],
    });
  });

  it('is the control plane when it is the cluster itself', () => {
    expect(poolsOf([makeCost(shop.id.slice('/subscriptions/sub-1/'.length), '2.4')]).pools).toEqual([
      'shop controlPlane 2.4 EUR',
    ]);
  });

  it('is divided between the clusters of an extra in proportion to their own cost', () => {
    const rows = [
      makeCost(nodes('nodes-of-shop', 'Microsoft.Compute/virtualMachineScaleSets'), '30'),
      makeCost(nodes('custom-node-group', 'Microsoft.Compute/virtualMachineScaleSets'), '10'),
      makeCost(nodes('ops', 'Microsoft.OperationalInsights/workspaces'), '8', {
        meterCategory: 'Log Analytics',
      }),
    ];
    expect(poolsOf(rows, [workspace]).pools).toEqual([
      'pay compute 10 EUR',
      'pay monitoring 2 EUR',
      'shop compute 30 EUR',
      'shop monitoring 6 EUR',
    ]);
  });

  it('keeps currencies apart', () => {
    const path = nodes('nodes-of-shop', 'Microsoft.Compute/virtualMachineScaleSets');
    expect(poolsOf([makeCost(path, '1'), makeCost(path, '2', { currency: 'USD' })]).pools).toEqual([
      'shop compute 1 EUR',
      'shop compute 2 USD',
    ]);
  });
});

/** The portions of the pools of cluster shop, or of none, as `use amount`. */
function portionsOf(
  effective: readonly CostRow[],
  {
    extras = [],
    tagKeys = [],
    resources = [],
  }: {
    extras?: readonly CostExtra[];
    tagKeys?: readonly string[];
    resources?: readonly TaggedResource[];
  } = {},
): string[] {
  const known = new Map(resources.map((resource) => [resource.id, resource]));
  const rules = { extras, tagKeys, resources: known };
  const { pools } = buildPools('2026-10-05', [shop], { effective, billed: effective }, rules);
  return pools.flatMap(({ category, portions }) =>
    portions.map((portion) => `${category}: ${describePortion(portion)}`),
  );
}

function describePortion({ use, effective, billed }: Portion): string {
  const amount = effective === billed ? formatExact(effective) : 'differs';
  switch (use.kind) {
    case 'nodePool':
      return `pool ${use.nodePool} ${amount}`;
    case 'claim':
    case 'service':
      return `${use.kind} ${use.namespace}/${use.name}${use.attached ? '' : ' unattached'} ${amount}`;
    case 'tag':
      return `tag ${use.key}=${use.value} ${amount}`;
    default:
      return `${use.kind} ${amount}`;
  }
}

const compute = (type: string, name: string, amount: string, overrides: Partial<CostRow> = {}) =>
  makeCost(`resourceGroups/nodes-of-shop/providers/Microsoft.Compute/${type}/${name}`, amount, overrides);
const disk = (name: string, amount: string, tags?: Record<string, string>) =>
  compute('disks', name, amount, { meterCategory: 'Storage', ...(tags && { tags }) });
const address = (name: string, amount: string, tags?: Record<string, string>) =>
  makeCost(`resourceGroups/nodes-of-shop/providers/Microsoft.Network/publicIPAddresses/${name}`, amount, {
    meterCategory: 'Virtual Network',
    ...(tags && { tags }),
  });

describe('a machine', () => {
  it('is of the node pool that its tag names, in any case', () => {
    const rows = [
      compute('virtualMachineScaleSets', 'whatever', '1', { tags: { 'aks-managed-poolName': 'gpu' } }),
      compute('virtualMachines', 'aks-default-x7k2p', '2', { tags: { 'karpenter.sh_nodepool': 'default' } }),
    ];
    expect(portionsOf(rows)).toEqual(['compute: pool default 2', 'compute: pool gpu 1']);
  });

  it('is of the node pool that its name tells where it has no tag', () => {
    const rows = [
      compute('virtualMachineScaleSets', 'aks-user-42850074-vmss', '1'),
      compute('virtualMachines', 'aks-single-12345678-vms3', '2'),
      compute('virtualMachineScaleSets', 'akswin1', '4'),
      compute('virtualMachineScaleSets', 'batch-42850074-vmss', '8'),
    ];
    expect(portionsOf(rows)).toEqual([
      'compute: pool single 2',
      'compute: pool user 1',
      'compute: pool win1 4',
      'compute: rest 8',
    ]);
  });

  it('leaves its traffic to the network', () => {
    const row = compute('virtualMachineScaleSets', 'aks-user-42850074-vmss', '1', {
      meterCategory: 'Bandwidth',
    });
    expect(portionsOf([row])).toEqual(['network: rest 1']);
  });
});

describe('a disk', () => {
  const claimed = {
    'kubernetes.io-created-for-pvc-namespace': 'cart',
    'kubernetes.io-created-for-pvc-name': 'data',
  };

  it('is of the claim that its tags name, its snapshots too', () => {
    const snapshot = compute('snapshots', 's', '2', { meterCategory: 'Storage', tags: claimed });
    expect(portionsOf([disk('pvc-1', '1', claimed), snapshot])).toEqual(['storage: claim cart/data 3']);
  });

  it('is apart when no machine uses it', () => {
    const row = disk('pvc-1', '1', claimed);
    const unattached = { id: row.resourceId, tags: {}, attached: false };
    expect(portionsOf([row], { resources: [unattached] })).toEqual(['storage: claim cart/data unattached 1']);
  });

  it('of a machine goes with its node pool', () => {
    expect(portionsOf([disk('aks-user-42850074-vmss_0_OsDisk_1', '1'), disk('other', '2')])).toEqual([
      'storage: pool user 1',
      'storage: rest 2',
    ]);
  });

  it('is told by Resource Graph where the bill carries no tags, and not where it does', () => {
    const untagged = disk('pvc-1', '1', {});
    const tagged = disk('pvc-2', '2', { env: 'prod' });
    const resources = [untagged, tagged].map(({ resourceId }) => ({
      id: resourceId,
      tags: claimed,
      attached: true,
    }));
    expect(portionsOf([untagged, tagged], { resources })).toEqual([
      'storage: claim cart/data 1',
      'storage: rest 2',
    ]);
  });
});

describe('a public address', () => {
  it('is of the service that its tag names', () => {
    expect(portionsOf([address('a', '1', { 'k8s-azure-service': 'cart/web' })])).toEqual([
      'loadBalancer: service cart/web 1',
    ]);
  });

  it('is shared evenly, to the last digit, by several services', () => {
    const rows = [address('a', '1', { 'k8s-azure-service': 'pay/api,cart/web, cart/web,shop/x' })];
    expect(portionsOf(rows)).toEqual([
      `loadBalancer: service cart/web 0.${'3'.repeat(27)}4`,
      `loadBalancer: service pay/api 0.${'3'.repeat(28)}`,
      `loadBalancer: service shop/x 0.${'3'.repeat(28)}`,
    ]);
  });

  it.each(['', 'web', '/web', 'cart/', 'a/b/c', ','])('says nothing with the tag %j', (value) => {
    expect(portionsOf([address('a', '1', { 'k8s-azure-service': value })])).toEqual(['loadBalancer: rest 1']);
  });
});

describe('a resource outside the clusters', () => {
  const database = (tags: Record<string, string>, group = 'data') =>
    makeCost(`resourceGroups/${group}/providers/Microsoft.Sql/servers/db`, '3', {
      meterCategory: 'SQL Database',
      tags,
    });

  it('is of the team that the first of the configured tags names', () => {
    expect(portionsOf([database({ Owner: 'pay', TEAM: ' Shop ' })], { tagKeys: ['Team', 'owner'] })).toEqual([
      'other: tag Team=Shop 3',
    ]);
  });

  it('stays outside without such a tag, or with an empty one', () => {
    expect(portionsOf([database({ env: 'prod' }), database({ team: ' ' })], { tagKeys: ['team'] })).toEqual(
      [],
    );
  });

  it('is of a configured extra first, and a tag within a cluster counts for nothing', () => {
    const extra: CostExtra = { ...workspace, resourceIds: ['*/microsoft.sql/*'], category: 'other' };
    const node = database({ team: 'pay' }, 'nodes-of-shop');
    expect(portionsOf([database({ team: 'pay' }), node], { tagKeys: ['team'], extras: [extra] })).toEqual([
      'other: rest 6',
    ]);
  });
});

describe('an extra of machines', () => {
  it('is overhead: it is of no machine that ran', () => {
    const reservation = makeCost('', '5', {
      resourceId: '/providers/microsoft.capacity/reservationorders/r',
      resourceGroup: '',
    });
    const unused: CostExtra = {
      name: 'Unused reservations',
      resourceIds: ['/providers/microsoft.capacity/*'],
      category: 'compute',
      clusters: ['*'],
    };
    const machine = compute('virtualMachineScaleSets', 'aks-user-42850074-vmss', '1');
    expect(portionsOf([reservation, machine], { extras: [unused] })).toEqual([
      'compute: pool user 1',
      'compute: overhead 5',
    ]);
  });
});
