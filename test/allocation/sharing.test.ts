import { describe, expect, it } from 'vitest';
import { distributePool } from '../../shared/allocation/distribution.ts';
import type { CommonSharing, SharingMetric } from '../../shared/allocation/policy.ts';
import { RULES, type Rule } from '../../shared/allocation/rules.ts';
import { type OwnedRow, prepareUsage } from '../../shared/allocation/usage.ts';
import type { Charge } from '../../shared/model/cost.ts';
import type { Owner } from '../../shared/model/ownership.ts';
import { byTeamKindRule, makePool, makeRow, ownedBy, PROPORTIONAL, SHARED, sumCharges } from './estate.ts';

const both: Owner = {
  kind: 'split',
  shares: [
    { team: 'data', weight: 1n },
    { team: 'none', weight: 0n },
  ],
  reason: 'rule 3',
};
const hours = (cpuCoreHours: number, ramByteHours: number) => ({ cpuCoreHours, ramByteHours });
const rows: readonly OwnedRow[] = [
  {
    row: makeRow('cart', 'api', { cpu: '6' }, { requested: hours(1, 30), used: hours(3, 10) }),
    owner: ownedBy('shop'),
  },
  {
    row: makeRow('pay', 'api', { cpu: '2' }, { requested: hours(3, 10), used: hours(1, 30) }),
    owner: ownedBy('pay'),
  },
  { row: makeRow('lake', 'api', { pv: '1' }), owner: both },
  { row: makeRow('idle', 'api', {}), owner: ownedBy('asleep') },
  { row: makeRow('kube-system', 'dns', { cpu: '8' }), owner: SHARED },
];

function share(
  kind: 'shared' | 'overhead',
  sharing: CommonSharing,
  owned: readonly OwnedRow[] | undefined = rows,
): Charge[] {
  const policy = { ...PROPORTIONAL, [kind]: sharing };
  const pool = kind === 'shared' ? makePool('compute', '16') : makePool('monitoring', '8');
  return distributePool(pool, prepareUsage(owned, policy), policy).filter(
    (charge) => charge.kind !== 'direct',
  );
}

describe.each(['shared', 'overhead'] as const)('%s cost', (kind) => {
  const table = (sharing: CommonSharing, owned?: readonly OwnedRow[]) =>
    sumCharges(share(kind, sharing, owned), ({ team, rule }) => `${team} ${rule}`);

  it('goes in proportion to use', () => {
    expect(table({ method: 'proportional' })).toEqual({ [`pay ${kind}`]: '2', [`shop ${kind}`]: '6' });
  });

  it('goes evenly to those who used anything there, and to nobody who did not', () => {
    const charged = share(kind, { method: 'even' });
    expect(charged.map(({ team, rule }) => `${team} ${rule}`)).toEqual([
      `data ${kind}Evenly`,
      `pay ${kind}Evenly`,
      `shop ${kind}Evenly`,
    ]);
    const unowned: OwnedRow = {
      row: makeRow('x', 'y', { cpu: '1' }),
      owner: { kind: 'unowned', reason: '-' },
    };
    expect(table({ method: 'even' }, [...rows, unowned])).toHaveProperty([`unowned ${kind}Evenly`]);
  });

  it('goes by fixed shares, whoever used the cluster', () => {
    const shares = [
      { team: 'far', weight: 3n },
      { team: 'shop', weight: 1n },
    ];
    expect(table({ method: 'fixed', shares })).toEqual({
      [`far ${kind}ByShares`]: '6',
      [`shop ${kind}ByShares`]: '2',
    });
  });

  it.each<[SharingMetric, string, string, string]>([
    ['cpuRequests', 'ByCpuRequests', '6', '2'],
    ['ramRequests', 'ByRamRequests', '2', '6'],
    ['cpuUsage', 'ByCpuUsage', '2', '6'],
    ['ramUsage', 'ByRamUsage', '6', '2'],
  ])('goes by %s', (metric, rule, pay, shop) => {
    expect(table({ method: 'metric', metric })).toEqual({
      [`pay ${kind}${rule}`]: pay,
      [`shop ${kind}${rule}`]: shop,
    });
  });

  it('goes in proportion to use where the metric is told of nobody, and says so', () => {
    const untold = rows.map(({ row, owner }) => ({
      row: { ...row, requested: undefined, used: hours(0, Number.NaN) },
      owner,
    }));
    for (const metric of ['cpuRequests', 'ramUsage'] as const) {
      expect(table({ method: 'metric', metric }, untold)).toEqual({
        [`pay ${kind}Untold`]: '2',
        [`shop ${kind}Untold`]: '6',
      });
    }
  });

  it('goes to the platform team', () => {
    expect(table({ method: 'platform', team: 'plat' })).toEqual({ [`plat ${kind}ToPlatform`]: '8' });
  });

  it('is nobody’s when no team used the cluster', () => {
    const shared = rows.slice(4);
    for (const method of ['proportional', 'even'] as const)
      expect(table({ method }, shared)).toEqual({ 'unowned nobodyToShare': kind === 'shared' ? '16' : '8' });
  });
});

describe('overhead of a day without allocation', () => {
  it('goes to the platform team or by fixed shares, which need none, and else to unowned', () => {
    const table = (sharing: CommonSharing) => {
      const policy = { ...PROPORTIONAL, overhead: sharing };
      return sumCharges(distributePool(makePool('controlPlane', '8'), undefined, policy), byTeamKindRule);
    };
    expect(table({ method: 'platform', team: 'plat' })).toEqual({ 'plat overhead overheadToPlatform': '8' });
    expect(table({ method: 'fixed', shares: [{ team: 'a', weight: 1n }] })).toEqual({
      'a overhead overheadByShares': '8',
    });
    expect(table({ method: 'even' })).toEqual({ 'unowned overhead noAllocation': '8' });
  });
});

describe('the rules', () => {
  it('have a sentence each, no two alike', () => {
    const sentences = (Object.keys(RULES) as Rule[]).map((rule) => RULES[rule]);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});
