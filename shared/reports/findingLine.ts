import type { UnknownCheck } from '../governance/coverage.ts';
import type { Urgency } from '../governance/due.ts';
import type { Change } from '../governance/history.ts';
import type { SensorState } from '../governance/sensor.ts';
import type { AttackSurface, Finding, Severity } from '../model/governance.ts';
import type { Instant } from '../model/time.ts';

/** A finding as reports list it: as it stood on the last day of the report's readings. */
export type FindingLine = Pick<
  Finding,
  | 'id'
  | 'source'
  | 'control'
  | 'title'
  | 'severity'
  | 'surface'
  | 'actor'
  | 'clusterName'
  | 'namespace'
  | 'workload'
  | 'detail'
  | 'fixAvailable'
  | 'fixedVersion'
  | 'exploited'
  | 'match'
  | 'sourceOwner'
  | 'firstSeen'
  | 'lastSeen'
  | 'notSeenSince'
  | 'dueOn'
  | 'state'
  | 'exemption'
  | 'resolvedOn'
  | 'reopenedOn'
  | 'link'
> & {
  readonly team: string;
  /** What became of it since the week before. */
  readonly change: Change;
  readonly urgency: Urgency;
  readonly overdue: boolean;
};

/** A control that findings are about, with what a reader needs to act on it. */
export interface ControlLine {
  /** Id in the catalogue, or `uncatalogued:<source id>`, which has neither why nor fix. */
  readonly control: string;
  readonly title: string;
  readonly severity: Severity;
  readonly surface: AttackSurface;
  /** Findings of the list that the line belongs to. */
  readonly count: number;
  readonly why: string;
  readonly fix: string;
  readonly link: string;
  readonly benchmarks: readonly string[];
}

/** An alert of Defender, with what the catalogue says of its kind. */
export interface AlertLine {
  readonly title: string;
  readonly severity: string;
  readonly status: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly workload: string;
  readonly image: string;
  /** Of MITRE ATT&CK, as Azure writes them. */
  readonly tactic: string;
  readonly techniques: readonly string[];
  readonly raisedAt: Instant;
  readonly team: string;
  readonly control: string;
  readonly why: string;
  readonly fix: string;
  readonly link: string;
}

/** What looks at one cluster, registry or subscription, and what that found. */
export interface ScanLine {
  readonly kind: 'cluster' | 'registry' | 'subscription';
  readonly name: string;
  readonly subscriptionName: string;
  /** `notScanned`: that nothing is open there means nothing, and what is open was found before. */
  readonly verdict: 'scanned' | 'partly' | 'notScanned';
  /** Findings open there; undefined for a subscription, and for a registry, whose findings name no place. */
  readonly open: number | undefined;
  readonly sensors: readonly SensorState[];
  readonly evaluatedAt: Instant | undefined;
  readonly unknownChecks: readonly UnknownCheck[];
}

/** Clusters and registries of which no findings do not mean safe, by name. */
export interface Unscanned {
  /** Of how many. */
  readonly of: number;
  readonly notScanned: readonly string[];
  readonly partly: readonly string[];
}
