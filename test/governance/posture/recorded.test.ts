import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findControl } from '../../../shared/governance/catalogue.ts';
import { POSTURE_CHECKS } from '../../../shared/governance/control.ts';
import {
  CLUSTER_CHECKS,
  REGISTRY_CHECKS,
  SUBSCRIPTION_CHECKS,
  WORKLOAD_CHECKS,
} from '../../../shared/governance/posture/checks.ts';
import { parseDiagnosticSetting } from '../../../shared/governance/posture/diagnosticSetting.ts';
import { parseLocationAssignment } from '../../../shared/governance/posture/locationAssignment.ts';
import { parseManagedCluster } from '../../../shared/governance/posture/managedCluster.ts';
import { parseRegistryResource } from '../../../shared/governance/posture/registryResource.ts';
import { SETTINGS, subscriptionSubject } from './subjects.ts';

const RECORDED = new URL('../../../../shared/data/managedclusters/', import.meta.url);
const CASSETTES = new URL('../../../../shared/data/cassettes/', import.meta.url);

describe('the posture checks', () => {
  it('are all of those that the catalogue has controls for, each once', () => {
    const checks = [...CLUSTER_CHECKS, ...REGISTRY_CHECKS, ...SUBSCRIPTION_CHECKS, ...WORKLOAD_CHECKS];
    expect(checks.map(({ id }) => id).sort()).toEqual([...POSTURE_CHECKS].sort());
    for (const { id } of checks) expect(findControl('posture', id), id).toBeDefined();
  });
});

describe.skipIf(!existsSync(RECORDED))('recorded: managed clusters and their posture', () => {
  const outcomes = (file: string) => {
    const cluster = parseManagedCluster(JSON.parse(readFileSync(new URL(file, RECORDED), 'utf8')));
    if (!cluster) throw new Error(`${file} has no cluster`);
    const subject = {
      cluster,
      diagnostics: undefined,
      supportedVersions: undefined,
      settings: SETTINGS,
      day: '2026-11-20',
    } as const;
    return new Map<string, string>(CLUSTER_CHECKS.map(({ id, check }) => [id, check(subject).state]));
  };
  const compliant = (file: string) =>
    [...outcomes(file)].filter(([, state]) => state === 'compliant').map(([id]) => id);

  it('are all read, with an answer wherever the payload alone can give one', () => {
    const files = readdirSync(RECORDED);
    expect(files).toHaveLength(13);
    for (const file of files) {
      const unknown = [...outcomes(file)].filter(([, state]) => state === 'unknown').map(([id]) => id);
      expect(unknown, file).toEqual(['control-plane-audit-logs', 'supported-version']);
    }
  });

  it('find AKS Automatic hardened, but public and without authorised ranges, sensor and closed run command', () => {
    const states = outcomes('test_aks_automatic_sku.json');
    const wrong = [...states].filter(([, state]) => state === 'nonCompliant').map(([id]) => id);
    expect(wrong).toEqual([
      'authorized-ip-ranges',
      'defender-sensor',
      'node-image-age',
      'private-cluster',
      'run-command',
    ]);
  });

  it('find a private cluster private, whose ranges are no question', () => {
    const states = outcomes('test_aks_create_none_private_dns_zone.json');
    expect(states.get('private-cluster')).toBe('compliant');
    expect(states.get('authorized-ip-ranges')).toBe('notApplicable');
  });

  it('find what single clusters have switched on', () => {
    expect(compliant('test_aks_addon_enable_with_azurekeyvaultsecretsprovider.json')).toEqual([
      'key-vault-secrets-rotation',
    ]);
    expect(compliant('test_aks_create_with_auto_upgrade_channel_and_node_os_upgrade_channel.json')).toEqual([
      'cluster-upgrade-channel',
    ]);
    expect(compliant('test_aks_create_with_enable_ai_toolchain_operator.json')).toEqual([
      'node-os-upgrade-channel',
      'workload-identity',
    ]);
    expect(compliant('test_aks_create_with_acns_performance.json')).toEqual([
      'network-policy',
      'node-os-upgrade-channel',
    ]);
  });
});

describe.skipIf(!existsSync(CASSETTES))(
  'recorded: answers about registries, settings and assignments',
  () => {
    const rows = (file: string): unknown[] => {
      const { interactions } = JSON.parse(readFileSync(new URL(file, CASSETTES), 'utf8'));
      return interactions.at(-1).response.body.data.value;
    };

    it('find a Basic registry without admin user, reachable from everywhere', () => {
      const [registry] = rows('ContainerRegistryTest.test_find_by_name.json').flatMap(
        (row) => parseRegistryResource(row) ?? [],
      );
      if (!registry) throw new Error('no registry');
      const states = REGISTRY_CHECKS.map(({ id, check }) => [id, check({ registry, pulledBy: [] }).state]);
      expect(Object.fromEntries(states)).toEqual({
        'registry-admin-user': 'compliant',
        'registry-anonymous-pull': 'compliant',
        'registry-per-landing-zone': 'notApplicable',
        'registry-private-link': 'nonCompliant',
        'registry-public-access': 'nonCompliant',
        'registry-retention': 'notApplicable',
      });
    });

    it('find an activity log that goes to a storage account, where nobody searches it', () => {
      const diagnostics = rows('SubscriptionDiagnosticSettingsFilterTest.diag.json').flatMap(
        (row) => parseDiagnosticSetting(row) ?? [],
      );
      expect(diagnostics).toMatchObject([
        { workspaceId: '', hasDestination: true, enabled: ['security', 'administrative', 'policy'] },
      ]);
      const [first] = SUBSCRIPTION_CHECKS.filter(({ id }) => id === 'activity-log-export');
      expect(first?.check(subscriptionSubject({ diagnostics })).state).toBe('nonCompliant');
    });

    it('find no assignment of allowed locations among those of other policies', () => {
      const assignments = rows('PolicyAssignmentTest.test_find_by_name.json');
      expect(assignments.length).toBeGreaterThan(1);
      const locationAssignments = assignments.flatMap((row) => parseLocationAssignment(row) ?? []);
      const [check] = SUBSCRIPTION_CHECKS.filter(({ id }) => id === 'allowed-locations');
      expect(check?.check(subscriptionSubject({ locationAssignments })).state).toBe('nonCompliant');
    });
  },
);
