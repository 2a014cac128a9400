import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { formatExact, ONE_UNIT, parseAmount, sumAmounts } from '../../shared/model/money.ts';
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
});
