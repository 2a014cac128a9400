import { describe, expect, it } from 'vitest';
import { listAssessments } from '../../local/tenant/governance/assessments.ts';
import { listComponentStates } from '../../local/tenant/governance/violations.ts';
import { allocationOf } from '../../local/tenant/money/allocation.ts';
import { billOf } from '../../local/tenant/money/bill.ts';
import { describeWorld } from '../../local/tenant/money/ledger.ts';
import { PRODUCTION } from '../../local/tenant/world/clusters.ts';
import { listPods } from '../../local/tenant/world/pods.ts';
import { createWorld, type World } from '../../local/tenant/world/world.ts';
import { addDays, type Day, daysBetween } from '../../shared/model/time.ts';

const TODAY: Day = '2026-11-23';
const world = createWorld({ today: TODAY });

function fingerprint(of: World): string {
  const day = addDays(of.today, -4);
  return JSON.stringify([
    billOf(of, PRODUCTION, day),
    of.clusters.map(({ name }) => [allocationOf(of, name, day), listPods(of, name, of.today)]),
    of.subscriptions.map(({ id }) => [listComponentStates(of, id), listAssessments(of, id)]),
  ]);
}

function costOfNamespace(namespace: string, day: Day): number {
  return world.clusters
    .flatMap(({ name }) => allocationOf(world, name, day))
    .filter((part) => part.namespace === namespace)
    .reduce((sum, part) => sum + part.cpuCost + part.ramCost, 0);
}

describe('the world of the demo tenant', () => {
  it('is the same for the same seed and day', () => {
    expect(fingerprint(createWorld({ today: TODAY, seed: 7 }))).toBe(
      fingerprint(createWorld({ today: TODAY, seed: 7 })),
    );
  });

  it('is another for another seed', () => {
    expect(fingerprint(createWorld({ today: TODAY, seed: 8 }))).not.toBe(fingerprint(world));
  });

  it('does not depend on the order in which its days are looked at', () => {
    const forwards = createWorld({ today: TODAY });
    const backwards = createWorld({ today: TODAY });
    const days = daysBetween('2026-10-01', '2026-10-05');
    const first = days.map((day) => billOf(forwards, PRODUCTION, day));
    const second = days.toReversed().map((day) => billOf(backwards, PRODUCTION, day));
    expect(second.toReversed()).toEqual(first);
  });

  it('has the size that was asked for', () => {
    const { counts } = describeWorld(world, { from: TODAY, to: TODAY });
    expect(counts.clusters).toBe(3);
    expect(counts.regions).toBe(2);
    expect(counts.subscriptions).toBe(2);
    expect(counts.teams).toBeGreaterThanOrEqual(10);
    expect(counts.namespaces).toBeGreaterThanOrEqual(60);
    const running = world.clusters.flatMap(({ name }) =>
      allocationOf(world, name, world.to)
        .filter((part) => part.kind === 'workload')
        .map((part) => `${name}/${part.namespace}/${part.controllerKind}/${part.controller}`),
    );
    expect(new Set(running).size).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['2026-11-23', '2026-09-01', '2026-11-22'],
    ['2026-11-01', '2026-08-18', '2026-10-31'],
    ['2026-03-31', '2026-01-01', '2026-03-30'],
  ] as const)('on %s remembers %s to %s', (today, from, to) => {
    const { from: first, to: last } = createWorld({ today });
    expect([first, last]).toEqual([from, to]);
  });

  it('has a bill on every day of its history and on no other', () => {
    for (const { id } of world.subscriptions) {
      for (const day of daysBetween(world.from, world.to)) expect(billOf(world, id, day)).not.toEqual([]);
      expect(billOf(world, id, addDays(world.from, -1))).toEqual([]);
      expect(billOf(world, id, TODAY)).toEqual([]);
    }
  });

  it('is quieter at weekends', () => {
    const [weekday, sunday] = (['2026-11-18', '2026-11-22'] as const).map((day) =>
      costOfNamespace('dev-shop', day),
    );
    expect(sunday).toBeLessThan((weekday ?? 0) / 2);
  });

  it('has a namespace that doubled with the newest month, one that is new and one that is gone', () => {
    // Two Tuesdays a week apart, on either side of the first.
    const growth =
      costOfNamespace('data-insights', '2026-11-03') / costOfNamespace('data-insights', '2026-10-27');
    expect(growth).toBeGreaterThan(1.8);
    expect(growth).toBeLessThan(2.2);
    expect(costOfNamespace('black-friday', addDays(TODAY, -13))).toBe(0);
    expect(costOfNamespace('black-friday', addDays(TODAY, -12))).toBeGreaterThan(0);
    expect(costOfNamespace('migration-tmp', '2026-10-21')).toBeGreaterThan(0);
    expect(costOfNamespace('migration-tmp', '2026-10-22')).toBe(0);
  });

  it('names other pods after a rollout, and the same ones between rollouts', () => {
    const names = (day: Day) =>
      listPods(world, 'aks-shared-prod', day)
        .filter((pod) => pod.workload.name === 'shop-web-api')
        .map((pod) => pod.owner?.name);
    const month = daysBetween('2026-10-01', '2026-10-31').map((day) => names(day)[0]);
    expect(new Set(month).size).toBeGreaterThan(1);
    expect(new Set(month).size).toBeLessThan(12);
  });
});
