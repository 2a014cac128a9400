import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingAsOf, tellChange } from '../../shared/governance/history.ts';
import { type StoryReading, updateFindings } from '../../shared/governance/lifeStory.ts';
import { ACTORS, type Finding, type ObservedFinding, SEVERITIES } from '../../shared/model/governance.ts';
import { addDays, type Day } from '../../shared/model/time.ts';
import { fillLastSeen } from '../../shared/store/lastSeen.ts';
import { clusterId, DAY, GRACE, observed, only, PRODUCTION } from './estate.ts';

interface Reading {
  readonly observed: readonly ObservedFinding[];
  readonly reading: StoryReading;
}

const SUBSCRIPTIONS = ['s1', 's2'];
const CLUSTERS = SUBSCRIPTIONS.map((subscription) => clusterId(subscription, 'c'));

/** A few findings that come and go, so that stories cross; an id always means the same place. */
const anObserved = fc
  .record({
    number: fc.nat(5),
    severity: fc.constantFrom(...SEVERITIES),
    actor: fc.constantFrom(...ACTORS),
    exempt: fc.boolean(),
    said: fc.option(fc.integer({ min: -400, max: 40 }), { nil: undefined }),
    assigned: fc.option(fc.integer({ min: -10, max: 60 }), { nil: undefined, freq: 3 }),
  })
  .map(({ number, severity, actor, exempt, said, assigned }) => {
    const source = number % 3 === 0 ? 'defender' : 'policy';
    return observed({
      id: `f${number}`,
      source,
      scope: `${source}:${SUBSCRIPTIONS[number % 2]}`,
      clusterId: CLUSTERS[number % 2] ?? '',
      workload: number === 3 ? '' : 'Deployment/api',
      severity,
      actor,
      exempt,
      sourceFirstSeen: said === undefined ? undefined : addDays(DAY, said),
      ...(assigned === undefined ? {} : { sourceDueOn: addDays(DAY, assigned) }),
    });
  });

const aReading = fc
  .record({
    day: fc.nat(30),
    found: fc.uniqueArray(anObserved, { selector: ({ id }) => id, maxLength: 6 }),
    scopes: fc.subarray(SUBSCRIPTIONS.flatMap((one) => [`policy:${one}`, `defender:${one}`])),
    pods: fc.subarray(CLUSTERS),
    undecided: fc.subarray(['f1', 'f5']),
    reopened: fc.constantFrom('restart' as const, 'continue' as const),
  })
  .map(({ day, found, scopes, pods, undecided, reopened }): Reading => {
    const scopesRead = new Set(scopes);
    const evidence = { scopesRead, podsRead: new Set(pods), undecided: new Set(undecided) };
    return {
      observed: found.filter(({ scope }) => scopesRead.has(scope)),
      reading: { day: addDays(DAY, day), graceDays: GRACE, reopened, ...evidence },
    };
  });

/** Readings as they may come in: any day, some of them late, some of a day that was read before. */
const someReadings = fc.array(aReading, { minLength: 1, maxLength: 25 });

/** Walks through readings, giving what was before and after each. */
function walk(
  readings: readonly Reading[],
  visit: (before: readonly Finding[], step: Reading, after: readonly Finding[]) => void,
): readonly Finding[] {
  return readings.reduce<readonly Finding[]>((before, step) => {
    const after = updateFindings(before, step.observed, step.reading).all;
    visit(before, step, after);
    return after;
  }, []);
}

function find(findings: readonly Finding[], id: string): Finding | undefined {
  return findings.find((finding) => finding.id === id);
}

