import type { AllocationDay } from '../../model/cost.ts';

/** One closed UTC day. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** What is asked of an allocation source. */
export interface AllocationQuestion {
  readonly window: Window;
  /** By node, so that machines can be told apart; else by workload only. */
  readonly byNode: boolean;
  readonly withIdle: boolean;
}

/** By what the rows are grouped, as both producers spell it. */
export function groupingOf(question: AllocationQuestion): string {
  return `${question.byNode ? 'node,' : ''}namespace,controllerKind,controller`;
}

/**
 * The question, in the parameters that each producer knows: both ignore others silently, and differ in
 * whether idle is given by default. Windows by name (`yesterday`, `1d`) depend on the server's clock and
 * its UTC offset, so the pair of instants is written out. Kubecost splits idle by node when told to; OpenCost
 * computes it by node and always answers the sum (`AllocationSet.AggregateBy` without `SplitIdle`).
 */
export function writeQuery(producer: AllocationDay['producer'], question: AllocationQuestion): string {
  const { window, byNode, withIdle } = question;
  const common = { window: spell(window), aggregate: groupingOf(question) };
  const own =
    producer === 'opencost'
      ? {
          step: '1d',
          includeIdle: String(withIdle),
          idleByNode: String(byNode),
          shareIdle: 'false',
          includeAggregatedMetadata: 'true',
        }
      : {
          accumulate: 'false',
          idle: String(withIdle),
          idleByNode: String(byNode),
          splitIdle: String(byNode),
          shareIdle: 'false',
          external: 'false',
        };
  return new URLSearchParams({ ...common, ...own }).toString();
}

/** The question about the assets of a window. */
export function writeWindow(window: Window): string {
  return new URLSearchParams({ window: spell(window) }).toString();
}

function spell(window: Window): string {
  return `${writeInstant(window.from)},${writeInstant(window.to)}`;
}

/** RFC 3339 to the second, in UTC. */
export function writeInstant(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z');
}
