import type { DayPools } from '../allocation/pools.ts';
import type { Charge, CostCategory, CostRow, Portion } from '../model/cost.ts';
import type { Amount } from '../model/money.ts';
import { LineSums } from './lineSums.ts';

/** Exact sums that tie one currency's charges to the bill. */
export interface BillSum {
  azureEffective: Amount;
  azureBilled: Amount;
  inPoolsEffective: Amount;
  inPoolsBilled: Amount;
  outsideEffective: Amount;
  outsideBilled: Amount;
  /** Corrections of closed months. */
  adjustments: Amount;
  readonly outsideByGroup: Map<string, Amount>;
  readonly subscriptions: Map<string, MetricSum>;
}

/** An amount by either metric of the bill. */
export interface MetricSum {
  effective: Amount;
  billed: Amount;
}

/** What one cluster cost in one category, in one currency. */
export interface PoolSum extends MetricSum {
  readonly currency: string;
  readonly clusterId: string;
  readonly category: CostCategory;
  /** What the bill tells apart of it. */
  readonly parts: Map<string, MetricSum>;
}

/** The bill of some days, or charges made of it, or both. */
export interface StatementPart {
  readonly rows: { readonly effective: readonly CostRow[]; readonly billed: readonly CostRow[] };
  readonly pools: DayPools;
  readonly charges: Iterable<Charge>;
}

/**
 * What a month came to, exactly. It is told of in parts, of which it keeps sums: lowest in memory when the charges
 * of each cluster come together, and right in any order.
 */
export class StatementSums {
  readonly bills = new Map<string, BillSum>();
  readonly lines = new LineSums();
  readonly #pools = new Map<string, PoolSum>();

  /** Adds a part: bill as read, pools made of it, and charges. Each comes once in all parts together. */
  addPart({ rows, pools: day, charges }: StatementPart): void {
    for (const row of rows.effective) {
      const bill = this.#bill(row.currency);
      bill.azureEffective += row.amount;
      sumOf(bill.subscriptions, row.subscriptionId).effective += row.amount;
    }
    for (const row of rows.billed) {
      const bill = this.#bill(row.currency);
      bill.azureBilled += row.amount;
      sumOf(bill.subscriptions, row.subscriptionId).billed += row.amount;
    }
    for (const pool of day.pools) {
      const bill = this.#bill(pool.currency);
      bill.inPoolsEffective += pool.effective;
      bill.inPoolsBilled += pool.billed;
      const sum = this.#pool(pool);
      sum.effective += pool.effective;
      sum.billed += pool.billed;
      for (const portion of pool.portions) {
        const part = sumOf(sum.parts, partOf(portion));
        part.effective += portion.effective;
        part.billed += portion.billed;
      }
    }
    for (const { currency, resourceGroup, effective, billed } of day.outside) {
      const bill = this.#bill(currency);
      bill.outsideEffective += effective;
      bill.outsideBilled += billed;
      bill.outsideByGroup.set(resourceGroup, (bill.outsideByGroup.get(resourceGroup) ?? 0n) + effective);
    }
    this.lines.add(charges);
  }

  /**
   * Adds charges that are of no pool of this month.
   * @param origin the closed month that they correct, such as `2026-10`; `''` for what belongs to this one
   */
  addCharges(charges: readonly Charge[], origin: string): void {
    this.lines.add(charges, origin);
    if (origin === '') return;
    for (const { currency, amount } of charges) this.#bill(currency).adjustments += amount;
  }

  currencies(): readonly string[] {
    return [...new Set([...this.bills.keys(), ...this.lines.currencies()])].sort();
  }

  pools(currency: string): readonly PoolSum[] {
    return [...this.#pools.values()].filter((pool) => pool.currency === currency);
  }

  #pool({ currency, clusterId, category }: Pick<PoolSum, 'currency' | 'clusterId' | 'category'>): PoolSum {
    const key = `${currency}|${clusterId}|${category}`;
    const known = this.#pools.get(key);
    if (known) return known;
    const fresh: PoolSum = { currency, clusterId, category, effective: 0n, billed: 0n, parts: new Map() };
    this.#pools.set(key, fresh);
    return fresh;
  }

  #bill(currency: string): BillSum {
    const known = this.bills.get(currency);
    if (known) return known;
    const fresh: BillSum = {
      azureEffective: 0n,
      azureBilled: 0n,
      inPoolsEffective: 0n,
      inPoolsBilled: 0n,
      outsideEffective: 0n,
      outsideBilled: 0n,
      adjustments: 0n,
      outsideByGroup: new Map(),
      subscriptions: new Map(),
    };
    this.bills.set(currency, fresh);
    return fresh;
  }
}

/** What reports call a portion; charges name the one that they are of likewise. */
function partOf({ use }: Portion): string {
  return use.kind === 'nodePool' ? use.nodePool : use.kind === 'rest' ? '' : use.kind;
}

function sumOf(sums: Map<string, MetricSum>, key: string): MetricSum {
  const known = sums.get(key);
  if (known) return known;
  const fresh: MetricSum = { effective: 0n, billed: 0n };
  sums.set(key, fresh);
  return fresh;
}
