import type { Counts } from './counts.ts';
import type { Estate } from './estates.ts';
import { type BillSource, countMessages, DAYS, planNight, WEEKS } from './load.ts';
import { PRICES } from './prices.ts';

/** Instances of 2 GB; several messages share one, which is left out: the figure is the upper bound. */
const INSTANCE_GIGABYTES = 2;

/** Seconds that an answer of Azure takes on its way, beyond what the local run measured. */
const REMOTE_SECONDS = 0.3;

/** Seconds per cluster, docs/benchmarks.md: a day's assessment, a week's two reports, a month's close and rendering. */
const ASSESS_SECONDS = 0.075;
const WEEK_SECONDS = 0.15;
const MONTH_SECONDS = 0.4;

/** Runs of timers a month: the meter's every five minutes is nearly all of them. */
const TIMERS = (288 + 2) * DAYS + WEEKS + 1;

/** Lines of log a task, and their bytes in Application Insights. */
const LOG_BYTES_A_TASK = 6_000;
/** Snapshots are kept for 800 days: what is at rest once that is reached. */
const SNAPSHOT_DAYS = 800;
const MAIL_MEGABYTES = 0.1;

/** What running Purser for a month comes to, in US dollars by list price. */
export interface RunningCost {
  readonly executions: number;
  readonly gigabyteSeconds: number;
  readonly storageRequests: number;
  readonly gigabytesAtRest: number;
  readonly functions: number;
  readonly storage: number;
  readonly logs: number;
  readonly mail: number;
  readonly total: number;
}

/** The month's bill of an estate, from what a message took in the measured run. */
export function billMonth(estate: Estate, source: BillSource, measured: Counts): RunningCost {
  const night = planNight(estate, source, measured);
  const { week, month } = countMessages(estate);
  const deliveries = (week.mails + week.cards) * WEEKS + month.mails + month.cards;
  const tasks = night.tasks * DAYS + deliveries + DAYS + 2 * WEEKS + 1;
  const calls =
    night.costQueries.length + night.resourceGraphCalls + night.resourceManagerCalls + night.clusterCalls;
  const seconds =
    (night.tasks * secondsOf(measured, 'collect') + calls * REMOTE_SECONDS) * DAYS +
    deliveries * (secondsOf(measured, 'deliver') + REMOTE_SECONDS) +
    estate.clusters * (ASSESS_SECONDS * DAYS + WEEK_SECONDS * WEEKS + MONTH_SECONDS);
  const executions = tasks + TIMERS;
  const gigabyteSeconds = seconds * INSTANCE_GIGABYTES;
  const storage = billStorage(measured, tasks, night.tasks);
  const functions =
    Math.max(0, gigabyteSeconds - PRICES.functions.freeGigabyteSeconds) * PRICES.functions.perGigabyteSecond +
    (Math.max(0, executions - PRICES.functions.freeExecutions) / 1e6) * PRICES.functions.perMillionExecutions;
  const logGigabytes = (executions * LOG_BYTES_A_TASK) / 1e9;
  const logs = Math.max(0, logGigabytes - PRICES.logs.freeGigabytes) * PRICES.logs.perGigabyte;
  const mails = week.mails * WEEKS + month.mails;
  const mail = mails * (PRICES.mail.perMessage + MAIL_MEGABYTES * PRICES.mail.perMegabyte);
  return {
    executions,
    gigabyteSeconds,
    ...storage.counts,
    functions,
    storage: storage.cost,
    logs,
    mail,
    total: functions + storage.cost + logs + mail,
  };
}

/** Average seconds of one message of a queue. */
export function secondsOf({ invocations }: Counts, name: string): number {
  const measured = invocations[name];
  return measured && measured.count > 0 ? measured.seconds / measured.count : 0;
}

function billStorage(
  { requests, invocations }: Counts,
  tasks: number,
  tasksANight: number,
): {
  readonly cost: number;
  readonly counts: Pick<RunningCost, 'storageRequests' | 'gigabytesAtRest'>;
} {
  const measuredTasks = ['collect', 'report', 'deliver'].reduce(
    (sum, name) => sum + (invocations[name]?.count ?? 0),
    0,
  );
  const prices = Object.entries(PRICES.storage.perTenThousand);
  const requestsOf = (name: string): number => ((requests[name]?.count ?? 0) / measuredTasks) * tasks;
  const bytesATask = (requests.blobWrite?.bytes ?? 0) / measuredTasks;
  const gigabytesAtRest = (bytesATask * tasksANight * SNAPSHOT_DAYS) / 1e9;
  return {
    cost:
      prices.reduce((sum, [name, price]) => sum + (requestsOf(name) / 10_000) * price, 0) +
      gigabytesAtRest * PRICES.storage.perGigabyteMonth,
    counts: {
      storageRequests: prices.reduce((sum, [name]) => sum + requestsOf(name), 0),
      gigabytesAtRest,
    },
  };
}
