import type { FindingStore, ReportStore, SnapshotStore } from './store.ts';
import type { VersionStore } from './versions.ts';

/** The stores whose content reports are made from. */
export interface ReportedStores {
  readonly snapshots: SnapshotStore;
  readonly findings: FindingStore;
  readonly reports: ReportStore;
}

/**
 * The same stores, which note the areas that they wrote. A provisional report is not noted: only the month after it
 * looks at it, and asks for its row.
 */
export function noteWrites(
  { snapshots, findings, reports }: ReportedStores,
  versions: VersionStore,
): ReportedStores {
  return {
    snapshots: {
      ...snapshots,
      async putSnapshot(snapshot) {
        const row = await snapshots.putSnapshot(snapshot);
        await versions.note(snapshot.source);
        return row;
      },
      async putProblem(source, scope, day, problem) {
        await snapshots.putProblem(source, scope, day, problem);
        await versions.note(source);
      },
    },
    findings: {
      ...findings,
      async putFindings(changed) {
        await findings.putFindings(changed);
        await versions.note('findings');
      },
      async removeFindings(replaced) {
        await findings.removeFindings(replaced);
        await versions.note('findings');
      },
      async putAppliedDays(days) {
        await findings.putAppliedDays(days);
        await versions.note('findings');
      },
    },
    reports: {
      ...reports,
      async putReport(report, builtAt) {
        const row = await reports.putReport(report, builtAt);
        if (report.state === 'closed') await versions.note('decisions');
        return row;
      },
      async reopen(kind, period, reopening) {
        await reports.reopen(kind, period, reopening);
        await versions.note('decisions');
      },
      async putRelease(kind, period, release) {
        const recorded = await reports.putRelease(kind, period, release);
        await versions.note('decisions');
        return recorded;
      },
    },
  };
}
