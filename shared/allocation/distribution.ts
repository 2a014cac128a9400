import type { Charge, CostCategory, Pool, Portion } from '../model/cost.ts';
import type { Amount } from '../model/money.ts';
import type { Owner } from '../model/ownership.ts';
import { chargeUsers } from './direct.ts';
import { ChargeLedger } from './ledger.ts';
import { divideMachines } from './machines.ts';
import { chargeNamespace, chargeTagged, type FindNamespaceOwner } from './named.ts';
import type { SharingPolicy } from './policy.ts';
import { partOf } from './portions.ts';
import { chargeNobody, chargeUnread, shareCommon, shareIdle, sharersOf } from './sharing.ts';
import { type ClusterUsage, USED_CATEGORIES, type UsedCategory } from './usage.ts';

/**
 * Divides one pool among the owners of one cluster and day, a portion at a time: what the bill itself gives to a
 * namespace or a team, machines by node pool, the rest by use, and overhead. The charges of a portion sum to its
 * effective cost exactly, whatever the usage is: what nobody can be charged for goes to `unowned` with the reason.
 * @param usage undefined when no allocation was read for the cluster that day
 * @param findNamespaceOwner asked for namespaces in which nothing ran; by default nobody owns those
 */
export function distributePool(
  pool: Pool,
  usage: ClusterUsage | undefined,
  policy: SharingPolicy,
  findNamespaceOwner: FindNamespaceOwner = findNobody,
): Charge[] {
  const ledger = new ChargeLedger(pool);
  const category = isUsed(pool.category) ? pool.category : 'compute';
  const machines: Portion[] = [];
  const shared = { claim: 0n, service: 0n };
  for (const portion of pool.portions) {
    const { use, effective } = portion;
    if (use.kind === 'tag') chargeTagged(ledger, portion, use, policy.findTeam);
    else if (use.kind === 'claim' || use.kind === 'service')
      shared[use.kind] += chargeNamespace(ledger, portion, use, usage, findNamespaceOwner);
    else if (use.kind === 'overhead' || !isUsed(pool.category)) {
      const overhead = { kind: 'overhead', part: partOf(use) } as const;
      shareCommon(ledger, effective, overhead, policy.overhead, usage, 'compute');
    } else if (usage === undefined) chargeUnread(ledger, effective, { kind: 'direct', part: partOf(use) });
    else if (use.kind === 'nodePool' || category === 'compute') machines.push(portion);
    else divideRest(ledger, effective, usage, policy, category);
  }
  if (usage !== undefined) divideMachines(ledger, machines, usage, policy);
  for (const part of ['claim', 'service'] as const)
    shareCommon(ledger, shared[part], { kind: 'shared', part }, policy.shared, usage, category);
  return ledger.charges;
}

/** Divides what the bill tells nothing of by use of its category, or of machines where nobody used any. */
function divideRest(
  ledger: ChargeLedger,
  amount: Amount,
  usage: ClusterUsage,
  policy: SharingPolicy,
  category: UsedCategory,
): void {
  const own = usage.of[category].all;
  const users = own.rows.length > 0 ? own : usage.of.compute.all;
  if (users.rows.length === 0) {
    chargeNobody(ledger, amount, { kind: 'direct', part: '' });
    return;
  }
  const rule = users === own ? 'usage' : 'computeUsage';
  const { idle, shared } = chargeUsers(ledger, amount, users, { rule, part: '' });
  shareIdle(ledger, idle, policy.idle, sharersOf(usage, category), { rule: 'idle', part: '' });
  shareCommon(ledger, shared, { kind: 'shared', part: '' }, policy.shared, usage, category);
}

function isUsed(category: CostCategory): category is UsedCategory {
  return (USED_CATEGORIES as readonly CostCategory[]).includes(category);
}

function findNobody(namespace: string): Owner {
  return { kind: 'unowned', reason: `nothing ran in namespace ${namespace} that day` };
}
