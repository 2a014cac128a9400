import { deliverReport } from '../delivery/deliver.ts';
import { RequestError } from '../model/errors.ts';
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

/**
 * Hands one kept report to one audience on one channel, once.
 * @param lastTry the queue gives up after this one, so a failure is final
 * @throws DeliveryError when trying again may help
 */
export async function deliverTask(app: App, task: DeliverTask, lastTry: boolean): Promise<DeliveryRow> {
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
