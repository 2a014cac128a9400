import { UNOWNED } from '../model/cost.ts';
import { type Amount, apportion } from '../model/money.ts';
import type { Booking, ChargeLedger } from './ledger.ts';
import type { Users } from './use.ts';

/** What a division by use leaves to be shared. */
export interface Leftover {
  readonly idle: Amount;
  readonly shared: Amount;
}

/**
 * Charges an amount to those who used it, and leaves what was idle or used by namespaces that serve everybody.
 * @param users at least one
 */
export function chargeUsers(
  ledger: ChargeLedger,
  amount: Amount,
  users: Users,
  { rule, part }: Pick<Booking, 'rule' | 'part'>,
): Leftover {
  let idle = 0n;
  let shared = 0n;
  const booking: Booking = { kind: 'direct', rule, part };
  const parts = apportion(amount, users.weights) ?? [];
  users.rows.forEach(({ row, owner }, index) => {
    const own = parts[index] ?? 0n;
    if (own === 0n) return;
    if (row.kind === 'idle') idle += own;
    else if (row.kind === 'unallocated') {
      ledger.add(
        UNOWNED,
        'the allocation could not say whose it is',
        row,
        { kind: 'direct', rule: 'unallocated', part },
        own,
      );
    } else if (owner.kind === 'shared') shared += own;
    else if (row.kind === 'unmounted') {
      const unmounted: Booking = { kind: 'direct', rule: 'unmounted', part };
      if (row.namespace !== '') ledger.give(owner, row, unmounted, own);
      else ledger.add(UNOWNED, 'a volume or load balancer that no pod uses', row, unmounted, own);
    } else ledger.give(owner, row, booking, own);
  });
  return { idle, shared };
}
