import { describe, expect, it } from 'vitest';
import type { GateReason, StatementLife } from '../../shared/closing/life.ts';
import {
  type ClosingCandidate,
  listObstacles,
  parseAccepted,
  settleObstacles,
} from '../../shared/closing/obstacles.ts';
import { UNTOUCHED } from '../../shared/closing/statement.ts';
import { RequestError } from '../../shared/model/errors.ts';
import type { Coverage } from '../../shared/reports/report.ts';

const HELD: GateReason = { name: 'unownedShare' };
const TIES = { difference: '0', notCharged: '0' };

function candidate(change: Partial<ClosingCandidate> = {}): ClosingCandidate {
  return {
    month: '2026-10',
    coverage: { complete: true, entries: [] },
    statements: [{ currency: 'EUR', reconciliation: TIES }],
    life: UNTOUCHED,
    ...change,
  };
}

const gap: Coverage = { complete: false, entries: [] };
const life = (change: Partial<StatementLife>): StatementLife => ({ ...UNTOUCHED, ...change });

describe('what stands against closing a month', () => {
  it('is nothing when all was read, it ties to the bill, and the gate holds nothing', () => {
    expect(listObstacles(candidate())).toEqual([]);
  });

  it('is a gap, a difference to the bill, what is not charged, and what the gate holds it for', () => {
    expect(listObstacles(candidate({ coverage: gap }))).toEqual([
      { name: 'coverage', kind: 'coverage', coverage: gap },
    ]);
    for (const reconciliation of [
      { ...TIES, difference: '0.0001' },
      { ...TIES, notCharged: '-3' },
    ]) {
      const statements = [{ currency: 'EUR', reconciliation }];
      expect(listObstacles(candidate({ statements }))).toEqual([
        {
          ...{ name: 'reconciliation', kind: 'reconciliation' },
          differences: [{ currency: 'EUR', ...reconciliation }],
        },
      ]);
    }
    expect(listObstacles(candidate({ life: life({ held: [HELD] }) }))).toEqual([
      { name: 'unownedShare', kind: 'gate', reason: HELD },
    ]);
  });

  it('is told once when the gate and the coverage mean the same', () => {
    const held: GateReason[] = [{ name: 'coverage' }];
    expect(listObstacles(candidate({ coverage: gap, life: life({ held }) }))).toEqual([
      { name: 'coverage', kind: 'gate', reason: { name: 'coverage' } },
    ]);
  });

  it('is no longer the gate once a person released it', () => {
    const release = {
      at: '2026-11-02T00:00:00Z',
      by: 'Ada',
      reason: 'real',
      hash: 'h',
      held: ['unownedShare' as const],
    };
    expect(listObstacles(candidate({ life: life({ held: [HELD], release }) }))).toEqual([]);
  });
});

describe('closing over it', () => {
  const obstacles = listObstacles(candidate({ coverage: gap, life: life({ held: [HELD] }) }));
  const settle = (accepted: Parameters<typeof settleObstacles>[2], reason: string) =>
    settleObstacles('2026-10', obstacles, accepted, reason, ({ kind }) => `told of a ${kind}.`);

  it('is refused with everything that was not accepted and the command that accepts it', () => {
    const refusal = () => settle(['unownedShare'], 'known');
    expect(refusal).toThrow(RequestError);
    expect(refusal).toThrow('2026-10 cannot be closed. coverage: told of a coverage.');
    try {
      refusal();
    } catch (error) {
      expect(error).toMatchObject({
        kind: 'conflict',
        remedy: expect.stringContaining(
          'npm run purser -- close --period 2026-10 --accept unownedShare,coverage --reason "…"',
        ),
      });
    }
  });

  it('is refused without a reason, and records only what does stand against it', () => {
    expect(() => settle(['coverage', 'unownedShare'], '')).toThrow(/nobody says why/);
    expect(settle(['coverage', 'unownedShare', 'billRatio'], 'known')).toEqual(['unownedShare', 'coverage']);
    expect(settleObstacles('2026-10', [], ['coverage'], '', () => '')).toEqual([]);
  });

  it('takes names as a person writes them, and refuses others with those there are', () => {
    expect(parseAccepted(' coverage, unownedShare,')).toEqual(['coverage', 'unownedShare']);
    expect(parseAccepted(undefined)).toEqual([]);
    expect(() => parseAccepted('coverge')).toThrow(/nothing to accept called "coverge"/);
  });
});
