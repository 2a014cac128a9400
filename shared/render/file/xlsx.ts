import { RequestError } from '../../model/errors.ts';
import type { HealthReport } from '../../reports/healthReport.ts';
import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { sheetsOfChargeback } from './chargebackSheets.ts';
import { sheetOfCoverage } from './coverageSheet.ts';
import { sheetsOfDigest } from './digestSheets.ts';
import { sheetOfControls, sheetOfFindings } from './findingSheets.ts';
import { sheetOfAlerts, sheetsOfGovernance } from './governanceSheets.ts';
import { sheetsOfNotices } from './noticeSheet.ts';
import type { Sheet } from './sheet.ts';
import { writeWorkbook } from './workbook.ts';

/**
 * The report as a workbook in the reader's language; a chargeback has a set of sheets for each currency.
 * @throws RequestError for a health note, which has none
 */
export async function renderXlsx(report: Report, formatter: Formatter): Promise<Uint8Array> {
  if (report.kind === 'health') {
    throw new RequestError('A health note has no workbook.', 'Ask for its csv: a row for each problem.');
  }
  const { file, digestFile, governanceFile } = formatter.words;
  const titles = {
    chargeback: file.summary.title,
    digest: digestFile.title,
    governance: governanceFile.title,
  };
  const sheets = [
    ...listSheets(report, formatter),
    ...sheetsOfNotices(report, formatter),
    sheetOfCoverage(report, formatter),
  ];
  return writeWorkbook(sheets, {
    title: titles[report.kind](report.audienceName, formatter.period(report.period.id)),
    subject: report.organisation,
    language: formatter.locale,
    createdAt: report.asOf,
    total: file.total,
  });
}

function listSheets(report: Exclude<Report, HealthReport>, formatter: Formatter): readonly Sheet[] {
  switch (report.kind) {
    case 'chargeback':
      return sheetsOfChargeback(report, formatter);
    case 'digest':
      return [
        ...sheetsOfDigest(report, formatter),
        sheetOfFindings(report, formatter),
        sheetOfControls(
          report.teams.flatMap(({ findings }) => findings.controls),
          formatter,
        ),
        sheetOfAlerts({ alerts: report.teams.flatMap(({ alerts }) => alerts) }, formatter),
      ];
    case 'governance':
      return [
        ...sheetsOfGovernance(report, formatter),
        sheetOfFindings(report, formatter),
        sheetOfControls(report.controls, formatter),
      ];
  }
}
