import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargeAgreements } from '../../shared/allocation/agreements.ts';
import { distributePool } from '../../shared/allocation/distribution.ts';
import { chargeOutside } from '../../shared/allocation/outside.ts';
import type { SharingPolicy } from '../../shared/allocation/policy.ts';
import { buildPools, type DayPools } from '../../shared/allocation/pools.ts';
import { partOf } from '../../shared/allocation/portions.ts';
import { RULES } from '../../shared/allocation/rules.ts';
import { type OwnedRow, prepareUsage } from '../../shared/allocation/usage.ts';
import { CostSchema } from '../../shared/config/cost.ts';
import type { Charge, CostRow } from '../../shared/model/cost.ts';
import type { TaggedResource } from '../../shared/model/estate.ts';
import { sumAmounts } from '../../shared/model/money.ts';
import {
  CLUSTERS,
  EXTRAS,
  estate,
  OWNERS,
  ownedRow,
  PLATFORM,
  policy as policies,
  SHARERS,
  TAGGED,
} from './arbitraries.ts';
import { makeIdle, makePool, makeRow, onPool, ownedBy, PROPORTIONAL } from './estate.ts';

interface Estate {
  readonly effective: readonly CostRow[];
  readonly billed: readonly CostRow[];
  readonly resources: ReadonlyMap<string, TaggedResource>;
  readonly rows: readonly OwnedRow[] | undefined;
  readonly policy: SharingPolicy;
}

function poolsOf({ effective, billed, resources }: Estate): DayPools {
  return buildPools(
    '2026-10-05',
    CLUSTERS,
    { effective, billed },
    { extras: EXTRAS, tagKeys: ['team'], resources },
  );
}

function chargesOf(
  one: Estate,
): readonly { readonly pool: DayPools['pools'][number]; readonly charges: readonly Charge[] }[] {
  const usage = prepareUsage(one.rows, one.policy);
  return poolsOf(one).pools.map((pool) => ({ pool, charges: distributePool(pool, usage, one.policy) }));
}

