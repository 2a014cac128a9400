import type { CostCategory, CostMetric, Pool, Portion, PortionUse } from '../model/cost.ts';
import type { ArmId } from '../model/estate.ts';
import { type Amount, apportion, sumAmounts } from '../model/money.ts';
import { byKey } from '../model/order.ts';
import type { Day } from '../model/time.ts';

/** A sum of both metrics that grows. */
export interface Sums {
  effective: Amount;
  billed: Amount;
}

interface PortionSums extends Sums {
  readonly use: PortionUse;
}

interface OpenPool {
  readonly clusterId: ArmId;
  readonly category: CostCategory;
  readonly currency: string;
  readonly portions: Map<string, PortionSums>;
}

/** Which pool an amount goes to. */
export type PoolKey = Pick<Pool, 'clusterId' | 'category' | 'currency'>;

/** The pools of one day while they are being summed. */
export class PoolBook {
  readonly #day: Day;
  readonly #pools = new Map<string, OpenPool>();

  constructor(day: Day) {
    this.#day = day;
  }

  /** Adds an amount; several uses share it evenly. */
  add(key: PoolKey, uses: readonly PortionUse[], metric: CostMetric, amount: Amount): void {
    const { portions } = this.#open(key);
    if (uses.length === 1 && uses[0]) {
      openPortion(portions, uses[0])[metric] += amount;
      return;
    }
    const parts = apportion(
      amount,
      uses.map(() => 1n),
    );
    uses.forEach((use, index) => {
      openPortion(portions, use)[metric] += parts?.[index] ?? 0n;
    });
  }

  /** Effective cost so far, by cluster and currency. */
  sumClusters(): (clusterId: ArmId, currency: string) => Amount {
    const sums = new Map<string, Amount>();
    for (const { clusterId, currency, portions } of this.#pools.values()) {
      const key = `${clusterId}|${currency}`;
      sums.set(key, (sums.get(key) ?? 0n) + sumAmounts([...portions.values()].map((one) => one.effective)));
    }
    return (clusterId, currency) => sums.get(`${clusterId}|${currency}`) ?? 0n;
  }

  /** The pools, sorted by id, each with its portions sorted. */
  close(): Pool[] {
    return [...this.#pools].sort(byKey).map(([id, { clusterId, category, currency, portions }]): Pool => {
      const sorted = [...portions].sort(byKey).map(([, portion]): Portion => ({ ...portion }));
      return {
        id,
        clusterId,
        day: this.#day,
        category,
        currency,
        effective: sumAmounts(sorted.map((portion) => portion.effective)),
        billed: sumAmounts(sorted.map((portion) => portion.billed)),
        portions: sorted,
      };
    });
  }

  #open({ clusterId, category, currency }: PoolKey): OpenPool {
    const id = `${this.#day}|${clusterId}|${category}|${currency}`;
    const known = this.#pools.get(id);
    if (known) return known;
    const fresh: OpenPool = { clusterId, category, currency, portions: new Map() };
    this.#pools.set(id, fresh);
    return fresh;
  }
}

function openPortion(portions: Map<string, PortionSums>, use: PortionUse): PortionSums {
  const key = nameUse(use);
  const known = portions.get(key);
  if (known) return known;
  const fresh: PortionSums = { use, effective: 0n, billed: 0n };
  portions.set(key, fresh);
  return fresh;
}

/** Values of tags come from people, so they are kept apart from what stands beside them. */
function nameUse(use: PortionUse): string {
  switch (use.kind) {
    case 'nodePool':
      return `nodePool ${use.nodePool}`;
    case 'claim':
    case 'service':
      return JSON.stringify([use.kind, use.namespace, use.name, use.attached]);
    case 'tag':
      return JSON.stringify([use.kind, use.key, use.value]);
    default:
      return use.kind;
  }
}
