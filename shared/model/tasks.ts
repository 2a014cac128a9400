import type { Source } from './reading.ts';
import type { Day, Instant } from './time.ts';

/** Read one source for one scope over some days (31 at most); the message of the collect queue. */
export interface CollectTask {
  readonly source: Source | 'cost';
  readonly scope: string;
  readonly from: Day;
  readonly to: Day;
  /** On the inventory's task: what a person wants read of all that follows from it. */
  readonly only?: { readonly source?: Source | 'cost'; readonly cluster?: string };
  /** Ties the task to the plan that made it, for progress and logs. */
  readonly run: string;
  /** Which try this is, from 2 on, after a source asked to wait; absent for the first. */
  readonly attempt?: number;
}

/** Look at one cluster once; the message of the meter queue. */
export interface MeterTask {
  /** The cluster's ARM id. */
  readonly cluster: string;
  /** When the sample was asked for: one that is long past is not taken, since later ones were asked for as well. */
  readonly due: Instant;
  readonly run: string;
}

export const REPORT_KINDS = ['chargeback', 'digest', 'governance'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Build the reports of one kind and period for all their audiences; the message of the report queue. */
export type ReportTask =
  | { readonly kind: ReportKind; readonly period: string; readonly run: string }
  | { readonly kind: 'assess'; readonly day: Day; readonly run: string };

export const CHANNELS = ['mail', 'teams'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Hand one report to one audience on one channel; the message of the deliver queue. */
export interface DeliverTask {
  readonly kind: ReportKind;
  readonly period: string;
  /** `finance`, `security`, `operator`, or `team:<id>`. */
  readonly audience: string;
  readonly channel: Channel;
  /** Hash of the report's data: with the four above it is the delivery's identity. */
  readonly hash: string;
  readonly run: string;
  /** Which try this is, from 2 on; absent for the first. */
  readonly attempt?: number;
  /** A deliberate repeat, numbered; absent for the first sending. */
  readonly resend?: number;
}
