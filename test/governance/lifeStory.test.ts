import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../shared/governance/evidence.ts';
import { type StoryReading, updateFindings } from '../../shared/governance/lifeStory.ts';
import { listSilent } from '../../shared/governance/silence.ts';
import type { Cluster } from '../../shared/model/estate.ts';
import type { Finding, ObservedFinding } from '../../shared/model/governance.ts';
import type { Day } from '../../shared/model/time.ts';
import { byId, DEVELOPMENT, GRACE, input, observed, only, PROD, PRODUCTION } from './estate.ts';

const SCOPES = new Set([`policy:${PRODUCTION}`, `defender:${PRODUCTION}`]);

function reading(day: Day, evidence: Partial<Evidence> = {}): StoryReading {
  return { day, scopesRead: SCOPES, graceDays: GRACE, ...evidence };
}

/** Applies readings one after the other; a day without findings is one that was read and clean. */
function tell(days: readonly (readonly [Day, readonly ObservedFinding[], Partial<Evidence>?])[]) {
  return days.reduce<readonly Finding[]>(
    (findings, [day, seen, evidence]) => updateFindings(findings, seen, reading(day, evidence)).all,
    [],
  );
}

describe('the life story of a finding', () => {
  it('begins on the day of the first reading that shows it', () => {
    expect(only(tell([['2026-11-02', [observed()]]]))).toMatchObject({
      state: 'open',
      firstSeen: '2026-11-02',
      lastSeen: '2026-11-02',
      resolvedOn: undefined,
      reopenedOn: undefined,
      dueOn: '2026-12-02',
    });
  });

  it('begins earlier where the source has known it for longer, never later than the reading', () => {
    const known = tell([['2026-11-02', [observed({ sourceFirstSeen: '2026-10-20' })]]]);
    expect(only(known)).toMatchObject({ firstSeen: '2026-10-20', dueOn: '2026-11-19' });
    const future = tell([['2026-11-02', [observed({ sourceFirstSeen: '2027-01-01' })]]]);
    expect(only(future).firstSeen).toBe('2026-11-02');
  });

  it('goes on while readings show it, with what they show now', () => {
    const later = observed({ detail: '2 pods, such as api-x', sourceFirstSeen: '2026-01-01' });
    expect(
      only(
        tell([
          ['2026-11-02', [observed()]],
          ['2026-11-05', [later]],
        ]),
      ),
    ).toMatchObject({
      state: 'open',
      firstSeen: '2026-11-02',
      lastSeen: '2026-11-05',
      dueOn: '2026-12-02',
      detail: '2 pods, such as api-x',
    });
  });

  it('ends when its scope is read without it', () => {
    expect(
      only(
        tell([
          ['2026-11-02', [observed()]],
          ['2026-11-05', []],
        ]),
      ),
    ).toMatchObject({
      state: 'resolved',
      lastSeen: '2026-11-02',
      resolvedOn: '2026-11-05',
      dueOn: '2026-12-02',
    });
  });

  it('is told on, first seen kept and with new grace, when it comes back', () => {
    const back = tell([
      ['2026-11-02', [observed()]],
      ['2026-11-05', []],
      ['2026-11-20', [observed({ sourceFirstSeen: '2026-11-20' })]],
    ]);
    expect(only(back)).toMatchObject({
      state: 'open',
      firstSeen: '2026-11-02',
      resolvedOn: undefined,
      reopenedOn: '2026-11-20',
      dueOn: '2026-12-20',
    });
  });

  it('stays resolved on the day it was, however often it is not seen again', () => {
    const story = tell([
      ['2026-11-02', [observed()]],
      ['2026-11-05', []],
      ['2026-11-06', []],
    ]);
    expect(only(story).resolvedOn).toBe('2026-11-05');
  });
});

