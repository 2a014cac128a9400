import { UNOWNED } from '../model/cost.ts';
import { type Amount, apportion } from '../model/money.ts';
import type { OwnerShare } from '../model/ownership.ts';
import { type Booking, type ChargeLedger, NOWHERE } from './ledger.ts';
import type { CommonSharing, IdleSharing, SharingMetric } from './policy.ts';
import type { ClusterUsage, UsedCategory } from './usage.ts';
import type { Users } from './use.ts';

/** What is shared: cost of namespaces that serve everybody, or of what no workload uses by itself. */
type Common = Pick<Booking, 'part'> & { readonly kind: 'shared' | 'overhead' };

const METRIC_RULES = {
  cpuRequests: 'ByCpuRequests',
  ramRequests: 'ByRamRequests',
  cpuUsage: 'ByCpuUsage',
  ramUsage: 'ByRamUsage',
} as const satisfies Record<SharingMetric, string>;

/** Gives capacity that nobody used to its sharers, by the rule named, or to whom the policy says. */
export function shareIdle(
  ledger: ChargeLedger,
  amount: Amount,
  sharing: IdleSharing,
  sharers: Users,
  { rule, part }: Pick<Booking, 'rule' | 'part'>,
): void {
  const kind = 'idle';
  if (sharing.method === 'platform')
    givePlatform(ledger, amount, sharing.team, { kind, rule: 'idleToPlatform', part });
  else if (sharing.method === 'separate') {
    const reason = 'idle capacity is shown apart by configuration';
    ledger.add(UNOWNED, reason, NOWHERE, { kind, rule: 'idleSeparate', part }, amount);
  } else giveUsers(ledger, amount, sharers, { kind, rule, part });
}

/**
 * Gives what serves everybody to whom the policy says.
 * @param usage undefined when no allocation was read: fixed shares and the platform team need none
 * @param category by whose use a proportional part is reckoned
 */
export function shareCommon(
  ledger: ChargeLedger,
  amount: Amount,
  common: Common,
  sharing: CommonSharing,
  usage: ClusterUsage | undefined,
  category: UsedCategory,
): void {
  const { kind } = common;
  if (amount === 0n) return;
  if (sharing.method === 'platform')
    givePlatform(ledger, amount, sharing.team, { ...common, rule: `${kind}ToPlatform` });
  else if (sharing.method === 'fixed')
    giveTeams(ledger, amount, sharing.shares, 'a configured share', { ...common, rule: `${kind}ByShares` });
  else if (usage === undefined) chargeUnread(ledger, amount, common);
  else if (sharing.method === 'even') {
    const shares = usage.teams.map((team) => ({ team, weight: 1n }));
    giveTeams(ledger, amount, shares, 'used the cluster that day', { ...common, rule: `${kind}Evenly` });
  } else if (sharing.method === 'metric') {
    const users = usage.usersBy(sharing.metric);
    if (users.rows.length > 0)
      giveUsers(ledger, amount, users, { ...common, rule: `${kind}${METRIC_RULES[sharing.metric]}` });
    else giveUsers(ledger, amount, sharersOf(usage, category), { ...common, rule: `${kind}Untold` });
  } else giveUsers(ledger, amount, sharersOf(usage, category), { ...common, rule: kind });
}

/** Who used a category, or machines where nobody used any of it. */
export function sharersOf(usage: ClusterUsage, category: UsedCategory): Users {
  const own = usage.of[category].sharers;
  return own.rows.length > 0 ? own : usage.of.compute.sharers;
}

/** Charges nobody for what only an allocation could divide. */
export function chargeUnread(
  ledger: ChargeLedger,
  amount: Amount,
  { kind, part }: Pick<Booking, 'kind' | 'part'>,
): void {
  const reason = 'no allocation was read for this cluster and day';
  ledger.add(UNOWNED, reason, NOWHERE, { kind, rule: 'noAllocation', part }, amount);
}

/** Charges nobody for what nobody was there to share. */
export function chargeNobody(
  ledger: ChargeLedger,
  amount: Amount,
  { kind, part }: Pick<Booking, 'kind' | 'part'>,
): void {
  const reason = 'no team used the cluster that day';
  ledger.add(UNOWNED, reason, NOWHERE, { kind, rule: 'nobodyToShare', part }, amount);
}

function givePlatform(ledger: ChargeLedger, amount: Amount, team: string, booking: Booking): void {
  ledger.add(team, 'the platform team by configuration', NOWHERE, booking, amount);
}

function giveUsers(ledger: ChargeLedger, amount: Amount, users: Users, booking: Booking): void {
  if (amount === 0n) return;
  const parts = apportion(amount, users.weights);
  if (!parts) {
    chargeNobody(ledger, amount, booking);
    return;
  }
  users.rows.forEach(({ row, owner }, index) => {
    ledger.give(owner, row, booking, parts[index] ?? 0n);
  });
}

function giveTeams(
  ledger: ChargeLedger,
  amount: Amount,
  shares: readonly OwnerShare[],
  reason: string,
  booking: Booking,
): void {
  const parts = apportion(
    amount,
    shares.map(({ weight }) => weight),
  );
  if (!parts) {
    chargeNobody(ledger, amount, booking);
    return;
  }
  shares.forEach(({ team }, index) => {
    ledger.add(team, reason, NOWHERE, booking, parts[index] ?? 0n);
  });
}
