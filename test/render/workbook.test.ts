import fc from 'fast-check';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { sheetsOfChargeback } from '../../shared/render/file/chargebackSheets.ts';
import type { Sheet } from '../../shared/render/file/sheet.ts';
import { writeWorkbook } from '../../shared/render/file/workbook.ts';
import { createFormatter } from '../../shared/render/formatter.ts';
import { toPlainLine } from '../../shared/render/plainText.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { findBrokenParts, findCell, findWrongFormulas, isFormula, openWorkbook } from './openedWorkbook.ts';
import { renderBytes } from './rendered.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE, TEAM_CHARGEBACK } from './reports.ts';
import { unzip } from './unzip.ts';

describe('the chargeback workbook', () => {
  it('has a set of sheets for each currency', async () => {
    expect(await nameSheets(CHARGEBACK)).toEqual([
      ...['Summary EUR', 'Teams EUR', 'Clusters and namespaces EUR', 'Reconciliation EUR'],
      ...['Adjustments EUR', 'Unowned EUR', 'Lines EUR', 'Pools EUR'],
      ...['Summary JPY', 'Teams JPY', 'Clusters and namespaces JPY'],
      ...['Adjustments JPY', 'Unowned JPY', 'Lines JPY', 'Pools JPY'],
      ...['Method and parameters', 'Allocations compared', 'Notices', 'Coverage'],
    ]);
  });

  it('does not name the currency in its sheets when there is one only', async () => {
    expect((await nameSheets(TEAM_CHARGEBACK))[0]).toBe('Summary');
  });

  it('is in the reader’s language', async () => {
    expect((await nameSheets(TEAM_CHARGEBACK, 'de')).slice(0, 3)).toEqual([
      'Übersicht',
      'Teams',
      'Cluster und Namespaces',
    ]);
    const sheets = openWorkbook(await renderBytes(CHARGEBACK, 'xlsx', 'de'));
    expect(findCell(sheets, 'Abstimmung EUR', 'C1')?.value).toBe('Betrag (EUR)');
  });

  it('leaves out what is too much for a workbook, says how much and where it is, and still adds up', async () => {
    const written = await writeWorkbook(
      sheetsOfChargeback(CHARGEBACK, createFormatter({ locale: 'en' }), 2),
      PROPERTIES,
    );
    const sheets = openWorkbook(Buffer.from(written));
    expect(findCell(sheets, 'Lines EUR', 'A4')?.value).toBe('and 4 more, in the CSV file');
    expect(findCell(sheets, 'Lines EUR', 'M4')?.value).toBe('129.7');
    expect(findCell(sheets, 'Lines EUR', 'M5')).toMatchObject({ formula: 'SUM(M2:M4)', value: '1330.00' });
    expect(findCell(sheets, 'Clusters and namespaces EUR', 'I5')).toMatchObject({ value: '1330.00' });
    expect(sheets.find(({ name }) => name === 'Lines EUR')?.xml).toContain('<autoFilter ref="A1:O3"/>');
    expect(findWrongFormulas(sheets)).toEqual([]);
  });

  it('says in what a statement without corrections or unowned cost has none', async () => {
    const sheets = openWorkbook(await renderBytes(CHARGEBACK, 'xlsx'));
    expect(findCell(sheets, 'Adjustments JPY', 'A2')?.value).toMatch(/^No corrections/);
    expect(findCell(sheets, 'Unowned JPY', 'A2')?.value).toBe('Everything has an owner.');
  });

  it('lists a correction with the month that it corrects and the reason', async () => {
    const [sheet] = openWorkbook(await renderBytes(CHARGEBACK, 'xlsx')).filter(({ name }) =>
      name.startsWith('Adjustments EUR'),
    );
    const row = sheet?.cells.filter((cell) => cell.row === 2).map(({ value }) => value);
    expect(row).toEqual([
      ...['2026-09', 'shop Bcc: all@evil.example', '-CC-300', 'prod-eu', 'compute', 'restatement'],
      ...['label team on namespace search', '-12.34', '-12.34'],
    ]);
  });

  it('says why the cost moved, and what units cost, where that is known', async () => {
    const [euro] = CHARGEBACK.statements;
    if (!euro) throw new Error('there is no statement');
    const movement = DIGEST.teams[0]?.costs[0]?.movement;
    if (!movement) throw new Error('there is no movement');
    const unitCosts = [
      {
        ...{ name: 'order', team: undefined, currency: 'EUR', quantity: '12345', perUnit: '0.107736' },
        ...{ before: '0.100000', changePercent: '7.7' },
      },
    ];
    const report = { ...CHARGEBACK, statements: [{ ...euro, movement }], unitCosts };
    const sheets = openWorkbook(await renderBytes(report, 'xlsx'));
    const rowOf = (name: string, row: number) =>
      sheets
        .find((sheet) => sheet.name === name)
        ?.cells.filter((cell) => cell.row === row)
        .map(({ value }) => value);
    expect(rowOf('What moved', 2)).toEqual(['all', 'all', 'all', 'new', 'all', '10']);
    expect(rowOf('What moved', 5)).toEqual([
      ...['all', 'prod-eu', '<script>alert(1)</script>', 'usage', 'CPU and memory', '15.2', '0.31'],
    ]);
    expect(rowOf('Unit costs', 2)).toEqual(['order', 'all', 'EUR', '12345', '0.107736', '0.1', '0.077']);
  });

  it('lists corrections that wait because they are small, and those that are not known', async () => {
    const life = {
      ...{ held: [], release: undefined, closing: undefined, reopened: undefined },
      corrections: [
        {
          ...{ origin: '2026-08', revision: 1, problem: undefined, basis: '', outcome: '' },
          waiting: [{ team: 'payments', currency: 'EUR', exact: '0.004' }],
        },
      ],
    };
    const sheets = openWorkbook(await renderBytes({ ...CHARGEBACK, life }, 'xlsx'));
    const waiting = sheets.find(({ name }) => name === 'Waiting corrections');
    expect(waiting?.cells.filter(({ row }) => row === 2).map(({ value }) => value)).toEqual([
      ...['2026-08', '<script>alert(1)</script>', '0.004', 'EUR'],
      'below the threshold; booked when it is reached',
    ]);
    expect(sheets.find(({ name }) => name === 'Adjustments EUR')?.cells.at(-1)?.value).toBe('-12.34');
  });

  it('does not sum a month before of which a part is not known', async () => {
    const sheets = openWorkbook(await renderBytes(CHARGEBACK, 'xlsx'));
    expect(findCell(sheets, 'Teams EUR', 'K4')?.value).toBe('not read');
    expect(findCell(sheets, 'Teams EUR', 'K6')).toBeUndefined();
    expect(findCell(openWorkbook(await renderBytes(TEAM_CHARGEBACK, 'xlsx')), 'Teams', 'K3')?.value).toBe(
      '1200.00',
    );
  });
});