describe('absence', () => {
  const seen = only(tell([['2026-11-02', [observed()]]]));
  const image = observed({ source: 'defender', scope: `defender:${PRODUCTION}` });
  const imageSeen = only(tell([['2026-11-02', [image]]]));

  it('proves nothing when the scope was not read', () => {
    const other = new Set([`policy:${DEVELOPMENT}`, `defender:${PRODUCTION}`]);
    expect(updateFindings([seen], [], reading('2026-11-05', { scopesRead: other }))).toEqual({
      all: [seen],
      changed: [],
    });
  });

  /** Not resolved, and not passed over in silence either. */
  const missed = { state: 'open', lastSeen: '2026-11-02', notSeenSince: '2026-11-05', resolvedOn: undefined };

  it('of an image’s finding proves nothing when nobody asked the cluster what it runs', () => {
    const unread = reading('2026-11-05', { podsRead: new Set() });
    expect(only(updateFindings([imageSeen], [], unread).all)).toMatchObject(missed);
    const read = reading('2026-11-05', { podsRead: new Set([PROD]) });
    expect(only(updateFindings([imageSeen], [], read).changed).state).toBe('resolved');
  });

  it('proves nothing where Azure cut the list short', () => {
    const cut = reading('2026-11-05', { truncated: new Set([`${PROD}|privileged-containers`]) });
    expect(only(updateFindings([seen], [], cut).all)).toMatchObject(missed);
  });

  it('proves nothing where Azure Policy could not decide', () => {
    const undecided = reading('2026-11-05', { undecided: new Set([seen.id]) });
    expect(only(updateFindings([seen], [], undecided).all)).toMatchObject(missed);
  });

  it('proves nothing of workloads where the add-on that looks at them is off, or the cluster is', () => {
    const { inventory } = input();
    const without = (parts: Partial<Cluster>) => ({
      ...inventory,
      clusters: inventory.clusters.map((cluster) => ({ ...cluster, ...parts })),
    });
    for (const parts of [{ policyAddon: false }, { running: false }]) {
      const story = { ...reading('2026-11-05'), silent: listSilent(without(parts)) };
      expect(only(updateFindings([seen], [], story).all)).toMatchObject(missed);
    }
    const asleep = { ...reading('2026-11-05'), silent: listSilent(without({ running: false })) };
    expect(only(updateFindings([imageSeen], [], asleep).all)).toMatchObject(missed);
    const whole = { ...seen, namespace: '', workload: '' };
    expect(only(updateFindings([whole], [], asleep).all).state).toBe('resolved');
    const awake = { ...reading('2026-11-05'), silent: listSilent(inventory) };
    expect(only(updateFindings([seen], [], awake).all).state).toBe('resolved');
  });

  it('is told since its first day, until the finding is seen again or proven fixed', () => {
    const cut: Partial<Evidence> = { truncated: new Set([`${PROD}|privileged-containers`]) };
    const story = tell([
      ['2026-11-02', [observed()]],
      ['2026-11-05', [], cut],
      ['2026-11-06', [], cut],
    ]);
    expect(only(story)).toMatchObject(missed);
    expect(only(updateFindings(story, [observed()], reading('2026-11-07')).all).notSeenSince).toBeUndefined();
    expect(only(updateFindings(story, [], reading('2026-11-07')).all).notSeenSince).toBeUndefined();
  });
});

describe('what is written', () => {
  it('is nothing while a finding is there as it was, and what changed about it otherwise', () => {
    const known = tell([['2026-11-02', [observed()]]]);
    expect(updateFindings(known, [observed()], reading('2026-11-05')).changed).toEqual([]);
    const detail = '2 pods, such as api-x';
    const { changed } = updateFindings(known, [observed({ detail })], reading('2026-11-05'));
    expect(only(changed)).toMatchObject({ detail, lastSeen: '2026-11-05' });
  });
});

