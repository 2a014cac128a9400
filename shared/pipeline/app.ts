import type { Config } from '../config/schema.ts';
import type { Transport } from '../delivery/channel.ts';
import type { Clock } from '../model/time.ts';
import type { Templates } from '../render/template/template.ts';
import type { Sources } from '../sources/source.ts';
import type { Store } from '../store/open.ts';
import type { FindingStore, ReportStore, RunLog, SampleStore, SnapshotStore } from '../store/store.ts';
import type { VersionStore } from '../store/versions.ts';

/** Writes one structured line. Fields name the run, source, scope, period and team; never a secret. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** What collecting and building reports need; a replay has this much and nothing to deliver by. */
export interface ReportingApp {
  readonly config: Config;
  readonly sources: Sources;
  readonly store: {
    readonly snapshots: SnapshotStore;
    readonly samples: SampleStore;
    readonly findings: FindingStore;
    readonly reports: ReportStore;
    readonly runs: RunLog;
    readonly versions: VersionStore;
  };
  readonly clock: Clock;
  readonly log: Log;
  /** Mail templates with some of the organisation's own; without them, Purser's. */
  readonly ownTemplates?: Templates | undefined;
}

/** Everything the stages need from outside: also the ledger, and the ways out of the house. */
export interface App extends ReportingApp {
  readonly store: Store;
  readonly transports: readonly Transport[];
}
