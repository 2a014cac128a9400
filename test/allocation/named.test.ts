import { describe, expect, it } from 'vitest';
import { distributePool } from '../../shared/allocation/distribution.ts';
import { type OwnedRow, prepareUsage } from '../../shared/allocation/usage.ts';
import type { Charge, PortionUse } from '../../shared/model/cost.ts';
import type { Owner } from '../../shared/model/ownership.ts';
import { byTeamKindRule, makePool, makeRow, ownedBy, PROPORTIONAL, SHARED, sumCharges } from './estate.ts';

function claim(namespace: string, attached = true): PortionUse {
  return { kind: 'claim', namespace, name: 'data', attached };
}

const rows: readonly OwnedRow[] = [
  { row: makeRow('cart', 'db', { cpu: '1', pv: '3' }), owner: ownedBy('shop') },
  { row: makeRow('cart', 'report', { cpu: '9', pv: '1' }), owner: ownedBy('data') },
  { row: makeRow('pay', 'api', { cpu: '4' }), owner: ownedBy('pay') },
  { row: makeRow('monitoring', 'loki', { cpu: '1', pv: '2' }), owner: SHARED },
];

function charge(use: PortionUse, find?: (namespace: string) => Owner): Charge[] {
  const category = use.kind === 'claim' ? 'storage' : 'loadBalancer';
  return distributePool(
    makePool(category, [[use, '8']]),
    prepareUsage(rows, PROPORTIONAL),
    PROPORTIONAL,
    find,
  );
}

describe('the disk of a volume claim', () => {
  it('is charged to the owner of its namespace, not to others who use volumes', () => {
    const charges = charge(claim('pay'));
    expect(sumCharges(charges, byTeamKindRule)).toEqual({ 'pay direct claim': '8' });
    expect(charges[0]).toMatchObject({
      namespace: 'pay',
      workload: '',
      part: 'claim',
      ownerReason: 'label team=pay',
    });
  });

  it('is shared by several owners of one namespace as they use volumes', () => {
    expect(sumCharges(charge(claim('cart')), byTeamKindRule)).toEqual({
      'data direct claim': '2',
      'shop direct claim': '6',
    });
  });

  it('is shared out when its namespace serves everybody', () => {
    expect(sumCharges(charge(claim('monitoring')), byTeamKindRule)).toEqual({
      'data shared shared': '2',
      'shop shared shared': '6',
    });
  });

  it('is unmounted cost of the owner when no machine uses it', () => {
    expect(sumCharges(charge(claim('pay', false)), byTeamKindRule)).toEqual({ 'pay direct unmounted': '8' });
  });

  it('goes to whom the namespace belongs when nothing ran there, else to unowned with the reason', () => {
    expect(
      sumCharges(
        charge(claim('gone'), () => ownedBy('old')),
        byTeamKindRule,
      ),
    ).toEqual({
      'old direct claim': '8',
    });
    expect(charge(claim('gone'))).toMatchObject([
      { team: 'unowned', rule: 'claim', ownerReason: 'nothing ran in namespace gone that day' },
    ]);
  });

  it('needs no allocation to be charged', () => {
    const charges = distributePool(
      makePool('storage', [
        [claim('cart'), '8'],
        [{ kind: 'rest' }, '2'],
      ]),
      undefined,
      PROPORTIONAL,
      () => ownedBy('shop'),
    );
    expect(sumCharges(charges, byTeamKindRule)).toEqual({
      'shop direct claim': '8',
      'unowned direct noAllocation': '2',
    });
  });

  it('leaves the rest of the pool to be divided by use', () => {
    const pool = makePool('storage', [
      [claim('pay'), '8'],
      [{ kind: 'rest' }, '4'],
    ]);
    const owned = rows.slice(0, 3);
    expect(
      sumCharges(distributePool(pool, prepareUsage(owned, PROPORTIONAL), PROPORTIONAL), byTeamKindRule),
    ).toEqual({
      'data direct usage': '1',
      'pay direct claim': '8',
      'shop direct usage': '3',
    });
  });
});

describe('the address of a service', () => {
  it('is charged to the owners of its namespace, by machines where nobody’s load balancer is priced', () => {
    const use: PortionUse = { kind: 'service', namespace: 'cart', name: 'web', attached: true };
    expect(sumCharges(charge(use), byTeamKindRule)).toEqual({
      'data direct service': '7.2',
      'shop direct service': '0.8',
    });
  });
});

describe('a tagged resource outside the clusters', () => {
  const tagged = (value: string): Charge[] =>
    distributePool(makePool('other', [[{ kind: 'tag', key: 'team', value }, '5']]), undefined, PROPORTIONAL);

  it('is charged to the team that its tag names', () => {
    expect(tagged('shop')).toMatchObject([
      { team: 'shop', kind: 'direct', rule: 'tagged', part: 'tag', ownerReason: 'tag team on the resource' },
    ]);
  });

  it('is unowned when the tag names no team, with the value in the reason, short and on one line', () => {
    const [only] = tagged(`ghost\n${'z'.repeat(500)}`);
    expect(only).toMatchObject({ team: 'unowned', rule: 'tagged' });
    expect(only?.ownerReason).toBe(`tag team says "ghost ${'z'.repeat(54)}…", which is no team`);
  });
});
