import type { Portion } from '../model/cost.ts';
import { type Amount, sumAmounts } from '../model/money.ts';
import { chargeUsers } from './direct.ts';
import type { ChargeLedger } from './ledger.ts';
import type { SharingPolicy } from './policy.ts';
import { chargeNobody, shareCommon, shareIdle } from './sharing.ts';
import type { ClusterUsage } from './usage.ts';
import { joinUse, NOBODY, type Use } from './use.ts';

/**
 * Divides machines: the portion of a node pool among those on that pool, the rest of the machines among those on
 * pools that the bill does not tell, or everybody when there are none. What the allocation places on no pool
 * counts in all of them, in proportion to their cost.
 * @param portions those of node pools, and the rest where it is of machines
 */
export function divideMachines(
  ledger: ChargeLedger,
  portions: readonly Portion[],
  usage: ClusterUsage,
  policy: SharingPolicy,
): void {
  const told = new Set(portions.map(poolOf));
  const whole = sumAmounts(portions.map(magnitudeOf));
  for (const portion of portions) {
    if (portion.effective === 0n) continue;
    const pool = poolOf(portion);
    const there = pool === '' ? joinPools(usage, told) : (usage.nodePools.get(pool) ?? NOBODY);
    const use = joinUse(there, usage.unplaced, magnitudeOf(portion), whole);
    if (pool === '') divideRestOfMachines(ledger, portion.effective, use, usage, policy);
    else dividePool(ledger, portion.effective, pool, use, usage, policy);
  }
}

/** A pool on which nothing ran is idle as a whole. */
function dividePool(
  ledger: ChargeLedger,
  amount: Amount,
  pool: string,
  use: Use,
  usage: ClusterUsage,
  policy: SharingPolicy,
): void {
  const everybody = usage.of.compute.sharers;
  const rule = usage.weighted ? 'nodePoolByWeights' : 'nodePool';
  const { idle, shared } =
    use.all.rows.length === 0
      ? { idle: amount, shared: 0n }
      : chargeUsers(ledger, amount, use.all, { rule, part: pool });
  if (use.sharers.rows.length === 0)
    shareIdle(ledger, idle, policy.idle, everybody, { rule: 'idleOfUnusedPool', part: pool });
  else if (policy.idleBy === 'cluster')
    shareIdle(ledger, idle, policy.idle, everybody, { rule: 'idle', part: pool });
  else shareIdle(ledger, idle, policy.idle, use.sharers, { rule: 'idleOfPool', part: pool });
  shareCommon(ledger, shared, { kind: 'shared', part: pool }, policy.shared, usage, 'compute');
}

function divideRestOfMachines(
  ledger: ChargeLedger,
  amount: Amount,
  use: Use,
  usage: ClusterUsage,
  policy: SharingPolicy,
): void {
  const users = use.all.rows.length > 0 ? use.all : usage.of.compute.all;
  if (users.rows.length === 0) {
    chargeNobody(ledger, amount, { kind: 'direct', part: '' });
    return;
  }
  const rule = usage.weighted ? 'usageByWeights' : 'usage';
  const { idle, shared } = chargeUsers(ledger, amount, users, { rule, part: '' });
  shareIdle(ledger, idle, policy.idle, usage.of.compute.sharers, { rule: 'idle', part: '' });
  shareCommon(ledger, shared, { kind: 'shared', part: '' }, policy.shared, usage, 'compute');
}

/** Use of the pools that the bill does not tell apart. */
function joinPools(usage: ClusterUsage, told: ReadonlySet<string>): Use {
  return [...usage.nodePools]
    .filter(([pool]) => !told.has(pool))
    .reduce((sum, [, use]) => joinUse(sum, use, 1n, 1n), NOBODY);
}

function poolOf({ use }: Portion): string {
  return use.kind === 'nodePool' ? use.nodePool : '';
}

/** A refund weighs as much as the cost that it gives back. */
function magnitudeOf({ effective }: Portion): Amount {
  return effective < 0n ? -effective : effective;
}
