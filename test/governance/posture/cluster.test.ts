import { describe, expect, it } from 'vitest';
import type { PostureCheckId } from '../../../shared/governance/control.ts';
import { CLUSTER_CHECKS } from '../../../shared/governance/posture/checks.ts';
import { parseDiagnosticSetting } from '../../../shared/governance/posture/diagnosticSetting.ts';
import { parseManagedCluster } from '../../../shared/governance/posture/managedCluster.ts';
import type { ClusterSubject } from '../../../shared/governance/posture/subject.ts';
import { clusterSubject } from './subjects.ts';

function judge(id: PostureCheckId, subject: ClusterSubject) {
  const outcome = CLUSTER_CHECKS.find((check) => check.id === id)?.check(subject);
  if (outcome === undefined) throw new Error(`no check ${id}`);
  return outcome;
}

function stateOf(id: PostureCheckId, properties: unknown, more: Partial<ClusterSubject> = {}): string {
  return judge(id, clusterSubject(properties, more)).state;
}

describe('a cluster of which Azure tells nothing but its name', () => {
  it('is taken for what Azure does where nothing was chosen', () => {
    const states = Object.fromEntries(CLUSTER_CHECKS.map(({ id }) => [id, stateOf(id, {})]));
    expect(states).toEqual({
      'authorized-ip-ranges': 'nonCompliant',
      'azure-rbac': 'nonCompliant',
      'cluster-upgrade-channel': 'nonCompliant',
      'control-plane-audit-logs': 'unknown',
      'defender-sensor': 'nonCompliant',
      'entra-integration': 'nonCompliant',
      'image-cleaner': 'nonCompliant',
      'key-vault-secrets-rotation': 'nonCompliant',
      'local-accounts': 'nonCompliant',
      'network-policy': 'nonCompliant',
      'node-image-age': 'unknown',
      'node-os-upgrade-channel': 'nonCompliant',
      'node-resource-group-lock': 'nonCompliant',
      'policy-addon': 'nonCompliant',
      'private-cluster': 'nonCompliant',
      'run-command': 'nonCompliant',
      'supported-version': 'unknown',
      'workload-identity': 'nonCompliant',
    });
  });

  it('is judged the same where Azure writes null', () => {
    const nothing = {
      apiServerAccessProfile: null,
      addonProfiles: { azurepolicy: null },
      autoUpgradeProfile: null,
      agentPoolProfiles: null,
      networkProfile: { networkPolicy: null },
    };
    for (const { id } of CLUSTER_CHECKS) expect(stateOf(id, nothing), id).toBe(stateOf(id, {}));
  });

  it('is nothing when it has no id', () => {
    expect(parseManagedCluster({ name: 'prod', properties: {} })).toBeUndefined();
    expect(parseManagedCluster('prod')).toBeUndefined();
  });
});

describe('a cluster whose payload was retyped', () => {
  it('is unknown where that is asked, and judged everywhere else', () => {
    const properties = { apiServerAccessProfile: 'none', disableLocalAccounts: 'true', securityProfile: [] };
    const subject = clusterSubject(properties);
    expect(judge('run-command', subject)).toEqual({
      state: 'unknown',
      detail: "Azure's properties.apiServerAccessProfile.disableRunCommand is not of the documented type",
    });
    expect(judge('local-accounts', subject).state).toBe('compliant');
    expect(judge('defender-sensor', subject).state).toBe('unknown');
    expect(judge('network-policy', subject).state).toBe('nonCompliant');
  });

  it('costs no other property its answer', () => {
    expect(stateOf('local-accounts', { disableLocalAccounts: 1 })).toBe('unknown');
    expect(stateOf('network-policy', { disableLocalAccounts: 1 })).toBe('nonCompliant');
    expect(stateOf('cluster-upgrade-channel', { autoUpgradeProfile: { upgradeChannel: 'lunar' } })).toBe(
      'unknown',
    );
  });
});

