import { describe, expect, it } from 'vitest';
import { allocationOf } from '../../local/tenant/money/allocation.ts';
import { billOf } from '../../local/tenant/money/bill.ts';
import { PRODUCTION } from '../../local/tenant/world/clusters.ts';
import { createWorld } from '../../local/tenant/world/world.ts';
import { type Day, daysBetween } from '../../shared/model/time.ts';

const world = createWorld({ today: '2026-11-23' });

describe('the bill of the demo tenant', () => {
  const month = daysBetween('2026-10-01', '2026-10-31').flatMap((day) => billOf(world, PRODUCTION, day));

  it('pays reservations on one day and spreads them over the usage they cover', () => {
    const purchases = month.filter((row) => row.chargeType === 'Purchase');
    expect(purchases.map((row) => [row.day, row.effective])).toEqual([
      ['2026-10-05', undefined],
      ['2026-10-05', undefined],
    ]);
    const covered = month.filter((row) => row.billed === 0 && (row.effective ?? 0) > 0);
    expect(covered.length).toBeGreaterThanOrEqual(31);
  });

  it('shows a reservation that nobody uses in the amortized cost only', () => {
    const unused = month.filter((row) => row.chargeType === 'UnusedReservation');
    expect(unused.length).toBeGreaterThanOrEqual(31);
    expect(unused.every((row) => row.billed === undefined && (row.effective ?? 0) > 0)).toBe(true);
  });

  it('has a small credit', () => {
    const credits = month.filter((row) => (row.effective ?? 0) < 0);
    expect(credits.map((row) => row.chargeType)).toEqual(['Refund']);
  });

  it('charges Defender in no resource group, and the control plane on the cluster', () => {
    const defender = month.find((row) => row.meterCategory === 'Microsoft Defender for Cloud');
    expect(defender).toMatchObject({ resourceGroup: '' });
    const controlPlane = month.find((row) => row.meterCategory === 'Azure Kubernetes Service');
    expect(controlPlane?.resourceId).toContain('/providers/microsoft.containerservice/managedclusters/');
  });

  it('differs from the list prices of the allocation by 8 to 20 percent', () => {
    for (const cluster of world.clusters) {
      const day: Day = '2026-11-18';
      const listed = allocationOf(world, cluster.name, day).reduce(
        (sum, part) =>
          sum +
          part.cpuCost +
          part.ramCost +
          part.gpuCost +
          part.pvCost +
          part.networkCost +
          part.loadBalancerCost,
        0,
      );
      const billed = billOf(world, cluster.subscriptionId, day)
        .filter((row) => row.resourceGroup === cluster.nodeResourceGroup.toLowerCase())
        .reduce((sum, row) => sum + (row.effective ?? 0) / 1e8, 0);
      expect(1 - billed / listed).toBeGreaterThan(0.08);
      expect(1 - billed / listed).toBeLessThan(0.2);
    }
  });

  it('leaves something idle on every node and day, never less than nothing', () => {
    for (const { name } of world.clusters) {
      for (const day of daysBetween(world.from, world.to)) {
        const idle = allocationOf(world, name, day).filter((part) => part.kind === 'idle');
        expect(Math.min(...idle.flatMap(({ cpuCost, ramCost }) => [cpuCost, ramCost]))).toBeGreaterThan(0);
        expect(Math.min(...idle.map(({ gpuCost }) => gpuCost))).toBeGreaterThanOrEqual(0);
      }
    }
  });
});
