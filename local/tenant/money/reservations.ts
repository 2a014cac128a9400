import type { Day } from '../../../shared/model/time.ts';
import { drawGuid } from '../world/chance.ts';
import { type MachineSize, PRODUCTION, SIZES } from '../world/clusters.ts';
import { usageOf } from '../world/usage.ts';
import type { World } from '../world/world.ts';
import { type BillRow, place, toUnits } from './billRow.ts';
import { reservedPerDay } from './prices.ts';

export interface Reservation {
  readonly name: string;
  readonly size: MachineSize;
  readonly machines: number;
  /** The pool it covers; undefined when nothing runs on that size any more. */
  readonly covers: { readonly cluster: string; readonly pool: string } | undefined;
  /** Day of the month on which it is paid; undefined when it was paid in advance, before the history begins. */
  readonly paidOn: number | undefined;
}

/** One that is always used, one that idles at weekends, one that was forgotten. */
export const RESERVATIONS: readonly Reservation[] = [
  {
    name: 'general-westeurope',
    size: SIZES.large,
    machines: 7,
    covers: { cluster: 'aks-shared-prod', pool: 'general' },
    paidOn: 5,
  },
  {
    name: 'secure-northeurope',
    size: SIZES.large,
    machines: 4,
    covers: { cluster: 'aks-payments-prod', pool: 'secure' },
    paidOn: 5,
  },
  { name: 'memory-northeurope', size: SIZES.memory, machines: 1, covers: undefined, paidOn: undefined },
];

/** Machines of a pool that a reservation covers on the day. */
export function coveredMachines(cluster: string, pool: string, running: number): number {
  const reservation = RESERVATIONS.find(({ covers }) => covers?.cluster === cluster && covers.pool === pool);
  return Math.min(running, reservation?.machines ?? 0);
}

/** ARM id of a reservation, as the amortized cost names the unused part. */
export function reservationId(reservation: Reservation): string {
  const order = drawGuid(['reservation order', reservation.name]);
  return `/providers/microsoft.capacity/reservationorders/${order}/reservations/${drawGuid(['reservation', reservation.name])}`;
}

/** What the reservations themselves add to the bill: payments in the actual cost, idle hours in the amortized. */
export function billReservations(world: World, day: Day): readonly BillRow[] {
  return RESERVATIONS.flatMap((reservation) => [
    ...payment(reservation, day),
    ...unusedPart(world, reservation, day),
  ]);
}

function payment(reservation: Reservation, day: Day): readonly BillRow[] {
  if (reservation.paidOn !== Number(day.slice(8))) return [];
  return [
    {
      ...place(day, '', 'Virtual Machines'),
      subscriptionId: PRODUCTION,
      chargeType: 'Purchase',
      billed: toUnits((reservedPerDay(reservation.size) * reservation.machines * 365) / 12),
      effective: undefined,
    },
  ];
}

function unusedPart(world: World, reservation: Reservation, day: Day): readonly BillRow[] {
  const { covers } = reservation;
  const running = covers ? (usageOf(world, covers.cluster, day).nodes.get(covers.pool) ?? 0) : 0;
  const unused = reservation.machines - Math.min(running, reservation.machines);
  if (unused === 0) return [];
  return [
    {
      ...place(day, reservationId(reservation), 'Virtual Machines'),
      subscriptionId: PRODUCTION,
      chargeType: 'UnusedReservation',
      billed: undefined,
      effective: toUnits(reservedPerDay(reservation.size) * unused),
    },
  ];
}
