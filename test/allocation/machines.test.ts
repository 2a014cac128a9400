import { describe, expect, it } from 'vitest';
import { distributePool } from '../../shared/allocation/distribution.ts';
import type { SharingPolicy } from '../../shared/allocation/policy.ts';
import { type OwnedRow, prepareUsage } from '../../shared/allocation/usage.ts';
import type { Charge, Pool } from '../../shared/model/cost.ts';
import {
  byTeamKindRule,
  makeIdle,
  makePool,
  makeRow,
  onPool,
  ownedBy,
  PROPORTIONAL,
  SHARED,
  sumCharges,
} from './estate.ts';

function used(team: string, nodePool: string, cpu: string): OwnedRow {
  return { row: makeRow(team, 'api', { cpu }, { nodePool }), owner: ownedBy(team) };
}

function served(nodePool: string, cpu: string): OwnedRow {
  return { row: makeRow('kube-system', 'proxy', { cpu }, { nodePool }), owner: SHARED };
}

function distribute(pool: Pool, owned: readonly OwnedRow[], policy: SharingPolicy = PROPORTIONAL): Charge[] {
  return distributePool(pool, prepareUsage(owned, policy), policy);
}

const whole = ({ team, kind, rule, part }: Charge): string => `${part || '-'}: ${team} ${kind} ${rule}`;
const pools = makePool('compute', [
  [onPool('gpu'), '900'],
  [onPool('user'), '100'],
]);

describe('the machines of a node pool', () => {
  it('are charged to those on it, whatever the source’s prices say of others', () => {
    const charges = distribute(pools, [
      used('learn', 'gpu', '1'),
      used('shop', 'user', '3'),
      used('pay', 'user', '1'),
    ]);
    expect(sumCharges(charges, whole)).toEqual({
      'gpu: learn direct nodePool': '900',
      'user: pay direct nodePool': '25',
      'user: shop direct nodePool': '75',
    });
  });

  it('are matched to the allocation in any case', () => {
    const charges = distribute(pools, [used('learn', 'GPU', '1'), used('shop', 'user', '3')]);
    expect(sumCharges(charges, ({ team }) => team)).toEqual({ learn: '900', shop: '100' });
  });

  it('take their own disks with them', () => {
    const disks = makePool('storage', [
      [onPool('gpu'), '8'],
      [{ kind: 'rest' }, '5'],
    ]);
    const volume = { row: makeRow('shop', 'db', { pv: '1' }), owner: ownedBy('shop') };
    const charges = distribute(disks, [used('learn', 'gpu', '1'), used('shop', 'user', '3'), volume]);
    expect(sumCharges(charges, whole)).toEqual({
      '-: shop direct usage': '5',
      'gpu: learn direct nodePool': '8',
    });
  });

  it('are divided at the configured weights where there are any', () => {
    const weights = { cpuCoreHour: 1n, ramGibHour: 1n, gpuHour: 1n };
    const hours = (team: string, gpuHours: number): OwnedRow => ({
      row: makeRow(team, 'api', { cpu: '1' }, { nodePool: 'gpu', gpuHours }),
      owner: ownedBy(team),
    });
    const policy = { ...PROPORTIONAL, weights };
    const charges = distribute(
      makePool('compute', [[onPool('gpu'), '4']]),
      [hours('a', 3), hours('b', 1)],
      policy,
    );
    expect(sumCharges(charges, whole)).toEqual({
      'gpu: a direct nodePoolByWeights': '3',
      'gpu: b direct nodePoolByWeights': '1',
    });
  });
});

