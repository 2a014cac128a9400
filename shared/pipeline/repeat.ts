import type { DeliverTask } from '../model/tasks.ts';
import type { App } from './app.ts';

/**
 * Makes deliberate repeats of the deliveries that were given up or may not have arrived: numbered, so that the
 * ledger and the Message-ID tell them from the first sending. The others stay as they are, and the ledger lets
 * none of those go out a second time.
 */
export async function planRepeats(app: App, tasks: readonly DeliverTask[]): Promise<readonly DeliverTask[]> {
  const deliveries = await app.store.ledger.listDeliveries();
  return tasks.map((task) => {
    const resend = deliveries
      .filter(
        (row) =>
          row.kind === task.kind &&
          row.period === task.period &&
          row.audience === task.audience &&
          row.channel === task.channel &&
          row.hash === task.hash,
      )
      .sort((a, b) => b.resend - a.resend);
    const [last] = resend;
    const open = last?.state === 'poisoned' || last?.state === 'uncertain';
    return last && open ? { ...task, resend: last.resend + 1 } : task;
  });
}
