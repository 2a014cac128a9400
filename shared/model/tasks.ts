import type { Source } from './reading.ts';
import type { PlannedRecipient } from './recipient.ts';
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
  /** W3C Trace Context of the work that asked for this; no part of what it is. */
  readonly traceparent?: string;
}

/** Look at one cluster once; the message of the meter queue. */
export interface MeterTask {
  /** The cluster's ARM id. */
  readonly cluster: string;
  /** When the sample was asked for: one that is long past is not taken, since later ones were asked for as well. */
  readonly due: Instant;
  readonly run: string;
  /** W3C Trace Context of the work that asked for this; no part of what it is. */
  readonly traceparent?: string;
}

export const REPORT_KINDS = ['chargeback', 'digest', 'governance', 'health'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Kinds of which a team gets a part of its own; the others are made for the organisation only. */
export type TeamReportKind = Extract<ReportKind, 'chargeback' | 'digest'>;

export function isTeamKind(kind: ReportKind): kind is TeamReportKind {
  return kind === 'chargeback' || kind === 'digest';
}

/** What somebody wants sent, where that is not everything to everybody it is for. */
export interface DeliveryWish {
  /** A preview to this address, that of whoever asks, and to nobody else; absent for the report's audiences. */
  readonly to?: string;
  /** A team's part only. */
  readonly team?: string;
  /** Also what went out already, as a deliberate repeat. */
  readonly again?: boolean;
}

/** Build the reports of one kind and period for all their audiences; the message of the report queue. */
export type ReportTask =
  | {
      readonly kind: ReportKind;
      readonly period: string;
      readonly run: string;
      readonly wish?: DeliveryWish;
      /** W3C Trace Context of the work that asked for this; no part of what it is. */
      readonly traceparent?: string;
    }
  | { readonly kind: 'assess'; readonly day: Day; readonly run: string; readonly traceparent?: string };

export const CHANNELS = ['mail', 'teams'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Hand one report to one audience on one channel; the message of the deliver queue. */
export interface DeliverTask {
  readonly kind: ReportKind;
  readonly period: string;
  /** Who it is for, as `shared/reports/audience.ts` names it: `finance`, `team:shop`, `costCenter:CC-100`. */
  readonly audience: string;
  readonly channel: Channel;
  /** Hash of the report's data: with the four above and `resend` it is the delivery's identity. */
  readonly hash: string;
  readonly run: string;
  /**
   * When the data was built, or the repeat was asked for: the date that the message bears. Absent in tasks of before:
   * then it is when it is sent.
   */
  readonly at?: Instant;
  /** Who is to get it and why, as it was planned; absent in tasks of before: then whom the configuration lists. */
  readonly recipients?: readonly PlannedRecipient[];
  /** Addresses that are listed for it and do not want it; absent for none. */
  readonly optedOut?: readonly string[];
  /** Asked for by its recipient, who may read it: neither lists nor wishes not to get it are looked at. */
  readonly preview?: true;
  /** Which try this is, from 2 on; absent for the first. */
  readonly attempt?: number;
  /** A deliberate repeat, numbered; absent for the first sending. */
  readonly resend?: number;
  /** Its place in line, where the transport's limits made it wait: from then on it may be sent. */
  readonly slot?: Instant;
  /** W3C Trace Context of the work that asked for this; no part of what it is. */
  readonly traceparent?: string;
}
