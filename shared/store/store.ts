import type { MonthStanding, Release, Reopening } from '../closing/life.ts';
import type { KeptDay, Sample } from '../metering/sample.ts';
import type { ArmId } from '../model/estate.ts';
import type { Finding } from '../model/governance.ts';
import type { Problem, Snapshot, SnapshotRow, Source } from '../model/reading.ts';
import type { Reason } from '../model/recipient.ts';
import type { Channel, ReportKind } from '../model/tasks.ts';
import type { Day, Instant } from '../model/time.ts';
import type { Report } from '../reports/report.ts';

/** Keeps readings: an immutable blob each, and a row that points to the latest good one. */
export interface SnapshotStore {
  /** Keeps a reading and makes it the current one of its (source, scope, day). Doing it twice changes nothing. */
  putSnapshot(snapshot: Snapshot): Promise<SnapshotRow>;
  /** Notes a failed attempt; a good reading already kept stays. */
  putProblem(source: Source, scope: string, day: Day, problem: Problem): Promise<void>;
  /** Rows of a source on the days `from` to `to`, both included, by day, then scope. */
  listRows(source: Source, from: Day, to: Day): Promise<readonly SnapshotRow[]>;
  /** @throws StoreError when the blob is missing or does not match its hash */
  loadSnapshot<S extends Source>(row: SnapshotRow & { readonly source: S }): Promise<Snapshot<S>>;
}

/** Keeps the samples of metered clusters, by cluster and UTC day. */
export interface SampleStore {
  /** Adds a sample; one that is added twice is kept twice and counts once. */
  append(clusterId: ArmId, sample: Sample): Promise<void>;
  /** Empty when nothing was sampled that day. */
  list(clusterId: ArmId, day: Day): Promise<KeptDay>;
  /** The days from `from` to `to`, both included, that have samples; in order. */
  listDays(clusterId: ArmId, from: Day, to: Day): Promise<readonly Day[]>;
}

/** The findings of one cluster; `clusterId` is `''` for those that are on none. */
export interface ClusterFindings {
  readonly clusterId: ArmId;
  /** By id. */
  readonly findings: readonly Finding[];
}

/**
 * Keeps the life stories of findings, cluster by cluster. What is still there as it was is not written again
 * every day: it was last seen when its scope was last read, and so reads as that.
 */
export interface FindingStore {
  /** Every finding that is open, exempt, or was resolved on or after `resolvedSince`; by id. */
  listFindings(resolvedSince: Day): Promise<readonly Finding[]>;
  /** The same, a cluster at a time and each cluster once, so that no more of the estate need be held. */
  eachCluster(resolvedSince: Day): AsyncIterable<ClusterFindings>;
  /** Those of these findings of a cluster that were resolved on or after `resolvedSince`. */
  findResolved(clusterId: ArmId, ids: readonly string[], resolvedSince: Day): Promise<readonly Finding[]>;
  /** Writes only these. */
  putFindings(changed: readonly Finding[]): Promise<void>;
  /** Forgets findings that are kept under another id by now; what is not there is no error. */
  removeFindings(replaced: readonly Finding[]): Promise<void>;
  /** The latest day whose readings were applied, by scope. */
  listAppliedDays(): Promise<ReadonlyMap<string, Day>>;
  /** Notes that readings were applied, once every finding of theirs is written. A day never goes back. */
  putAppliedDays(days: ReadonlyMap<string, Day>): Promise<void>;
}

/** A built report as it is listed. */
export interface ReportRow {
  readonly kind: ReportKind;
  readonly period: string;
  /** `organisation`, `team:<id>`, or `operator` for the operator's copy. */
  readonly audience: string;
  readonly state: 'provisional' | 'closed';
  /** Revisions closed so far: a provisional one with any was opened again. */
  readonly revision: number;
  /** Names of the reasons for which the publish gate holds it back; empty when it may go out. */
  readonly held: readonly string[];
  readonly hash: string;
  readonly builtAt: Instant;
  /** When the same data was built for the first time, where that was before. */
  readonly firstBuiltAt?: Instant;
}

