import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { type ChargebackView, viewChargeback } from './chargebackView.ts';
import { type DigestView, viewDigest } from './digestView.ts';
import { type GovernanceView, viewGovernance } from './governanceView.ts';
import { type HealthView, viewHealth } from './healthView.ts';

/** What the templates show: formatted strings, and tables of at most `rowLimit` rows. */
export function viewReport(
  report: Report,
  formatter: Formatter,
  rowLimit: number,
): ChargebackView | DigestView | GovernanceView | HealthView {
  switch (report.kind) {
    case 'chargeback':
      return viewChargeback(report, formatter, rowLimit);
    case 'digest':
      return viewDigest(report, formatter, rowLimit);
    case 'governance':
      return viewGovernance(report, formatter, rowLimit);
    case 'health':
      return viewHealth(report, formatter, rowLimit);
  }
}
