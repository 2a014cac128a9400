import type { Resolution } from '../audiences/resolve.ts';
import { canonicalJson } from '../model/canonical.ts';
import { compareText } from '../model/order.ts';
import type { PlannedRecipient, Reason } from '../model/recipient.ts';
import type { DeliveryOutcome } from '../store/store.ts';
import type { Receipt } from './channel.ts';

/** What became of a delivery for everybody: those that the transport tells of, and those that it was kept from. */
export function listOutcomes(
  receipt: Pick<Receipt, 'recipients'> | undefined,
  { planned, withheld }: Pick<Resolution, 'planned' | 'withheld'>,
): readonly DeliveryOutcome[] {
  const [first] = planned;
  const reasonsOf = (address: string): readonly Reason[] =>
    // A webhook goes by its variable in the plan, and by its host in the receipt.
    (planned.length === 1 ? first : planned.find((one) => isSame(one.address, address)))?.reasons ?? [];
  const told = (receipt?.recipients ?? []).map(
    (one): DeliveryOutcome => ({ ...one, reasons: reasonsOf(one.address) }),
  );
  const kept = withheld.map(
    ({ address, because }): DeliveryOutcome => ({
      ...{ address, outcome: because, answer: '', temporary: false, reasons: [] },
    }),
  );
  return [...told, ...kept].sort((a, b) => compareText(a.address, b.address));
}

/** Why the readers of one message get it, each reason once. */
export function collectReasons(planned: readonly PlannedRecipient[]): readonly Reason[] {
  const reasons = planned.flatMap((recipient) => recipient.reasons);
  return [...new Map(reasons.map((reason) => [canonicalJson(reason), reason])).values()];
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
