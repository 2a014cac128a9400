import { describe, expect, it } from 'vitest';
import { findQuiet } from '../../shared/audiences/quiet.ts';
import { GOVERNANCE } from '../render/reports.ts';
import { chargebackOf, configOf, digestOf } from './estate.ts';

const TEAMS = [{ id: 'alfa', costCenter: 'CC-1', leads: { mail: ['ann@contoso.com'] } }];
const DIGEST = digestOf(TEAMS);
const WEEKENDS = { weekends: true };

/** Until when a digest waits; undefined when it does not. */
function until(now: string, quiet: object, timeZone = 'UTC'): string | undefined {
  return findQuiet(configOf(TEAMS, { quiet }, timeZone), DIGEST, new Date(now))?.until.toISOString();
}

describe('a quiet period', () => {
  it('is none by default', () => {
    expect(until('2026-11-22T10:00:00Z', {})).toBeUndefined();
  });

  it('lasts over the weekend, to its first minute on Monday in the configured zone', () => {
    expect(until('2026-11-20T23:59:00Z', WEEKENDS)).toBeUndefined();
    expect(until('2026-11-21T00:00:00Z', WEEKENDS)).toBe('2026-11-23T00:00:00.000Z');
    expect(until('2026-11-20T23:30:00Z', WEEKENDS, 'Europe/Berlin')).toBe('2026-11-22T23:00:00.000Z');
    expect(until('2026-11-22T23:00:00Z', WEEKENDS, 'Europe/Berlin')).toBeUndefined();
    expect(until('2026-11-22T12:00:00Z', WEEKENDS, 'Asia/Kathmandu')).toBe('2026-11-22T18:15:00.000Z');
  });

  it('runs on from days off into a weekend, and ends after the last of them', () => {
    const quiet = { weekends: true, days: [{ from: '2026-12-24', to: '2026-12-31', reason: 'holidays' }] };
    expect(until('2026-12-23T12:00:00Z', quiet)).toBeUndefined();
    expect(until('2026-12-28T05:00:00Z', quiet)).toBe('2027-01-01T00:00:00.000Z');
    const longer = { ...quiet, days: [...quiet.days, { from: '2027-01-01' }] };
    expect(until('2026-12-28T05:00:00Z', longer)).toBe('2027-01-04T00:00:00.000Z');
  });

  it('ends at the first instant of a day that has no midnight, when clocks go forward', () => {
    const quiet = { days: [{ from: '2026-09-05' }] };
    expect(until('2026-09-05T12:00:00Z', quiet, 'America/Santiago')).toBe('2026-09-06T04:00:00.000Z');
  });

  it('has its reason, and is not waited for where it never ends', () => {
    const config = configOf(TEAMS, { quiet: { days: [{ from: '2026-12-25', reason: 'Christmas' }] } });
    expect(findQuiet(config, DIGEST, new Date('2026-12-25T12:00:00Z'))).toMatchObject({
      reason: 'Christmas',
    });
    expect(
      until('2026-12-25T12:00:00Z', { days: [{ from: '2026-01-01', to: '2036-01-01' }] }),
    ).toBeUndefined();
  });

  it('holds digests, governance reports where that is configured, and never a statement', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    const both = { weekends: true, kinds: ['digest', 'governance'] };
    const waits = (quiet: object, report: Parameters<typeof findQuiet>[1]): boolean =>
      findQuiet(configOf(TEAMS, { quiet }), report, now) !== undefined;
    expect([waits(WEEKENDS, DIGEST), waits(WEEKENDS, GOVERNANCE)]).toEqual([true, false]);
    expect([waits(both, DIGEST), waits(both, GOVERNANCE), waits(both, chargebackOf(TEAMS))]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
