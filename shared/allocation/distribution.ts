import type { AllocationRow, Charge, ChargeKind, CostCategory, Pool } from '../model/cost.ts';
import { UNOWNED } from '../model/cost.ts';
import { type Amount, apportion } from '../model/money.ts';
import type { Owner } from '../model/ownership.ts';
import type { Rule } from './rules.ts';

/** Who takes what nobody used directly. `platform` needs the platform team's id. */
export type Distribution =
  | { readonly method: 'proportional' }
  | { readonly method: 'platform'; readonly team: string };

/** The sharing policy of one run; richer methods join {@link Distribution}. */
export interface SharingPolicy {
  readonly idle: Distribution;
  readonly shared: Distribution;
  readonly overhead: Distribution;
}

/** An allocation row with the owner that ownership gave it. */
export interface OwnedRow {
  readonly row: AllocationRow;
  readonly owner: Owner;
}

/** Categories that a workload uses; the others are overhead of the cluster. */
const USED = { compute: true, storage: true, network: true, loadBalancer: true } as const;
type UsedCategory = keyof typeof USED;

/**
 * Divides one pool among the owners of one cluster and day. The charges sum to the pool's effective cost
 * exactly, whatever the rows are: a pool that nobody can be charged for goes to {@link UNOWNED} with the reason.
 * @param rows undefined when no allocation was read for the cluster that day
 */
export function distributePool(
  pool: Pool,
  rows: readonly OwnedRow[] | undefined,
  policy: SharingPolicy,
): Charge[] {
  const ledger = new ChargeLedger(pool);
  if (rows === undefined || rows.length === 0) {
    ledger.add(
      UNOWNED,
      'no allocation was read for this cluster and day',
      undefined,
      'direct',
      'noAllocation',
      pool.effective,
    );
    return ledger.charges;
  }
  const direct = rows.filter(({ row, owner }) => row.kind === 'workload' && owner.kind !== 'shared');
  if (!(pool.category in USED)) {
    giveAway(ledger, pool.effective, direct, 'compute', 'overhead', policy.overhead);
    return ledger.charges;
  }
  const category = pool.category as UsedCategory;
  const own = apportion(
    pool.effective,
    rows.map(({ row }) => weightOf(row, category)),
  );
  const parts =
    own ??
    apportion(
      pool.effective,
      rows.map(({ row }) => weightOf(row, 'compute')),
    );
  if (!parts) {
    ledger.add(
      UNOWNED,
      'nobody used the cluster that day',
      undefined,
      'direct',
      'nobodyToShare',
      pool.effective,
    );
    return ledger.charges;
  }
  const rule: Rule = own ? 'usage' : 'computeUsage';
  let idle = 0n;
  let shared = 0n;
  rows.forEach(({ row, owner }, index) => {
    const part = parts[index] ?? 0n;
    if (row.kind === 'idle') idle += part;
    else if (row.kind === 'unallocated')
      ledger.add(UNOWNED, 'the allocation could not say whose it is', row, 'direct', 'unallocated', part);
    else if (owner.kind === 'shared') shared += part;
    else if (row.kind === 'unmounted') ledger.giveUnmounted(owner, row, part);
    else ledger.give(owner, row, 'direct', rule, part);
  });
  giveAway(ledger, idle, direct, category, 'idle', policy.idle);
  giveAway(ledger, shared, direct, category, 'shared', policy.shared);
  return ledger.charges;
}

/** Divides what has no user of its own among the direct users, or hands it to the platform team. */
function giveAway(
  ledger: ChargeLedger,
  amount: Amount,
  direct: readonly OwnedRow[],
  category: UsedCategory,
  kind: 'idle' | 'shared' | 'overhead',
  distribution: Distribution,
): void {
  if (amount === 0n) return;
  if (distribution.method === 'platform') {
    ledger.add(
      distribution.team,
      'the platform team by configuration',
      undefined,
      kind,
      `${kind}ToPlatform`,
      amount,
    );
    return;
  }
  const parts =
    apportion(
      amount,
      direct.map(({ row }) => weightOf(row, category)),
    ) ??
    apportion(
      amount,
      direct.map(({ row }) => weightOf(row, 'compute')),
    );
  if (!parts) {
    ledger.add(UNOWNED, 'nobody used the cluster that day', undefined, kind, 'nobodyToShare', amount);
    return;
  }
  direct.forEach(({ row, owner }, index) => {
    ledger.give(owner, row, kind, kind, parts[index] ?? 0n);
  });
}

/** The row's use of the resources behind a category, priced by the allocation source; never below zero. */
function weightOf(row: AllocationRow, category: UsedCategory): bigint {
  const weight =
    category === 'compute'
      ? row.cost.cpu + row.cost.ram + row.cost.gpu
      : category === 'storage'
        ? row.cost.pv
        : category === 'network'
          ? row.cost.network
          : row.cost.loadBalancer;
  return weight > 0n ? weight : 0n;
}

/** Collects the charges of one pool, one a (team, namespace, workload, kind, rule). */
class ChargeLedger {
  readonly charges: Charge[] = [];
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  give(owner: Owner, row: AllocationRow, kind: ChargeKind, rule: Rule, amount: Amount): void {
    if (owner.kind === 'team') {
      this.add(owner.team, owner.reason, row, kind, rule, amount);
      return;
    }
    if (owner.kind !== 'split') {
      this.add(UNOWNED, owner.reason, row, kind, rule, amount);
      return;
    }
    const parts = apportion(
      amount,
      owner.shares.map((share) => share.weight),
    );
    if (!parts) {
      this.add(UNOWNED, owner.reason, row, kind, rule, amount);
      return;
    }
    owner.shares.forEach((share, index) => {
      this.add(share.team, owner.reason, row, kind, rule === 'usage' ? 'split' : rule, parts[index] ?? 0n);
    });
  }

  /** What no pod uses is its namespace's, when it has one. */
  giveUnmounted(owner: Owner, row: AllocationRow, amount: Amount): void {
    if (row.namespace !== '') this.give(owner, row, 'direct', 'unmounted', amount);
    else this.add(UNOWNED, 'a volume or load balancer that no pod uses', row, 'direct', 'unmounted', amount);
  }

  add(
    team: string,
    ownerReason: string,
    row: AllocationRow | undefined,
    kind: ChargeKind,
    rule: Rule,
    amount: Amount,
  ): void {
    if (amount === 0n) return;
    const { id, clusterId, day, category, currency } = this.#pool;
    this.charges.push({
      team,
      ownerReason,
      clusterId,
      day,
      namespace: row?.namespace ?? '',
      workload: row?.controller ?? '',
      category: category satisfies CostCategory,
      kind,
      currency,
      amount,
      part: '',
      rule,
      poolId: id,
    });
  }
}
