import { isClosed, type MonthStanding, type Release, type Reopening } from '../closing/life.ts';
import type { Sample } from '../metering/sample.ts';
import { canonicalJson, hashOf } from '../model/canonical.ts';
import { StoreError } from '../model/errors.ts';
import type { Finding } from '../model/governance.ts';
import { byKey, compareText } from '../model/order.ts';
import type { Snapshot, SnapshotRow, Source } from '../model/reading.ts';
import { type Day, dayOf, daysBetween } from '../model/time.ts';
import { hashReport } from '../reports/identity.ts';
import type { Report } from '../reports/report.ts';
import { fillLastSeen } from './lastSeen.ts';
import {
  chooseRow,
  closedAlready,
  keyOf,
  listReport,
  notTheLatest,
  ORGANISATION,
  organisationKey,
  type ReportKey,
  refuseOutOfTurn,
  reopenedAlready,
  revisionOf,
} from './listing.ts';
import type {
  FindingStore,
  ReportRow,
  ReportStore,
  RunLog,
  RunRow,
  SampleStore,
  SnapshotStore,
} from './store.ts';
import { noteWrites } from './versionNotes.ts';
import { createMemoryVersions, type VersionStore } from './versions.ts';

/** Keeps everything in memory, for a replay: nothing is left when the process ends. */
export function createMemoryStore(): {
  readonly snapshots: SnapshotStore;
  readonly samples: SampleStore;
  readonly findings: FindingStore;
  readonly reports: ReportStore;
  readonly runs: RunLog;
  readonly versions: VersionStore;
} {
  const versions = createMemoryVersions();
  const stores = { snapshots: createSnapshots(), findings: createFindings(), reports: createReports() };
  return { ...noteWrites(stores, versions), samples: createSamples(), runs: createRuns(), versions };
}

function createSnapshots(): SnapshotStore {
  const rows = new Map<string, SnapshotRow>();
  const blobs = new Map<string, Snapshot>();
  const keyOf = (source: Source, scope: string, day: string): string => `${source}|${day}|${scope}`;
  return {
    async putSnapshot(snapshot) {
      const { source, scope, day, asOf, data } = snapshot;
      const key = keyOf(source, scope, day);
      const reading = { asOf, blob: key, hash: hashOf(data), rows: Array.isArray(data) ? data.length : 1 };
      const row: SnapshotRow = { source, scope, day, reading, problem: undefined };
      rows.set(key, row);
      blobs.set(key, snapshot);
      return row;
    },
    async putProblem(source, scope, day, problem) {
      const key = keyOf(source, scope, day);
      rows.set(key, { source, scope, day, reading: rows.get(key)?.reading, problem });
    },
    async listRows(source, from, to) {
      return [...rows]
        .filter(([, row]) => row.source === source && row.day >= from && row.day <= to)
        .sort(byKey)
        .map(([, row]) => row);
    },
    async loadSnapshot<S extends Source>(row: SnapshotRow & { readonly source: S }): Promise<Snapshot<S>> {
      const kept = blobs.get(row.reading?.blob ?? '');
      if (!kept)
        throw new StoreError(
          `The ${row.source} of ${row.scope} on ${row.day} is not kept.`,
          'Collect it again.',
        );
      return kept as Snapshot<S>;
    },
  };
}

function createSamples(): SampleStore {
  const days = new Map<string, Sample[]>();
  const keyOf = (clusterId: string, day: Day): string => `${clusterId}|${day}`;
  return {
    async append(clusterId, sample) {
      const key = keyOf(clusterId, dayOf(new Date(sample.at)));
      days.set(key, [...(days.get(key) ?? []), sample]);
    },
    async list(clusterId, day) {
      const samples = days.get(keyOf(clusterId, day)) ?? [];
      return { samples: samples.map((sample) => ({ at: sample.at, read: () => sample })), damaged: 0 };
    },
    async listDays(clusterId, from, to) {
      return daysBetween(from, to).filter((day) => days.has(keyOf(clusterId, day)));
    },
  };
}

function createFindings(): FindingStore {
  const clusters = new Map<string, Map<string, Finding>>();
  const applied = new Map<string, Day>();
  function list(clusterId: string, resolvedSince: Day): Finding[] {
    return [...(clusters.get(clusterId) ?? [])]
      .sort(byKey)
      .map(([, finding]) => fillLastSeen(finding, applied))
      .filter((finding) => finding.resolvedOn === undefined || finding.resolvedOn >= resolvedSince);
  }
  return {
    async listFindings(resolvedSince) {
      const all = [...clusters.keys()].flatMap((clusterId) => list(clusterId, resolvedSince));
      return all.sort((a, b) => compareText(a.id, b.id));
    },
    async *eachCluster(resolvedSince) {
      for (const clusterId of [...clusters.keys()].sort()) {
        yield { clusterId, findings: list(clusterId, resolvedSince) };
      }
    },
    async findResolved(clusterId, ids, resolvedSince) {
      const kept = ids.flatMap((id) => clusters.get(clusterId)?.get(id) ?? []);
      return kept.filter(({ resolvedOn }) => resolvedOn !== undefined && resolvedOn >= resolvedSince);
    },
    async putFindings(changed) {
      for (const finding of changed) {
        const own = clusters.get(finding.clusterId) ?? new Map<string, Finding>();
        clusters.set(finding.clusterId, own.set(finding.id, finding));
      }
    },
    async removeFindings(replaced) {
      for (const { clusterId, id } of replaced) clusters.get(clusterId)?.delete(id);
    },
    async listAppliedDays() {
      return new Map(applied);
    },
    async putAppliedDays(days) {
      for (const [scope, day] of days) if (day > (applied.get(scope) ?? '')) applied.set(scope, day);
    },
  };
}

