import { describe, expect, it } from 'vitest';
import { measureEfficiency } from '../../shared/analysis/efficiency.ts';
import { findRightSizing, type RightSizing } from '../../shared/analysis/rightSizing.ts';
import { WorkloadSum, type WorkloadUse } from '../../shared/analysis/workloads.ts';
import type { ResourceHours } from '../../shared/model/cost.ts';
import { formatExact, parseAmount } from '../../shared/model/money.ts';
import { makeRow } from '../allocation/estate.ts';

const GIB = 1024 ** 3;
const euros = (text: string): bigint => parseAmount(text) ?? 0n;
const PLACE = { clusterId: '/c/1', namespace: 'cart', workload: 'api', observedDays: 7 };

/** A workload of `days` days that is charged evenly for CPU and memory. */
function useOf(
  days: number,
  requested: ResourceHours | undefined,
  used: ResourceHours | undefined,
  options: { readonly charged?: string; readonly gpu?: string } = {},
): WorkloadUse {
  const sum = new WorkloadSum();
  for (let day = 1; day <= days; day++) {
    sum.addRow(
      `2026-11-0${day}`,
      makeRow(
        'cart',
        'api',
        { cpu: '1', ram: '1', gpu: options.gpu ?? '0' },
        {
          cpuCoreHours: Math.max(requested?.cpuCoreHours ?? 24, used?.cpuCoreHours ?? 0),
          ramByteHours: Math.max(requested?.ramByteHours ?? 24 * GIB, used?.ramByteHours ?? 0),
          requested,
          used,
        },
      ),
    );
  }
  return sum.toUse(PLACE, euros(options.charged ?? '70'));
}

const hours = (cpu: number, gib: number): ResourceHours => ({
  cpuCoreHours: cpu * 24,
  ramByteHours: gib * 24 * GIB,
});

function find(...uses: WorkloadUse[]): readonly RightSizing[] {
  return findRightSizing(uses, { headroom: 1.2, minDays: 3, least: euros('1') });
}

describe('right-sizing', () => {
  it('recommends use plus a fifth, and prices the rest by what was charged', () => {
    // Half of 70 is for CPU, of which 1 − 1.2 ÷ 4 is too much; memory is used as asked for.
    const [found] = find(useOf(7, hours(4, 8), hours(1, 8)));
    expect(formatExact(found?.waste ?? 0n)).toBe('24.5');
    expect(found?.cpu.recommended).toBeCloseTo(1.2 * 24 * 7);
    // A week's waste times 365 ÷ 12 ÷ 7.
    expect(Number(formatExact(found?.monthly ?? 0n))).toBeCloseTo((24.5 * 365) / 12 / 7, 3);
  });

  it('counts a workload that runs on some days by those days of the month only', () => {
    const [often, seldom] = [7, 3].map((days) => find(useOf(days, hours(4, 8), hours(1, 8)))[0]?.monthly);
    expect(often).toBe(seldom);
  });

  it('says nothing of what was seen on fewer than three days', () => {
    expect(find(useOf(2, hours(4, 8), hours(1, 1)))).toEqual([]);
  });

  it('says nothing of what uses what it asks for, or more', () => {
    expect(find(useOf(7, hours(1, 1), hours(0.9, 2)))).toEqual([]);
  });

  it('says nothing where the source tells no requests: not told is not zero', () => {
    expect(find(useOf(7, undefined, hours(1, 1)), useOf(7, hours(4, 4), undefined))).toEqual([]);
  });

  it('leaves a GPU’s part of the charge out', () => {
    const [found] = find(useOf(7, hours(4, 8), hours(1, 8), { charged: '140', gpu: '2' }));
    expect(formatExact(found?.waste ?? 0n)).toBe('24.5');
  });

  it('shows the largest saving first, and none that is too small', () => {
    const of = (workload: string, charged: string): WorkloadUse => ({
      ...useOf(7, hours(4, 8), hours(1, 8), { charged }),
      workload,
    });
    expect(find(of('a', '10'), of('b', '90'), of('c', '0.1')).map(({ workload }) => workload)).toEqual([
      'b',
      'a',
    ]);
  });
});

describe('efficiency', () => {
  it('is use over request of all workloads together', () => {
    const uses = [useOf(7, hours(4, 8), hours(1, 8)), useOf(7, hours(1, 2), hours(1, 1))];
    expect(measureEfficiency(uses, find(...uses))).toMatchObject({ cpu: 0.4, ram: 0.9, told: 2, untold: 0 });
  });

  it('counts the workloads that nothing is told of, and is not told where nothing is', () => {
    expect(measureEfficiency([useOf(7, undefined, undefined)], [])).toMatchObject({
      cpu: undefined,
      ram: undefined,
      told: 0,
      untold: 1,
    });
  });
});

it('a workload’s days sum to the same in any order', () => {
  const rows = [0.1, 0.2, 0.3, 1e-7].map((cpuCoreHours, index) =>
    makeRow('cart', 'api', { cpu: '1' }, { cpuCoreHours, ramByteHours: index * 1e9 + 0.3 }),
  );
  const sum = (order: typeof rows) => {
    const workload = new WorkloadSum();
    order.forEach((row, index) => {
      workload.addRow(`day ${index}`, row);
    });
    return workload.toUse(PLACE, 1n);
  };
  expect(sum(rows)).toEqual(sum(rows.toReversed()));
});