describe.each([CHARGEBACK, TEAM_CHARGEBACK, DIGEST, GOVERNANCE])('the workbook of a $kind', (report) => {
  it('is well-formed in every part', async () => {
    expect(findBrokenParts(await renderBytes(report, 'xlsx'))).toEqual([]);
  });

  it('freezes the heading, filters the rows below it, and repeats it on every printed page', async () => {
    const file = await renderBytes(report, 'xlsx');
    const names = unzip(file).get('xl/workbook.xml') ?? '';
    for (const [place, { name, xml, cells }] of openWorkbook(file).entries()) {
      const heading = Number(/<pane ySplit="(\d+)"[^>]*state="frozen"/.exec(xml)?.[1]);
      expect(names).toContain(
        `<definedName name="_xlnm.Print_Titles" localSheetId="${place}">'${name}'!$${heading}:$${heading}<`,
      );
      expect(xml, name).toMatch(/<pageSetup [^>]*orientation="landscape" fitToWidth="1" fitToHeight="0"\/>/);
      const [, first, last, end] = /<autoFilter ref="A(\d+):([A-Z]+)(\d+)"/.exec(xml) ?? [];
      if (first === undefined) continue;
      expect(Number(first), name).toBe(heading);
      expect(cells.findLast(({ row }) => row === heading)?.address, name).toBe(`${last}${heading}`);
      const sums = cells.filter(({ row }) => row > Number(end));
      expect(
        sums.every((cell) => isFormula(cell) || cell.value === 'Total'),
        name,
      ).toBe(true);
    }
  });

  it('tells what it is in its properties', async () => {
    const core = unzip(await renderBytes(report, 'xlsx', 'de')).get('docProps/core.xml');
    expect(core).toMatch(/<dc:title>.*2026.*<\/dc:title>.*<dc:creator>Purser<.*<dc:language>de</);
    expect(core).toContain('2026-11-05T06:00:00.000Z');
  });
});

