import type { Config } from '../config/schema.ts';
import type { Transport } from '../delivery/channel.ts';
import type { Clock } from '../model/time.ts';
import type { Templates } from '../render/template/template.ts';
import type { Sources } from '../sources/source.ts';
import type { Store } from '../store/open.ts';
import type { QueueInspector } from '../store/queues.ts';
import type {
  DeliveryLedger,
  FindingStore,
  ReportStore,
  RunLog,
  SampleStore,
  SnapshotStore,
} from '../store/store.ts';
import type { VersionStore } from '../store/versions.ts';
import type { Fields } from '../telemetry/fields.ts';
import type { LogLevel } from '../telemetry/invocation.ts';

/** Writes one structured line. Fields are those of shared/telemetry/fields.ts; others are not written. */
export type Log = (level: LogLevel, message: string, fields?: Fields) => void;

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
    readonly ledger?: DeliveryLedger;
  };
  /** Absent where there are none, as in a replay. */
  readonly queues?: QueueInspector | undefined;
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