function createReports(): ReportStore {
  const rows = new Map<string, ReportRow>();
  /** Closed revisions by audience, the first at index 0; frozen as the text that a blob would hold. */
  const closed = new Map<
    string,
    { readonly hash: string; readonly builtAt: string; readonly text: string }[]
  >();
  const reopenings = new Map<string, Reopening>();
  const releases = new Map<string, Release>();
  const data = new Map<string, Report>();

  function standingOf(key: ReportKey): MonthStanding {
    const revisions = closed.get(nameOf(key)) ?? [];
    const revision = revisions.length;
    const reopening = reopenings.get(`${key.kind}|${key.period}|${revision}`);
    return { revision, hash: revisions.at(-1)?.hash ?? '', reopening };
  }

  function readRevision(key: ReportKey, revision: number): Report | undefined {
    const kept = closed.get(nameOf(key))?.[revision - 1];
    return kept && JSON.parse(kept.text);
  }

  function list(next: ReportRow): ReportRow {
    const listed = chooseRow(next, rows.get(nameOf(next)));
    rows.set(nameOf(next), listed);
    return listed;
  }

  return {
    async putReport(report, builtAt) {
      const key = keyOf(report);
      const hash = hashReport(report);
      data.set(`${key.kind}|${key.period}|${hash}`, report);
      if (report.state === 'closed') {
        const revision = revisionOf(report);
        if (key.audience === ORGANISATION) refuseOutOfTurn(key, revision, standingOf(key));
        const revisions = closed.get(nameOf(key)) ?? [];
        closed.set(nameOf(key), revisions);
        revisions[revision - 1] ??= { hash, builtAt, text: canonicalJson(report) };
        if (revisions[revision - 1]?.hash !== hash) throw closedAlready(key, revision);
      }
      const standing = standingOf(key);
      if (!isClosed(standing)) return list(listReport(report, hash, builtAt, standing.revision));
      const { revision } = standing;
      const frozen = closed.get(nameOf(key))?.at(-1) ?? { hash, builtAt };
      return list({
        ...key,
        ...{ state: 'closed', revision, held: [], hash: frozen.hash, builtAt: frozen.builtAt },
      });
    },
    async getReport(kind, period, hash) {
      return data.get(`${kind}|${period}|${hash}`);
    },
    async getLatest(kind, period, audience) {
      const key = { kind, period, audience };
      const standing = standingOf(key);
      const row = rows.get(nameOf(key));
      return isClosed(standing) || !row
        ? readRevision(key, standing.revision)
        : data.get(`${kind}|${period}|${row.hash}`);
    },
    async getRevision(kind, period, audience, revision) {
      return readRevision({ kind, period, audience }, revision);
    },
    async getStanding(kind, period) {
      return standingOf(organisationKey(kind, period));
    },
    async reopen(kind, period, reopening) {
      const key = organisationKey(kind, period);
      const standing = standingOf(key);
      if (standing.revision !== reopening.revision) throw notTheLatest(key, reopening, standing);
      const name = `${kind}|${period}|${reopening.revision}`;
      const recorded = reopenings.get(name) ?? reopening;
      reopenings.set(name, recorded);
      const { hash, at: builtAt, revision } = recorded;
      list({ ...key, state: 'provisional', revision, held: [], hash, builtAt });
      if (canonicalJson(recorded) !== canonicalJson(reopening)) throw reopenedAlready(key, recorded);
    },
    async putRelease(kind, period, release) {
      const name = `${kind}|${period}|${release.hash}`;
      const recorded = releases.get(name) ?? release;
      releases.set(name, recorded);
      return recorded;
    },
    async getRelease(kind, period, hash) {
      return releases.get(`${kind}|${period}|${hash}`);
    },
    async findReport(kind, period, audience) {
      return rows.get(nameOf({ kind, period, audience }));
    },
    async listReports() {
      return [...rows].sort(byKey).map(([, row]) => row);
    },
  };
}

function nameOf({ kind, period, audience }: ReportKey): string {
  return `${kind}|${period}|${audience}`;
}

function createRuns(): RunLog {
  const runs: RunRow[] = [];
  return {
    async putRun(row) {
      runs.unshift(row);
    },
    async listRuns(limit) {
      return runs.slice(0, limit);
    },
    async *eachRun(from, until) {
      yield* runs.filter(({ at }) => at >= from && at < until).sort((a, b) => compareText(b.at, a.at));
    },
    async listUnits(run) {
      return runs.filter((row) => row.run === run && row.stage !== 'meter');
    },
  };
}