it('dates of findings are dates, which a reader can sort and filter by', async () => {
  const file = await renderBytes(GOVERNANCE, 'xlsx');
  const findings = (await readXlsxFile(file)).find(({ sheet }) => sheet === 'Findings')?.data ?? [];
  const due = findings[0]?.indexOf('Due') ?? -1;
  expect(findings.find((row) => row[0] === 'f-new')?.[due]).toEqual(new Date('2026-12-01T00:00:00.000Z'));
});

describe('words in a workbook', () => {
  it('stay the words they are, whatever they look like', async () => {
    const alike = fc.constantFrom(
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      "'=1",
      '_x003D_1',
      '0100',
      '1E5',
      'TRUE',
      'constructor',
      '__proto__',
      'valueOf',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(alike, fc.string({ unit: 'grapheme' })), { minLength: 1 }),
        async (texts) => {
          const columns = [{ label: 'Words', width: 10 }];
          const sheet = { ...sheetOf([], 2), columns, rows: texts.map((text) => [text]) };
          const [read] = await readXlsxFile(Buffer.from(await writeWorkbook([sheet], PROPERTIES)), {
            trim: false,
          });
          const shown = texts
            .map((text) => toPlainLine(text, 2_000))
            .map((text) => (text === '' ? null : text));
          const rows = read?.data.slice(1) ?? [];
          expect(rows.map((row) => row[0])).toEqual(shown.slice(0, rows.length));
          expect(shown.slice(rows.length).every((text) => text === null)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('amounts in a workbook', () => {
  it('are numbers with the digits of their currency, summed by a formula that shows its value', async () => {
    const file = Buffer.from(await writeWorkbook([sheetOf(['0.10', '0.20', '-1.00'], 2)], PROPERTIES));
    expect(findCell(openWorkbook(file), 'Amounts', 'B5')).toMatchObject({
      ...{ formula: 'SUM(B2:B4)', value: '-0.70', format: '#,##0.00' },
    });
    const [sheet] = await readXlsxFile(
      Buffer.from(await writeWorkbook([sheetOf(['5000', '1'], 0)], PROPERTIES)),
    );
    expect(sheet?.data.map((row) => row[1])).toEqual(['Amount', 5000, 1, 5001]);
  });

  it('are written as text where Excel would lose digits, and so is their sum', async () => {
    const large = '12345678901234567890.12';
    const [sheet] = await readXlsxFile(
      Buffer.from(await writeWorkbook([sheetOf([large, '0.01'], 2)], PROPERTIES)),
    );
    expect(sheet?.data.map((row) => row[1])).toEqual(['Amount', large, 0.01, '12345678901234567890.13']);
  });

  it('sheets get names that Excel takes, no two alike', async () => {
    const names = ["a[b]:c*?/\\'d", 'x'.repeat(60), 'x'.repeat(60), 'X'.repeat(60)];
    const sheets = names.map((name) => ({ ...sheetOf(['1'], 0), id: name, name }));
    const read = await readXlsxFile(Buffer.from(await writeWorkbook(sheets, PROPERTIES)));
    const written = read.map((sheet) => sheet.sheet);
    expect(new Set(written.map((name) => name.toLowerCase())).size).toBe(4);
    for (const name of written) {
      expect(name.length).toBeLessThanOrEqual(31);
      expect(name).not.toMatch(/[[\]:*?/\\']/);
    }
  });
});

const PROPERTIES = { title: 'T', subject: 'S', language: 'en', createdAt: undefined, total: 'Total' };

function sheetOf(amounts: readonly string[], digits: number): Sheet {
  return {
    ...{ id: 'amounts', name: 'Amounts' },
    columns: [
      { label: 'Name', width: 10 },
      { label: 'Amount', width: 10, sum: true },
    ],
    rows: amounts.map((amount) => ['x', { amount, digits }]),
  };
}

async function nameSheets(report: ChargebackReport, locale = 'en'): Promise<readonly string[]> {
  return (await readXlsxFile(await renderBytes(report, 'xlsx', locale))).map(({ sheet }) => sheet);
}