/**
 * Keeps report data: content-addressed blobs, a row for the latest, closed revisions that never change, and what
 * people decided about them.
 */
export interface ReportStore {
  /**
   * Keeps the report's data and lists it as the latest. While a month stands closed its statement is left as it
   * is: provisional ones that come later are kept but not listed. A closed report becomes the revision that it
   * names; keeping the same again changes nothing.
   * @returns what is listed for the kind, period and audience
   * @throws RequestError `conflict` when that revision is kept already with other data, or is not the next one of
   *   a month that is open
   */
  putReport(report: Report, builtAt: Instant): Promise<ReportRow>;
  getReport(kind: ReportKind, period: string, hash: string): Promise<Report | undefined>;
  /** The closed statement while the month stands closed, else the latest built. */
  getLatest(kind: ReportKind, period: string, audience: string): Promise<Report | undefined>;
  /** A closed revision, also of a month that was opened again; undefined when there is none. */
  getRevision(
    kind: ReportKind,
    period: string,
    audience: string,
    revision: number,
  ): Promise<Report | undefined>;
  /** How a month stands for the organisation: its closed revisions decide, and the re-openings on record. */
  getStanding(kind: ReportKind, period: string): Promise<MonthStanding>;
  /**
   * Opens the latest closed revision again, for every audience.
   * @throws RequestError `conflict` when that revision was opened again already, or is not the latest closed
   */
  reopen(kind: ReportKind, period: string, reopening: Reopening): Promise<void>;
  /**
   * Records that the data of the release's hash may go out although the gate holds it.
   * @returns the release on record: an earlier one of the same data stays
   */
  putRelease(kind: ReportKind, period: string, release: Release): Promise<Release>;
  getRelease(kind: ReportKind, period: string, hash: string): Promise<Release | undefined>;
  /** The row of one report, as it is listed. */
  findReport(kind: ReportKind, period: string, audience: string): Promise<ReportRow | undefined>;
  listReports(): Promise<readonly ReportRow[]>;
}

/**
 * How far a delivery has come. `waiting`: for its turn within the transport's limits, or for the end of a quiet period.
 * `accepted`: the channel took it but does not tell whether it was posted. `poisoned`: given up. `uncertain`: it may
 * have gone out. `skipped`: there was nobody to send it to, or nothing to say.
 */
export type DeliveryState =
  | 'claimed'
  | 'waiting'
  | 'sending'
  | 'sent'
  | 'accepted'
  | 'failed'
  | 'uncertain'
  | 'poisoned'
  | 'skipped';

/** Why a delivery was skipped. `nobody`: its audience has no address on any channel. */
export const SKIP_CAUSES = ['nobody', 'outsideDomains', 'optedOut', 'notListed', 'empty'] as const;
export type SkipCause = (typeof SKIP_CAUSES)[number];

/** What became of a delivery for one of those that it was meant for. */
export interface DeliveryOutcome {
  /** A mail address, or the host of a webhook. */
  readonly address: string;
  /**
   * `refused`: by the server, or by the allow-list of domains. `optedOut`: does not want it. `notListed`: taken off the
   * configuration since it was planned.
   */
  readonly outcome: 'sent' | 'accepted' | 'refused' | 'optedOut' | 'notListed';
  /** What the other side said, or the rule that refused it; one line, may be empty. */
  readonly answer: string;
  /** A refusal that may pass. */
  readonly temporary: boolean;
  /** Why they get it; empty where that is not known. */
  readonly reasons: readonly Reason[];
}

export interface DeliveryRow {
  readonly kind: ReportKind;
  readonly period: string;
  readonly audience: string;
  readonly channel: Channel;
  readonly hash: string;
  /** 0 for the first sending, then 1, 2, … for deliberate repeats. */
  readonly resend: number;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly updatedAt: Instant;
  /** Addresses, or the host of the webhook (never its URL). */
  readonly recipients: readonly string[];
  /** What the transport said: a Message-ID, a status. */
  readonly receipt: string;
  readonly problem: Problem | undefined;
  /** What carried it: `smtp`, `graph`, …; `''` before that is known, as all that follows. */
  readonly transport: string;
  readonly messageId: string;
  /** By address. */
  readonly outcomes: readonly DeliveryOutcome[];
  /** Of what waits: until when, as far as is known. */
  readonly waitingUntil: Instant | undefined;
  readonly skipped: SkipCause | undefined;
  /** sha256 of what was handed to the transport, and where the archive has it. */
  readonly sourceHash: string;
  readonly archiveKey: string;
}

