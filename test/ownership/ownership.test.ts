import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../shared/config/schema.ts';
import { OwnershipRuleSchema, TeamSchema } from '../../shared/config/schema.ts';
import type { OwnershipSubject } from '../../shared/model/ownership.ts';
import type { Day } from '../../shared/model/time.ts';
import { createOwnership } from '../../shared/ownership/ownership.ts';

const TEAMS = [
  { id: 'shop', aliases: ['Web Shop', 'storefront'] },
  { id: 'search' },
  { id: 'payments' },
  { id: 'platform' },
].map((team) => TeamSchema.parse({ name: team.id, costCenter: 'CC', ...team }));

function configOf(
  rules: readonly object[],
  labels: string[] = ['team', 'owner'],
): Pick<Config, 'teams' | 'ownership'> {
  return {
    teams: TEAMS,
    ownership: { labels, rules: rules.map((rule) => OwnershipRuleSchema.parse(rule)) },
  };
}

function subjectOf(parts: Partial<OwnershipSubject> = {}): OwnershipSubject {
  return {
    clusterName: 'aks-prod',
    namespace: 'web',
    workload: 'deployment/api',
    workloadLabels: {},
    namespaceLabels: {},
    day: undefined,
    ...parts,
  };
}

describe('ownership by labels', () => {
  const ownerOf = createOwnership(configOf([]));

  it('takes the workload’s label before its namespace’s', () => {
    const labels = { workloadLabels: { team: 'search' }, namespaceLabels: { team: 'shop' } };
    expect(ownerOf(subjectOf(labels))).toEqual({
      kind: 'team',
      team: 'search',
      reason: 'label team on the workload',
    });
    expect(ownerOf(subjectOf({ namespaceLabels: { team: 'shop' } }))).toEqual({
      kind: 'team',
      team: 'shop',
      reason: 'label team on namespace web',
    });
  });

  it('takes the first key that is set anywhere before the next key', () => {
    const labels = { workloadLabels: { owner: 'search' }, namespaceLabels: { team: 'shop' } };
    expect(ownerOf(subjectOf(labels))).toMatchObject({ team: 'shop' });
  });

  it('counts a label without a value as absent', () => {
    const labels = { workloadLabels: { team: ' ', owner: 'search' }, namespaceLabels: { team: '' } };
    expect(ownerOf(subjectOf(labels))).toMatchObject({
      team: 'search',
      reason: 'label owner on the workload',
    });
  });

  it.each(['shop', 'SHOP', ' shop ', 'web shop', 'Storefront'])('knows the team that %j means', (value) => {
    expect(ownerOf(subjectOf({ workloadLabels: { team: value } }))).toMatchObject({ team: 'shop' });
  });

  it('does not accept an unknown team, nor look further: it says label, value and place', () => {
    const workload = { workloadLabels: { team: 'ghost' }, namespaceLabels: { owner: 'shop' } };
    expect(ownerOf(subjectOf(workload))).toEqual({
      kind: 'unowned',
      reason: 'label team on workload deployment/api says "ghost", which is no team',
    });
    expect(ownerOf(subjectOf({ namespaceLabels: { owner: 'ghost' } }))).toEqual({
      kind: 'unowned',
      reason: 'label owner on namespace web says "ghost", which is no team',
    });
  });

  it('shows a hostile value short and on one line', () => {
    const { reason } = ownerOf(
      subjectOf({ workloadLabels: { team: `a\r\nBcc: x\u202e${'z'.repeat(5000)}` } }),
    );
    expect(reason).toContain(`"a  Bcc: x ${'z'.repeat(50)}…"`);
    expect(reason).not.toMatch(/[\r\n\u202e]/);
  });

  it('says what was looked for when there is nothing', () => {
    expect(ownerOf(subjectOf({ workloadLabels: { app: 'api' } }))).toEqual({
      kind: 'unowned',
      reason: 'no rule matches and none of the labels team, owner is set',
    });
    expect(createOwnership(configOf([], ['team']))(subjectOf()).reason).toBe(
      'no rule matches and the label team is not set',
    );
  });

  it('is not fooled by labels named like parts of an object', () => {
    for (const name of ['constructor', 'toString', '__proto__']) {
      const own = createOwnership(configOf([], [name]));
      expect(own(subjectOf()).kind).toBe('unowned');
    }
    expect(ownerOf(subjectOf({ workloadLabels: { team: 'constructor' } })).kind).toBe('unowned');
  });

  it.each([
    ['app.kubernetes.io/team', 'app_kubernetes_io_team'],
    ['app_kubernetes_io_team', 'app.kubernetes.io/team'],
    ['cost-center', 'cost_center'],
  ])('finds %s written as %s', (key, name) => {
    const own = createOwnership(configOf([], [key]));
    expect(own(subjectOf({ namespaceLabels: { [name]: 'shop' } }))).toMatchObject({ team: 'shop' });
  });

  it('takes the exact name before one that only sanitises alike', () => {
    const own = createOwnership(configOf([], ['my-team']));
    const labels = { my_team: 'search', 'my-team': 'shop', 'my.team': 'payments' };
    expect(own(subjectOf({ workloadLabels: labels }))).toMatchObject({ team: 'shop' });
  });
});

