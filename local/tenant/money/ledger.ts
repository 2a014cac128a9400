import type { CostMetric } from '../../../shared/model/cost.ts';
import { AMOUNT_DECIMALS, type Amount } from '../../../shared/model/money.ts';
import { type Day, daysBetween } from '../../../shared/model/time.ts';
import type { World } from '../world/world.ts';
import { billOf } from './bill.ts';
import { UNITS } from './billRow.ts';

/** The bill of one subscription and metric over some days, summed straight from its rows. */
export interface LedgerTotal {
  readonly subscriptionId: string;
  readonly currency: string;
  readonly metric: CostMetric;
  readonly amount: Amount;
  readonly rows: number;
}

/** The world in numbers, for tests that check what was made of it. */
export interface WorldDescription {
  readonly from: Day;
  readonly to: Day;
  readonly counts: {
    readonly subscriptions: number;
    readonly regions: number;
    readonly clusters: number;
    readonly teams: number;
    readonly namespaces: number;
    readonly workloads: number;
  };
  readonly totals: readonly LedgerTotal[];
  /** Totals of the resource groups, effective and billed, by subscription, then name; `''` has no group. */
  readonly resourceGroups: readonly {
    readonly subscriptionId: string;
    readonly resourceGroup: string;
    readonly effective: Amount;
    readonly billed: Amount;
  }[];
}

/** Describes the world over its whole history, or over the days from `from` to `to`, both included. */
export function describeWorld(
  world: World,
  range: { readonly from: Day; readonly to: Day } = world,
): WorldDescription {
  const days = daysBetween(range.from, range.to);
  const groups = new Map<string, { effective: bigint; billed: bigint }>();
  const totals = world.subscriptions.flatMap(({ id }) => {
    const rows = days.flatMap((day) => billOf(world, id, day));
    for (const row of rows) {
      const key = `${id} ${row.resourceGroup}`;
      const group = groups.get(key) ?? { effective: 0n, billed: 0n };
      groups.set(key, {
        effective: group.effective + toAmount(row.effective),
        billed: group.billed + toAmount(row.billed),
      });
    }
    return (['effective', 'billed'] as const).map((metric): LedgerTotal => {
      const amounts = rows.map((row) => row[metric]).filter((units) => units !== undefined);
      const amount = amounts.reduce((sum, units) => sum + toAmount(units), 0n);
      return { subscriptionId: id, currency: world.currency, metric, amount, rows: amounts.length };
    });
  });
  return {
    from: range.from,
    to: range.to,
    counts: {
      subscriptions: world.subscriptions.length,
      regions: new Set(world.clusters.map((cluster) => cluster.location)).size,
      clusters: world.clusters.length,
      teams: world.teams.length,
      namespaces: world.namespaces.length,
      workloads: [...world.workloads.values()].flat().length,
    },
    totals,
    resourceGroups: [...groups]
      .map(([key, amounts]) => {
        const [subscriptionId = '', resourceGroup = ''] = key.split(' ');
        return { subscriptionId, resourceGroup, ...amounts };
      })
      .sort((a, b) =>
        `${a.subscriptionId} ${a.resourceGroup}` < `${b.subscriptionId} ${b.resourceGroup}` ? -1 : 1,
      ),
  };
}

function toAmount(units: number | undefined): Amount {
  return (BigInt(units ?? 0) * 10n ** BigInt(AMOUNT_DECIMALS)) / BigInt(UNITS);
}
