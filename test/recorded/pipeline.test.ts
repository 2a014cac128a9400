import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { openReplayFolder } from '../../local/cli/replay.ts';
import { formatExact } from '../../shared/model/money.ts';
import { parsePeriod } from '../../shared/model/time.ts';
import { findReport } from '../../shared/pipeline/answer.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { readRuns } from '../sources/exports/exported.ts';

const DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** A sum of decimals that shares no code with Purser: every number becomes whole units of 10⁻⁴⁰. */
function addDecimals(texts: readonly string[]): string {
  const places = 40;
  let sum = 0n;
  for (const text of texts) {
    const [mantissa = '0', exponent = '0'] = text.toLowerCase().split('e');
    const [whole = '0', fraction = ''] = mantissa.replace('-', '').split('.');
    const units = BigInt(whole + fraction) * 10n ** BigInt(places - fraction.length + Number(exponent));
    sum += mantissa.startsWith('-') ? -units : units;
  }
  const digits = (sum < 0n ? -sum : sum).toString().padStart(places + 1, '0');
  const written = `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
  return sum < 0n ? `-${written}` : written;
}

function readRows(path: string): Record<string, string>[] {
  return parse(readFileSync(path), { columns: true, bom: true, skip_empty_lines: true });
}

async function chargeback(folder: string, period: string): Promise<ChargebackReport> {
  const replay = await openReplayFolder(folder, undefined);
  const app = await replay.collect(parsePeriod(period));
  return (await findReport(app, { kind: 'chargeback', period })) as ChargebackReport;
}

describe.skipIf(!existsSync(DATA))(
  'recorded payloads through the whole pipeline (needs ../shared/data)',
  () => {
    it('charge what a FOCUS export holds of Azure, to the last digit, billed and effective', async () => {
      const rows = readRows(join(DATA, 'focus/focus_sample.csv')).filter(
        (row) => row.ProviderName === 'Microsoft' && row.ChargePeriodStart?.startsWith('2024-09'),
      );
      expect(rows.length).toBeGreaterThan(40);
      const { statements } = await chargeback(join(DATA, 'focus'), '2024-09');
      expect(statements).toMatchObject([
        {
          currency: 'USD',
          total: { exact: addDecimals(rows.map((row) => row.EffectiveCost ?? '')) },
          reconciliation: {
            azureBilled: { exact: addDecimals(rows.map((row) => row.BilledCost ?? '')) },
            difference: { exact: '0' },
          },
        },
      ]);
    });

    it('charge what an amortized export holds, with its 28 decimals', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'purser-recorded-'));
      const export_ = join(DATA, 'cost-exports/EA_AmortizedCost_Small.csv');
      writeFileSync(join(folder, 'EA_AmortizedCost_Small.csv'), readFileSync(export_));
      const { statements } = await chargeback(folder, '2023-09');
      rmSync(folder, { recursive: true });
      const rows = readRows(export_);
      for (const statement of statements) {
        const own = rows
          .filter((row) => row.BillingCurrency === statement.currency)
          .map((row) => row.Cost ?? '');
        expect(statement.total.exact).toBe(addDecimals(own));
      }
      expect(statements.length).toBe(new Set(rows.map((row) => row.BillingCurrency)).size);
    });

    it.each([
      ['cost-exports/EA_AmortizedCost_Small.csv', 'AmortizedCost', '2023-09', 'BillingCurrency', 'Cost'],
      ['focus/focus_sample.csv', 'FocusCost', '2024-09', 'BillingCurrency', 'EffectiveCost'],
    ])(
      'of %s, read as a live export, sum to the same in each currency',
      async (file, type, month, currency, cost) => {
        const content = readFileSync(join(DATA, file));
        const run = {
          type,
          files: { 'part_0.csv': content },
          from: `${month}-01T00:00:00`,
          to: `${month}-30T00:00:00`,
        };
        const { days, problems } = await readRuns([run], { month });
        expect(problems).toEqual([]);
        const read = days.flatMap(({ effective }) => effective ?? []);
        const rows = readRows(join(DATA, file)).filter(
          (row) =>
            (row.ProviderName ?? 'Microsoft') === 'Microsoft' &&
            (row.ChargePeriodStart?.startsWith(month) ?? true),
        );
        const currencies = [...new Set(rows.map((row) => row[currency] ?? ''))];
        expect(currencies.length).toBeGreaterThan(0);
        for (const code of currencies) {
          const own = read.filter((row) => row.currency === code).map((row) => formatExact(row.amount));
          const expected = rows.filter((row) => row[currency] === code).map((row) => row[cost] ?? '');
          expect(addDecimals(own)).toBe(addDecimals(expected));
        }
      },
    );

    describe('of OpenCost without a bill', () => {
      let report: ChargebackReport;
      beforeAll(async () => {
        report = await chargeback(join(DATA, 'cost'), '2023-07');
      });

      it('charge what the allocation itself costs, and say that there is no bill', () => {
        type Row = Readonly<Record<string, number>>;
        const answer = JSON.parse(
          readFileSync(join(DATA, 'cost/allocation-example-output.json'), 'utf8'),
        ) as {
          readonly data: readonly Readonly<Record<string, Row>>[];
        };
        const resources = ['cpu', 'ram', 'gpu', 'pv', 'network', 'loadBalancer'];
        const parts = answer.data
          .flatMap((set) => Object.values(set))
          .flatMap((row) => resources.flatMap((name) => [row[`${name}Cost`], row[`${name}CostAdjustment`]]));
        expect(report.statements[0]?.total.exact).toBe(addDecimals(parts.map((part) => String(part ?? 0))));
      });

      it('charge each namespace by itself', () => {
        expect(report.statements[0]?.teams.map((team) => team.team)).toEqual([
          'kube-system',
          'prometheus',
          'opencost',
        ]);
      });
    });

    it.each(['cassettes', 'managedclusters', 'recordings', 'security', 'policy', 'misc'])(
      'of %s are read without an end, and what is not understood is named',
      async (folder) => {
        const replay = await openReplayFolder(join(DATA, folder), undefined);
        expect(replay.notes.length).toBeGreaterThan(0);
        for (const period of replay.periodsOf('chargeback')) {
          const app = await replay.collect(parsePeriod(period));
          const report = (await findReport(app, { kind: 'chargeback', period })) as ChargebackReport;
          for (const statement of report.statements) {
            expect(statement.total.exact).toBe(statement.reconciliation?.azureEffective.exact);
          }
        }
      },
    );
  },
);
