import { describe, expect, it } from 'vitest';
import { ConfigSchema } from '../../shared/config/schema.ts';
import { findGrace, judgeUrgency } from '../../shared/governance/due.ts';
import { type StoryReading, updateFindings } from '../../shared/governance/lifeStory.ts';
import { limitNagging } from '../../shared/governance/nagging.ts';
import { assignActor } from '../../shared/governance/responsibility.ts';
import type { Finding, ObservedFinding } from '../../shared/model/governance.ts';
import type { Day } from '../../shared/model/time.ts';
import { GRACE, observed, only, PRODUCTION } from './estate.ts';

/** What a configuration that says nothing of governance gives. */
const DEFAULTS = ConfigSchema.shape.governance.parse(undefined);

function tell(
  days: readonly (readonly [Day, readonly ObservedFinding[]])[],
  grace: Partial<StoryReading> = {},
): Finding {
  const scopesRead = new Set([`policy:${PRODUCTION}`]);
  return only(
    days.reduce<readonly Finding[]>(
      (findings, [day, seen]) =>
        updateFindings(findings, seen, { day, scopesRead, graceDays: GRACE, ...grace }).all,
      [],
    ),
  );
}

describe('who is to act', () => {
  it('is whoever the control names while a vendor has a fix, or none is needed', () => {
    expect(assignActor(observed({ fixAvailable: true }))).toBe('team');
    expect(assignActor(observed({ fixAvailable: undefined, actor: 'platform' }))).toBe('platform');
  });

  it('is security operations while the vendor has none, on nodes as well as in workloads', () => {
    expect(assignActor(observed({ fixAvailable: false }))).toBe('secops');
    expect(assignActor(observed({ fixAvailable: false, actor: 'platform', surface: 'node' }))).toBe('secops');
  });

  it('stays the registry’s keeper for an image that nobody runs', () => {
    expect(assignActor(observed({ fixAvailable: false, actor: 'platform', surface: 'registry' }))).toBe(
      'platform',
    );
  });

  it('becomes the team the day a fix appears, with the whole grace from that day', () => {
    const waiting = observed({ fixAvailable: false, actor: 'secops', severity: 'high' });
    const fixable = observed({ fixAvailable: true, severity: 'high' });
    const story = tell([
      ['2026-09-01', [waiting]],
      ['2026-11-02', [fixable]],
    ]);
    expect(story).toMatchObject({ actor: 'team', firstSeen: '2026-09-01', dueOn: '2026-11-16' });
  });
});

describe('grace', () => {
  it('is shorter by default for what is exploited', () => {
    const grace = (parts: Partial<ObservedFinding>) => findGrace(observed(parts), DEFAULTS);
    expect(grace({ severity: 'critical', exploited: true })).toBe(3);
    expect(grace({ severity: 'high', exploited: true })).toBe(7);
    expect(grace({ severity: 'critical', exploited: false })).toBe(7);
    expect(grace({ severity: 'critical' })).toBe(7);
    expect(grace({ severity: 'low', exploited: true })).toBe(90);
  });

  it('is by the first rule that matches, else by severity', () => {
    const graceRules = [
      { fixAvailable: true, severity: 'high', days: 5 },
      { fixAvailable: true, days: 20 },
    ] as const;
    const grace = (parts: Partial<ObservedFinding>) =>
      findGrace(observed(parts), { graceDays: GRACE, graceRules });
    expect(grace({ severity: 'high', fixAvailable: true })).toBe(5);
    expect(grace({ severity: 'low', fixAvailable: true })).toBe(20);
    expect(grace({ severity: 'low', fixAvailable: false })).toBe(90);
    expect(grace({ severity: 'low', fixAvailable: undefined })).toBe(90);
  });

  it('is cut short the day an exploit is known, but leaves the days of that', () => {
    const graceRules = [{ exploited: true, days: 3 }];
    const seen = observed({ severity: 'low', exploited: false });
    const story = tell(
      [
        ['2026-11-02', [seen]],
        ['2026-11-10', [{ ...seen, exploited: true }]],
        ['2026-11-11', [{ ...seen, exploited: true }]],
      ],
      { graceRules },
    );
    expect(story.dueOn).toBe('2026-11-13');
  });
});

describe('a date that Defender’s governance rule set', () => {
  const assigned = observed({ sourceDueOn: '2026-11-05' });

  it('stands before the configured grace, also with security operations', () => {
    expect(tell([['2026-11-02', [assigned]]]).dueOn).toBe('2026-11-05');
    expect(tell([['2026-11-02', [{ ...assigned, actor: 'secops' }]]]).dueOn).toBe('2026-11-05');
  });

  it('moves as the rule moves it, and stays as announced when the rule goes', () => {
    const moved = tell([
      ['2026-11-02', [assigned]],
      ['2026-11-03', [observed({ sourceDueOn: '2026-11-20' })]],
    ]);
    expect(moved.dueOn).toBe('2026-11-20');
    const gone = tell([
      ['2026-11-02', [assigned]],
      ['2026-11-03', [observed()]],
    ]);
    expect(gone.dueOn).toBe('2026-11-05');
  });
});

describe('what comes back', () => {
  const story = [
    ['2026-11-02', [observed()]],
    ['2026-11-10', []],
    ['2026-12-20', [observed()]],
  ] as const;

  it('has its whole grace again by default', () => {
    expect(tell(story)).toMatchObject({ reopenedOn: '2026-12-20', dueOn: '2027-01-19' });
  });

  it('has the date it had where the clock is configured to go on', () => {
    expect(tell(story, { reopened: 'continue' })).toMatchObject({
      reopenedOn: '2026-12-20',
      dueOn: '2026-12-02',
    });
  });
});

describe('urgency', () => {
  it.each([
    ['2026-11-01', 'overdue'],
    ['2026-11-02', 'thisWeek'],
    ['2026-11-08', 'thisWeek'],
    ['2026-11-09', 'later'],
    [undefined, 'none'],
  ] as const)('of what is due on %s is %s', (dueOn, urgency) => {
    expect(judgeUrgency({ state: 'open', dueOn }, '2026-11-02')).toBe(urgency);
  });

  it('is none for what is exempt or resolved', () => {
    for (const state of ['exempt', 'resolved'] as const) {
      expect(judgeUrgency({ state, dueOn: '2026-01-01' }, '2026-11-02')).toBe('none');
    }
  });
});

describe('nagging', () => {
  const due = (dueOn: Day | undefined, state = 'open') => ({ state, dueOn });

  it('ends after the configured weeks overdue', () => {
    const fresh = due('2026-09-07');
    const stale = due('2026-09-06');
    const { listed, silenced } = limitNagging([fresh, stale, due(undefined)], '2026-11-02', 8);
    expect(listed).toEqual([fresh, due(undefined)]);
    expect(silenced).toEqual([stale]);
  });

  it('leaves alone what is not open', () => {
    const fixed = due('2020-01-01', 'resolved');
    expect(limitNagging([fixed], '2026-11-02', 8)).toEqual({ listed: [fixed], silenced: [] });
  });
});
