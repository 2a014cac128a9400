import type { Config } from '../config/schema.ts';
import { hashOf } from '../model/canonical.ts';
import { shareRunsByKey } from '../model/sharing.ts';
import type { ReportKind } from '../model/tasks.ts';
import { dayOf, type Period, previousPeriod } from '../model/time.ts';
import type { ReportRow, ReportStore } from '../store/store.ts';
import type { VersionedArea } from '../store/versions.ts';
import type { ReportingApp } from './app.ts';

const COST = ['resources', 'allocation', 'metering', 'cost.effective', 'cost.billed'] as const;
const GOVERNANCE = ['policy', 'defender', 'posture', 'findings'] as const;
const ESTATE = ['inventory', 'kubernetes'] as const;

/** What each kind of report is made from. */
const MADE_FROM: Readonly<Record<ReportKind, readonly VersionedArea[]>> = {
  chargeback: [...ESTATE, ...COST, 'decisions'],
  digest: [...ESTATE, ...COST, ...GOVERNANCE],
  governance: [...ESTATE, ...GOVERNANCE],
  health: [...ESTATE, ...COST, 'policy', 'defender', 'posture'],
};

/**
 * What the data of a report hangs on, as one text: the same again means that the report would be the same. It
 * changes with every reading, finding and decision of what the kind is made from, of whatever day; with the
 * configuration; and with the UTC day, because reports say how far their period has come. A chargeback also looks
 * at how the month before was last built, and a health note, which also tells of queues and runs, changes every minute.
 * Costs one query, for a chargeback one row more.
 */
export async function readDataVersion(app: ReportingApp, kind: ReportKind, period: Period): Promise<string> {
  const [areas, before] = await Promise.all([
    app.store.versions.read(),
    kind === 'chargeback' ? listedOf(app.store.reports)(previousPeriod(period).id) : undefined,
  ]);
  return hashOf({
    areas: MADE_FROM[kind].map((area) => areas.get(area)),
    before: before && { state: before.state, revision: before.revision, hash: before.hash },
    today: dayOf(app.clock.now()),
    ...(kind === 'health' && { minute: app.clock.now().toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length) }),
    configuration: hashConfig(app.config),
  });
}

type FindListed = (month: string) => Promise<ReportRow | undefined>;
const lookups = new WeakMap<ReportStore, FindListed>();

/** How chargebacks are listed; many who ask at once cost one look. */
function listedOf(reports: ReportStore): FindListed {
  const known =
    lookups.get(reports) ??
    shareRunsByKey((month) => reports.findReport('chargeback', month, 'organisation'));
  lookups.set(reports, known);
  return known;
}

const hashes = new WeakMap<Config, string>();

function hashConfig(config: Config): string {
  const known = hashes.get(config) ?? hashOf(config);
  hashes.set(config, known);
  return known;
}
