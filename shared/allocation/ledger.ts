import { type Charge, type ChargeKind, type Pool, UNOWNED } from '../model/cost.ts';
import { type Amount, apportion } from '../model/money.ts';
import type { Owner } from '../model/ownership.ts';
import type { Rule } from './rules.ts';

/** What a group of charges has in common. */
export interface Booking {
  readonly kind: ChargeKind;
  readonly rule: Rule;
  /** As {@link Charge.part}. */
  readonly part: string;
}

/** Where in a cluster a charge comes from; an allocation row is one. */
export interface Place {
  readonly namespace: string;
  readonly controller: string;
}

export const NOWHERE: Place = { namespace: '', controller: '' };

/** Rules that a split of a namespace between teams takes the place of. */
const USAGE_RULES: ReadonlySet<Rule> = new Set(['usage', 'usageByWeights', 'nodePool', 'nodePoolByWeights']);

/** Collects the charges of one pool. Nothing is charged for nothing. */
export class ChargeLedger {
  readonly charges: Charge[] = [];
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Charges an owner: a team, several by their shares, or nobody. */
  give(owner: Owner, place: Place, booking: Booking, amount: Amount): void {
    if (owner.kind === 'team') {
      this.add(owner.team, owner.reason, place, booking, amount);
      return;
    }
    const parts =
      owner.kind === 'split' &&
      apportion(
        amount,
        owner.shares.map((share) => share.weight),
      );
    if (!parts) {
      this.add(UNOWNED, owner.reason, place, booking, amount);
      return;
    }
    const split: Booking = USAGE_RULES.has(booking.rule) ? { ...booking, rule: 'split' } : booking;
    owner.shares.forEach((share, index) => {
      this.add(share.team, owner.reason, place, split, parts[index] ?? 0n);
    });
  }

  add(team: string, ownerReason: string, place: Place, booking: Booking, amount: Amount): void {
    if (amount === 0n) return;
    const { id, clusterId, day, category, currency } = this.#pool;
    this.charges.push({
      team,
      ownerReason,
      clusterId,
      day,
      namespace: place.namespace,
      workload: place.controller,
      category,
      kind: booking.kind,
      currency,
      amount,
      part: booking.part,
      rule: booking.rule,
      poolId: id,
    });
  }
}