describe('readings that come late or twice', () => {
  it('change nothing the second time', () => {
    const once = tell([
      ['2026-11-02', [observed()]],
      ['2026-11-05', []],
    ]);
    expect(updateFindings(once, [], reading('2026-11-05'))).toEqual({ all: once, changed: [] });
  });

  it('change nothing when a later day of their scope was applied before', () => {
    const now = tell([
      ['2026-11-05', [observed(), observed({ id: 'f2' })]],
      ['2026-11-06', [observed()]],
    ]);
    const late = reading('2026-11-03');
    expect(updateFindings(now, [observed({ id: 'f3' })], late)).toEqual({ all: now, changed: [] });
    expect(updateFindings(now, [], late).changed).toEqual([]);
    expect(updateFindings(now, [observed({ id: 'f2' })], late).changed).toEqual([]);
  });

  it('still count for scopes that are not that far', () => {
    const now = tell([['2026-11-05', [observed()]]]);
    const other = observed({ id: 'f2', scope: `defender:${PRODUCTION}`, source: 'defender' });
    expect(only(updateFindings(now, [other], reading('2026-11-03')).changed).id).toBe('f2');
  });

  it('take the earlier reading of the same day back', () => {
    const resolved = tell([
      ['2026-11-02', [observed()]],
      ['2026-11-05', []],
    ]);
    expect(only(updateFindings(resolved, [observed()], reading('2026-11-05')).all)).toMatchObject({
      state: 'open',
      resolvedOn: undefined,
      reopenedOn: undefined,
      dueOn: '2026-12-02',
    });
  });

  it('do not mistake a field that a store left out for a change', () => {
    const kept: readonly Finding[] = JSON.parse(JSON.stringify(tell([['2026-11-02', [observed()]]])));
    expect(updateFindings(kept, [observed()], reading('2026-11-02')).changed).toEqual([]);
  });
});

describe('exemptions', () => {
  const exempt = observed({ exempt: true });

  it('suspend a finding and keep its date', () => {
    const story = tell([
      ['2026-11-02', [observed()]],
      ['2026-11-05', [exempt]],
    ]);
    expect(only(story)).toMatchObject({ state: 'exempt', firstSeen: '2026-11-02', dueOn: '2026-12-02' });
    const back = only(updateFindings(story, [observed()], reading('2027-01-10')).all);
    expect(back).toMatchObject({ state: 'open', reopenedOn: undefined, dueOn: '2026-12-02' });
  });

  it('that were there from the first leave grace when they end', () => {
    const story = tell([
      ['2026-01-02', [exempt]],
      ['2026-11-05', [observed()]],
    ]);
    expect(only(story)).toMatchObject({ state: 'open', firstSeen: '2026-01-02', dueOn: '2026-12-05' });
  });

  it('hold until their last day and no longer, also where nobody looks', () => {
    const exemption = { from: 'azure', reason: 'test', by: 'lead', until: '2026-11-10' } as const;
    const story = tell([['2026-11-02', [observed({ exempt: true, exemption })]]]);
    const unread = (day: Day) => ({ ...reading(day), scopesRead: new Set<string>() });
    expect(updateFindings(story, [], unread('2026-11-10')).changed).toEqual([]);
    const ended = only(updateFindings(story, [], unread('2026-11-11')).changed);
    expect(ended).toMatchObject({ state: 'open', exempt: false, dueOn: '2026-12-11' });
    expect(ended.exemption).toBeUndefined();
  });

  it('end with what they excuse', () => {
    expect(
      only(
        tell([
          ['2026-11-02', [exempt]],
          ['2026-11-05', []],
        ]),
      ).state,
    ).toBe('resolved');
  });
});

