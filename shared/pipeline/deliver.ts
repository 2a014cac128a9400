import { resolveRecipients } from '../audiences/resolve.ts';
import type { Transport } from '../delivery/channel.ts';
import { deliverReport } from '../delivery/deliver.ts';
import { DeliveryError, PostponedError, RequestError } from '../model/errors.ts';
import type { DeliverTask } from '../model/tasks.ts';
import type { Report } from '../reports/report.ts';
import type { DeliveryRow } from '../store/store.ts';
import { measure } from '../telemetry/metrics.ts';
import { describeWork } from '../telemetry/trace.ts';
import type { App } from './app.ts';
import { recordRun } from './runs.ts';

/**
 * A claim older than this was left by a worker that died. Shorter than any queue's lock, so that the message's
 * next try finds it free; a slow worker that is overtaken loses its claim before it sends.
 */
const LEASE_SECONDS = 25;

/** Tries of one delivery until it is given up. */
export const MAX_ATTEMPTS = 5;
const FIRST_PAUSE_SECONDS = 30;
const PAUSE_FACTOR = 4;

/** Storage queues forget a message after seven days: what waits for longer is looked at every day. */
const LONGEST_PAUSE_SECONDS = 86_400;

/** Puts a task back for later. */
export type RetryLater = (task: DeliverTask, seconds: number) => Promise<void>;

/**
 * Seconds until the try after the given one: 30 s, 2 min, 8 min, 32 min, or as long as the other side asked, where
 * that is longer. A mail server may be away for a while.
 */
export function pauseAfter(attempt: number, retryAfterSeconds = 0): number {
  return Math.max(FIRST_PAUSE_SECONDS * PAUSE_FACTOR ** (attempt - 1), retryAfterSeconds);
}

/**
 * Hands one kept report to one audience on one channel, once. A failure that may pass is tried again later, and
 * after {@link MAX_ATTEMPTS} given up, in the ledger. What is not its turn yet within the transport's limits comes
 * back when it is, which is no try.
 * @param retryLater without it such a failure is thrown at once, for a caller who waits
 * @returns the ledger's row; undefined when it is tried again later
 * @throws DeliveryError when it was given up; PostponedError when its turn comes later and nobody is there to retry
 */
export async function deliverTask(
  app: App,
  task: DeliverTask,
  retryLater?: RetryLater,
): Promise<DeliveryRow | undefined> {
  const attempt = task.attempt ?? 1;
  try {
    return await handOver(app, task, attempt >= MAX_ATTEMPTS);
  } catch (error) {
    if (!retryLater) throw error;
    const again = planRetry(error, task, attempt, app.clock.now());
    if (!again) throw error;
    await retryLater(again.task, again.seconds);
    measure('purser.retries', 1, { stage: 'deliver' });
    app.log(again.level, `${again.message} It is tried again in ${again.seconds} s.`, {
      ...describeDelivery(task),
      retrySeconds: again.seconds,
    });
    return undefined;
  }
}

interface Retry {
  readonly task: DeliverTask;
  readonly seconds: number;
  readonly level: 'info' | 'warn';
  readonly message: string;
}

/** When to come back, and as what; undefined when that would not help. */
function planRetry(error: unknown, task: DeliverTask, attempt: number, now: Date): Retry | undefined {
  if (error instanceof PostponedError) {
    const { slot: _, ...rest } = task;
    const seconds = Math.ceil((Date.parse(error.slot) - now.getTime()) / 1000);
    return {
      task: error.inLine ? { ...rest, slot: error.slot } : rest,
      seconds: Math.min(Math.max(1, seconds), LONGEST_PAUSE_SECONDS),
      level: 'info',
      message: error.message,
    };
  }
  if (!(error instanceof DeliveryError) || error.permanent || error.uncertain) return undefined;
  if (attempt >= MAX_ATTEMPTS) return undefined;
  const { slot: _, ...next } = task;
  return {
    task: { ...next, attempt: attempt + 1 },
    seconds: pauseAfter(attempt, error.retryAfterSeconds),
    level: 'warn',
    message: error.message,
  };
}

/** A delivery whose turn comes later did not fail: its run is done. */
async function handOver(app: App, task: DeliverTask, lastTry: boolean): Promise<DeliveryRow> {
  const subject = `${task.kind} ${task.period} ${task.audience} ${task.channel}`;
  const unit = { run: task.run, stage: 'deliver', subject } as const;
  const { traceparent } = task;
  const about = { ...describeDelivery(task), ...(traceparent !== undefined && { traceparent }) };
  const deliver = () =>
    deliverKept(app, task, lastTry).catch((error: unknown) => {
      if (error instanceof PostponedError) return error;
      throw error;
    });
  const outcome = await recordRun(app, unit, () => tellDelivery(app, task, deliver), about);
  if (outcome instanceof PostponedError) throw outcome;
  return outcome;
}

/** Counts what became of a try and tells the trace; what waits for its turn is counted when that has come. */
async function tellDelivery(
  app: App,
  task: DeliverTask,
  deliver: () => Promise<DeliveryRow | PostponedError>,
): Promise<DeliveryRow | PostponedError> {
  const { channel } = task;
  const configured = app.transports.find((candidate) => candidate.channel === channel)?.name ?? 'none';
  try {
    const outcome = await deliver();
    if (outcome instanceof PostponedError) {
      describeWork({ state: 'waiting' });
      return outcome;
    }
    const { state, skipped } = outcome;
    const transport = outcome.transport || configured;
    describeWork({ state, skipped, transport });
    measure('purser.deliveries', 1, { state, channel, transport });
    app.log('info', `delivery ${state}`, { ...describeDelivery(task), state, skipped, transport });
    return outcome;
  } catch (error) {
    describeWork({ state: 'failed', transport: configured });
    measure('purser.deliveries', 1, { state: 'failed', channel, transport: configured });
    throw error;
  }
}

/** A task as log and trace tell of it: whom it is for, never where it goes. */
function describeDelivery({ run, kind, period, audience, channel, attempt = 1 }: DeliverTask) {
  return { run, stage: 'deliver', kind, period, audience, channel, attempt };
}

async function deliverKept(app: App, task: DeliverTask, lastTry: boolean): Promise<DeliveryRow> {
  const report = await loadDelivered(app, task);
  return deliverReport(task, {
    report,
    ...resolveRecipients(app.config, report, task),
    transport: findTransport(app, task),
    ledger: app.store.ledger,
    archive: app.store.messages,
    sendingQueue: app.store.sendingQueue,
    clock: app.clock,
    config: app.config,
    ownTemplates: app.ownTemplates,
    leaseSeconds: LEASE_SECONDS,
    lastTry,
  });
}

/**
 * The report that a task delivers.
 * @throws RequestError when its data is not kept
 */
export async function loadDelivered(app: App, { kind, period, hash }: DeliverTask): Promise<Report> {
  const report = await app.store.reports.getReport(kind, period, hash);
  if (report) return report;
  throw new RequestError(
    `The ${kind} of ${period} with data ${hash.slice(0, 12)} is not kept, so it cannot be delivered.`,
    'Build it again: ask for the delivery of the same kind and period.',
  );
}

/** @throws RequestError when the configuration has no way out on the task's channel */
export function findTransport({ transports }: App, { channel }: DeliverTask): Transport {
  const transport = transports.find((candidate) => candidate.channel === channel);
  if (transport) return transport;
  throw new RequestError(`There is no ${channel} transport.`, `Configure delivery.${channel}.`);
}
