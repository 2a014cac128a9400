import type { Reason } from '../model/recipient.ts';
import type { Day } from '../model/time.ts';

/**
 * What the message that carries a report says of itself. It is added when the message is composed: never kept, and no
 * part of the report's identity.
 */
export interface DeliveryNote {
  /** Why its readers get it, each reason once; empty where that is not known. */
  readonly reasons: readonly Reason[];
  /** Of a deliberate repeat: the day on which it was asked for, in UTC. */
  readonly sentAgainOn: Day | undefined;
}
