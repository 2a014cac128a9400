import type { CoverageEntry } from '../model/reading.ts';
import type { ReportKind } from '../model/tasks.ts';
import type { Day, Instant } from '../model/time.ts';
import type { ChargebackReport } from './chargebackReport.ts';
import type { DeliveryNote } from './deliveryNote.ts';
import type { DigestReport } from './digestReport.ts';
import type { GovernanceReport } from './governanceReport.ts';
import type { HealthReport } from './healthReport.ts';
import type { Notice } from './notice.ts';

/**
 * Report data: plain, frozen, JSON-safe. Amounts are decimal strings: `amount` rounded to the currency's
 * minor unit so that parts sum to their total, `exact` with every decimal. Renderers add nothing to it.
 */
export interface ReportBase {
  /** The version that wrote it; of earlier ones see version1.ts and version2.ts. */
  readonly schemaVersion: 1 | 2 | 3;
  readonly kind: ReportKind;
  readonly organisation: string;
  readonly period: { readonly id: string; readonly from: Day; readonly to: Day; readonly timeZone: 'UTC' };
  /** Whose it is, as audience.ts names it. */
  readonly audience: string;
  /** Name for the title: the organisation's or the team's. */
  readonly audienceName: string;
  readonly state: 'provisional' | 'closed';
  /** The latest reading in the report; undefined when nothing at all was read. */
  readonly asOf: Instant | undefined;
  readonly coverage: Coverage;
  /** Most important first. */
  readonly notices: readonly Notice[];
  readonly link: string | undefined;
  /** Only in a message; see deliveryNote.ts. */
  readonly delivery?: DeliveryNote;
}

export interface Coverage {
  readonly complete: boolean;
  /** Only of versions 1 and 2, which said it in English; later ones say it when it is shown. */
  readonly summary?: string;
  readonly entries: readonly CoverageEntry[];
}

/** A currency amount as reports carry it. */
export interface Money {
  readonly amount: string;
  readonly exact: string;
}

export type Report = ChargebackReport | DigestReport | GovernanceReport | HealthReport;
