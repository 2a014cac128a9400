import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { renderChargebackPage } from './chargeback/chargebackPage.ts';
import { renderDigestPage } from './digestPage.ts';
import { renderGovernancePage } from './governancePage.ts';
import { renderHealthPage } from './healthPage.ts';
import type { PageRequest } from './request.ts';

/**
 * A report as a page, made for the report that the reader may read: it shows nothing but that report's data. It
 * loads only {@link pageAssets} and has no style or script of its own, so that a strict policy can forbid both.
 */
export function renderReportPage(report: Report, request: PageRequest, formatter: Formatter): string {
  switch (report.kind) {
    case 'chargeback':
      return renderChargebackPage(report, request, formatter);
    case 'digest':
      return renderDigestPage(report, request, formatter);
    case 'governance':
      return renderGovernancePage(report, request, formatter);
    case 'health':
      return renderHealthPage(report, request, formatter);
  }
}
