import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAmount } from '../../shared/model/money.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { chargebacks } from './arbitraryReports.ts';
import { findCell, findWrongFormulas, isFormula, type OpenedSheet, openWorkbook } from './openedWorkbook.ts';
import { renderBytes } from './rendered.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE, TEAM_CHARGEBACK } from './reports.ts';

describe('formulas of a workbook, evaluated by IronCalc', () => {
  it.each([
    ['chargeback', CHARGEBACK],
    ['chargeback of a team', TEAM_CHARGEBACK],
    ['digest', DIGEST],
    ['governance', GOVERNANCE],
  ] as const)('come to the values beside them in a %s', async (_, report) => {
    for (const locale of ['en', 'de']) {
      expect(findWrongFormulas(openWorkbook(await renderBytes(report, 'xlsx', locale)))).toEqual([]);
    }
  });

  it('come to the report’s figures, whatever the amounts, and whatever cost centres are called', async () => {
    await fc.assert(
      fc.asyncProperty(chargebacks, async (report) => {
        const sheets = openWorkbook(await renderBytes(report, 'xlsx'));
        expect(findWrongFormulas(sheets)).toEqual([]);
        for (const statement of report.statements) {
          const suffix = report.statements.length > 1 ? ` ${statement.currency}` : '';
          const summary = sheetOf(sheets, `Summary${suffix}`);
          expect(sumBelow(summary, 'Amount')).toBe(parseAmount(statement.total.amount));
          expect(sumBelow(sheetOf(sheets, `Lines${suffix}`), 'Amount')).toBe(
            parseAmount(statement.total.amount),
          );
          for (const [place, { amount }] of statement.costCenters.entries()) {
            const cell = findCell(sheets, summary.name, `B${rowOf(summary, 'Cost centre') + 1 + place}`);
            expect(cell?.formula, 'is worked out by the workbook').toMatch(/^SUMIF\(/);
            expect(parseAmount(cell?.value ?? '')).toBe(parseAmount(amount));
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('notice a workbook whose figures were changed', async () => {
    const sheets = openWorkbook(await renderBytes(CHARGEBACK, 'xlsx'));
    const changed = sheets.map((sheet) => ({
      ...sheet,
      cells: sheet.cells.map((cell) => (cell.value === '1000.1' ? { ...cell, value: '1000.11' } : cell)),
    }));
    expect(findWrongFormulas(changed).length).toBeGreaterThan(5);
  });
});

describe('a chargeback’s summary', () => {
  const read = async (report: ChargebackReport, address: string) =>
    findCell(openWorkbook(await renderBytes(report, 'xlsx')), 'Summary EUR', address);

  it('adds its total up from the sheet of teams, and says that the lines make the same', async () => {
    expect(await read(CHARGEBACK, 'B4')).toMatchObject({
      ...{ formula: "SUM('Teams EUR'!$J$2:$J$5)", value: '1330.00', format: '#,##0.00' },
    });
    expect(await read(CHARGEBACK, 'F4')).toMatchObject({
      formula: "ROUND(SUM('Teams EUR'!$J$2:$J$5)-SUM('Lines EUR'!$M$2:$M$7),2)",
      value: '0.00',
    });
  });

  it('has the difference to the bill from the reconciliation, where it is worked out', async () => {
    expect(await read(CHARGEBACK, 'H5')).toMatchObject({
      formula: "'Reconciliation EUR'!C12",
      value: '0.00',
    });
    const sheets = openWorkbook(await renderBytes(CHARGEBACK, 'xlsx'));
    expect(findCell(sheets, 'Reconciliation EUR', 'C12')?.formula).toBe('ROUND(C10-C5-C11,2)');
  });

  it('says the report’s figure without a formula where the figures shown do not make it', async () => {
    const [euro] = CHARGEBACK.statements;
    if (!euro?.reconciliation) throw new Error('there is no reconciliation');
    const bridge = { amount: '42.35', exact: '42.345' };
    const odd = { ...euro, reconciliation: { ...euro.reconciliation, bridge } };
    const sheets = openWorkbook(
      await renderBytes({ ...CHARGEBACK, statements: [odd, ...CHARGEBACK.statements.slice(1)] }, 'xlsx'),
    );
    const cell = findCell(sheets, 'Reconciliation EUR', 'C5');
    expect(cell && isFormula(cell)).toBe(false);
    expect(cell?.value).toBe('1342.34');
  });
});

/** Where a text stands in the first column. */
function rowOf({ cells }: OpenedSheet, text: string): number {
  return cells.find((cell) => cell.column === 1 && cell.value === text)?.row ?? 0;
}

function sheetOf(sheets: readonly OpenedSheet[], name: string): OpenedSheet {
  const sheet = sheets.find((each) => each.name === name);
  if (!sheet) throw new Error(`there is no sheet ${name}`);
  return sheet;
}

/** What stands in a column's last row. */
function sumBelow({ cells }: OpenedSheet, label: string): bigint | undefined {
  const heading = cells.find((cell) => cell.isText && cell.value.startsWith(`${label} (`));
  const total = cells.findLast((cell) => cell.column === heading?.column);
  return total?.formula?.startsWith('SUM(') ? parseAmount(total.value) : undefined;
}
