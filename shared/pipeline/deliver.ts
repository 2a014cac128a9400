import { deliverReport } from '../delivery/deliver.ts';
import { DeliveryError, RequestError } from '../model/errors.ts';
import type { DeliverTask } from '../model/tasks.ts';
import type { DeliveryRow } from '../store/store.ts';
import type { App } from './app.ts';
import { recipientsOf } from './audiences.ts';
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

/** Puts a task back for later. */
export type RetryLater = (task: DeliverTask, seconds: number) => Promise<void>;

/** Seconds until the try after the given one: 30 s, 2 min, 8 min, 32 min. A mail server may be away for a while. */
export function pauseAfter(attempt: number): number {
  return FIRST_PAUSE_SECONDS * PAUSE_FACTOR ** (attempt - 1);
}

/**
 * Hands one kept report to one audience on one channel, once. A failure that may pass is tried again later, and
 * after {@link MAX_ATTEMPTS} given up, in the ledger.
 * @param retryLater without it such a failure is thrown at once, for a caller who waits
 * @returns the ledger's row; undefined when it is tried again later
 * @throws DeliveryError when it was given up
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
    const passing = error instanceof DeliveryError && !error.permanent && !error.uncertain;
    if (!passing || !retryLater || attempt >= MAX_ATTEMPTS) throw error;
    const seconds = pauseAfter(attempt);
    app.log('warn', `${error.message} It is tried again in ${seconds} s.`, { run: task.run, attempt });
    await retryLater({ ...task, attempt: attempt + 1 }, seconds);
    return undefined;
  }
}

async function handOver(app: App, task: DeliverTask, lastTry: boolean): Promise<DeliveryRow> {
  const subject = `${task.kind} ${task.period} ${task.audience} ${task.channel}`;
  return recordRun(app, { run: task.run, stage: 'deliver', subject }, async () => {
    const report = await app.store.reports.getReport(task.kind, task.period, task.hash);
    if (!report) {
      throw new RequestError(
        `The ${task.kind} of ${task.period} with data ${task.hash.slice(0, 12)} is not kept, so it cannot be delivered.`,
        'Build it again: ask for the delivery of the same kind and period.',
      );
    }
    const transport = app.transports.find((candidate) => candidate.channel === task.channel);
    if (!transport) {
      throw new RequestError(`There is no ${task.channel} transport.`, `Configure delivery.${task.channel}.`);
    }
    return deliverReport(task, {
      report,
      recipients: recipientsOf(app.config, task.audience),
      transport,
      ledger: app.store.ledger,
      archive: app.store.messages,
      clock: app.clock,
      config: app.config,
      leaseSeconds: LEASE_SECONDS,
      lastTry,
    });
  });
}
