import { describe, expect, it } from 'vitest';
import {
  type ClusterFacts,
  type GateBands,
  type GateFacts,
  judgeChargeback,
} from '../../shared/closing/gate.ts';
import type { GateReason } from '../../shared/closing/life.ts';
import { type Amount, parseAmount } from '../../shared/model/money.ts';
import { createFormatter } from '../../shared/render/formatter.ts';
import { sayReason } from '../../shared/render/view/gateWords.ts';

const BANDS: GateBands = {
  negativeIdle: 0.05,
  billRatio: { min: 0.2, max: 5 },
  monthRatio: { min: 0.4, max: 2.5 },
  unownedShare: 0.5,
  coveredShare: 0.9,
};

const money = (text: string): Amount => parseAmount(text) ?? 0n;

const CLUSTER: ClusterFacts = {
  clusterName: 'aks-prod',
  estimate: money('95'),
  billed: money('100'),
  allocated: money('80'),
  negativeIdle: 0n,
};

function judge(change: Partial<GateFacts> = {}, bands: GateBands = BANDS) {
  return judgeChargeback(
    {
      month: '2026-10',
      previousMonth: '2026-09',
      over: true,
      currencies: [{ currency: 'EUR', total: money('100'), unowned: money('10'), previous: money('90') }],
      clusters: [CLUSTER],
      coverage: [{ name: 'Production', expectedDays: 31, readDays: 31 }],
      ...change,
    },
    bands,
  );
}

const say = (reason: GateReason | undefined): string =>
  reason ? sayReason(reason, createFormatter({ locale: 'en' })) : '';

const names = (change: Partial<GateFacts>) => judge(change).map(({ name }) => name);
const eur = (change: Partial<GateFacts['currencies'][number]>): Partial<GateFacts> => ({
  currencies: [{ currency: 'EUR', total: money('100'), unowned: 0n, previous: money('100'), ...change }],
});

describe('the publish gate', () => {
  it('lets a chargeback through whose figures are all in their bands', () => {
    expect(judge()).toEqual([]);
  });

  it('holds it for idle too far below zero, with the share and the cluster', () => {
    expect(names({ clusters: [{ ...CLUSTER, negativeIdle: money('4') }] })).toEqual([]);
    const [reason] = judge({ clusters: [{ ...CLUSTER, negativeIdle: money('9.92') }] });
    expect(reason?.name).toBe('negativeIdle');
    expect(say(reason)).toContain('12.4% (aks-prod) of what was allocated, and 5% is allowed');
    expect(names({ clusters: [{ ...CLUSTER, allocated: 0n, negativeIdle: 1n }] })).toEqual(['negativeIdle']);
  });

  it('holds it when an estimate is too far from the bill, up or down', () => {
    expect(names({ clusters: [{ ...CLUSTER, estimate: money('500') }] })).toEqual([]);
    expect(names({ clusters: [{ ...CLUSTER, estimate: money('500.01') }] })).toEqual(['billRatio']);
    expect(names({ clusters: [{ ...CLUSTER, estimate: money('20') }] })).toEqual([]);
    const [reason] = judge({ clusters: [{ ...CLUSTER, estimate: money('0.0004') }] });
    expect(say(reason)).toContain('0.000004 times (aks-prod) the bill, and 0.2 to 5 is allowed');
  });

  it('has nothing to hold an estimate against without prices, or with a bill in several currencies', () => {
    expect(names({ clusters: [{ ...CLUSTER, estimate: undefined }] })).toEqual([]);
    expect(names({ clusters: [{ ...CLUSTER, estimate: 0n, billed: undefined }] })).toEqual([]);
  });

  it('holds it when the month jumps, but not while the month runs or when there is none to compare with', () => {
    expect(names(eur({ total: money('250') }))).toEqual([]);
    const jump = eur({ total: money('251') });
    expect(say(judge(jump)[0])).toContain('2.51 times that of September 2026 in EUR, and 0.4 to 2.5');
    expect(names({ ...jump, over: false })).toEqual([]);
    expect(names(eur({ total: money('39') }))).toEqual(['monthRatio']);
    expect(names(eur({ total: money('-100') }))).toEqual(['monthRatio']);
    expect(names(eur({ previous: undefined }))).toEqual([]);
    expect(names(eur({ previous: 0n }))).toEqual([]);
  });

  it('holds it when nobody owns too much, in each currency by itself', () => {
    expect(names(eur({ unowned: money('50') }))).toEqual([]);
    expect(say(judge(eur({ unowned: money('60') }))[0])).toBe(
      'Nobody owns 60% of the EUR, and 50% is allowed.',
    );
    expect(names(eur({ unowned: money('1'), total: money('-1'), previous: undefined }))).toEqual([
      'unownedShare',
    ]);
    expect(names(eur({ unowned: money('-1'), total: money('1'), previous: undefined }))).toEqual([]);
  });

  it('holds it when too little was read, and names what misses most', () => {
    const coverage = [
      { name: 'Production', expectedDays: 31, readDays: 31 },
      { name: 'aks-test', expectedDays: 31, readDays: 20 },
    ];
    expect(say(judge({ coverage })[0])).toBe(
      'Only 82.2% of what the month needs was read, and 90% is asked for; most is missing of aks-test.',
    );
    expect(say(judge({ coverage: [] })[0])).toMatch(/^Nothing of what the month needs was read/);
    expect(names({ coverage: [{ name: 'x', expectedDays: 10, readDays: 9 }] })).toEqual([]);
  });

  it('gives every reason that there is, and names some clusters and counts the others', () => {
    const clusters = Array.from({ length: 6 }, (_, index) => ({
      ...CLUSTER,
      clusterName: `aks-${6 - index}`,
      estimate: money('900'),
      negativeIdle: money('40'),
    }));
    const reasons = judge({ clusters, ...eur({ total: money('900'), unowned: money('800') }), coverage: [] });
    expect(reasons.map(({ name }) => name)).toEqual([
      ...['negativeIdle', 'billRatio', 'monthRatio', 'unownedShare', 'coverage'],
    ]);
    expect(say(reasons[1])).toContain(
      'is 9 times (aks-1), 9 times (aks-2), and 9 times (aks-3) the bill, and 0.2 to 5 is allowed. 3 more clusters are out of the band as well.',
    );
  });
});