describe('the idle of a node pool', () => {
  const rows = [
    used('learn', 'gpu', '3'),
    makeIdle({ cpu: '6' }, { nodePool: 'gpu' }),
    used('shop', 'user', '3'),
    makeIdle({ cpu: '1' }, { nodePool: 'user' }),
  ];

  it('is shared among those on it', () => {
    expect(sumCharges(distribute(pools, rows), whole)).toEqual({
      'gpu: learn direct nodePool': '300',
      'gpu: learn idle idleOfPool': '600',
      'user: shop direct nodePool': '75',
      'user: shop idle idleOfPool': '25',
    });
  });

  it('is shared among all of the cluster by configuration', () => {
    const charges = distribute(pools, rows, { ...PROPORTIONAL, idleBy: 'cluster' });
    expect(sumCharges(charges, byTeamKindRule)).toMatchObject({
      'learn idle idle': '312.5',
      'shop idle idle': '312.5',
    });
  });

  it('is shown apart, or given to the platform team, pool by pool', () => {
    const separate = distribute(pools, rows, { ...PROPORTIONAL, idle: { method: 'separate' } });
    expect(sumCharges(separate, whole)).toMatchObject({
      'gpu: unowned idle idleSeparate': '600',
      'user: unowned idle idleSeparate': '25',
    });
    const platform = distribute(pools, rows, { ...PROPORTIONAL, idle: { method: 'platform', team: 'plat' } });
    expect(sumCharges(platform, whole)).toMatchObject({ 'gpu: plat idle idleToPlatform': '600' });
  });

  it('is the whole pool when nobody ran there, and goes to all of the cluster', () => {
    const charges = distribute(pools, [used('shop', 'user', '3'), used('pay', 'user', '1')]);
    expect(sumCharges(charges, whole)).toEqual({
      'gpu: pay idle idleOfUnusedPool': '225',
      'gpu: shop idle idleOfUnusedPool': '675',
      'user: pay direct nodePool': '25',
      'user: shop direct nodePool': '75',
    });
  });

  it('goes to all of the cluster when only shared namespaces ran there', () => {
    const rowsOfSystem = [
      used('shop', 'user', '3'),
      served('gpu', '1'),
      makeIdle({ cpu: '2' }, { nodePool: 'gpu' }),
    ];
    expect(sumCharges(distribute(pools, rowsOfSystem), whole)).toEqual({
      'gpu: shop idle idleOfUnusedPool': '600',
      'gpu: shop shared shared': '300',
      'user: shop direct nodePool': '100',
    });
  });

  it('counts in every pool by its cost when the source tells it for the cluster', () => {
    // Of 20 idle, 18 weigh on the pool that is nine tenths of the cost.
    const rowsOfCluster = [used('learn', 'gpu', '18'), used('shop', 'user', '2'), makeIdle({ cpu: '20' })];
    const separate = { ...PROPORTIONAL, idle: { method: 'separate' } } as const;
    expect(sumCharges(distribute(pools, rowsOfCluster, separate), whole)).toEqual({
      'gpu: learn direct nodePool': '450',
      'gpu: unowned idle idleSeparate': '450',
      'user: shop direct nodePool': '50',
      'user: unowned idle idleSeparate': '50',
    });
  });
});

describe('where pools are not told', () => {
  it('by the allocation, all machines are divided by all use', () => {
    const charges = distribute(pools, [used('shop', '', '3'), used('pay', '', '1')]);
    expect(sumCharges(charges, ({ team }) => team)).toEqual({ pay: '250', shop: '750' });
  });

  it('of some use by the allocation, that use counts in every pool by the pool’s cost', () => {
    // On gpu 9 of learn and nine tenths of 10 of stray; on user 1 of shop and one tenth of it.
    const charges = distribute(pools, [
      used('learn', 'gpu', '9'),
      used('shop', 'user', '1'),
      used('stray', '', '10'),
    ]);
    expect(sumCharges(charges, ({ team, part }) => `${part} ${team}`)).toEqual({
      'gpu learn': '450',
      'gpu stray': '450',
      'user shop': '50',
      'user stray': '50',
    });
  });

  it('by the bill, all machines are divided by all use', () => {
    const charges = distribute(makePool('compute', '8'), [
      used('shop', 'user', '3'),
      used('learn', 'gpu', '1'),
    ]);
    expect(sumCharges(charges, whole)).toEqual({ '-: learn direct usage': '2', '-: shop direct usage': '6' });
  });

  it('of some machines by the bill, those go to use on other pools, or to all when there is none', () => {
    const some = makePool('compute', [
      [onPool('gpu'), '900'],
      [{ kind: 'rest' }, '100'],
    ]);
    const learn = used('learn', 'gpu', '1');
    expect(sumCharges(distribute(some, [learn, used('shop', 'user', '9')]), ({ team }) => team)).toEqual({
      learn: '900',
      shop: '100',
    });
    expect(sumCharges(distribute(some, [learn]), ({ team }) => team)).toEqual({ learn: '1000' });
  });
});

describe('a refund', () => {
  it('goes back to those on its pool', () => {
    const refunded = makePool('compute', [
      [onPool('gpu'), '-900'],
      [onPool('user'), '100'],
    ]);
    const charges = distribute(refunded, [used('learn', 'gpu', '1'), used('shop', 'user', '1')]);
    expect(sumCharges(charges, ({ team }) => team)).toEqual({ learn: '-900', shop: '100' });
  });
});
