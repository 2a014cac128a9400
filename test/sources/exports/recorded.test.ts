import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { formatExact, sumAmounts } from '../../../shared/model/money.ts';
import { readExport } from '../../../shared/sources/exports/export.ts';
import { addDecimals } from './decimal.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(file), { bom: true, columns: true, relax_column_count: true });
}

describe.skipIf(!existsSync(DATA))('recorded exports of real tenants', () => {
  const files = existsSync(DATA) ? globSync('cost-exports/**/*.csv', { cwd: DATA }).sort() : [];

  test('are there in every header variant', () => {
    expect(files.length).toBeGreaterThanOrEqual(8);
  });

  test.each(files)('%s sums to what a plain reader sums', async (file) => {
    const rows = rowsOf(`${DATA}/${file}`);
    const column = Object.keys(rows[0] ?? {}).find((name) =>
      /^(cost|pretaxcost|costinbillingcurrency)$/i.test(name),
    );
    const costs = rows.map((row) => row[column ?? ''] ?? '').filter((cost) => cost !== '');
    const { dataset, rows: read } = await readExport(`${DATA}/${file}`);
    const kept = dataset === 'actual' ? read.billed : read.effective;
    expect(kept).toHaveLength(costs.length);
    expect(formatExact(sumAmounts(kept.map((row) => row.amount)))).toBe(addDecimals(costs));
  });

  test('the amortized one of EA is known as such, with its machines of AKS', async () => {
    const content = await readExport(`${DATA}/cost-exports/EA_AmortizedCost_Small.csv`);
    expect(content).toMatchObject({
      dataset: 'amortized',
      from: '2023-09-03',
      to: '2023-09-22',
      currencies: ['USD'],
      warnings: [],
    });
    expect(content.aksResourceGroups.map((group) => group.resourceGroup)).toEqual([
      'mc_analyticsengine_analyticsengine_eastus',
    ]);
    expect(
      content.rows.effective.filter((row) => row.tags?.['aks-managed-createoperationid'] !== undefined)
        .length,
    ).toBeGreaterThan(1);
  });

  test('the FOCUS sample gives both sums of its Microsoft rows', async () => {
    const file = `${DATA}/focus/focus_sample.csv`;
    const own = rowsOf(file).filter((row) => row.ProviderName === 'Microsoft');
    const content = await readExport(file);
    expect(content.rows.effective).toHaveLength(own.length);
    for (const [metric, column] of [
      ['effective', 'EffectiveCost'],
      ['billed', 'BilledCost'],
    ] as const) {
      const total = formatExact(sumAmounts(content.rows[metric].map((row) => row.amount)));
      expect(total).toBe(addDecimals(own.map((row) => row[column] ?? '')));
    }
    expect(content.rows.effective.every((row) => row.subscriptionId.length === 36)).toBe(true);
  });
});
