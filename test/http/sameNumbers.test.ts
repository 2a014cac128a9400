import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';
import { beforeAll, expect, it } from 'vitest';
import { formatExact, parseAmount, sumAmounts } from '../../shared/model/money.ts';
import { createFormatter } from '../../shared/render/formatter.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { MONTH, makeCollectedApp } from './estate.ts';
import { openService, type Received } from './service.ts';

let ask: (format: string) => Promise<Received>;
let report: ChargebackReport;

beforeAll(async () => {
  const service = openService(await makeCollectedApp());
  ask = (format) =>
    service.ask(`reports/chargeback/${MONTH}?format=${format}`, { as: 'finance@contoso.com' });
  report = (await ask('json')).json() as unknown as ChargebackReport;
});

const plain = (amount: string): string => formatExact(parseAmount(amount) ?? 0n);
const add = (amounts: readonly (string | undefined)[]): string =>
  formatExact(sumAmounts(amounts.map((amount) => parseAmount(amount ?? '') ?? 0n)));

/** The total and every team's amount. */
function amounts(): readonly string[] {
  return report.statements.flatMap(({ total, teams }) => [
    total.amount,
    ...teams.map(({ amount }) => amount),
  ]);
}

it.each(['html', 'text', 'card'])('%s shows the total and every team’s amount', async (format) => {
  const { text } = await ask(format);
  const formatter = createFormatter({ locale: 'en' });
  expect(amounts().length).toBeGreaterThan(2);
  for (const amount of amounts()) expect(text).toContain(formatter.money(amount, 'EUR', 2));
});

it('csv and journal add up to the same, in all and by team', async () => {
  const rows: Record<string, string>[] = parse((await ask('csv')).text, { columns: true, bom: true });
  const journal: Record<string, string>[] = parse((await ask('journal')).text, { columns: true, bom: true });
  for (const { total, teams } of report.statements) {
    expect(add(rows.map((row) => row.x_BookedCost))).toBe(plain(total.amount));
    expect(add(journal.map((row) => row.Debit))).toBe(plain(total.amount));
    for (const { team, amount } of teams)
      expect(add(rows.filter((row) => row.x_Team === team).map((row) => row.x_BookedCost))).toBe(
        plain(amount),
      );
  }
});

it('xlsx has them as numbers', async () => {
  const sheets = await readXlsxFile((await ask('xlsx')).body);
  const numbers = sheets.flatMap(({ data }) => data.flat()).filter((cell) => typeof cell === 'number');
  for (const amount of amounts()) expect(numbers).toContain(Number(amount));
});
