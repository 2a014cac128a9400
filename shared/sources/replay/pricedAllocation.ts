import { ALLOCATION_RESOURCES, type AllocationResource, type CostRow } from '../../model/cost.ts';
import { sumAmounts } from '../../model/money.ts';
import type { ClusterAllocation } from './allocations.ts';

/** Azure's word for what each resource of an allocation would be billed as. */
const METER_CATEGORY: Readonly<Record<AllocationResource, string>> = {
  cpu: 'Virtual Machines',
  ram: 'Virtual Machines',
  gpu: 'Virtual Machines',
  pv: 'Storage',
  network: 'Bandwidth',
  loadBalancer: 'Load Balancer',
};

/**
 * Makes a bill out of an allocation's own prices, for a cluster that no bill tells of: one row a day and
 * resource, on a made-up scale set of the node resource group. It adds up to what the source says the
 * cluster costs, adjustments included, which is an estimate at list prices.
 */
export function priceByAllocation(allocation: ClusterAllocation): readonly CostRow[] {
  const { subscriptionId, nodeResourceGroup: group } = allocation.cluster;
  const resourceId = `/subscriptions/${subscriptionId}/resourcegroups/${group}/providers/microsoft.compute/virtualmachinescalesets/priced-by-allocation`;
  return [...allocation.days].flatMap(([day, { rows }]) =>
    ALLOCATION_RESOURCES.map(
      (resource): CostRow => ({
        day,
        subscriptionId,
        resourceId,
        resourceGroup: group,
        meterCategory: METER_CATEGORY[resource],
        currency: allocation.currency,
        amount: sumAmounts(rows.map((row) => row.cost[resource])),
      }),
    ).filter((row) => row.amount !== 0n),
  );
}
