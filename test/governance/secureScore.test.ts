import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSecureScores, weighSecureScores } from '../../shared/governance/secureScore.ts';
import type { SecureScore, SecureScoreControl } from '../../shared/model/governance.ts';

function score(parts: Partial<SecureScore> = {}): SecureScore {
  return { subscriptionId: 'a', current: 30, max: 60, weight: 100, controls: [], ...parts };
}

function control(parts: Partial<SecureScoreControl> = {}): SecureScoreControl {
  return {
    id: 'mfa',
    title: 'Enable MFA',
    current: 5,
    max: 10,
    weight: 10,
    healthy: 5,
    unhealthy: 5,
    notApplicable: 0,
    ...parts,
  };
}

describe('a secure score over subscriptions', () => {
  it('counts each subscription’s share of its maximum by its weight', () => {
    const scores = [score(), score({ subscriptionId: 'b', current: 40, max: 40, weight: 300 })];
    expect(weighSecureScores(scores)?.fraction).toBeCloseTo((0.5 * 100 + 1 * 300) / 400, 12);
  });

  it('is none where none weighs anything, and leaves out what counts for nothing', () => {
    expect(weighSecureScores([])).toBeUndefined();
    expect(weighSecureScores([score({ weight: 0 })])).toBeUndefined();
    expect(weighSecureScores([score(), score({ max: 0, current: 0, weight: 900 })])?.fraction).toBe(0.5);
  });

  it('lies between the lowest and the highest of its subscriptions', () => {
    const one = fc
      .tuple(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(1000))
      .map(([max, share, weight]) => score({ max, current: max * share, weight: weight + 1 }));
    fc.assert(
      fc.property(fc.array(one, { minLength: 1 }), (scores) => {
        const shares = scores.map(({ current, max }) => current / max);
        const fraction = weighSecureScores(scores)?.fraction ?? -1;
        expect(fraction).toBeGreaterThanOrEqual(Math.min(...shares) - 1e-9);
        expect(fraction).toBeLessThanOrEqual(Math.max(...shares) + 1e-9);
      }),
    );
  });

  it('has controls over all subscriptions, what would raise it most first', () => {
    const controls = [control(), control({ id: 'logs', title: 'Logs', current: 0, max: 1, weight: 1 })];
    const other = control({ current: 10, healthy: 20, unhealthy: 0, weight: 20 });
    const scores = [
      score({ current: 5, max: 11, controls }),
      score({ subscriptionId: 'b', current: 10, max: 10, controls: [other] }),
    ];
    const weighed = weighSecureScores(scores);
    expect(weighed?.controls.map(({ id }) => id)).toEqual(['mfa', 'logs']);
    expect(weighed?.controls[0]).toMatchObject({ healthy: 25, unhealthy: 5, notApplicable: 0 });
    expect(weighed?.controls[0]?.fraction).toBeCloseTo((0.5 * 10 + 1 * 20) / 30, 12);
    const gains = weighed?.controls.reduce((sum, { gain }) => sum + gain, 0) ?? 0;
    expect((weighed?.fraction ?? 0) + gains).toBeCloseTo(1, 12);
  });

  it('has no share for a control that counts for nothing', () => {
    const controls = [control({ max: 0, current: 0 })];
    expect(weighSecureScores([score({ controls })])?.controls).toMatchObject([
      { fraction: undefined, gain: 0 },
    ]);
  });
});

describe('the movement of a secure score', () => {
  it('is the change of what both readings have', () => {
    const movement = compareSecureScores([score({ current: 36 })], [score({ current: 30 })]);
    expect(movement.change).toBeCloseTo(0.1, 12);
    expect(movement.unlike).toEqual([]);
  });

  it('is none because a subscription appeared or was not read', () => {
    const other = score({ subscriptionId: 'b', current: 1, max: 100, weight: 9000 });
    expect(compareSecureScores([score(), other], [score()])).toEqual({ change: 0, unlike: ['b'] });
    expect(compareSecureScores([score()], [score(), other])).toEqual({ change: 0, unlike: ['b'] });
    expect(compareSecureScores([score()], [other])).toEqual({ change: undefined, unlike: ['a', 'b'] });
  });
});
