import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type StoryReading, updateFindings } from '../../shared/governance/lifeStory.ts';
import { ACTORS, type Finding, type ObservedFinding, SEVERITIES } from '../../shared/model/governance.ts';
import { addDays, type Day } from '../../shared/model/time.ts';
import { clusterId, DAY, GRACE, observed, PRODUCTION } from './estate.ts';

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
  })
  .map(({ number, severity, actor, exempt, said }) => {
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
    });
  });

const aReading = fc
  .record({
    day: fc.nat(30),
    found: fc.uniqueArray(anObserved, { selector: ({ id }) => id, maxLength: 6 }),
    scopes: fc.subarray(SUBSCRIPTIONS.flatMap((one) => [`policy:${one}`, `defender:${one}`])),
    pods: fc.subarray(CLUSTERS),
    undecided: fc.subarray(['f1', 'f5']),
  })
  .map(({ day, found, scopes, pods, undecided }): Reading => {
    const scopesRead = new Set(scopes);
    const evidence = { scopesRead, podsRead: new Set(pods), undecided: new Set(undecided) };
    return {
      observed: found.filter(({ scope }) => scopesRead.has(scope)),
      reading: { day: addDays(DAY, day), graceDays: GRACE, ...evidence },
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

  it('what changed is exactly what differs', () => {
    fc.assert(
      fc.property(someReadings, (readings) => {
        walk(readings, (before, { observed: seen, reading }, after) => {
          const { changed } = updateFindings(before, seen, reading);
          const differing = after.filter(
            (finding) => JSON.stringify(finding) !== JSON.stringify(find(before, finding.id)),
          );
          expect(changed.map(({ id }) => id)).toEqual(differing.map(({ id }) => id));
        });
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

describe('due dates, whatever is read', () => {
  it('are there for what a team or the platform is to fix, and never for security operations', () => {
    fc.assert(
      fc.property(someReadings, (readings) => {
        for (const finding of walk(readings, () => undefined)) {
          if (finding.actor === 'secops') expect(finding.dueOn).toBeUndefined();
          else if (finding.state === 'open') expect(finding.dueOn).toBeDefined();
        }
      }),
    );
  });

  it('move to later only for what came back or had no date', () => {
    fc.assert(
      fc.property(someReadings, (readings) => {
        walk(readings, (before, { reading }, after) => {
          for (const { id, dueOn, state } of before) {
            const now = find(after, id);
            if (dueOn === undefined || now?.dueOn === undefined || now.dueOn <= dueOn) continue;
            expect(state).toBe('resolved');
            expect(now.reopenedOn).toBe(reading.day);
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
