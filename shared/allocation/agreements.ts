import { matchesPattern } from '../config/pattern.ts';
import type { Agreement, Config } from '../config/schema.ts';
import { type Charge, UNOWNED } from '../model/cost.ts';
import { type Amount, formatExact, parseAmount } from '../model/money.ts';
import { byKey, compareText } from '../model/order.ts';
import type { Day, Period } from '../model/time.ts';
import { NO_CLUSTER } from './outside.ts';

/** An agreement with the team that takes its other side. */
interface Binding {
  readonly agreement: Agreement;
  readonly counterpart: string;
}

/** A percent has six decimals at most, so that a hundred of them are this many whole ones. */
const HUNDRED_PERCENT = 10n ** 8n;

/**
 * The charges that discounts and mark-ups add to those of one day: a percentage of what each team is charged out
 * of each pool, and the same with the other sign for the counterpart, so that they sum to nothing in every pool.
 * All of them count the charges as they were before any agreement. What nobody owns, and what the counterpart is
 * charged itself, has no part in them.
 */
export function chargeAgreements(
  charges: readonly Charge[],
  config: Pick<Config, 'cost'>,
  day: Day,
): Charge[] {
  const bindings = listBindings(config).filter(
    ({ agreement }) => agreement.kind !== 'credit' && isInForce(agreement, day, day),
  );
  if (bindings.length === 0) return [];
  const sums = sumByPoolAndTeam(charges.filter((charge) => charge.kind !== 'adjustment'));
  return bindings.flatMap((binding) => applyPercentage(binding, sums));
}

/**
 * The credits of a month: the agreed amount for each team that has one, whole for a month in which the agreement
 * is in force on any day, and the same with the other sign for the counterpart. They are of no cluster and are
 * dated on the first day of the month.
 */
export function chargeCredits(config: Pick<Config, 'cost' | 'teams'>, month: Period): Charge[] {
  return listBindings(config).flatMap(({ agreement, counterpart }) => {
    const { kind, name, currency, amount, teams } = agreement;
    if (kind !== 'credit' || currency === undefined || !isInForce(agreement, month.from, month.to)) return [];
    const credit = parseAmount(amount ?? 0) ?? 0n;
    const place = {
      day: month.from,
      clusterId: NO_CLUSTER,
      category: 'other',
      currency,
      poolId: `${month.from}|${NO_CLUSTER}|other|${currency}`,
    } as const;
    return config.teams
      .map(({ id }) => id)
      .filter((team) => team !== counterpart && matchesAny(team, teams))
      .sort()
      .flatMap((team) => [
        makeCharge(place, agreement, team, `agreement ${name}`, -credit),
        makeCharge(place, agreement, counterpart, `agreement ${name}, for ${team}`, credit),
      ]);
  });
}

/** Every agreement has a counterpart: configuration without one is refused. */
function listBindings({ cost }: Pick<Config, 'cost'>): Binding[] {
  return cost.agreements.map((agreement) => ({
    agreement,
    counterpart: agreement.counterpart ?? cost.platformTeam ?? UNOWNED,
  }));
}

interface TeamSum {
  /** One of the charges: what they have in common is the pool. */
  readonly charge: Charge;
  amount: Amount;
}

/** Sorted, so that the order of the charges changes nothing. */
function sumByPoolAndTeam(charges: readonly Charge[]): readonly TeamSum[] {
  const sums = new Map<string, TeamSum>();
  for (const charge of charges) {
    if (charge.team === UNOWNED) continue;
    const key = `${charge.poolId}|${charge.team}`;
    const known = sums.get(key);
    if (known) known.amount += charge.amount;
    else sums.set(key, { charge, amount: charge.amount });
  }
  return [...sums].sort(byKey).map(([, sum]) => sum);
}

function applyPercentage({ agreement, counterpart }: Binding, sums: readonly TeamSum[]): Charge[] {
  const { name, kind, teams, categories, percent = 0 } = agreement;
  const rate = (parseAmount(percent) ?? 0n) / 10n ** 22n;
  const sign = kind === 'discount' ? -1n : 1n;
  const terms = `agreement ${name}: ${kind} of ${formatExact(parseAmount(percent) ?? 0n)} %`;
  return sums.flatMap(({ charge, amount }) => {
    const { team, category } = charge;
    if (team === counterpart || !matchesAny(team, teams) || !matchesAny(category, categories)) return [];
    const moved = (sign * amount * rate) / HUNDRED_PERCENT;
    if (moved === 0n) return [];
    return [
      makeCharge(charge, agreement, team, terms, moved),
      makeCharge(charge, agreement, counterpart, `${terms} for ${team}`, -moved),
    ];
  });
}

function makeCharge(
  {
    clusterId,
    day,
    category,
    currency,
    poolId,
  }: Pick<Charge, 'clusterId' | 'day' | 'category' | 'currency' | 'poolId'>,
  { kind }: Agreement,
  team: string,
  ownerReason: string,
  amount: Amount,
): Charge {
  return {
    team,
    ownerReason,
    clusterId,
    day,
    namespace: '',
    workload: '',
    category,
    kind: 'adjustment',
    currency,
    amount,
    part: '',
    rule: kind,
    poolId,
  };
}

function isInForce({ from, to }: Agreement, first: Day, last: Day): boolean {
  return (
    (from === undefined || compareText(from, last) <= 0) && (to === undefined || compareText(to, first) >= 0)
  );
}

function matchesAny(value: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesPattern(value, pattern));
}
