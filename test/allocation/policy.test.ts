import { describe, expect, it } from 'vitest';
import { toSharingPolicy } from '../../shared/allocation/policy.ts';
import { CostSchema } from '../../shared/config/cost.ts';
import { TeamSchema } from '../../shared/config/schema.ts';

const teams = [TeamSchema.parse({ id: 'shop', name: 'Shop', costCenter: 'C', aliases: ['Web Shop'] })];
const policyOf = (cost: object) => toSharingPolicy({ cost: CostSchema.parse(cost), teams });

describe('the sharing policy', () => {
  it('is proportional, idle by node pool, at the source’s prices, by default', () => {
    expect(policyOf({})).toMatchObject({
      idle: { method: 'proportional' },
      idleBy: 'nodePool',
      shared: { method: 'proportional' },
      overhead: { method: 'proportional' },
      weights: undefined,
    });
  });

  it('is what the configuration says', () => {
    const policy = policyOf({
      platformTeam: 'plat',
      idle: 'separate',
      idleBy: 'cluster',
      shared: 'fixed',
      sharedShares: { shop: 70.5, pay: 30 },
      overhead: 'cpuUsage',
      weights: { cpuCoreHour: 0.031611, ramGibHour: 0.004237, gpuHour: 0.95 },
    });
    expect(policy).toMatchObject({
      idle: { method: 'separate' },
      idleBy: 'cluster',
      shared: {
        method: 'fixed',
        shares: [
          { team: 'pay', weight: 30_000_000n },
          { team: 'shop', weight: 70_500_000n },
        ],
      },
      overhead: { method: 'metric', metric: 'cpuUsage' },
      weights: { cpuCoreHour: 31_611n, ramGibHour: 4_237n, gpuHour: 950_000n },
    });
  });

  it('names the platform team where that takes all', () => {
    const platform = { method: 'platform', team: 'plat' };
    expect(
      policyOf({ platformTeam: 'plat', idle: 'platform', shared: 'platform', overhead: 'platform' }),
    ).toMatchObject({ idle: platform, shared: platform, overhead: platform });
  });

  it.each(['shop', ' SHOP ', 'web shop'])('knows the team that the tag value %j means', (value) => {
    expect(policyOf({}).findTeam(value)).toBe('shop');
    expect(policyOf({}).findTeam(`${value}x`)).toBeUndefined();
  });
});
