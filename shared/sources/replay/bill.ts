import { createHash } from 'node:crypto';
import type { CostMetric, CostRow } from '../../model/cost.ts';
import { type Amount, formatExact } from '../../model/money.ts';
import type { Day } from '../../model/time.ts';
import type { RecordedCost } from './costAnswers.ts';
import type { Warning } from './warning.ts';

const METRICS = ['effective', 'billed'] as const satisfies readonly CostMetric[];

/** Everything that was read of the bill, each recording counted once, both sums filled in. */
export interface Bill {
  readonly rows: Readonly<Record<CostMetric, readonly CostRow[]>>;
  readonly warnings: readonly Warning[];
}

/** An exact sum over everything read, as a decimal. */
export interface BillTotal {
  readonly metric: CostMetric;
  readonly currency: string;
  readonly amount: string;
}

/** Fewer equal rows may be chance: the same small charge on the same day, recorded by two queries. */
const FEWEST_REPEATED_ROWS = 10;

/**
 * Puts recordings together. A recording that repeats another row for row counts once. Where a subscription
 * and month has only one of the two sums, the other is taken to equal it, and a warning says so.
 */
export function gatherBill(costs: readonly RecordedCost[]): Bill {
  const rows: Record<CostMetric, CostRow[]> = { effective: [], billed: [] };
  const warnings: Warning[] = [];
  const seen = new Map<string, string>();
  for (const cost of costs) {
    const print = fingerprint(cost.rows);
    for (const metric of cost.metrics) {
      const first = seen.get(`${metric}|${print}`);
      if (first !== undefined && cost.rows.length >= FEWEST_REPEATED_ROWS) {
        warnings.push({
          place: cost.place,
          warning: `It holds the same rows as ${first}; they count once (${metric}).`,
        });
        continue;
      }
      seen.set(`${metric}|${print}`, cost.place);
      for (const row of cost.rows) rows[metric].push(row);
    }
  }
  warnings.push(...warnOfOverlap(costs), ...fillMissingMetric(rows));
  return { rows, warnings };
}

/** Queries that group the same costs in two ways add up to twice the bill; only their filters could tell. */
function warnOfOverlap(costs: readonly RecordedCost[]): Warning[] {
  const first = new Map<string, RecordedCost>();
  return costs.flatMap((cost) => {
    const { query, metrics, rows } = cost;
    if (!query || rows.length === 0) return [];
    const key = `${query.scope}|${metrics.join()}|${rows[0]?.day}`;
    const other = first.get(key);
    if (!other) first.set(key, cost);
    if (!other?.query || other.query.columns === query.columns) return [];
    return [
      {
        place: cost.place,
        warning: `It has the scope and day of ${other.place} in other columns. Both count; if they hold the same costs, ignore one in replay.yaml.`,
      },
    ];
  });
}

function fillMissingMetric(rows: Record<CostMetric, CostRow[]>): Warning[] {
  const warnings: Warning[] = [];
  const months = {
    effective: Map.groupBy(rows.effective, monthKey),
    billed: Map.groupBy(rows.billed, monthKey),
  };
  for (const [metric, other] of [
    ['effective', 'billed'],
    ['billed', 'effective'],
  ] as const) {
    for (const [key, own] of [...months[other]].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (months[metric].has(key)) continue;
      for (const row of own) rows[metric].push(row);
      const [subscription, month] = key.split('|');
      const [has, lacks] = other === 'effective' ? ['amortized', 'actual'] : ['actual', 'amortized'];
      const warning = `Of subscription ${subscription} there are only ${has} costs in ${month}; the ${lacks} ones are taken to be the same.`;
      warnings.push({ place: '', warning });
    }
  }
  return warnings;
}

function monthKey(row: CostRow): string {
  return `${row.subscriptionId}|${row.day.slice(0, 7)}`;
}

function fingerprint(rows: readonly CostRow[]): string {
  const hash = createHash('sha256');
  for (const row of rows) {
    const { day, subscriptionId, resourceId, resourceGroup, meterCategory, currency, amount } = row;
    hash.update(
      [day, subscriptionId, resourceId, resourceGroup, meterCategory, currency, amount].join('\u0000'),
    );
    hash.update('\u0001');
  }
  return hash.digest('hex');
}

/** Months that have rows, sorted: `2026-10`. */
export function monthsOf(bill: Bill): readonly string[] {
  const months = new Set(METRICS.flatMap((metric) => bill.rows[metric].map((row) => row.day.slice(0, 7))));
  return [...months].sort();
}

/** First and last day with rows; undefined when there are none. */
export function daysOf(bill: Bill): { readonly from: Day; readonly to: Day } | undefined {
  let range: { from: Day; to: Day } | undefined;
  for (const { day } of METRICS.flatMap((metric) => bill.rows[metric])) {
    range ??= { from: day, to: day };
    if (day < range.from) range.from = day;
    if (day > range.to) range.to = day;
  }
  return range;
}

/** Exact sums by metric and currency, in that order. */
export function totalsOf(bill: Bill): readonly BillTotal[] {
  return METRICS.flatMap((metric) => {
    const sums = new Map<string, Amount>();
    for (const row of bill.rows[metric]) sums.set(row.currency, (sums.get(row.currency) ?? 0n) + row.amount);
    return [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, amount]) => ({ metric, currency, amount: formatExact(amount) }));
  });
}
