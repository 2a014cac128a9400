import type { Counts } from './counts.ts';
import type { Estate } from './estates.ts';

/** The demo tenant that was measured: its clusters and subscriptions, read for one night. */
const DEMO = { clusters: 3, subscriptions: 2 };

/** Days of a month, and nights of collecting; weeks in it. */
export const DAYS = 30.44;
export const WEEKS = DAYS / 7;

/** Rows of a page of the Query API; it gives no more without `$top`, which its SDK does not send. */
const ROWS_A_PAGE = 1_000;
/** The trailing window of 35 days lies in two months. */
const WINDOW = [31, 4] as const;
/** Metrics of the bill: effective and billed. */
const METRICS = 2;
/** A day's allocation is read the night after it, and once more when it has settled. */
const ALLOCATION_READS = 2;

/** What one night asks of each service, and of the functions. */
export interface NightLoad {
  readonly costQueries: readonly { readonly scope: string; readonly units: number }[];
  readonly resourceGraphCalls: number;
  readonly resourceManagerCalls: number;
  readonly clusterCalls: number;
  readonly clusterTasks: number;
  /** Messages of the collect queue. */
  readonly tasks: number;
}

/** How the bill is read: by the Query API, or from exports that Azure writes to storage. */
export type BillSource = 'query' | 'exports';

/** Calls of one subscription, cluster and cluster-day, from the measured run. */
interface CallRates {
  readonly resourceGraph: number;
  readonly resourceManager: number;
  readonly kubernetes: number;
  readonly allocation: number;
}

/** The calls of one night of collecting an estate. */
export function planNight(estate: Estate, bill: BillSource, measured: Counts): NightLoad {
  const rates = rateCalls(measured);
  const { clusters, subscriptions } = estate;
  const rowsADay = (clusters / subscriptions) * estate.billRowsPerClusterDay;
  const pages = WINDOW.reduce((sum, days) => sum + Math.ceil((days * rowsADay) / ROWS_A_PAGE), 0);
  const scopes = Array.from({ length: subscriptions }, (_, index) => `subscriptions/${index}`);
  const governance = bill === 'query' ? 4 : 3;
  return {
    costQueries:
      bill === 'exports'
        ? []
        : scopes.flatMap((scope) => Array.from({ length: pages * METRICS }, () => ({ scope, units: 1 }))),
    resourceGraphCalls: Math.ceil(rates.resourceGraph * subscriptions),
    resourceManagerCalls: Math.ceil(rates.resourceManager * subscriptions),
    clusterCalls: Math.ceil(rates.kubernetes * clusters + rates.allocation * ALLOCATION_READS * clusters),
    clusterTasks: clusters * (1 + ALLOCATION_READS),
    tasks:
      1 +
      clusters * (1 + ALLOCATION_READS) +
      subscriptions * governance +
      WINDOW.length * (bill === 'query' ? subscriptions : 1),
  };
}

function rateCalls({ requests, invocations }: Counts): CallRates {
  const count = (name: string): number => requests[name]?.count ?? 0;
  const oneNight = 1 + DEMO.clusters + DEMO.subscriptions * (4 + WINDOW.length + 1);
  const clusterDays = Math.max(1, (invocations.collect?.count ?? 0) - oneNight);
  return {
    resourceGraph: count('resourceGraph') / DEMO.subscriptions,
    resourceManager: (count('resourceManager') + count('policyInsights')) / DEMO.subscriptions,
    kubernetes: (count('kubernetes') + count('clusterCredential')) / DEMO.clusters,
    allocation: count('allocation') / clusterDays,
  };
}

/** Messages that reports send: a week's, and a month's. */
export interface Messages {
  readonly mails: number;
  readonly cards: number;
}

/** A digest and a statement a team by mail, and where it has a channel the digest there; the organisation's own beside. */
export function countMessages(estate: Estate): { readonly week: Messages; readonly month: Messages } {
  return {
    week: { mails: estate.teams + 2, cards: estate.teamsChannels + 1 },
    month: { mails: estate.teams + 1, cards: 0 },
  };
}
