import { type Day, daysBetween } from '../model/time.ts';
import type { Expectation } from '../reports/coverage.ts';
import type { ReportingApp } from './app.ts';
import type { DayReader } from './days.ts';
import { loadInventory } from './inventory.ts';
import type { SeenDays } from './seenDays.ts';

export { SeenDays } from './seenDays.ts';

/** What the days `from` to `to` need: both sums of every bill, and an allocation wherever machines cost something. */
export function expectCost(
  app: ReportingApp,
  names: ReadonlyMap<string, string>,
  reader: DayReader,
  seen: SeenDays,
  from: Day,
  to: Day,
): Expectation[] {
  const days = daysBetween(from, to);
  const bills = app.config.azure.subscriptions.flatMap((scope) =>
    (['cost.effective', 'cost.billed'] as const).map((source) => ({
      source,
      scope,
      name: names.get(scope) ?? scope,
      days,
    })),
  );
  const allocations = reader.clusters.flatMap((cluster) => {
    const needed = days.filter((day) => seen.usedMachines(cluster.id, day));
    return needed.length === 0
      ? []
      : [{ source: 'allocation' as const, scope: cluster.id, name: cluster.name, days: needed }];
  });
  return [...bills, ...allocations];
}

/** Display names of subscriptions, by id, as the inventory nearest to a day has them. */
export async function subscriptionNames(app: ReportingApp, day: Day): Promise<ReadonlyMap<string, string>> {
  const inventory = await loadInventory(app, day);
  return new Map((inventory?.subscriptions ?? []).map(({ id, name }) => [id, name]));
}
