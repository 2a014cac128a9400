import type { App } from './app.ts';
import { recordRun } from './runs.ts';

/** Removes archived messages whose time is over, as `delivery.archive.days` said when they were sent. */
export async function forgetMessages(app: App, run: string): Promise<number> {
  return recordRun(app, { run, stage: 'assess', subject: 'archived messages' }, () =>
    app.store.messages.removeExpired(app.clock.now()),
  );
}
