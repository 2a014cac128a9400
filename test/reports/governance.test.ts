import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SensorCoverage } from '../../shared/governance/coverage.ts';
import type { DefenderState } from '../../shared/model/governance.ts';
import { ATTACK_SURFACES } from '../../shared/model/governance.ts';
import { addDays } from '../../shared/model/time.ts';
import { FindingHistory } from '../../shared/reports/findingHistory.ts';
import type { OwnedFinding } from '../../shared/reports/findings.ts';
import { buildGovernance, type GovernanceReportInput } from '../../shared/reports/governance.ts';
import { DEVELOPMENT, PRODUCTION } from '../governance/estate.ts';
import { makeConfig } from './configuration.ts';
import { anyOwnedFindings, LAST, makeFinding, WEEK } from './findings.ts';

function build(parts: Partial<GovernanceReportInput> = {}) {
  return buildGovernance({
    config: makeConfig(),
    period: WEEK,
    coverage: { complete: true, entries: [] },
    link: undefined,
    inventory: {
      subscriptions: [
        { id: PRODUCTION, name: 'Production' },
        { id: DEVELOPMENT, name: 'Development' },
      ],
      clusters: [],
      registries: [],
    },
    findings: [],
    history: new FindingHistory(LAST),
    policy: new Map(),
    defender: new Map(),
    defenderBefore: new Map(),
    kubernetes: new Map(),
    violations: [],
    sensors: [],
    findOwner: () => ({ kind: 'unowned', reason: 'nobody' }),
    unread: [],
    ...parts,
  });
}

function own(finding: OwnedFinding['finding'], change: OwnedFinding['change'] = 'open'): OwnedFinding {
  return { finding, change, teams: ['shop'] };
}

function defender(parts: Partial<DefenderState>): DefenderState {
  return {
    ...{ assessments: [], assessed: [], alerts: [], standards: [], plans: [], assessmentsLost: 0 },
    ...{ secureScore: undefined, warnings: [] },
    ...parts,
  };
}

function score(subscriptionId: string, current: number) {
  return { subscriptionId, current, max: 50, weight: 10, controls: [] };
}

function scanOf(name: string, verdict: SensorCoverage['verdict']): SensorCoverage {
  return {
    ...{ kind: 'cluster', resourceId: `/clusters/${name}`, name, subscriptionId: PRODUCTION, verdict },
    ...{ sensors: [], evaluatedAt: undefined, unknownChecks: [] },
  };
}