export type DeliveryKey = Pick<DeliveryRow, 'kind' | 'period' | 'audience' | 'channel' | 'hash' | 'resend'>;

/** The ledger: who got what, when, and what did not go out. */
export interface DeliveryLedger {
  /**
   * Claims a delivery before anything is sent. One claimant wins; a claim left by a crashed one is free
   * again after `leaseSeconds`, unless sending had begun: that becomes `uncertain` and is not sent again by itself.
   */
  claim(key: DeliveryKey, recipients: readonly string[], now: Date, leaseSeconds: number): Promise<Claim>;
  /** Moves a claimed delivery on; refuses (returns false) when somebody else did so meanwhile. */
  record(row: DeliveryRow, etag: string): Promise<string | false>;
  /** All deliveries of a report kind and period, or all of them; newest first. */
  listDeliveries(filter?: {
    readonly kind: ReportKind;
    readonly period: string;
  }): Promise<readonly DeliveryRow[]>;
}

export type Claim =
  | { readonly outcome: 'claimed'; readonly row: DeliveryRow; readonly etag: string }
  | { readonly outcome: 'busy' | 'done' | 'uncertain'; readonly row: DeliveryRow };

/** At most so many messages within any stretch of so many seconds. */
export interface SendingLimit {
  readonly messages: number;
  readonly seconds: number;
}

/** Gives all instances together places in one line, so that none oversteps what a transport takes. */
export interface SendingQueue {
  /**
   * Takes the next place: the earliest instant, not before `now`, at which one more message keeps every limit.
   * @param account what the limits are counted for
   */
  takePlace(account: string, limits: readonly SendingLimit[], now: Date): Promise<Date>;
}

/** A unit of work that ran, or that somebody asked for, for `status`. */
export interface RunRow {
  readonly run: string;
  /** `request` is what began the run, where a person or an automation asked for it. */
  readonly stage: 'request' | 'plan' | 'collect' | 'meter' | 'assess' | 'report' | 'deliver' | 'close';
  readonly subject: string;
  readonly state: 'queued' | 'done' | 'failed' | 'poisoned';
  readonly at: Instant;
  readonly seconds: number;
  readonly note: string;
  readonly problem: Problem | undefined;
  /** Units of the same run that it asked for; absent for none. */
  readonly planned?: number;
  /** Who asked: the id of a reader. Of a request only. */
  readonly by?: string;
}

export interface RunLog {
  putRun(row: RunRow): Promise<void>;
  /** Newest first. */
  listRuns(limit: number): Promise<readonly RunRow[]>;
  /** Everything that ended from one instant on and before another, newest first; a week of a large estate is long. */
  eachRun(from: Instant, until: Instant): AsyncIterable<RunRow>;
  /** Everything of one run but samples of metering, which nobody follows: newest first; empty for no such run. */
  listUnits(run: string): Promise<readonly RunRow[]>;
}

/** Keeps what was sent, exactly as it was sent, for as long as is configured. */
export interface MessageArchive {
  /**
   * `key` is a path such as `2026-10/chargeback/finance/mail/<hash>/message.eml`; a repeat of the same key replaces it.
   * @param expiresAt when it may be removed; without it it stays
   */
  putMessage(key: string, body: Uint8Array, contentType: string, expiresAt?: Date): Promise<void>;
  /** Undefined when nothing was sent under the key. */
  getMessage(key: string): Promise<{ readonly body: Uint8Array; readonly contentType: string } | undefined>;
  /** Removes what may be removed by `now`. @returns how many there were */
  removeExpired(now: Date): Promise<number>;
}