describe('ownership by rules', () => {
  it('comes before labels, and the first rule that applies decides', () => {
    const ownerOf = createOwnership(
      configOf([
        { namespace: 'kube-*', shared: true, reason: 'runs every cluster' },
        { namespace: '*', cluster: 'aks-dev-*', team: 'platform' },
        { namespace: 'kube-system', team: 'shop' },
      ]),
    );
    const workloadLabels = { team: 'search' };
    expect(ownerOf(subjectOf({ namespace: 'kube-system', workloadLabels }))).toEqual({
      kind: 'shared',
      reason: 'rule 1 (namespace kube-*): runs every cluster',
    });
    expect(ownerOf(subjectOf({ clusterName: 'AKS-Dev-1', workloadLabels }))).toEqual({
      kind: 'team',
      team: 'platform',
      reason: 'rule 2 (cluster aks-dev-*, namespace *)',
    });
    expect(ownerOf(subjectOf({ workloadLabels }))).toMatchObject({ team: 'search' });
  });

  it('needs cluster, namespace and every label to match; labels inherit from the namespace', () => {
    const ownerOf = createOwnership(
      configOf([{ cluster: 'aks-*', namespace: 'web', labels: { tier: 'front*', zone: '*' }, team: 'shop' }]),
    );
    const fitting = { workloadLabels: { tier: 'Frontend' }, namespaceLabels: { zone: 'eu', tier: 'back' } };
    expect(ownerOf(subjectOf(fitting))).toMatchObject({
      team: 'shop',
      reason: 'rule 1 (cluster aks-*, namespace web, label tier front*, label zone *)',
    });
    for (const other of [
      { clusterName: 'eks-1' },
      { namespace: 'web2' },
      { namespaceLabels: {} },
      { workloadLabels: { tier: 'back' } },
      { workloadLabels: {} },
    ]) {
      expect(ownerOf(subjectOf({ ...fitting, ...other })).kind, JSON.stringify(other)).toBe('unowned');
    }
  });

  it('splits by weights, exactly and in one order', () => {
    const ownerOf = createOwnership(
      configOf([{ namespace: 'web', split: { shop: 0.1, search: 33.333333, payments: 1_000_000 } }]),
    );
    expect(ownerOf(subjectOf())).toEqual({
      kind: 'split',
      shares: [
        { team: 'payments', weight: 1_000_000_000_000n },
        { team: 'search', weight: 33_333_333n },
        { team: 'shop', weight: 100_000n },
      ],
      reason: 'rule 1 (namespace web)',
    });
  });

  it('applies on the days it is for, first and last included, and names them', () => {
    const ownerOf = createOwnership(
      configOf([
        { namespace: 'web', team: 'search', to: '2026-09-30' },
        { namespace: 'web', team: 'shop', from: '2026-10-01', to: '2026-10-31' },
      ]),
    );
    const on = (day: Day) => ownerOf(subjectOf({ day, namespaceLabels: { team: 'platform' } }));
    expect(on('2026-09-30')).toMatchObject({
      team: 'search',
      reason: 'rule 1 (namespace web, to 2026-09-30)',
    });
    expect(on('2026-10-01')).toMatchObject({ team: 'shop' });
    expect(on('2026-10-31')).toMatchObject({
      team: 'shop',
      reason: 'rule 2 (namespace web, from 2026-10-01, to 2026-10-31)',
    });
    expect(on('2026-11-01')).toMatchObject({ team: 'platform', reason: 'label team on namespace web' });
  });

  it('of a subject without a day, does not apply when it ends', () => {
    const ownerOf = createOwnership(
      configOf([
        { namespace: 'web', team: 'search', to: '2999-12-31' },
        { namespace: 'web', team: 'shop', from: '2026-10-01' },
      ]),
    );
    expect(ownerOf(subjectOf())).toMatchObject({ team: 'shop' });
  });

  it('can leave something unowned on purpose', () => {
    const ownerOf = createOwnership(
      configOf([{ namespace: 'web', unowned: true, reason: 'to be switched off' }]),
    );
    expect(ownerOf(subjectOf({ workloadLabels: { team: 'shop' } }))).toEqual({
      kind: 'unowned',
      reason: 'rule 1 (namespace web): to be switched off',
    });
  });
});

