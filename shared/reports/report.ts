import type { CoverageEntry } from '../model/reading.ts';
import type { ReportKind } from '../model/tasks.ts';
import type { Day, Instant } from '../model/time.ts';
import type { ChargebackReport } from './chargebackReport.ts';
import type { DigestReport } from './digestReport.ts';
import type { GovernanceReport } from './governanceReport.ts';

/**
 * Report data: plain, frozen, JSON-safe. Amounts are decimal strings: `amount` rounded to the currency's
 * minor unit so that parts sum to their total, `exact` with every decimal. Renderers add nothing to it.
 */
export interface ReportBase {
  /** The version that wrote it. Version 1 kept lines as objects; see version1.ts. */
  readonly schemaVersion: 1 | 2;
  readonly kind: ReportKind;
  readonly organisation: string;
  readonly period: { readonly id: string; readonly from: Day; readonly to: Day; readonly timeZone: 'UTC' };
  /** `organisation` (all teams) or `team:<id>`. */
  readonly audience: string;
  /** Name for the title: the organisation's or the team's. */
  readonly audienceName: string;
  readonly state: 'provisional' | 'closed';
  /** The latest reading in the report; undefined when nothing at all was read. */
  readonly asOf: Instant | undefined;
  readonly coverage: Coverage;
  /** What a reader must know before trusting the numbers, in sentences. */
  readonly notices: readonly string[];
  readonly link: string | undefined;
}

export interface Coverage {
  readonly complete: boolean;
  /** One line for the top: `All 3 clusters and 2 subscriptions read, to 2026-11-22` or what is missing. */
  readonly summary: string;
  readonly entries: readonly CoverageEntry[];
}

/** A currency amount as reports carry it. */
export interface Money {
  readonly amount: string;
  readonly exact: string;
}

export type Report = ChargebackReport | DigestReport | GovernanceReport;
