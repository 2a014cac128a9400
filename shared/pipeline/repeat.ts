import type { DeliverTask } from '../model/tasks.ts';
import type { DeliveryRow, DeliveryState } from '../store/store.ts';
import type { App } from './app.ts';

/** What a deliberate repeat is asked of: what did not arrive for certain, or also what did. */
export type RepeatScope = 'undelivered' | 'everything';

const UNDELIVERED: ReadonlySet<DeliveryState> = new Set(['poisoned', 'uncertain']);
const DELIVERED: ReadonlySet<DeliveryState> = new Set(['sent', 'accepted']);

/**
 * Makes deliberate repeats of deliveries: numbered and dated, so that the ledger, the Message-ID and the message itself
 * tell them from the first sending. The others stay as they are, and the ledger lets none of those go out a second time.
 */
export async function planRepeats(
  app: App,
  tasks: readonly DeliverTask[],
  scope: RepeatScope = 'undelivered',
): Promise<readonly DeliverTask[]> {
  const deliveries = await app.store.ledger.listDeliveries();
  const at = app.clock.now().toISOString();
  return tasks.map((task) => {
    const [last] = deliveries.filter((row) => isOfSameContent(row, task)).sort((a, b) => b.resend - a.resend);
    const repeats =
      last && (UNDELIVERED.has(last.state) || (scope === 'everything' && DELIVERED.has(last.state)));
    return repeats ? { ...task, at, resend: last.resend + 1 } : task;
  });
}

/** Whether a row of the ledger is of the same data to the same audience, whichever repeat it is. */
function isOfSameContent(row: DeliveryRow, task: DeliverTask): boolean {
  return (
    row.kind === task.kind &&
    row.period === task.period &&
    row.audience === task.audience &&
    row.channel === task.channel &&
    row.hash === task.hash
  );
}
