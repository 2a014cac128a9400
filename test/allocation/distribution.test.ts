import { describe, expect, it } from 'vitest';
import { distributePool } from '../../shared/allocation/distribution.ts';
import type { SharingPolicy } from '../../shared/allocation/policy.ts';
import { type OwnedRow, prepareUsage } from '../../shared/allocation/usage.ts';
import type { Charge, Pool } from '../../shared/model/cost.ts';
import type { Owner } from '../../shared/model/ownership.ts';
import {
  byTeamKindRule,
  makeIdle,
  makePool,
  makeRow,
  ownedBy,
  PROPORTIONAL,
  SHARED,
  sumCharges,
} from './estate.ts';

const rows: readonly OwnedRow[] = [
  { row: makeRow('cart', 'api', { cpu: '30', pv: '1' }), owner: ownedBy('shop') },
  { row: makeRow('pay', 'api', { cpu: '10' }), owner: ownedBy('pay') },
  { row: makeRow('kube-system', 'coredns', { cpu: '40' }), owner: SHARED },
  makeIdle({ cpu: '20' }),
];

function distribute(pool: Pool, owned: readonly OwnedRow[], policy: SharingPolicy = PROPORTIONAL): Charge[] {
  return distributePool(pool, prepareUsage(owned, policy), policy);
}

const byTeamAndKind = ({ team, kind }: Charge): string => `${team} ${kind}`;

describe('a compute pool', () => {
  it('is charged by use, with idle and shared cost apart and following use', () => {
    const charges = distribute(makePool('compute', '1000'), rows);
    expect(sumCharges(charges, byTeamAndKind)).toEqual({
      'pay direct': '100',
      'pay idle': '50',
      'pay shared': '100',
      'shop direct': '300',
      'shop idle': '150',
      'shop shared': '300',
    });
  });

  it('divides a split namespace by its weights, its idle share too', () => {
    const owner: Owner = {
      kind: 'split',
      shares: [
        { team: 'a', weight: 70n },
        { team: 'b', weight: 30n },
      ],
      reason: 'rule 2',
    };
    const charges = distribute(makePool('compute', '100'), [
      { row: makeRow('cart', 'api', { cpu: '30' }), owner },
      makeIdle({ cpu: '20' }),
    ]);
    expect(sumCharges(charges, byTeamKindRule)).toEqual({
      'a direct split': '42',
      'a idle idle': '28',
      'b direct split': '18',
      'b idle idle': '12',
    });
  });

  it('has the workload, the reason, the rule and its pool on every charge', () => {
    const pool = makePool('compute', '40');
    const [charge] = distribute(pool, rows.slice(0, 2));
    expect(charge).toMatchObject({
      namespace: 'cart',
      workload: 'api',
      ownerReason: 'label team=shop',
      rule: 'usage',
      part: '',
      poolId: pool.id,
    });
  });
});

describe('a compute pool with configured weights', () => {
  const weights = { cpuCoreHour: 30_000_000n, ramGibHour: 4_000_000n, gpuHour: 0n };
  const policy = { ...PROPORTIONAL, weights };
  const gib = 2 ** 30;
  // The source's own prices say 1 : 1; at 30 a core-hour and 4 a GiB-hour it is 60 : 40.
  const used = [
    { row: makeRow('cart', 'api', { cpu: '1' }, { cpuCoreHours: 2 }), owner: ownedBy('shop') },
    { row: makeRow('pay', 'api', { ram: '1' }, { ramByteHours: 10 * gib }), owner: ownedBy('pay') },
  ];

  it('is divided by hours at those weights, and says so', () => {
    expect(sumCharges(distribute(makePool('compute', '10'), used, policy), byTeamKindRule)).toEqual({
      'pay direct usageByWeights': '4',
      'shop direct usageByWeights': '6',
    });
  });

  it('counts idle by its own hours', () => {
    const idle = makeIdle({}, { cpuCoreHours: 2, ramByteHours: 10 * gib });
    const separate = { ...policy, idle: { method: 'separate' } } as const;
    const charges = distribute(makePool('compute', '20'), [...used, idle], separate);
    expect(sumCharges(charges, byTeamAndKind)).toEqual({
      'pay direct': '4',
      'shop direct': '6',
      'unowned idle': '10',
    });
  });

  it('counts idle without hours by what an hour costs on that cluster', () => {
    // 3 of CPU where 1 is 2 core-hours: 6 core-hours, so 180 beside 60 and 40.
    const separate = { ...policy, idle: { method: 'separate' } } as const;
    const charges = distribute(makePool('compute', '28'), [...used, makeIdle({ cpu: '3' })], separate);
    expect(sumCharges(charges, byTeamAndKind)).toEqual({
      'pay direct': '4',
      'shop direct': '6',
      'unowned idle': '18',
    });
  });

  it('falls back on the source’s prices when it tells no hours', () => {
    const charges = distribute(makePool('compute', '40'), rows.slice(0, 2), policy);
    expect(sumCharges(charges, byTeamKindRule)).toEqual({
      'pay direct usage': '10',
      'shop direct usage': '30',
    });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -5])('counts %d hours as none', (cpuCoreHours) => {
    const odd = { row: makeRow('odd', 'api', { cpu: '1' }, { cpuCoreHours }), owner: ownedBy('odd') };
    const charges = distribute(makePool('compute', '10'), [...used, odd], policy);
    expect(sumCharges(charges, ({ team }) => team)).toEqual({ pay: '4', shop: '6' });
  });
});

