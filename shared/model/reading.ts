import type { AllocationDay, CostRow } from './cost.ts';
import type { Inventory, KubernetesState, TaggedResource } from './estate.ts';
import type { DefenderState, PolicyState } from './governance.ts';
import type { PostureState } from './posture.ts';
import type { Day, Instant } from './time.ts';

/** What each source gives for one scope and one UTC day. */
export interface Readings {
  /** Scope `estate`. */
  readonly inventory: Inventory;
  /** Scope: a subscription id. */
  readonly 'cost.effective': readonly CostRow[];
  readonly 'cost.billed': readonly CostRow[];
  /** Scope: a cluster's ARM id. */
  readonly allocation: AllocationDay;
  /** Scope: a cluster's ARM id. Purser's own metering, beside another source of allocation, for comparison. */
  readonly metering: AllocationDay;
  /** Scope: a subscription id. */
  readonly resources: readonly TaggedResource[];
  readonly kubernetes: KubernetesState;
  /** Scope: a subscription id. */
  readonly policy: PolicyState;
  readonly defender: DefenderState;
  readonly posture: PostureState;
}

export const SOURCES = [
  'inventory',
  'cost.effective',
  'cost.billed',
  'allocation',
  'metering',
  'resources',
  'kubernetes',
  'policy',
  'defender',
  'posture',
] as const satisfies readonly (keyof Readings)[];
export type Source = (typeof SOURCES)[number];

/** One reading, as kept: immutable; a later reading of the same (source, scope, day) takes its place. */
export interface Snapshot<S extends Source = Source> {
  readonly source: S;
  readonly scope: string;
  readonly day: Day;
  /** When it was read. */
  readonly asOf: Instant;
  readonly data: Readings[S];
}

/** What one (source, scope, day) has come to: the last good reading, and what went wrong since, if anything. */
export interface SnapshotRow {
  readonly source: Source;
  readonly scope: string;
  readonly day: Day;
  /** Undefined when nothing was ever read. */
  readonly reading:
    | { readonly asOf: Instant; readonly blob: string; readonly hash: string; readonly rows: number }
    | undefined;
  /** The last failed attempt after that reading; a good reading clears it. */
  readonly problem: Problem | undefined;
}

/** A failed attempt in words that an operator can act on. */
export interface Problem {
  readonly at: Instant;
  readonly message: string;
  readonly remedy: string;
}

/** One thing that a report needed to read, and whether it was. */
export interface CoverageEntry {
  readonly source: Source;
  readonly scope: string;
  /** Scope in a reader's words: a cluster or subscription name. */
  readonly name: string;
  readonly expectedDays: number;
  readonly readDays: number;
  readonly missing: readonly Day[];
  /** Latest reading used. */
  readonly asOf: Instant | undefined;
  readonly problem: Problem | undefined;
}
