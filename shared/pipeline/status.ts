import { releaseCommand } from '../closing/notices.ts';
import type { CoverageEntry } from '../model/reading.ts';
import { SOURCES } from '../model/reading.ts';
import { addDays, dayOf } from '../model/time.ts';
import { teamsOfAudience } from '../reports/audience.ts';
import type { PoisonMessage, QueueInspector, WaitingCount } from '../store/queues.ts';
import type { DeliveryRow, ReportRow, RunRow } from '../store/store.ts';
import type { App } from './app.ts';

/** How Purser is: what is kept, what failed, what waits, what went out. */
export interface Status {
  readonly at: string;
  readonly organisation: string;
  /** Of the last 35 days, by source and scope: read days and the last problem. */
  readonly coverage: readonly Pick<CoverageEntry, 'source' | 'scope' | 'readDays' | 'asOf' | 'problem'>[];
  readonly reports: readonly ReportRow[];
  /** Chargebacks that the publish gate holds back, by month, with the command that lets each through. */
  readonly held: readonly HeldReport[];
  readonly deliveries: readonly DeliveryRow[];
  readonly runs: readonly RunRow[];
  readonly waiting: readonly WaitingCount[];
  readonly poison: readonly PoisonMessage[];
}

/** A chargeback that goes to the operator only, until its data changes or a person releases it. */
export interface HeldReport {
  readonly period: string;
  /** Names of the reasons; the report itself has the figures. */
  readonly reasons: readonly string[];
  readonly hash: string;
  readonly remedy: string;
}

const DAYS = 35;
const RUNS = 50;

/** Which reports and deliveries are wanted; all without it. */
export interface StatusFilter {
  readonly kind?: string | undefined;
  readonly period?: string | undefined;
  /** An audience, `costCenter:CC-100`, or a team's id: then every audience of that team. */
  readonly audience?: string | undefined;
}

/** Gathers the status. */
export async function readStatus(
  app: App,
  queues: QueueInspector,
  filter: StatusFilter = {},
): Promise<Status> {
  const now = app.clock.now();
  const [coverage, reports, deliveries, runs, waiting, poison] = await Promise.all([
    summarizeSnapshots(app),
    app.store.reports.listReports(),
    app.store.ledger.listDeliveries(),
    app.store.runs.listRuns(RUNS),
    queues.countWaiting(),
    queues.peekPoison(),
  ]);
  return {
    at: now.toISOString(),
    organisation: app.config.organisation,
    coverage,
    reports: reports.filter((row) => isWanted(row, filter)),
    held: listHeld(reports),
    deliveries: deliveries.filter((row) => isWanted(row, filter)),
    runs,
    waiting,
    poison,
  };
}

function isWanted(
  row: Pick<DeliveryRow, 'kind' | 'period' | 'audience'>,
  { kind, period, audience }: StatusFilter,
): boolean {
  return (
    (kind === undefined || row.kind === kind) &&
    (period === undefined || row.period === period) &&
    (audience === undefined || row.audience === audience || teamsOfAudience(row.audience).includes(audience))
  );
}

function listHeld(reports: readonly ReportRow[]): readonly HeldReport[] {
  return reports
    .filter((row) => row.audience === 'organisation' && row.held.length > 0)
    .map(({ period, held, hash }) => ({ period, reasons: held, hash, remedy: releaseCommand(period) }));
}

async function summarizeSnapshots(app: App): Promise<Status['coverage']> {
  const today = dayOf(app.clock.now());
  const bySource = await Promise.all(
    SOURCES.map((source) => app.store.snapshots.listRows(source, addDays(today, -DAYS), today)),
  );
  const scopes = Map.groupBy(bySource.flat(), (row) => `${row.source}|${row.scope}`);
  return [...scopes.values()].flatMap((rows) => {
    const [first] = rows;
    if (!first) return [];
    const readings = rows.flatMap((row) => (row.reading ? [row.reading.asOf] : [])).sort();
    const problem = rows
      .flatMap((row) => (row.problem ? [row.problem] : []))
      .sort((a, b) => (a.at < b.at ? 1 : -1))[0];
    return [
      { source: first.source, scope: first.scope, readDays: readings.length, asOf: readings.at(-1), problem },
    ];
  });
}
