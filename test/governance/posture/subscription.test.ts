import { describe, expect, it } from 'vitest';
import type { PostureCheckId } from '../../../shared/governance/control.ts';
import { SUBSCRIPTION_CHECKS } from '../../../shared/governance/posture/checks.ts';
import { parseDiagnosticSetting } from '../../../shared/governance/posture/diagnosticSetting.ts';
import { parseLocationAssignment } from '../../../shared/governance/posture/locationAssignment.ts';
import type { SubscriptionSubject } from '../../../shared/governance/posture/subject.ts';
import type { LocationAssignment } from '../../../shared/model/posture.ts';
import { ROOT_GROUP, subscriptionSubject } from './subjects.ts';

const OWN = '/subscriptions/11111111-1111-4111-8111-111111111111';

function judge(id: PostureCheckId, more: Partial<SubscriptionSubject>) {
  return SUBSCRIPTION_CHECKS.find((check) => check.id === id)?.check(subscriptionSubject(more));
}

function setting(workspaceId: string | null, ...categories: string[]) {
  const logs = categories.map((category) => ({ category, enabled: true }));
  const parsed = parseDiagnosticSetting({
    name: 'activity',
    properties: { workspaceId, storageAccountId: '/s', logs },
  });
  return parsed ? [parsed] : [];
}

describe('the export of the activity log', () => {
  it('is unknown when the settings were not read, and missing when there are none', () => {
    for (const { id } of SUBSCRIPTION_CHECKS) expect(judge(id, {})?.state, id).toBe('unknown');
    expect(judge('activity-log-export', { diagnostics: [] })?.state).toBe('nonCompliant');
  });

  it('needs changes, alerts and policy decisions in a workspace, by one setting or by several', () => {
    const some = setting('/w', 'Administrative', 'Security');
    expect(judge('activity-log-export', { diagnostics: some })?.detail).toBe(
      'Not exported to a workspace: Policy',
    );
    const all = [...some, ...setting('/v', 'Policy')];
    expect(judge('activity-log-export', { diagnostics: all })?.state).toBe('compliant');
    const stored = setting(null, 'Administrative', 'Security', 'Policy');
    expect(judge('activity-log-export', { diagnostics: stored })?.state).toBe('nonCompliant');
  });

  it('is kept as long as the longest workspace keeps it', () => {
    const diagnostics = [...setting('/W', 'Administrative'), ...setting('/v', 'Administrative')];
    const kept = (...days: [string, number][]) =>
      judge('activity-log-retention', { diagnostics, activityLogDays: new Map(days) })?.state;
    expect(kept(['/w', 30], ['/v', 730])).toBe('compliant');
    expect(kept(['/w', 30], ['/v', 90])).toBe('nonCompliant');
    expect(kept(['/w', 30])).toBe('unknown');
    expect(judge('activity-log-retention', { diagnostics: [] })?.state).toBe('notApplicable');
  });
});

describe('allowed locations', () => {
  const assignment: LocationAssignment = {
    id: '/a',
    name: 'locations',
    scope: ROOT_GROUP,
    notScopes: [],
    enforcementMode: 'Default',
    locations: ['westeurope', 'northeurope'],
  };
  const judged = (change: Partial<LocationAssignment>, more: Partial<SubscriptionSubject> = {}) =>
    judge('allowed-locations', { locationAssignments: [{ ...assignment, ...change }], ...more })?.state;

  it('are assigned to the subscription or above, enforced, and name some', () => {
    expect(judged({})).toBe('compliant');
    expect(judged({ scope: OWN })).toBe('compliant');
    expect(judged({ scope: `${OWN}/resourcegroups/aks` })).toBe('nonCompliant');
    expect(judged({ scope: '/subscriptions/22222222-2222-4222-8222-222222222222' })).toBe('nonCompliant');
    expect(judged({ scope: `${ROOT_GROUP}-of-others` })).toBe('nonCompliant');
    expect(judged({ enforcementMode: 'DoNotEnforce' })).toBe('nonCompliant');
    expect(judged({ locations: [] })).toBe('nonCompliant');
    expect(judged({ notScopes: [OWN] })).toBe('nonCompliant');
    expect(judged({ notScopes: [ROOT_GROUP] })).toBe('nonCompliant');
    expect(judged({ notScopes: [`${OWN}/resourcegroups/sandbox`] })).toBe('compliant');
    expect(judge('allowed-locations', { locationAssignments: [] })?.state).toBe('nonCompliant');
  });

  it('do not hold while an exemption of the whole subscription does', () => {
    const exemption = { assignmentId: '/a', scope: OWN };
    const exempted = (until: SubscriptionSubject['day'] | undefined, scope = OWN) =>
      judged({}, { exemptions: [{ ...exemption, scope, until }] });
    expect(exempted(undefined)).toBe('nonCompliant');
    expect(exempted('2026-11-20')).toBe('nonCompliant');
    expect(exempted('2026-11-19')).toBe('compliant');
    expect(exempted(undefined, `${OWN}/resourcegroups/aks`)).toBe('compliant');
  });

  it('hold when one of several assignments does', () => {
    const locationAssignments = [
      { ...assignment, enforcementMode: 'DoNotEnforce' },
      { ...assignment, id: '/b' },
    ];
    expect(judge('allowed-locations', { locationAssignments })?.state).toBe('compliant');
  });

  it('are read from assignments of that policy only, enforced where nothing else is said', () => {
    const row = (definition: string, properties: object = {}) => ({
      id: `${OWN}/providers/Microsoft.Authorization/policyAssignments/a`,
      name: 'a',
      properties: {
        policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${definition}`,
        scope: OWN,
        parameters: { listOfAllowedLocations: { value: 'westeurope' } },
        ...properties,
      },
    });
    expect(parseLocationAssignment(row('E56962A6-4747-49cd-b67b-bf8b01975c4c'))).toMatchObject({
      name: 'a',
      enforcementMode: 'Default',
      locations: ['westeurope'],
    });
    expect(parseLocationAssignment(row('06a78e20-9358-41c9-923c-fb736d382a4d'))).toBeUndefined();
    expect(
      parseLocationAssignment(row('e56962a6-4747-49cd-b67b-bf8b01975c4c', { scope: 7 })),
    ).toBeUndefined();
  });
});
