import type { App } from '../../shared/pipeline/app.ts';
import { assessFindings } from '../../shared/pipeline/assess.ts';
import type { Store } from '../../shared/store/open.ts';
import { collectEverything, makeApp, makeSources, SUBSCRIPTION } from '../pipeline/estate.ts';
import { makeAccessConfig } from './service.ts';

/** October is over, and the week 45 of 2026. */
export const NOW = '2026-11-10T12:00:00Z';
export const MONTH = '2026-10';
export const WEEK = '2026-W45';

/** An estate that costs something, collected; what no operation over HTTP needs does not work. */
export async function makeCollectedApp(): Promise<App & { readonly clock: { time: Date } }> {
  const memory = makeApp(makeSources(), NOW);
  const unused = new Proxy({}, { get: () => async () => [] });
  const store = { ...memory.store, ledger: unused, messages: unused } as Store;
  const config = { ...makeAccessConfig(), azure: { ...memory.config.azure, subscriptions: [SUBSCRIPTION] } };
  const app = { ...memory, config, store, transports: [] };
  await collectEverything(app, { from: '2026-10-01', to: '2026-11-10' });
  await assessFindings(app, '2026-11-10', 'r');
  return app;
}