describe('every subject', () => {
  const name = fc.constantFrom('team', 'owner', 'my-team', 'my_team', 'my.team', 'app', '__proto__', 'Team');
  const value = fc.oneof(
    fc.constantFrom('shop', 'SEARCH', ' payments ', 'web shop', 'ghost', '', ' ', 'unowned', 'platform'),
    fc.string({ unit: 'binary' }),
  );
  const labels = fc.array(fc.tuple(name, value), { maxLength: 6 });
  const place = fc.record({
    clusterName: fc.constantFrom('aks-prod', 'aks-dev', ''),
    namespace: fc.oneof(fc.constantFrom('web', 'kube-system', 'ingress'), fc.string()),
    workload: fc.string(),
    day: fc.constantFrom<(Day | undefined)[]>(undefined, '2026-09-30', '2026-10-15'),
  });
  const rule = fc.oneof(
    fc.constant({ namespace: 'kube-*', shared: true }),
    fc.constant({ labels: { 'my-team': '*' }, split: { shop: 1, search: 2.5 } }),
    fc.constant({ cluster: 'aks-dev', unowned: true }),
    fc.constant({ namespace: 'w*b', team: 'platform', from: '2026-10-01' }),
  );
  const keys = fc.shuffledSubarray(['team', 'owner', 'my-team', 'constructor'], { minLength: 1 });
  const toLabels = (entries: [string, string][]): Record<string, string> => Object.fromEntries(entries);

  it('has one owner with a reason, and teams are always teams of the configuration', () => {
    const known = new Set(TEAMS.map(({ id }) => id));
    fc.assert(
      fc.property(fc.array(rule), keys, place, labels, labels, (rules, order, where, own, inherited) => {
        const ownerOf = createOwnership(configOf(rules, order));
        const subject = { ...where, workloadLabels: toLabels(own), namespaceLabels: toLabels(inherited) };
        const owner = ownerOf(subject);
        expect(owner.reason.trim()).not.toBe('');
        if (owner.kind === 'team') expect(known).toContain(owner.team);
        if (owner.kind === 'split') {
          expect(owner.shares.length).toBeGreaterThan(0);
          for (const { team, weight } of owner.shares) {
            expect(known).toContain(team);
            expect(weight).toBeGreaterThan(0n);
          }
        }
        expect(ownerOf(subject)).toEqual(owner);
      }),
      { numRuns: 1000 },
    );
  });

  it('has the same owner in whatever order its labels come', () => {
    fc.assert(
      fc.property(keys, place, labels, labels, (order, where, own, inherited) => {
        const ownerOf = createOwnership(configOf([], order));
        const [workloadLabels, namespaceLabels] = [toLabels(own), toLabels(inherited)];
        const reversed = {
          ...where,
          workloadLabels: toLabels(Object.entries(workloadLabels).toReversed()),
          namespaceLabels: toLabels(Object.entries(namespaceLabels).toReversed()),
        };
        expect(ownerOf(reversed)).toEqual(ownerOf({ ...where, workloadLabels, namespaceLabels }));
      }),
      { numRuns: 1000 },
    );
  });

  it('whose first set label is no team is unowned, whatever else is set', () => {
    fc.assert(
      fc.property(place, fc.stringMatching(/^[a-z]{3,70}x9$/), labels, (where, ghost, inherited) => {
        const ownerOf = createOwnership(configOf([]));
        const namespaceLabels = toLabels(inherited);
        const owner = ownerOf({ ...where, workloadLabels: { team: ghost, owner: 'shop' }, namespaceLabels });
        expect(owner.kind).toBe('unowned');
        expect(owner.reason).toContain(ghost.slice(0, 60));
      }),
    );
  });
});