describe('authorised IP ranges', () => {
  const ranges = (...authorizedIPRanges: string[]) =>
    stateOf('authorized-ip-ranges', { apiServerAccessProfile: { authorizedIPRanges } });

  it('take 0.0.0.0/32 for the strictest value and 0.0.0.0/0 for an open one', () => {
    expect(ranges('0.0.0.0/32')).toBe('compliant');
    expect(ranges('203.0.113.0/24', '198.51.100.7')).toBe('compliant');
    expect(ranges('203.0.113.0/24', '0.0.0.0/0')).toBe('nonCompliant');
    expect(ranges()).toBe('nonCompliant');
  });

  it('see through ranges that are everything only together', () => {
    expect(ranges('0.0.0.0/1', '128.0.0.0/1')).toBe('nonCompliant');
    expect(ranges('0.0.0.0/2', '64.0.0.0/2')).toBe('nonCompliant');
    expect(ranges('0.0.0.0/2', '0.0.0.0/2')).toBe('compliant');
    expect(ranges('::/0')).toBe('nonCompliant');
  });

  it('are unknown when one is no range, and no question on a private cluster', () => {
    for (const odd of ['office', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/'])
      expect(ranges(odd), odd).toBe('unknown');
    expect(stateOf('authorized-ip-ranges', { apiServerAccessProfile: { enablePrivateCluster: true } })).toBe(
      'notApplicable',
    );
  });
});

describe('identity', () => {
  it('knows the legacy Entra integration, and needs one for Azure RBAC', () => {
    expect(stateOf('entra-integration', { aadProfile: { managed: true } })).toBe('compliant');
    expect(stateOf('entra-integration', { aadProfile: { clientAppID: 'x' } })).toBe('nonCompliant');
    expect(stateOf('azure-rbac', { aadProfile: { managed: true } })).toBe('nonCompliant');
    expect(stateOf('azure-rbac', { aadProfile: { managed: true, enableAzureRBAC: true } })).toBe('compliant');
  });

  it('says that the admin kubeconfig passes by Azure RBAC while local accounts are on', () => {
    const aadProfile = { managed: true, enableAzureRBAC: true };
    expect(judge('azure-rbac', clusterSubject({ aadProfile })).detail).toContain('local accounts');
    const closed = clusterSubject({ aadProfile, disableLocalAccounts: true });
    expect(judge('azure-rbac', closed).detail).not.toContain('local accounts');
  });

  it('takes workload identity without an OIDC issuer for none', () => {
    const securityProfile = { workloadIdentity: { enabled: true } };
    expect(stateOf('workload-identity', { securityProfile })).toBe('nonCompliant');
    expect(stateOf('workload-identity', { securityProfile, oidcIssuerProfile: { enabled: true } })).toBe(
      'compliant',
    );
  });
});

describe('add-ons', () => {
  it('are found under either spelling and with switches that are texts', () => {
    expect(stateOf('policy-addon', { addonProfiles: { azurePolicy: { enabled: true } } })).toBe('compliant');
    expect(stateOf('policy-addon', { addonProfiles: { azurepolicy: { enabled: 'True' } } })).toBe(
      'compliant',
    );
    expect(stateOf('policy-addon', { addonProfiles: { azurepolicy: { enabled: false } } })).toBe(
      'nonCompliant',
    );
  });

  it('need rotation beside the Key Vault provider', () => {
    const provider = (config: unknown) => ({
      addonProfiles: { azureKeyvaultSecretsProvider: { enabled: true, config } },
    });
    expect(stateOf('key-vault-secrets-rotation', provider({ enableSecretRotation: 'true' }))).toBe(
      'compliant',
    );
    expect(stateOf('key-vault-secrets-rotation', provider({ enableSecretRotation: 'false' }))).toBe(
      'nonCompliant',
    );
    expect(stateOf('key-vault-secrets-rotation', provider(null))).toBe('nonCompliant');
  });
});

describe('upgrades', () => {
  it('count channels that renew Kubernetes, and those that renew nodes, each for itself', () => {
    const channels = (autoUpgradeProfile: object) => [
      stateOf('cluster-upgrade-channel', { autoUpgradeProfile }),
      stateOf('node-os-upgrade-channel', { autoUpgradeProfile }),
    ];
    expect(channels({ upgradeChannel: 'patch', nodeOSUpgradeChannel: 'NodeImage' })).toEqual([
      'compliant',
      'compliant',
    ]);
    expect(channels({ upgradeChannel: 'node-image', nodeOSUpgradeChannel: 'Unmanaged' })).toEqual([
      'nonCompliant',
      'nonCompliant',
    ]);
    expect(channels({ upgradeChannel: 'none', nodeOSUpgradeChannel: 'SecurityPatch' })).toEqual([
      'nonCompliant',
      'compliant',
    ]);
  });

  it('tell the age of node images by their versions', () => {
    const pools = (...versions: string[]) => ({
      agentPoolProfiles: versions.map((nodeImageVersion, index) => ({
        name: `pool${index}`,
        nodeImageVersion,
      })),
    });
    const judged = (...versions: string[]) => judge('node-image-age', clusterSubject(pools(...versions)));
    expect(judged('AKSUbuntu-2204gen2containerd-202611.10.0')).toEqual({
      state: 'compliant',
      detail: 'The oldest node image is 10 days old',
    });
    expect(judged('AKSUbuntu-2204gen2containerd-202611.10.0', 'AKSAzureLinux-V3gen2-202610.01.2')).toEqual({
      state: 'nonCompliant',
      detail: 'Node images are old: pool1 50 days',
    });
    expect(judged('AKSWindows-2022-containerd-20348.2762.261110').state).toBe('compliant');
    expect(judged('AKSUbuntu-2204gen2containerd-202699.10.0').state).toBe('unknown');
    expect(judged('').detail).toBe("The image's date is unknown: pool0");
  });

  it('hold a version against what Azure supports under the plan of the cluster', () => {
    const supportedVersions = [
      { minor: '1.34', plans: ['KubernetesOfficial', 'AKSLongTermSupport'] },
      { minor: '1.31', plans: ['AKSLongTermSupport'] },
    ];
    const judged = (currentKubernetesVersion: string, supportPlan?: string) =>
      stateOf('supported-version', { currentKubernetesVersion, supportPlan }, { supportedVersions });
    expect(judged('1.34.1')).toBe('compliant');
    expect(judged('1.31.9')).toBe('nonCompliant');
    expect(judged('1.31.9', 'AKSLongTermSupport')).toBe('compliant');
    expect(judged('1.3.9', 'AKSLongTermSupport')).toBe('nonCompliant');
    expect(judged('latest')).toBe('unknown');
    expect(
      stateOf('supported-version', { currentKubernetesVersion: '1.34.1' }, { supportedVersions: [] }),
    ).toBe('unknown');
  });
});

describe('audit logs', () => {
  const setting = (logs: object[], destination: object = { workspaceId: '/w' }) =>
    [parseDiagnosticSetting({ name: 'logs', properties: { ...destination, logs } })].flatMap(
      (one) => one ?? [],
    );
  const judged = (...args: Parameters<typeof setting>) =>
    stateOf('control-plane-audit-logs', {}, { diagnostics: setting(...args) });

  it('are exported by category or by group', () => {
    expect(judged([{ category: 'kube-audit-admin', enabled: true }])).toBe('compliant');
    expect(judged([{ categoryGroup: 'allLogs', enabled: true }])).toBe('compliant');
    expect(judged([{ category: 'kube-apiserver', enabled: true }])).toBe('nonCompliant');
  });

  it('are not exported by a setting that is off or leads nowhere', () => {
    expect(judged([{ category: 'kube-audit', enabled: false }])).toBe('nonCompliant');
    expect(judged([{ category: 'kube-audit', enabled: true }], { workspaceId: null })).toBe('nonCompliant');
    expect(stateOf('control-plane-audit-logs', {}, { diagnostics: [] })).toBe('nonCompliant');
  });
});
