import { hashOf } from '../model/canonical.ts';
import type { Finding } from '../model/governance.ts';
import { byKey } from '../model/order.ts';
import type { Snapshot, SnapshotRow, Source } from '../model/reading.ts';
import { hashReport } from '../reports/identity.ts';
import type { Report } from '../reports/report.ts';
import type { FindingStore, ReportRow, ReportStore, RunLog, RunRow, SnapshotStore } from './store.ts';

/** Keeps everything in memory, for a replay: nothing is left when the process ends. */
export function createMemoryStore(): {
  readonly snapshots: SnapshotStore;
  readonly findings: FindingStore;
  readonly reports: ReportStore;
  readonly runs: RunLog;
} {
  return {
    snapshots: createSnapshots(),
    findings: createFindings(),
    reports: createReports(),
    runs: createRuns(),
  };
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
      if (!kept) throw new RangeError(`no reading of ${row.source} ${row.scope} ${row.day} is kept`);
      return kept as Snapshot<S>;
    },
  };
}

function createFindings(): FindingStore {
  const findings = new Map<string, Finding>();
  return {
    async listFindings(resolvedSince) {
      return [...findings]
        .sort(byKey)
        .map(([, finding]) => finding)
        .filter((finding) => finding.resolvedOn === undefined || finding.resolvedOn >= resolvedSince);
    },
    async putFindings(changed) {
      for (const finding of changed) findings.set(finding.id, finding);
    },
  };
}

function createReports(): ReportStore {
  const latest = new Map<string, { readonly row: ReportRow; readonly report: Report }>();
  return {
    async putReport(report, builtAt) {
      const { kind, period, audience, state } = report;
      const row: ReportRow = { kind, period: period.id, audience, state, hash: hashReport(report), builtAt };
      latest.set(`${kind}|${period.id}|${audience}`, { row, report });
      return row;
    },
    async getReport(kind, period, hash) {
      return [...latest.values()].find(
        ({ row }) => row.kind === kind && row.period === period && row.hash === hash,
      )?.report;
    },
    async getLatest(kind, period, audience) {
      return latest.get(`${kind}|${period}|${audience}`)?.report;
    },
    async listReports() {
      return [...latest].sort(byKey).map(([, { row }]) => row);
    },
  };
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
  };
}
