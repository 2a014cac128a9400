import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributePool, type OwnedRow, type SharingPolicy } from '../../shared/allocation/distribution.ts';
import {
  type AllocationKind,
  type Charge,
  COST_CATEGORIES,
  type CostCategory,
  type Pool,
} from '../../shared/model/cost.ts';
import { formatExact, parseAmount, sumAmounts } from '../../shared/model/money.ts';
import type { Owner } from '../../shared/model/ownership.ts';
import { makeCluster, makeRow, ownedBy } from './estate.ts';

const PROPORTIONAL: SharingPolicy = {
  idle: { method: 'proportional' },
  shared: { method: 'proportional' },
  overhead: { method: 'proportional' },
};

function makePool(category: CostCategory, effective: string): Pool {
  const clusterId = makeCluster('shop').id;
  const sums = { effective: parseAmount(effective) ?? 0n, billed: 0n };
  return {
    id: `2026-10-05|${clusterId}|${category}|EUR`,
    clusterId,
    day: '2026-10-05',
    category,
    currency: 'EUR',
    ...sums,
    portions: [{ use: { kind: 'rest' }, ...sums }],
  };
}

function totals(charges: readonly Charge[], key: (charge: Charge) => string): Record<string, string> {
  return Object.fromEntries(
    [...Map.groupBy(charges, key)]
      .map(([name, group]): [string, string] => [
        name,
        formatExact(sumAmounts(group.map((charge) => charge.amount))),
      ])
      .sort(),
  );
}

const idle = makeRow('', '', { cpu: '20' }, { kind: 'idle' });
const rows: readonly OwnedRow[] = [
  { row: makeRow('cart', 'api', { cpu: '30', pv: '1' }), owner: ownedBy('shop') },
  { row: makeRow('pay', 'api', { cpu: '10' }), owner: ownedBy('pay') },
  { row: makeRow('kube-system', 'coredns', { cpu: '40' }), owner: { kind: 'shared', reason: 'rule 1' } },
  { row: idle, owner: { kind: 'unowned', reason: '-' } },
];

describe('a compute pool', () => {
  it('is charged by use, with idle and shared cost apart and following use', () => {
    const charges = distributePool(makePool('compute', '1000'), rows, PROPORTIONAL);
    expect(totals(charges, ({ team, kind }) => `${team} ${kind}`)).toEqual({
      'pay direct': '100',
      'pay idle': '50',
      'pay shared': '100',
      'shop direct': '300',
      'shop idle': '150',
      'shop shared': '300',
    });
  });

  it('gives idle and shared cost to the platform team when the policy says so', () => {
    const platform = { method: 'platform', team: 'plat' } as const;
    const charges = distributePool(makePool('compute', '1000'), rows, {
      idle: platform,
      shared: platform,
      overhead: platform,
    });
    expect(totals(charges, ({ team, kind }) => `${team} ${kind}`)).toMatchObject({
      'plat idle': '200',
      'plat shared': '400',
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
    const charges = distributePool(
      makePool('compute', '100'),
      [
        { row: rows[0]?.row ?? idle, owner },
        { row: idle, owner },
      ],
      PROPORTIONAL,
    );
    expect(totals(charges, ({ team }) => team)).toEqual({ a: '70', b: '30' });
  });
});

describe('a pool of another kind', () => {
  it('is divided by what was used of its own resource', () => {
    const charges = distributePool(makePool('storage', '9'), rows, PROPORTIONAL);
    expect(totals(charges, ({ team, rule }) => `${team} ${rule}`)).toEqual({ 'shop usage': '9' });
  });

  it('falls back on compute when the allocation priced none of its resource, and says so', () => {
    const charges = distributePool(makePool('network', '80'), rows, PROPORTIONAL);
    expect(new Set(charges.filter(({ kind }) => kind === 'direct').map(({ rule }) => rule))).toEqual(
      new Set(['computeUsage']),
    );
  });

  it('is overhead of everybody when no workload uses it by itself', () => {
    const charges = distributePool(makePool('controlPlane', '4'), rows, PROPORTIONAL);
    expect(totals(charges, ({ team, kind }) => `${team} ${kind}`)).toEqual({
      'pay overhead': '1',
      'shop overhead': '3',
    });
  });
});

describe('what nobody can be charged for', () => {
  it('is charged to unowned when no allocation was read', () => {
    const [charge, ...more] = distributePool(makePool('compute', '5'), undefined, PROPORTIONAL);
    expect(more).toEqual([]);
    expect(charge).toMatchObject({ team: 'unowned', rule: 'noAllocation' });
  });

  it('is charged to unowned when everything was idle', () => {
    const charges = distributePool(
      makePool('compute', '5'),
      [{ row: idle, owner: { kind: 'unowned', reason: '-' } }],
      PROPORTIONAL,
    );
    expect(charges).toMatchObject([{ team: 'unowned', kind: 'idle', rule: 'nobodyToShare' }]);
  });

  it('ignores negative idle rather than inventing money', () => {
    const negative = {
      row: makeRow('', '', { cpu: '-186' }, { kind: 'idle' }),
      owner: { kind: 'unowned', reason: '-' } as const,
    };
    const charges = distributePool(makePool('compute', '40'), [...rows.slice(0, 2), negative], PROPORTIONAL);
    expect(totals(charges, ({ team, kind }) => `${team} ${kind}`)).toEqual({
      'pay direct': '10',
      'shop direct': '30',
    });
  });
});

describe('whatever the estate is', () => {
  const amount = fc.bigInt({ min: -(10n ** 34n), max: 10n ** 34n });
  const weight = fc.oneof(
    fc.constant('0'),
    fc.integer({ min: -50, max: 100_000 }).map((cents) => String(cents / 100)),
  );
  const owner: fc.Arbitrary<Owner> = fc.oneof(
    fc.constantFrom('a', 'b', 'c').map(ownedBy),
    fc.constant<Owner>({ kind: 'shared', reason: 's' }),
    fc.constant<Owner>({ kind: 'unowned', reason: 'u' }),
    fc.tuple(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 9n })).map(
      ([first, second]): Owner => ({
        kind: 'split',
        shares: [
          { team: 'a', weight: first },
          { team: 'd', weight: second },
        ],
        reason: 'w',
      }),
    ),
  );
  const row = fc
    .record({
      kind: fc.constantFrom<AllocationKind>(
        'workload',
        'workload',
        'workload',
        'idle',
        'unmounted',
        'unallocated',
      ),
      namespace: fc.constantFrom('x', 'y', 'z'),
      cpu: weight,
      pv: weight,
      network: weight,
      owner,
    })
    .map(
      ({ kind, namespace, cpu, pv, network, owner: whose }): OwnedRow => ({
        row: makeRow(namespace, 'w', { cpu, pv, network }, { kind }),
        owner: whose,
      }),
    );
  const distribution = fc.constantFrom(
    { method: 'proportional' } as const,
    { method: 'platform', team: 'p' } as const,
  );

  it('the charges sum to the pool, to the last digit', () => {
    fc.assert(
      fc.property(
        amount,
        fc.constantFrom(...COST_CATEGORIES),
        fc.option(fc.array(row, { maxLength: 30 }), { nil: undefined }),
        fc.record({ idle: distribution, shared: distribution, overhead: distribution }),
        (effective, category, owned, policy) => {
          const pool = { ...makePool(category, '0'), effective };
          expect(sumAmounts(distributePool(pool, owned, policy).map((charge) => charge.amount))).toBe(
            effective,
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