describe('a pool of another kind', () => {
  it('is divided by what was used of its own resource', () => {
    const charges = distribute(makePool('storage', '9'), rows);
    expect(sumCharges(charges, ({ team, rule }) => `${team} ${rule}`)).toEqual({ 'shop usage': '9' });
  });

  it('falls back on compute when the allocation priced none of its resource, and says so', () => {
    const charges = distribute(makePool('network', '80'), rows);
    expect(new Set(charges.filter(({ kind }) => kind === 'direct').map(({ rule }) => rule))).toEqual(
      new Set(['computeUsage']),
    );
  });

  it('is overhead of everybody when no workload uses it by itself', () => {
    const charges = distribute(makePool('controlPlane', '4'), rows);
    expect(sumCharges(charges, byTeamAndKind)).toEqual({ 'pay overhead': '1', 'shop overhead': '3' });
  });

  it('is overhead for that portion which no workload uses, such as unused reservations', () => {
    const pool = makePool('compute', [
      [{ kind: 'overhead' }, '4'],
      [{ kind: 'rest' }, '100'],
    ]);
    expect(sumCharges(distribute(pool, rows), ({ kind, part }) => `${kind} ${part}`)).toEqual({
      'direct ': '40',
      'idle ': '20',
      'overhead overhead': '4',
      'shared ': '40',
    });
  });
});

describe('what nobody can be charged for', () => {
  it.each([undefined, []])('is charged to unowned when no allocation was read', (owned) => {
    const [charge, ...more] = distributePool(
      makePool('compute', '5'),
      prepareUsage(owned, PROPORTIONAL),
      PROPORTIONAL,
    );
    expect(more).toEqual([]);
    expect(charge).toMatchObject({ team: 'unowned', rule: 'noAllocation' });
  });

  it('is charged to unowned when everything was idle', () => {
    const charges = distribute(makePool('compute', '5'), [makeIdle({ cpu: '20' })]);
    expect(charges).toMatchObject([{ team: 'unowned', kind: 'idle', rule: 'nobodyToShare' }]);
  });

  it('is charged to unowned when nothing was used at all', () => {
    const charges = distribute(makePool('compute', '5'), [
      { row: makeRow('a', 'b', {}), owner: ownedBy('a') },
    ]);
    expect(charges).toMatchObject([{ team: 'unowned', kind: 'direct', rule: 'nobodyToShare' }]);
  });

  it('is charged to unowned when the allocation could not say whose it is', () => {
    const unallocated = {
      row: makeRow('', '', { network: '1' }, { kind: 'unallocated' }),
      owner: ownedBy('shop'),
    };
    expect(distribute(makePool('network', '5'), [unallocated])).toMatchObject([
      { team: 'unowned', kind: 'direct', rule: 'unallocated' },
    ]);
  });

  it('goes to the owner of the namespace when no pod mounts it, to unowned without one', () => {
    const unmounted = (namespace: string, pv: string) => ({
      row: makeRow(namespace, '', { pv }, { kind: 'unmounted' }),
      owner: ownedBy('shop'),
    });
    const charges = distribute(makePool('storage', '4'), [unmounted('cart', '3'), unmounted('', '1')]);
    expect(sumCharges(charges, byTeamKindRule)).toEqual({
      'shop direct unmounted': '3',
      'unowned direct unmounted': '1',
    });
  });

  it('ignores negative idle rather than inventing money', () => {
    const charges = distribute(makePool('compute', '40'), [...rows.slice(0, 2), makeIdle({ cpu: '-186' })]);
    expect(sumCharges(charges, byTeamAndKind)).toEqual({ 'pay direct': '10', 'shop direct': '30' });
  });
});
