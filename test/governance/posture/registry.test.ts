import { describe, expect, it } from 'vitest';
import type { PostureCheckId } from '../../../shared/governance/control.ts';
import { REGISTRY_CHECKS } from '../../../shared/governance/posture/checks.ts';
import type { RegistrySubject } from '../../../shared/governance/posture/subject.ts';
import { clusterId } from '../estate.ts';
import { registrySubject } from './subjects.ts';

function stateOf(
  id: PostureCheckId,
  resource: object,
  more: Partial<RegistrySubject> = {},
): string | undefined {
  return REGISTRY_CHECKS.find((check) => check.id === id)?.check(registrySubject(resource, more)).state;
}

describe('the checks of a registry', () => {
  it('know what Azure does where nothing was chosen', () => {
    const states = Object.fromEntries(REGISTRY_CHECKS.map(({ id }) => [id, stateOf(id, { properties: {} })]));
    expect(states).toEqual({
      'registry-admin-user': 'compliant',
      'registry-anonymous-pull': 'compliant',
      'registry-per-landing-zone': 'unknown',
      'registry-private-link': 'nonCompliant',
      'registry-public-access': 'nonCompliant',
      'registry-retention': 'nonCompliant',
    });
  });

  it('find an admin user and anonymous pulls, and say unknown of what was retyped', () => {
    expect(stateOf('registry-admin-user', { properties: { adminUserEnabled: true } })).toBe('nonCompliant');
    expect(stateOf('registry-admin-user', { properties: { adminUserEnabled: 'perhaps' } })).toBe('unknown');
    expect(stateOf('registry-anonymous-pull', { properties: { anonymousPullEnabled: true } })).toBe(
      'nonCompliant',
    );
  });

  it('count private endpoints that somebody approved', () => {
    const endpoint = (status: string) => ({
      properties: {
        privateEndpointConnections: [{ properties: { privateLinkServiceConnectionState: { status } } }],
      },
    });
    expect(stateOf('registry-private-link', endpoint('Approved'))).toBe('compliant');
    expect(stateOf('registry-private-link', endpoint('Pending'))).toBe('nonCompliant');
  });

  it('take selected networks for public still, and say so', () => {
    const selected = {
      properties: { publicNetworkAccess: 'Enabled', networkRuleSet: { defaultAction: 'Deny' } },
    };
    const check = REGISTRY_CHECKS.find(({ id }) => id === 'registry-public-access');
    expect(check?.check(registrySubject(selected))).toEqual({
      state: 'nonCompliant',
      detail: 'The public endpoint is open to selected networks',
    });
    expect(stateOf('registry-public-access', { properties: { publicNetworkAccess: 'Disabled' } })).toBe(
      'compliant',
    );
  });

  it('ask for retention where the tier can have it', () => {
    const enabled = { properties: { policies: { retentionPolicy: { status: 'enabled', days: 7 } } } };
    expect(stateOf('registry-retention', enabled)).toBe('compliant');
    expect(stateOf('registry-retention', { sku: { name: 'Basic' }, properties: {} })).toBe('notApplicable');
    expect(stateOf('registry-retention', { sku: { name: 'Premium' }, properties: {} })).toBe('nonCompliant');
  });

  it('count the subscriptions whose clusters share a registry', () => {
    const pulledBy = (...clusters: [string, string][]) => ({
      pulledBy: clusters.map(([s, name]) => clusterId(s, name)),
    });
    const judged = (more: Partial<RegistrySubject>) => stateOf('registry-per-landing-zone', {}, more);
    expect(judged(pulledBy(['a', 'one'], ['a', 'two']))).toBe('compliant');
    expect(judged(pulledBy(['a', 'one'], ['b', 'one']))).toBe('nonCompliant');
    expect(judged(pulledBy())).toBe('notApplicable');
  });
});