describe('the governance report', () => {
  it('has a matrix of teams and attack surfaces that sums to the list, by every other sum as well', () => {
    fc.assert(
      fc.property(anyOwnedFindings, (findings) => {
        const report = build({ findings });
        const open = report.findings.filter(({ state }) => state === 'open');
        const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);
        expect(report.totals.open).toBe(open.length);
        for (const surface of ATTACK_SURFACES) {
          const cells = report.surfaces.map(({ counts }) => counts[surface]);
          expect(sum(cells)).toBe(report.bySurface[surface]);
          expect(sum(cells)).toBe(open.filter((one) => one.surface === surface).length);
        }
        for (const counts of [report.bySurface, report.bySeverity, report.byActor]) {
          expect(sum(Object.values(counts))).toBe(open.length);
        }
        expect(sum(report.controls.map(({ count }) => count))).toBe(open.length);
        expect(sum(report.surfaces.map(({ overdue }) => overdue))).toBe(report.totals.overdue);
        expect(report.findings).toHaveLength(findings.length);
      }),
    );
  });

  it('tells how the secure score moved, of subscriptions that both weeks have', () => {
    const report = build({
      defender: new Map([
        [PRODUCTION, defender({ secureScore: score(PRODUCTION, 30) })],
        [DEVELOPMENT, defender({ secureScore: score(DEVELOPMENT, 50) })],
      ]),
      defenderBefore: new Map([[PRODUCTION, defender({ secureScore: score(PRODUCTION, 25) })]]),
    });
    expect(report.secureScore).toMatchObject({ percent: '80.0', change: '10.0', unlike: ['Development'] });
  });

  it('has no secure score where none was read, and names the subscriptions without one', () => {
    expect(build().secureScore).toBeUndefined();
    const subscriptions = [PRODUCTION, DEVELOPMENT];
    const config = makeConfig({ azure: { ...makeConfig().azure, subscriptions } });
    const read = new Map([[PRODUCTION, defender({ secureScore: score(PRODUCTION, 30) })]]);
    expect(build({ config, defender: read }).secureScore?.unread).toEqual(['Development']);
  });

  it('says first what was not scanned', () => {
    const report = build({ sensors: [scanOf('prod', 'scanned'), scanOf('lost', 'notScanned')] });
    expect(report.unscanned).toEqual({ of: 2, notScanned: ['lost'], partly: [] });
    expect(report.notices[0]).toEqual({ kind: 'notScanned', names: ['lost'] });
    expect(build().notices).toContainEqual({ kind: 'nothingScanned' });
  });

  it('passes on what every reading could not read', () => {
    const unread = [{ source: 'policy', name: 'Production', sentence: 'A role is missing.' }];
    const report = build({ unread });
    expect(report.unread).toEqual(unread);
    expect(report.notices).toContainEqual({ kind: 'remark', text: 'Production: A role is missing.' });
  });

  it('lists an exemption that excuses nothing, and one that ends within 30 days', () => {
    const until = addDays(LAST, 10);
    const by = 'ciso@contoso.com';
    const governance = {
      ...makeConfig().governance,
      exemptions: [
        { control: 'run-as-root', reason: 'moved away', by, until },
        { namespace: 'cart', reason: 'until the rewrite', by, until },
      ],
    };
    const exemption = { from: 'purser', reason: 'until the rewrite', by, until } as const;
    const exempt = own(makeFinding({ state: 'exempt', exempt: true, exemption }), 'exempt');
    const report = build({ config: makeConfig({ governance }), findings: [exempt] });
    expect(report.exemptions).toMatchObject([
      { about: 'namespace cart', by, until, state: 'expiring', count: 1 },
      { about: 'control run-as-root', by, state: 'unused', count: 0 },
    ]);
    expect(report.totals).toMatchObject({ open: 0, exempt: 1 });
  });

  it('measures fixes and the trend out of what findings remember, cluster by cluster', () => {
    const stand = { severity: 'high', actor: 'team', dueOn: undefined } as const;
    const fixed = makeFinding({
      id: 'fixed',
      ...{ state: 'resolved', firstSeen: '2026-11-02', resolvedOn: '2026-11-12' },
      history: [
        { day: '2026-11-02', state: 'open', ...stand },
        { day: '2026-11-12', state: 'resolved', ...stand },
      ],
    });
    const history = new FindingHistory(LAST);
    history.add([{ finding: fixed, teams: ['shop'] }]);
    history.add([{ finding: makeFinding({ firstSeen: '2026-11-11' }), teams: ['shop', 'pay'] }]);
    const { fixTimes, trend } = build({ history });
    expect(fixTimes).toMatchObject({
      all: { fixes: 1, meanDays: 10, medianDays: 10 },
      bySeverity: { high: { fixes: 1 }, low: { fixes: 0, meanDays: undefined } },
      byTeam: [{ teamName: 'Web shop', fixes: 1 }],
    });
    expect(trend).toHaveLength(12);
    expect(trend.slice(-4).map(({ week, open }) => [week, open])).toEqual([
      ['2026-W44', 1],
      ['2026-W45', 1],
      ['2026-W46', 1],
      ['2026-W47', 1],
    ]);
    expect(trend[0]?.open).toBeUndefined();
    expect(trend.at(-1)?.byTeam).toEqual([
      { teamName: 'Payments', open: 1 },
      { teamName: 'Web shop', open: 1 },
    ]);
  });

  it('explains alerts by their kind, with tactics and techniques', () => {
    const alert = {
      ...{ id: '/alerts/1', type: 'K8S_PrivilegedContainer', title: 'Privileged', description: 'd' },
      ...{ severity: 'high', status: 'Active', clusterId: '', namespace: '', workload: '', pod: '' },
      ...{ image: 'contoso/api:1', tactic: 'PrivilegeEscalation', techniques: ['T1611'], link: '' },
      raisedAt: '2026-11-20T10:00:00.000Z',
    } as const;
    const report = build({ defender: new Map([[PRODUCTION, defender({ alerts: [alert] })]]) });
    expect(report.alerts).toMatchObject([
      {
        ...{ tactic: 'PrivilegeEscalation', techniques: ['T1611'], status: 'Active' },
        control: expect.not.stringContaining('uncatalogued'),
        why: expect.stringMatching(/\w/),
        fix: expect.stringMatching(/\w/),
      },
    ]);
  });
});