describe('due dates', () => {
  it.each([
    ['critical', '2026-11-09'],
    ['high', '2026-11-16'],
    ['medium', '2026-12-02'],
    ['low', '2027-01-31'],
    ['unknown', '2027-01-31'],
  ] as const)('of %s findings leave the configured grace', (severity, dueOn) => {
    expect(only(tell([['2026-11-02', [observed({ severity })]]])).dueOn).toBe(dueOn);
    expect(only(tell([['2026-11-02', [observed({ severity, actor: 'platform' })]]])).dueOn).toBe(dueOn);
  });

  it('do not exist while no vendor has a fix, and begin on the day one has', () => {
    const waiting = tell([['2026-09-01', [observed({ actor: 'secops' })]]]);
    expect(only(waiting).dueOn).toBeUndefined();
    expect(only(updateFindings(waiting, [observed()], reading('2026-11-02')).all).dueOn).toBe('2026-12-02');
  });

  it('come earlier when a finding turns out graver, with the grace of that from then on', () => {
    const story = tell([
      ['2026-11-02', [observed()]],
      ['2026-11-20', [observed({ severity: 'critical' })]],
    ]);
    expect(only(story).dueOn).toBe('2026-11-27');
  });

  it('do not move when it turns out graver near the end, or milder', () => {
    const graver = tell([
      ['2026-11-02', [observed()]],
      ['2026-12-01', [observed({ severity: 'high' })]],
    ]);
    expect(only(graver).dueOn).toBe('2026-12-02');
    const milder = tell([
      ['2026-11-02', [observed()]],
      ['2026-11-03', [observed({ severity: 'low' })]],
    ]);
    expect(only(milder).dueOn).toBe('2026-12-02');
  });

  it('stay as announced when the configuration changes', () => {
    const story = tell([['2026-11-02', [observed()]]]);
    for (const medium of [1, 300]) {
      const changed = { ...reading('2026-11-05'), graceDays: { ...GRACE, medium } };
      expect(only(updateFindings(story, [observed()], changed).all).dueOn).toBe('2026-12-02');
    }
  });
});

describe('the same violation seen by policy and by Defender', () => {
  const pods = observed();
  const whole = observed({
    id: 'whole',
    source: 'defender',
    scope: `defender:${PRODUCTION}`,
    namespace: '',
    workload: '',
    actor: 'platform',
  });

  it('does not count twice on a day when policy was not read', () => {
    const story = tell([
      ['2026-11-02', [pods]],
      ['2026-11-03', [whole], { scopesRead: new Set([`defender:${PRODUCTION}`]) }],
    ]);
    expect(only(story)).toMatchObject({ id: 'f1', state: 'open' });
  });

  it('does not come up again because Defender lags a day behind the fix, but does if it stays', () => {
    const fixed = tell([
      ['2026-11-02', [pods]],
      ['2026-11-03', [whole]],
    ]);
    expect(only(fixed)).toMatchObject({ id: 'f1', state: 'resolved' });
    expect(updateFindings(fixed, [whole], reading('2026-11-03')).changed).toEqual([]);
    expect(byId(updateFindings(fixed, [whole], reading('2026-11-04')).all, 'whole').state).toBe('open');
  });

  it('goes on as one finding where both tell of the whole cluster', () => {
    const byPolicy = { ...whole, source: 'policy', scope: `policy:${PRODUCTION}` } as const;
    const story = tell([
      ['2026-11-02', [byPolicy]],
      ['2026-11-03', [whole]],
    ]);
    expect(only(story)).toMatchObject({ source: 'defender', firstSeen: '2026-11-02', state: 'open' });
  });

  it('is not taken back to a day before by the source that lags', () => {
    const byPolicy = { ...whole, source: 'policy', scope: `policy:${PRODUCTION}` } as const;
    const now = tell([['2026-11-05', [byPolicy]]]);
    expect(updateFindings(now, [whole], reading('2026-11-03')).changed).toEqual([]);
  });

  it('does not hide one registry’s finding behind another’s', () => {
    const registry = { clusterId: '', clusterName: '', namespace: '', workload: '' };
    const one = observed({ id: 'one', ...registry });
    const other = { ...whole, id: 'other', ...registry };
    expect(
      tell([
        ['2026-11-02', [one]],
        ['2026-11-03', [one, other]],
      ]),
    ).toHaveLength(2);
  });
});
