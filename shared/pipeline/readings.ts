import type { Readings, Snapshot, Source } from '../model/reading.ts';
import type { Day } from '../model/time.ts';
import { countRows } from '../store/codec.ts';
import { measure } from '../telemetry/metrics.ts';
import type { ReportingApp } from './app.ts';

/** Azure publishes a day's usage within 8 to 24 hours and fills it for some hours more. */
export const PUBLISHED_AFTER_DAYS = 2;

/** Keeps what was read now as the reading of a source, scope and day. */
export async function keepReading<S extends Source>(
  app: ReportingApp,
  source: S,
  scope: string,
  day: Day,
  data: Readings[S],
): Promise<void> {
  const snapshot: Snapshot<S> = { source, scope, day, asOf: app.clock.now().toISOString(), data };
  await app.store.snapshots.putSnapshot(snapshot as Snapshot);
  measure('purser.collect.rows', countRows(source, data), { source });
}
