import { findQuiet, type QuietPeriod } from '../audiences/quiet.ts';
import { type Resolution, resolveRecipients } from '../audiences/resolve.ts';
import { composeDelivery, type PreparedMessage } from '../delivery/prepared.ts';
import { findSkip, type Skip } from '../delivery/skip.ts';
import type { DeliverTask } from '../model/tasks.ts';
import type { DeliveryRow } from '../store/store.ts';
import type { App } from './app.ts';
import { findTransport, loadDelivered } from './deliver.ts';

/** What a delivery would do now. */
export interface DryRun {
  readonly task: DeliverTask;
  readonly people: Resolution;
  /** Where the transport would send it: allowed addresses, or the host of the webhook. */
  readonly recipients: readonly string[];
  /** Why nothing would be sent. */
  readonly skip: Skip | undefined;
  readonly quiet: QuietPeriod | undefined;
  /** What the ledger has of it already. */
  readonly row: DeliveryRow | undefined;
  /** Exactly what would be sent, byte for byte; undefined when nothing would be. */
  readonly prepared: PreparedMessage | undefined;
}

/**
 * Does everything that delivering does, but claim, keep and send.
 * @throws RequestError when the task's data is not kept, or there is no transport for its channel
 */
export async function tryDelivery(app: App, task: DeliverTask): Promise<DryRun> {
  const report = await loadDelivered(app, task);
  const transport = findTransport(app, task);
  const people = resolveRecipients(app.config, report, task);
  const recipients = transport.recipientsOf(people.recipients);
  const skip = findSkip(task, report, people, recipients, app.config);
  const rows = await app.store.ledger.listDeliveries({ kind: task.kind, period: task.period });
  return {
    ...{ task, people, recipients, skip },
    quiet: task.resend || task.preview ? undefined : findQuiet(app.config, report, app.clock.now()),
    row: rows.find((row) => isDeliveryOf(row, task)),
    prepared: skip
      ? undefined
      : await composeDelivery(task, recipients, {
          report,
          config: app.config,
          ownTemplates: app.ownTemplates,
          planned: people.planned,
        }),
  };
}

function isDeliveryOf(row: DeliveryRow, task: DeliverTask): boolean {
  const { audience, channel, hash, resend = 0 } = task;
  return row.audience === audience && row.channel === channel && row.hash === hash && row.resend === resend;
}
