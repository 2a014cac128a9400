import readXlsxFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { type Sheet, writeWorkbook } from '../../shared/render/file/workbook.ts';
import { readLines } from '../../shared/reports/lines.ts';
import { packLines } from '../../shared/reports/lineTableBuilder.ts';
import { renderBytes, unzip } from './rendered.ts';
import { CHARGEBACK, TEAM_CHARGEBACK } from './reports.ts';

describe('the chargeback workbook', () => {
  it('has a set of sheets for each currency', async () => {
    const sheets = await readXlsxFile(await renderBytes(CHARGEBACK, 'xlsx'));
    expect(sheets.map((sheet) => sheet.sheet)).toEqual([
      'Summary by cost centre EUR',
      'Teams EUR',
      'Clusters and namespaces EUR',
      'Pools EUR',
      'Reconciliation EUR',
      'Unowned EUR',
      'Summary by cost centre JPY',
      'Teams JPY',
      'Clusters and namespaces JPY',
      'Pools JPY',
      'Unowned JPY',
      'Method',
      'Allocations compared',
      'Coverage',
    ]);
  });

  it('does not name the currency in its sheets when there is one only', async () => {
    const [first] = await readXlsxFile(await renderBytes(TEAM_CHARGEBACK, 'xlsx'));
    expect(first?.sheet).toBe('Summary by cost centre');
  });

  it('leaves out what is too much for a workbook, and says how much and where it is', async () => {
    const [euro] = TEAM_CHARGEBACK.statements;
    const [line] = readLines(euro ?? { lines: packLines([]) });
    const lines = packLines(Array.from({ length: 25_002 }, () => line ?? []).flat());
    const large = { ...TEAM_CHARGEBACK, statements: euro ? [{ ...euro, lines }] : [] };
    const sheets = await readXlsxFile(await renderBytes(large, 'xlsx'));
    const rows = sheets.find((sheet) => sheet.sheet === 'Clusters and namespaces')?.data ?? [];
    expect(rows).toHaveLength(1 + 25_000 + 1);
    expect(rows.at(-1)?.[0]).toBe('and 2 more, in the CSV file');
  });

  it('freezes the heading row', async () => {
    const files = unzip(await renderBytes(CHARGEBACK, 'xlsx'));
    expect(files.get('xl/worksheets/sheet1.xml')).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
  });
});

describe('amounts in a workbook', () => {
  const sheetOf = (amounts: readonly string[], digits: number): Sheet => ({
    name: 'Amounts',
    columns: [
      { label: 'Name', width: 10 },
      { label: 'Amount', width: 10, sum: true },
    ],
    rows: amounts.map((amount) => ['x', { amount, digits }]),
  });

  it('are numbers with the digits of their currency, summed by a formula that shows its value', async () => {
    const files = unzip(Buffer.from(await writeWorkbook([sheetOf(['0.10', '0.20', '-1.00'], 2)])));
    expect(files.get('xl/worksheets/sheet1.xml')).toMatch(
      /<c r="B5"[^>]*><f>SUM\(B2:B4\)<\/f><v>-0\.70<\/v><\/c>/,
    );
    expect(files.get('xl/styles.xml')).toContain('#,##0.00');
    const [sheet] = await readXlsxFile(Buffer.from(await writeWorkbook([sheetOf(['5000', '1'], 0)])));
    expect(sheet?.data.map((row) => row[1])).toEqual(['Amount', 5000, 1, 5001]);
  });

  it('are written as text where Excel would lose digits, and so is their sum', async () => {
    const large = '12345678901234567890.12';
    const [sheet] = await readXlsxFile(Buffer.from(await writeWorkbook([sheetOf([large, '0.01'], 2)])));
    expect(sheet?.data.map((row) => row[1])).toEqual(['Amount', large, 0.01, '12345678901234567890.13']);
  });

  it('sheets get names that Excel takes, no two alike', async () => {
    const names = ["a[b]:c*?/\\'d", 'x'.repeat(60), 'x'.repeat(60), 'X'.repeat(60)];
    const sheets = names.map((name) => ({ ...sheetOf(['1'], 0), name }));
    const read = await readXlsxFile(Buffer.from(await writeWorkbook(sheets)));
    const written = read.map((sheet) => sheet.sheet);
    expect(new Set(written.map((name) => name.toLowerCase())).size).toBe(4);
    for (const name of written) {
      expect(name.length).toBeLessThanOrEqual(31);
      expect(name).not.toMatch(/[[\]:*?/\\']/);
    }
  });
});