function sumBy<T>(
  items: readonly T[],
  key: (item: T) => string,
  amount: (item: T) => bigint,
): Record<string, bigint> {
  const sums = [...Map.groupBy(items, key)].map(
    ([name, group]) => [name, sumAmounts(group.map(amount))] as const,
  );
  return Object.fromEntries(sums.filter(([, sum]) => sum !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Everything that a reader sees of a charge but its amount. */
function nameCharge({ amount, ...rest }: Charge): string {
  return JSON.stringify(rest);
}

/** Rules of charges that are made without dividing a pool, and endings of those of which the estates have some. */
const ELSEWHERE =
  /^(outside|discount|markup|credit|restatement|reassignment|reopening)$|By(Cpu|Ram)(Requests|Usage)$/;

describe('the estates of these properties', () => {
  it('reach every rule by which a pool is divided', () => {
    const reached = new Set(
      fc
        .sample(estate, { numRuns: 500, seed: 1 })
        .flatMap((one) => chargesOf(one).flatMap(({ charges }) => charges.map(({ rule }) => rule))),
    );
    const expected = Object.keys(RULES).filter((rule) => !ELSEWHERE.test(rule));
    expect(expected.filter((rule) => !reached.has(rule))).toEqual([]);
  });
});

describe('the pools of any bill', () => {
  it('and what is outside sum to it, in every currency, by either metric', () => {
    fc.assert(
      fc.property(estate, (one) => {
        const built = poolsOf(one);
        const whole = chargeOutside('2026-10-05', built);
        for (const metric of ['effective', 'billed'] as const) {
          const bill = sumBy(
            one[metric],
            (row) => row.currency,
            (row) => row.amount,
          );
          const inside = [...built.pools, ...built.outside];
          expect(
            sumBy(
              inside,
              (sum) => sum.currency,
              (sum) => sum[metric],
            ),
          ).toEqual(bill);
          expect(
            sumBy(
              whole.pools.pools,
              (pool) => pool.currency,
              (pool) => pool[metric],
            ),
          ).toEqual(bill);
        }
        expect(
          sumBy(
            whole.charges,
            (charge) => charge.currency,
            (charge) => charge.amount,
          ),
        ).toEqual(
          sumBy(
            built.outside,
            (sum) => sum.currency,
            (sum) => sum.effective,
          ),
        );
      }),
    );
  });

  it('are the sums of their portions, and have ids of their own', () => {
    fc.assert(
      fc.property(estate, (one) => {
        const { pools } = chargeOutside('2026-10-05', poolsOf(one)).pools;
        expect(new Set(pools.map(({ id }) => id)).size).toBe(pools.length);
        for (const pool of pools) {
          for (const metric of ['effective', 'billed'] as const)
            expect(sumAmounts(pool.portions.map((portion) => portion[metric]))).toBe(pool[metric]);
        }
      }),
    );
  });

  it('are the same in whatever order the bill comes', () => {
    fc.assert(
      fc.property(estate, (one) => {
        const reversed = { ...one, effective: one.effective.toReversed(), billed: one.billed.toReversed() };
        expect(poolsOf(reversed)).toEqual(poolsOf(one));
      }),
    );
  });
});

describe('the charges of any estate', () => {
  it('sum to the pool exactly, and to each of its portions, under every policy', () => {
    fc.assert(
      fc.property(estate, (one) => {
        for (const { pool, charges } of chargesOf(one)) {
          expect(sumAmounts(charges.map((charge) => charge.amount))).toBe(pool.effective);
          expect(
            sumBy(
              charges,
              (charge) => charge.part,
              (charge) => charge.amount,
            ),
          ).toEqual(
            sumBy(
              pool.portions,
              ({ use }) => partOf(use),
              (portion) => portion.effective,
            ),
          );
        }
      }),
      { numRuns: 400 },
    );
  });

  it('are of their pool: its id, day, cluster, category and currency, with a rule that has a sentence', () => {
    fc.assert(
      fc.property(estate, (one) => {
        for (const { pool, charges } of chargesOf(one)) {
          const { id: poolId, day, clusterId, category, currency } = pool;
          for (const charge of charges) {
            expect(charge).toMatchObject({ poolId, day, clusterId, category, currency });
            expect(RULES).toHaveProperty(charge.rule);
            expect(charge.ownerReason).not.toBe('');
            expect(charge.amount).not.toBe(0n);
          }
        }
      }),
    );
  });

  it('are the same in whatever order bill and allocation come', () => {
    fc.assert(
      fc.property(estate, (one) => {
        const reversed = {
          ...one,
          effective: one.effective.toReversed(),
          billed: one.billed.toReversed(),
          rows: one.rows?.toReversed(),
        };
        const sums = (each: Estate) =>
          sumBy(
            chargesOf(each).flatMap(({ charges }) => charges),
            nameCharge,
            (charge) => charge.amount,
          );
        expect(sums(reversed)).toEqual(sums(one));
      }),
    );
  });

  it('have the same direct part, and the same sum, whatever is shared how', () => {
    fc.assert(
      fc.property(estate, policies, (one, other) => {
        const again = { ...one, policy: { ...other, weights: one.policy.weights } };
        const before = chargesOf(one);
        const after = chargesOf(again);
        const direct = (charges: readonly Charge[]) => charges.filter((charge) => charge.kind === 'direct');
        expect(after.map(({ charges }) => direct(charges))).toEqual(
          before.map(({ charges }) => direct(charges)),
        );
      }),
    );
  });

  it('are to nobody but those who used something, were tagged, or take a share by configuration', () => {
    fc.assert(
      fc.property(estate, (one) => {
        const { shared, overhead, idle } = one.policy;
        const methods = new Set([shared.method, overhead.method, idle.method]);
        const owners = OWNERS.filter((team) => (one.rows ?? []).some((row) => mayPay(row, team)));
        const allowed = new Set<string>([
          ...owners,
          ...(methods.has('platform') ? [PLATFORM] : []),
          ...(methods.has('fixed') ? SHARERS : []),
          ...[TAGGED, 'unowned'],
        ]);
        for (const { charges } of chargesOf(one))
          for (const { team } of charges) expect(allowed).toContain(team);
      }),
    );
  });

  it('charge what is idle to no team when it is shown apart', () => {
    fc.assert(
      fc.property(estate, (one) => {
        const apart = { ...one, policy: { ...one.policy, idle: { method: 'separate' } as const } };
        for (const { charges } of chargesOf(apart)) {
          for (const charge of charges.filter(({ kind }) => kind === 'idle'))
            expect(charge).toMatchObject({ team: 'unowned', rule: 'idleSeparate' });
        }
      }),
    );
  });

  it('come to nothing in every pool by what agreements add, which no agreement counts again', () => {
    const agreement = fc.record({
      name: fc.constantFrom('one', 'two'),
      kind: fc.constantFrom('discount', 'markup'),
      percent: fc.integer({ min: 1, max: 100_000_000 }).map((millionths) => millionths / 1e6),
      teams: fc.constantFrom(['*'], ['a', 'b'], ['plat']),
      categories: fc.constantFrom(['*'], ['compute'], ['stor*', 'network']),
    });
    fc.assert(
      fc.property(estate, fc.array(agreement, { maxLength: 3 }), (one, agreements) => {
        const cost = CostSchema.parse({ platformTeam: PLATFORM, agreements });
        const charges = chargesOf(one).flatMap((each) => each.charges);
        const extra = chargeAgreements(charges, { cost }, '2026-10-05');
        expect(
          sumBy(
            extra,
            (charge) => charge.poolId,
            (charge) => charge.amount,
          ),
        ).toEqual({});
        expect(chargeAgreements([...charges, ...extra], { cost }, '2026-10-05')).toEqual(extra);
        expect(chargeAgreements(charges.toReversed(), { cost }, '2026-10-05')).toEqual(extra);
      }),
    );
  });
});

/** Whether the row may bring a charge to the team: it is its owner, alone or with others, and used anything. */
function mayPay({ row, owner }: OwnedRow, team: string): boolean {
  if (row.kind === 'idle' || row.kind === 'unallocated') return false;
  const { cpuCoreHours, ramByteHours, gpuHours } = row;
  const hours = [cpuCoreHours, ramByteHours, gpuHours];
  const metrics = [row.requested, row.used].flatMap((told) =>
    told ? [told.cpuCoreHours, told.ramByteHours] : [],
  );
  const used =
    Object.values(row.cost).some((cost) => cost > 0n) || [...hours, ...metrics].some((one) => one > 0);
  if (!used) return false;
  return owner.kind === 'team'
    ? owner.team === team
    : owner.kind === 'split' && owner.shares.some((share) => share.team === team && share.weight > 0n);
}

describe('an estate at the edge', () => {
  const only = (rows: readonly OwnedRow[], effective: string): Record<string, bigint> => {
    const usage = prepareUsage(rows, PROPORTIONAL);
    const charges = distributePool(makePool('compute', effective), usage, PROPORTIONAL);
    return sumBy(
      charges,
      (charge) => charge.team,
      (charge) => charge.amount,
    );
  };

  it('of ten thousand namespaces on three pools is charged to the last digit', () => {
    const rows = Array.from({ length: 10_000 }, (_, index): OwnedRow => {
      const cost = { cpu: `${(index % 97) + 1}.00001`, ram: '0.00003' };
      const nodePool = ['user', 'gpu', ''][index % 3] ?? '';
      return {
        row: makeRow(`ns-${index}`, 'api', cost, { nodePool }),
        owner: ownedBy(`team-${index % 500}`),
      };
    });
    const pool = makePool('compute', [
      [onPool('gpu'), '33333.3333333333333333333333333333'],
      [onPool('user'), '77777.7777777777777777777777777777'],
      [{ kind: 'rest' }, '0.0000000000000000000000000001'],
    ]);
    const usage = prepareUsage([...rows, makeIdle({ cpu: '1000' })], PROPORTIONAL);
    const charges = distributePool(pool, usage, PROPORTIONAL);
    expect(sumAmounts(charges.map((charge) => charge.amount))).toBe(pool.effective);
    expect(new Set(charges.map(({ namespace }) => namespace)).size).toBe(10_000);
    const reversed = distributePool(
      pool,
      prepareUsage([makeIdle({ cpu: '1000' }), ...rows.toReversed()], PROPORTIONAL),
      PROPORTIONAL,
    );
    expect(reversed).toEqual(charges);
  });

  it('of one namespace pays all of it, and is paid back a refund larger than its cost', () => {
    const one = [{ row: makeRow('x', 'w', { cpu: '1' }), owner: ownedBy('a') }];
    expect(only(one, '12.5')).toEqual({ a: 125n * 10n ** 27n });
    expect(only(one, '-99')).toEqual({ a: -99n * 10n ** 28n });
  });

  it('whose bill is the smallest amount charges it to one', () => {
    const three = ['a', 'b', 'c'].map((team) => ({
      row: makeRow(team, 'w', { cpu: '1' }),
      owner: ownedBy(team),
    }));
    expect(only(three, '1e-28')).toEqual({ a: 1n });
  });

  it('whose bill is nothing charges nothing', () => {
    fc.assert(
      fc.property(fc.array(ownedRow), policies, (rows, policy) => {
        expect(distributePool(makePool('compute', '0'), prepareUsage(rows, policy), policy)).toEqual([]);
      }),
    );
  });
});
