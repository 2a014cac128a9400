import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { formatExact, parseAmount, sumAmounts } from '../../shared/model/money.ts';
import { renderBytes, renderText } from './rendered.ts';
import { CHARGEBACK } from './reports.ts';

/** Amounts of the euro statement, in the order of its teams; then its total. */
const EXPECTED = ['1234.56', '100', '7.78', '-12.34', '1330'];
const TEAMS = ['payments', 'shop', 'unowned', 'search'];

describe('every format of one chargeback carries the same team amounts and total', () => {
  it('json', async () => {
    const [euro] = JSON.parse(await renderText(CHARGEBACK, 'json')).statements;
    expect([
      ...euro.teams.map((team: { amount: string }) => plain(team.amount)),
      plain(euro.total.amount),
    ]).toEqual(EXPECTED);
  });

  it('html', async () => {
    const page = await renderText(CHARGEBACK, 'html');
    const [table = ''] = /By team<\/h3>[\s\S]*?<\/table>\s*<h3/.exec(page) ?? [];
    const total = /Charged to teams<\/div>\s*<div[^>]*>([^<]*)</.exec(page)?.[1] ?? '';
    const amounts = [...table.matchAll(/text-align:right">(-?€[\d,.]+)</g)].map((match) => match[1] ?? '');
    expect([...amounts, total].map(plain)).toEqual(EXPECTED);
  });

  it('text', async () => {
    const page = await renderText(CHARGEBACK, 'text');
    const [table = ''] = /By team\n[\s\S]*?\n\n/.exec(page) ?? [];
    const amounts = [...table.matchAll(/ {2}(-?€[\d,.]+)$/gm)].map((match) => match[1] ?? '');
    const total = /^Charged to teams: (\S+)/m.exec(page)?.[1] ?? '';
    expect([...amounts, total].map(plain)).toEqual(EXPECTED);
  });

  it('card', async () => {
    const { body } = JSON.parse(await renderText(CHARGEBACK, 'card'));
    const [facts, table] = body.find((element: { type: string }) => element.type === 'Container').items;
    const amounts = table.rows
      .slice(1)
      .map((row: { cells: { items: { text: string }[] }[] }) => row.cells[1]?.items[0]?.text ?? '');
    const total = facts.facts[0].value;
    expect([...amounts, total].map((text: string) => plain(text.replace(/\\/g, '')))).toEqual(EXPECTED);
  });

  it('csv', async () => {
    const lines = readCsv(await renderText(CHARGEBACK, 'csv')).filter(
      (line) => line.BillingCurrency === 'EUR',
    );
    const booked = TEAMS.map((team) =>
      sumOf(
        lines.filter((line) => line.x_Team === team),
        'x_BookedCost',
      ),
    );
    expect([...booked, sumOf(lines, 'x_BookedCost')]).toEqual(EXPECTED);
    expect(sumOf(lines, 'EffectiveCost')).toBe('1330');
  });

  it('journal', async () => {
    const lines = readCsv(await renderText(CHARGEBACK, 'journal')).filter((line) => line.Currency === 'EUR');
    const amounts = lines.map((line) => plain(line.Debit || `-${line.Credit}`));
    expect(amounts).toEqual([...EXPECTED.slice(0, 4), '-1330']);
  });

  it('xlsx, also in its sums', async () => {
    const sheets = await readXlsxFile(await renderBytes(CHARGEBACK, 'xlsx'), { parseNumber: (text) => text });
    const rowsOf = (name: string) => sheets.find((sheet) => sheet.sheet === name)?.data ?? [];
    const teams = rowsOf('Teams EUR').slice(1);
    expect(teams.map((row) => plain(String(row[8])))).toEqual(EXPECTED);
    for (const name of ['Summary by cost centre EUR', 'Clusters and namespaces EUR']) {
      const amounts = rowsOf(name).map((row) => row[name.startsWith('Summary') ? 1 : 12]);
      expect(plain(String(amounts.at(-1))), name).toBe('1330');
    }
  });
});

function plain(text: string | undefined): string {
  const amount = parseAmount((text ?? '').replace(/[^\d.-]/g, ''));
  if (amount === undefined) throw new Error(`${text} is no amount`);
  return formatExact(amount);
}

function sumOf(lines: readonly Record<string, string>[], column: string): string {
  return formatExact(sumAmounts(lines.map((line) => parseAmount(line[column] ?? '') ?? 0n)));
}

function readCsv(text: string): Record<string, string>[] {
  return parse(text, { columns: true, bom: true });
}
