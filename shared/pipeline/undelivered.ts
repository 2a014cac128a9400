import { compareText } from '../model/order.ts';
import type { DeliveryLedger, DeliveryRow, DeliveryState } from '../store/store.ts';

/**
 * Deliveries that did not reach anybody, nor did a deliberate repeat of them: those that failed, and of those that had
 * nobody to go to the latest of each audience, since they come again every period.
 */
export async function listFailures(app: {
  readonly store: { readonly ledger: DeliveryLedger };
}): Promise<readonly DeliveryRow[]> {
  return findFailures(await app.store.ledger.listDeliveries());
}

/** The same among deliveries that are read already. */
export function findFailures(deliveries: readonly DeliveryRow[]): readonly DeliveryRow[] {
  const repeated = keepLast(deliveries, (row) => [row.period, row.hash]);
  const unreached = repeated.filter(({ skipped }) => skipped === 'nobody' || skipped === 'outsideDomains');
  return [...repeated.filter(({ state }) => FAILED.has(state)), ...keepLast(unreached, () => [])];
}

/** The last row of each audience, channel and kind of report, and of what else tells deliveries apart. */
function keepLast(
  rows: readonly DeliveryRow[],
  tellApart: (row: DeliveryRow) => readonly string[],
): readonly DeliveryRow[] {
  const last = new Map<string, DeliveryRow>();
  for (const row of rows.toSorted((a, b) => compareText(a.period, b.period) || a.resend - b.resend)) {
    last.set([row.kind, row.audience, row.channel, ...tellApart(row)].join('|'), row);
  }
  return [...last.values()];
}

const FAILED: ReadonlySet<DeliveryState> = new Set(['poisoned', 'uncertain', 'failed']);
