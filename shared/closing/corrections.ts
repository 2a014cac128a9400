import { hashOf } from '../model/canonical.ts';
import type { CostCategory } from '../model/cost.ts';
import { type Amount, formatExact } from '../model/money.ts';
import { byKey } from '../model/order.ts';
import type { WaitingCorrection } from './life.ts';

/** What one team is charged in one cluster, category and currency: the grain at which months are compared. */
export interface Booking {
  readonly team: string;
  readonly clusterId: string;
  readonly category: CostCategory;
  readonly currency: string;
  readonly amount: Amount;
}

/** Why an amount of a closed month has to change. */
export type CorrectionRule = 'restatement' | 'reassignment' | 'reopening';

/** A difference that is booked in the next open month. */
export interface BookedCorrection extends Booking {
  readonly rule: CorrectionRule;
  /** In words for the report: `Azure changed the bill of 2026-10`. */
  readonly reason: string;
}

/** Two states of one closed month, to be compared. */
export interface CorrectionInput {
  /** The closed month, `2026-10`. */
  readonly origin: string;
  /** What it comes to by what is known now. */
  readonly now: Iterable<Booking>;
  /** What was booked for it so far: its statement and the corrections in closed statements of later months. */
  readonly booked: Iterable<Booking>;
  /** Set when the month carries its changes itself, in a revision of its own: that revision's reason. */
  readonly reopened?: string;
  /** A team's correction in one currency that comes to less than this, up or down, waits. */
  readonly materiality: Amount;
}

/**
 * Compares what a closed month comes to now with what was booked for it. What is booked makes both equal,
 * exactly, for every team whose correction is not below the threshold; the others' waits as a whole, and since
 * it is still not booked the next comparison finds it again. So with a threshold above zero the sum of all
 * statements may differ from the bill, for each team, currency and corrected month by less than the threshold.
 */
export function findCorrections({ origin, now, booked, reopened, materiality }: CorrectionInput): {
  readonly book: readonly BookedCorrection[];
  readonly waiting: readonly WaitingCorrection[];
} {
  const differences = subtract(now, booked);
  const pools = Map.groupBy(differences, poolOf);
  const explained = new Map([...pools].map(([pool, own]) => [pool, explain(origin, own, reopened)]));
  const book: BookedCorrection[] = [];
  const waiting: WaitingCorrection[] = [];
  const byTeam = Map.groupBy(differences, ({ team, currency }) => `${team}|${currency}`);
  for (const [, own] of [...byTeam].sort(byKey)) {
    const total = own.reduce((sum, { amount }) => sum + amount, 0n);
    const [first] = own;
    if (!first) continue;
    if (magnitude(total) < materiality) {
      waiting.push({ team: first.team, currency: first.currency, exact: formatExact(total) });
      continue;
    }
    for (const booking of own) {
      const why = explained.get(poolOf(booking));
      if (why) book.push({ ...booking, ...why });
    }
  }
  return { book, waiting };
}

/** Adds bookings of the same team, cluster, category and currency. */
export class BookingSums {
  readonly #sums = new Map<string, Booking>();

  add(booking: Booking): void {
    const key = keyOf(booking);
    const known = this.#sums.get(key);
    const amount = (known?.amount ?? 0n) + booking.amount;
    const { team, clusterId, category, currency } = booking;
    this.#sums.set(key, { team, clusterId, category, currency, amount });
  }

  /** By team, cluster, category, currency. */
  bookings(): readonly Booking[] {
    return [...this.#sums].sort(byKey).map(([, booking]) => booking);
  }
}

/** Tells whether two states of a month come to the same for everybody. */
export function hashBookings(bookings: Iterable<Booking>): string {
  const sums = new BookingSums();
  for (const booking of bookings) sums.add(booking);
  return hashOf(sums.bookings().filter(({ amount }) => amount !== 0n));
}

/** What has to be added to `booked` to make it `now`; nothing where they agree. */
function subtract(now: Iterable<Booking>, booked: Iterable<Booking>): readonly Booking[] {
  const sums = new BookingSums();
  for (const booking of now) sums.add(booking);
  for (const booking of booked) sums.add({ ...booking, amount: -booking.amount });
  return sums.bookings().filter(({ amount }) => amount !== 0n);
}

/**
 * Says why a pool of the month changed, by the figures alone: its sum tells whether the bill did, and a team that
 * moves against the sum tells that cost went from one team to another.
 */
function explain(
  origin: string,
  differences: readonly Booking[],
  reopened: string | undefined,
): { readonly rule: CorrectionRule; readonly reason: string } {
  if (reopened !== undefined) return { rule: 'reopening', reason: reopened };
  const total = differences.reduce((sum, { amount }) => sum + amount, 0n);
  const moved = 'corrected ownership or allocation';
  if (total === 0n) return { rule: 'reassignment', reason: `${moved} of ${origin}` };
  const changed = `Azure changed the bill of ${origin}`;
  const against = differences.some(({ amount }) => amount > 0n !== total > 0n);
  return { rule: 'restatement', reason: against ? `${changed}, and ${moved}` : changed };
}

function poolOf({ clusterId, category, currency }: Booking): string {
  return `${clusterId}|${category}|${currency}`;
}

function keyOf({ team, clusterId, category, currency }: Booking): string {
  return `${team}|${clusterId}|${category}|${currency}`;
}

function magnitude(amount: Amount): Amount {
  return amount < 0n ? -amount : amount;
}
