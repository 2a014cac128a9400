import type { Report } from '../../reports/report.ts';
import { sheetsOfChargeback } from './chargebackSheets.ts';
import { sheetOfCoverage } from './coverageSheet.ts';
import { sheetsOfDigest } from './digestSheets.ts';
import { sheetOfFindings, sheetsOfControls } from './findingSheets.ts';
import { sheetsOfGovernance } from './governanceSheets.ts';
import { writeWorkbook } from './workbook.ts';

/** The report as a workbook; a chargeback has a set of sheets for each currency. */
export async function renderXlsx(report: Report): Promise<Uint8Array> {
  switch (report.kind) {
    case 'chargeback':
      return writeWorkbook(sheetsOfChargeback(report));
    case 'digest':
      return writeWorkbook([
        ...sheetsOfDigest(report),
        sheetOfFindings(report),
        ...sheetsOfControls(report.teams.flatMap(({ findings }) => findings.controls)),
        sheetOfCoverage(report),
      ]);
    case 'governance':
      return writeWorkbook([
        ...sheetsOfGovernance(report),
        sheetOfFindings(report),
        ...sheetsOfControls(report.controls),
        sheetOfCoverage(report),
      ]);
  }
}
