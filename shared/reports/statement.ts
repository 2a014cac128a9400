import type { DayPools } from '../allocation/pools.ts';
import type { Charge, CostRow } from '../model/cost.ts';
import type { Amount } from '../model/money.ts';

/** Exact sums of one booked line over the days of a period. */
export interface LineSum {
  readonly currency: string;
  readonly team: string;
  readonly clusterId: string;
  readonly namespace: string;
  readonly category: Charge['category'];
  readonly kind: Charge['kind'];
  readonly rule: string;
  /** The latest day's reason: labels change, and the reader knows today's. */
  ownerReason: string;
  amount: Amount;
}

/** Exact sums that tie one currency's charges to the bill. */
export interface BillSum {
  azureEffective: Amount;
  azureBilled: Amount;
  inPoolsEffective: Amount;
  inPoolsBilled: Amount;
  outsideEffective: Amount;
  outsideBilled: Amount;
  readonly outsideByGroup: Map<string, Amount>;
}

/** What a period came to, exactly; parts of days are added one at a time, so that a month never has to fit in memory. */
export class StatementSums {
  /** By currency, cluster and category, then by the rest, since charges come a pool at a time. */
  readonly #lines = new Map<string, Map<string, LineSum>>();
  readonly bills = new Map<string, BillSum>();

  /** Adds a part of a day: its bill as read, the pools made of it, and charges, of which a later part may bring more. */
  addPart({
    rows,
    pools: day,
    charges,
  }: {
    readonly rows: { readonly effective: readonly CostRow[]; readonly billed: readonly CostRow[] };
    readonly pools: DayPools;
    readonly charges: Iterable<Charge>;
  }): void {
    for (const row of rows.effective) this.#bill(row.currency).azureEffective += row.amount;
    for (const row of rows.billed) this.#bill(row.currency).azureBilled += row.amount;
    for (const pool of day.pools) {
      const bill = this.#bill(pool.currency);
      bill.inPoolsEffective += pool.effective;
      bill.inPoolsBilled += pool.billed;
    }
    for (const { currency, resourceGroup, effective, billed } of day.outside) {
      const bill = this.#bill(currency);
      bill.outsideEffective += effective;
      bill.outsideBilled += billed;
      bill.outsideByGroup.set(resourceGroup, (bill.outsideByGroup.get(resourceGroup) ?? 0n) + effective);
    }
    let last: Charge | undefined;
    let lines = new Map<string, LineSum>();
    for (const charge of charges) {
      if (!last || !isOfSamePool(charge, last)) lines = this.#linesOf(charge);
      addCharge(lines, charge);
      last = charge;
    }
  }

  /** Every line, in no particular order. */
  *lines(): Generator<LineSum> {
    for (const lines of this.#lines.values()) yield* lines.values();
  }

  #linesOf({ currency, clusterId, category }: Charge): Map<string, LineSum> {
    const key = `${currency}|${clusterId}|${category}`;
    const known = this.#lines.get(key);
    if (known) return known;
    const fresh = new Map<string, LineSum>();
    this.#lines.set(key, fresh);
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
      outsideByGroup: new Map(),
    };
    this.bills.set(currency, fresh);
    return fresh;
  }
}

function isOfSamePool(a: Charge, b: Charge): boolean {
  return a.currency === b.currency && a.clusterId === b.clusterId && a.category === b.category;
}

function addCharge(lines: Map<string, LineSum>, charge: Charge): void {
  const { currency, team, clusterId, namespace, category, kind, rule, ownerReason, amount } = charge;
  const key = `${namespace}|${team}|${kind}|${rule}`;
  const known = lines.get(key);
  if (known) {
    known.amount += amount;
    known.ownerReason = ownerReason;
    return;
  }
  lines.set(key, { currency, team, clusterId, namespace, category, kind, rule, ownerReason, amount });
}
