import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatExact, ONE_UNIT, parseAmount, sumAmounts } from '../../shared/model/money.ts';
import { streamCsv } from '../../shared/render/file/csv.ts';
import { readLines } from '../../shared/reports/lines.ts';
import { packLines } from '../../shared/reports/lineTableBuilder.ts';
import { chargebacks } from './arbitraryReports.ts';
import { renderText } from './rendered.ts';
import { CHARGEBACK, HOSTILE } from './reports.ts';

/** The split-cost columns as FOCUS 1.3 defines them. */
describe('the charges in FOCUS columns', () => {
  const read = async (): Promise<Record<string, string>[]> =>
    parse(await renderText(CHARGEBACK, 'csv'), { columns: true, bom: true });

  it('carry for each origin charge ratios that sum to 1 exactly, as numbers of a JSON object', async () => {
    const split = (await read()).filter((row) => row.AllocatedMethodDetails !== '');
    const origins = Map.groupBy(split, (row) =>
      [row.ResourceId, row.x_CostCategory, row.BillingCurrency].join('|'),
    );
    expect(origins.size).toBe(2);
    for (const rows of origins.values()) {
      for (const row of rows)
        expect(JSON.parse(row.AllocatedMethodDetails ?? '').Elements).toEqual([
          { AllocatedRatio: expect.any(Number), UsageUnit: 'Allocated cost' },
        ]);
      const ratios = rows.map(
        (row) => /"AllocatedRatio":([\d.]+)/.exec(row.AllocatedMethodDetails ?? '')?.[1],
      );
      expect(sumAmounts(ratios.map((ratio) => parseAmount(ratio ?? '') ?? 0n))).toBe(ONE_UNIT);
    }
  });

  it('cost what their ratio is of the origin charge, to the ratio’s last place', async () => {
    const compute = (await read()).filter(
      (row) => row.AllocatedMethodId !== '' && row.BillingCurrency === 'EUR',
    );
    const whole = sumAmounts(compute.map((row) => parseAmount(row.EffectiveCost ?? '') ?? 0n));
    expect(formatExact(whole)).toBe('1342.34');
    for (const row of compute) {
      const { AllocatedRatio: ratio } = JSON.parse(row.AllocatedMethodDetails ?? '').Elements[0];
      expect(Number(row.EffectiveCost)).toBeCloseTo(ratio * 1342.34, 8);
    }
  });

  it('call a correction only what corrects a closed month, with that month as its charge period', async () => {
    const rows = await read();
    expect(rows.filter((row) => row.ChargeClass === 'Correction')).toMatchObject([
      {
        ...{ x_Team: 'search', x_CorrectedPeriod: '2026-09', ChargeCategory: 'Adjustment' },
        ...{ ChargePeriodStart: '2026-09-01T00:00:00Z', ChargePeriodEnd: '2026-10-01T00:00:00Z' },
        ...{ BillingPeriodStart: '2026-10-01T00:00:00Z', BillingPeriodEnd: '2026-11-01T00:00:00Z' },
        ...{ AllocatedMethodId: '', AllocatedMethodDetails: '', AllocatedResourceId: '', AllocatedTags: '' },
      },
    ]);
  });

  it('name what cost was allocated to within the cluster, and nothing for what nobody got', async () => {
    const rows = await read();
    expect(rows.find((row) => row.x_Namespace === 'kube-system')).toMatchObject({
      ...{ AllocatedResourceId: 'namespace/kube-system', AllocatedResourceName: 'kube-system' },
      AllocatedTags: JSON.stringify({ 'purser/team': 'payments', 'purser/costCenter': HOSTILE.formula }),
    });
  });

  it('name the service, and say in words what each charge is', async () => {
    const rows = await read();
    expect(rows.find((row) => row.x_Namespace === 'kube-system')).toMatchObject({
      ...{ ServiceProviderName: 'Microsoft', ServiceCategory: 'Compute' },
      ...{ ServiceName: 'Azure Kubernetes Service', ChargeDescription: 'shared cost of compute' },
    });
    expect(rows.find((row) => row.x_Team === 'search')?.ChargeDescription).toBe(
      'correction of compute of 2026-09',
    );
  });

  it('have every column that FOCUS wants filled filled, and Purser’s own marked', async () => {
    const rows = await read();
    for (const column of NEVER_NULL) {
      expect(
        rows.filter((row) => !row[column]),
        column,
      ).toEqual([]);
    }
    const own = Object.keys(rows[0] ?? {}).filter((column) => !FOCUS_COLUMNS.has(column));
    expect(
      own.every((column) => /^x_[A-Z][A-Za-z]*$/.test(column)),
      own.join(),
    ).toBe(true);
  });

  it('sum to the statement exactly, whatever the report', async () => {
    await fc.assert(
      fc.asyncProperty(chargebacks, async (report) => {
        const rows: Record<string, string>[] = parse(await renderText(report, 'csv'), {
          columns: true,
          bom: true,
        });
        for (const { currency, total } of report.statements) {
          const own = rows.filter((row) => row.BillingCurrency === currency);
          for (const [column, sum] of [
            ['EffectiveCost', total.exact],
            ['x_BookedCost', total.amount],
          ] as const) {
            expect(sumAmounts(own.map((row) => parseAmount(row[column] ?? '') ?? 0n))).toBe(parseAmount(sum));
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('a CSV file', () => {
  it('is handed on in pieces of about 64 KB, which make the same file', () => {
    const [euro] = CHARGEBACK.statements;
    if (!euro) throw new Error('there is no statement');
    const lines = packLines(Array.from({ length: 400 }, () => [...readLines(euro)]).flat());
    const large = { ...CHARGEBACK, statements: [{ ...euro, lines }] };
    const pieces = [...streamCsv(large)];
    expect(pieces.length).toBeGreaterThan(10);
    const sizes = pieces.slice(0, -1).map(({ byteLength }) => byteLength);
    expect(Math.min(...sizes)).toBeGreaterThan(32 * 1024);
    expect(Math.max(...sizes)).toBeLessThan(256 * 1024);
    expect(parse(Buffer.concat(pieces), { columns: true, bom: true })).toHaveLength(2_400);
  });

  it('is written while it is read: its first piece comes before its last line is made', () => {
    const [euro] = CHARGEBACK.statements;
    if (!euro) throw new Error('there is no statement');
    const broken = { ...euro.lines.blocks[0], team: 99 } as (typeof euro.lines.blocks)[number];
    const whole = packLines(Array.from({ length: 400 }, () => [...readLines(euro)]).flat());
    const lines = { ...whole, blocks: [...whole.blocks, broken] };
    const pieces = streamCsv({ ...CHARGEBACK, statements: [{ ...euro, lines }] });
    expect(pieces.next().value).toBeInstanceOf(Uint8Array);
    expect(() => [...pieces]).toThrow(/not listed/);
  });
});

/** Columns of FOCUS 1.3's Cost and Usage dataset that the file has, and those of them that may not be null. */
const NEVER_NULL = [
  ...['BillingPeriodStart', 'BillingPeriodEnd', 'ChargePeriodStart', 'ChargePeriodEnd', 'BillingCurrency'],
  ...['EffectiveCost', 'ChargeCategory', 'ServiceProviderName', 'ServiceCategory', 'ServiceName'],
];
const FOCUS_COLUMNS = new Set([
  ...NEVER_NULL,
  ...['ChargeClass', 'ChargeDescription', 'SubAccountId', 'SubAccountType', 'ResourceId', 'ResourceName'],
  ...['AllocatedMethodId', 'AllocatedMethodDetails', 'AllocatedResourceId', 'AllocatedResourceName'],
  'AllocatedTags',
]);