describe('whatever is read, and in whatever order', () => {
  it('a finding is there once and in one state, whose fields agree', () => {
    fc.assert(
      fc.property(someReadings, (readings) => {
        walk(readings, (_before, _step, after) => {
          expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
          for (const finding of after) {
            expect(finding.resolvedOn !== undefined).toBe(finding.state === 'resolved');
            expect(finding.firstSeen <= finding.lastSeen).toBe(true);
            expect(finding.lastSeen <= (finding.resolvedOn ?? finding.lastSeen)).toBe(true);
            if (finding.reopenedOn) expect(finding.reopenedOn <= finding.lastSeen).toBe(true);
          }
        });
      }),
    );
  });

  it('no finding is ever lost, and its first day never changes', () => {
    fc.assert(
      fc.property(someReadings, (readings) => {
        walk(readings, (before, _step, after) => {
          for (const { id, firstSeen } of before) expect(find(after, id)?.firstSeen).toBe(firstSeen);
        });
      }),
    );
  });

  it('nothing is resolved without a reading of its scope, that day, that does not show it', () => {
    fc.assert(
      fc.property(someReadings, (readings) => {
        walk(readings, (before, { reading, observed: seen }, after) => {
          for (const finding of after) {
            if (finding.state !== 'resolved' || find(before, finding.id)?.state === 'resolved') continue;
            expect(reading.scopesRead.has(finding.scope)).toBe(true);
            expect(seen.some(({ id }) => id === finding.id)).toBe(false);
            expect(finding.resolvedOn).toBe(reading.day);
            expect(reading.undecided?.has(finding.id)).toBe(false);
            if (finding.source === 'defender' && finding.workload !== '') {
              expect(reading.podsRead?.has(finding.clusterId)).toBe(true);
            }
          }
        });
      }),
    );
  });

  it('a day never goes back', () => {
    fc.assert(
      fc.property(someReadings, (readings) => {
        walk(readings, (before, _step, after) => {
          for (const { id, lastSeen } of before) {
            expect((find(after, id)?.lastSeen ?? '') >= lastSeen).toBe(true);
          }
        });
      }),
    );
  });

  it('applying a reading twice changes nothing', () => {
    fc.assert(
      fc.property(someReadings, (readings) => {
        walk(readings, (_before, step, after) => {
          expect(updateFindings(after, step.observed, step.reading)).toEqual({ all: after, changed: [] });
        });
      }),
    );
  });

  it('what changed is exactly what differs in more than having been seen once more', () => {
    const tell = (finding: Finding | undefined) =>
      JSON.stringify(finding && { ...finding, lastSeen: undefined });
    fc.assert(
      fc.property(someReadings, (readings) => {
        walk(readings, (before, { observed: seen, reading }, after) => {
          const { changed } = updateFindings(before, seen, reading);
          const differing = after.filter((finding) => tell(finding) !== tell(find(before, finding.id)));
          expect(changed.map(({ id }) => id)).toEqual(differing.map(({ id }) => id));
        });
      }),
    );
  });

  it('a store that writes only what changed, and which day each scope was read, gives everything back', () => {
    fc.assert(
      fc.property(someReadings, (readings) => {
        const applied = new Map<string, Day>();
        let kept: readonly Finding[] = [];
        let told: readonly Finding[] = [];
        for (const { observed: seen, reading } of readings) {
          const story = { ...reading, appliedDays: new Map(applied) };
          told = updateFindings(told, seen, story).all;
          const now = new Map(kept.map((finding) => [finding.id, finding]));
          for (const finding of updateFindings(kept, seen, story).changed) now.set(finding.id, finding);
          for (const scope of reading.scopesRead) {
            if (reading.day > (applied.get(scope) ?? '')) applied.set(scope, reading.day);
          }
          kept = [...now.values()].map((finding) => fillLastSeen(finding, applied));
        }
        expect([...kept].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(told);
      }),
    );
  });

  it('the order of findings within a reading changes nothing', () => {
    fc.assert(
      fc.property(someReadings, aReading, (readings, last) => {
        const before = walk(readings, () => undefined);
        const forward = updateFindings(before, last.observed, last.reading);
        const backward = updateFindings([...before].reverse(), [...last.observed].reverse(), last.reading);
        expect(backward).toEqual(forward);
      }),
    );
  });
});

describe('history, whatever is read', () => {
  it('tells of today what the finding itself says, and of any day one state at most', () => {
    fc.assert(
      fc.property(someReadings, (readings) => {
        for (const finding of walk(readings, () => undefined)) {
          const today = addDays(DAY, 30);
          expect(findingAsOf(finding, today)).toEqual(finding);
          const days = finding.history.map(({ day }) => day);
          expect(days).toEqual([...new Set(days)].sort());
        }
      }),
    );
  });

  it('tells of a past day what was known by the end of it, whatever was read since', () => {
    fc.assert(
      fc.property(someReadings, aReading, (readings, last) => {
        const before = walk(readings, () => undefined);
        const { day } = last.reading;
        const { all } = updateFindings(before, last.observed, last.reading);
        for (const { id } of before) {
          const stood = (findings: readonly Finding[]) => {
            const then = findingAsOf(only(findings.filter((one) => one.id === id)), addDays(day, -1));
            return then && [then.state, then.dueOn, then.severity, then.resolvedOn, then.reopenedOn];
          };
          expect(stood(all)).toEqual(stood(before));
        }
      }),
    );
  });

  it('gives each finding one change since any day, which agrees with its state', () => {
    fc.assert(
      fc.property(someReadings, fc.nat(30), (readings, back) => {
        const today = addDays(DAY, 30);
        const since = addDays(today, -back);
        for (const finding of walk(readings, () => undefined)) {
          const change = tellChange(finding, since, today);
          if (finding.state === 'open') expect(['new', 'reopened', 'open']).toContain(change);
          if (finding.state === 'exempt') expect(change).toBe('exempt');
          if (finding.state === 'resolved') {
            expect(change).toBe((finding.resolvedOn ?? '') > since ? 'resolved' : undefined);
          }
        }
      }),
    );
  });
});

describe('due dates, whatever is read', () => {
  it('are there for what a team or the platform is to fix, for security operations only by assignment', () => {
    fc.assert(
      fc.property(someReadings, (readings) => {
        for (const finding of walk(readings, () => undefined)) {
          if (finding.actor === 'secops') expect(finding.dueOn).toBe(finding.sourceDueOn);
          else if (finding.state === 'open') expect(finding.dueOn).toBeDefined();
        }
      }),
    );
  });

  it('move to later only for what came back or had no date, or as the source’s own rule sets them', () => {
    fc.assert(
      fc.property(someReadings, (readings) => {
        walk(readings, (before, { reading }, after) => {
          for (const { id, dueOn, state } of before) {
            const now = find(after, id);
            if (dueOn === undefined || now?.dueOn === undefined || now.dueOn <= dueOn) continue;
            if (now.dueOn === now.sourceDueOn) continue;
            expect(state).toBe('resolved');
            expect(now.reopenedOn).toBe(reading.day);
            expect(reading.reopened).not.toBe('continue');
          }
        });
      }),
    );
  });

  it('leave what is new the whole grace of its severity', () => {
    const days = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(days, fc.constantFrom(...SEVERITIES), (offset, severity) => {
        const day: Day = addDays(DAY, offset);
        const scopesRead = new Set([`policy:${PRODUCTION}`]);
        const { all } = updateFindings([], [observed({ severity })], { day, scopesRead, graceDays: GRACE });
        expect(all[0]?.dueOn).toBe(addDays(day, GRACE[severity]));
      }),
    );
  });
});
