import type { DeliverTask } from '../model/tasks.ts';
import type { Day } from '../model/time.ts';

/**
 * What a reader must know before trusting the numbers. Whatever Purser itself has to say is data, which rendering puts
 * into the reader's language; only a `remark` is a sentence already: in the words of a source or an operator, or as
 * an earlier version kept it. How a statement stands in the life of its month is told from that life, not from here.
 */
export type Notice =
  | { readonly kind: 'remark'; readonly text: string }
  /** Further remarks that are only counted. */
  | { readonly kind: 'moreRemarks'; readonly count: number }
  /** Remarks of sources that a team does not get: they may name what is another's. */
  | { readonly kind: 'withheldRemarks'; readonly count: number }
  /** The period has not ended. */
  | { readonly kind: 'running' }
  | { readonly kind: 'severalCurrencies' }
  /** Some cost could not be divided. */
  | { readonly kind: 'noAllocation' }
  /** A cluster was used, and the bill has nothing for it. */
  | { readonly kind: 'unbilled'; readonly clusterName: string; readonly days: readonly Day[] }
  /** The allocation has less than 24 hours of these days; `hours` are the fewest. */
  | {
      readonly kind: 'partialDays';
      readonly clusterName: string;
      readonly days: readonly Day[];
      readonly hours: number;
    }
  /** The allocation could not tell idle capacity apart. */
  | { readonly kind: 'idleUntold'; readonly clusterName: string; readonly days: readonly Day[] }
  /** Subscriptions whose resource tags were not read. */
  | { readonly kind: 'untagged'; readonly subscriptions: readonly string[] }
  /** No cluster and no registry is known. */
  | { readonly kind: 'nothingScanned' }
  | { readonly kind: 'notScanned'; readonly names: readonly string[] }
  | { readonly kind: 'partlyScanned'; readonly names: readonly string[] }
  /** Clusters on which the Defender sensor is off. */
  | { readonly kind: 'sensorOff'; readonly names: readonly string[] }
  | { readonly kind: 'policyAddonOff'; readonly names: readonly string[] }
  /** Something that was to go out did not; `problem` is in the words of the transport. */
  | ({ readonly kind: 'notDelivered' } & UndeliveredReport);

/** A delivery that came to nothing. */
export interface UndeliveredReport extends Pick<DeliverTask, 'period' | 'audience' | 'channel'> {
  readonly report: DeliverTask['kind'];
  /** What became of it, as the ledger says. */
  readonly state: string;
  readonly tries: number;
  readonly problem: string;
}

/**
 * The notices that a team may read. What a source said word for word may name namespaces, workloads and rows of any
 * team, so that only its number is left.
 */
export function withholdRemarks(notices: readonly Notice[]): readonly Notice[] {
  const told = notices.filter(({ kind }) => kind !== 'remark' && kind !== 'moreRemarks');
  const count = notices.reduce(
    (sum, notice) => sum + (notice.kind === 'remark' ? 1 : notice.kind === 'moreRemarks' ? notice.count : 0),
    0,
  );
  return count === 0 ? told : [...told, { kind: 'withheldRemarks', count }];
}

/** What a source said, word for word. */
export function toRemark(text: string): Notice {
  return { kind: 'remark', text };
}
