import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargeOutside } from '../../shared/allocation/outside.ts';
import { buildPools } from '../../shared/allocation/pools.ts';
import type { CostExtra } from '../../shared/config/schema.ts';
import type { CostRow } from '../../shared/model/cost.ts';
import { formatExact, sumAmounts } from '../../shared/model/money.ts';
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
  const { pools, outside } = buildPools('2026-10-05', [shop, pay], { effective, billed: [] }, extras);
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

  it('is exactly one place: pools and outside sum to the bill in every currency', () => {
    const row = fc
      .record({
        group: fc.constantFrom('nodes-of-shop', 'custom-node-group', 'ops', 'web', ''),
        type: fc.constantFrom(
          'microsoft.compute/disks',
          'microsoft.operationalinsights/workspaces',
          'microsoft.web/sites',
        ),
        amount: fc.bigInt({ min: -(10n ** 32n), max: 10n ** 32n }),
        currency: fc.constantFrom('EUR', 'USD', 'JPY'),
      })
      .map(({ group, type, amount, currency }) => ({
        ...makeCost(nodes(group, type), '0', { currency }),
        amount,
      }));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const { pools, outside } = buildPools(
          '2026-10-05',
          [shop, pay],
          { effective: rows, billed: [...rows].reverse() },
          [workspace],
        );
        for (const currency of ['EUR', 'USD', 'JPY']) {
          const own = (
            all: readonly { currency: string; effective: bigint; billed: bigint }[],
            metric: 'effective' | 'billed',
          ) => sumAmounts(all.filter((one) => one.currency === currency).map((one) => one[metric]));
          const bill = sumAmounts(rows.filter((one) => one.currency === currency).map((one) => one.amount));
          expect(own(pools, 'effective') + own(outside, 'effective')).toBe(bill);
          expect(own(pools, 'billed') + own(outside, 'billed')).toBe(bill);
          const whole = chargeOutside('2026-10-05', { pools, outside });
          expect(own(whole.pools.pools, 'effective')).toBe(bill);
          const charged = whole.charges.filter((charge) => charge.currency === currency);
          expect(sumAmounts(charged.map((charge) => charge.amount))).toBe(own(outside, 'effective'));
        }
      }),
    );
  });
});
