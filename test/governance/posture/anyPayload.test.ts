import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PostureOutcome } from '../../../shared/governance/posture/check.ts';
import {
  CLUSTER_CHECKS,
  REGISTRY_CHECKS,
  WORKLOAD_CHECKS,
} from '../../../shared/governance/posture/checks.ts';
import { parseDiagnosticSetting } from '../../../shared/governance/posture/diagnosticSetting.ts';
import { parseLocationAssignment } from '../../../shared/governance/posture/locationAssignment.ts';
import { parsePodSpec } from '../../../shared/governance/posture/pod.ts';
import { clusterSubject, registrySubject, SETTINGS } from './subjects.ts';

const value = fc.oneof(
  fc.jsonValue(),
  fc.boolean(),
  fc.constantFrom('true', 'None', 'none', '0.0.0.0/0', '\u202eevil\nname', '__proto__', null, 0, -1, {}, []),
);

/** Any of the names, each with a value of any kind, beside others. */
function record(...names: string[]) {
  return fc.oneof(
    value,
    fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }),
  );
}

const clusterProperties = fc.record(
  {
    apiServerAccessProfile: record('authorizedIPRanges', 'enablePrivateCluster', 'disableRunCommand'),
    aadProfile: record('managed', 'enableAzureRBAC', 'adminGroupObjectIDs'),
    addonProfiles: fc.dictionary(
      fc.constantFrom('azurepolicy', 'azurePolicy', '__proto__'),
      record('enabled'),
    ),
    agentPoolProfiles: fc.oneof(value, fc.array(record('name', 'nodeImageVersion'))),
    autoUpgradeProfile: record('upgradeChannel', 'nodeOSUpgradeChannel'),
    networkProfile: record('networkPolicy'),
    securityProfile: fc.oneof(value, fc.record({ workloadIdentity: record('enabled') })),
    currentKubernetesVersion: value,
    disableLocalAccounts: value,
  },
  { requiredKeys: [] },
);

const registryProperties = fc.record(
  {
    adminUserEnabled: value,
    privateEndpointConnections: fc.oneof(value, fc.array(record('properties'))),
    policies: fc.oneof(value, fc.record({ retentionPolicy: record('status', 'days') })),
    publicNetworkAccess: value,
  },
  { requiredKeys: [] },
);

const pod = fc.record({
  metadata: record('annotations'),
  spec: fc.record(
    {
      hostPID: value,
      securityContext: record('runAsUser', 'seccompProfile'),
      volumes: fc.oneof(value, fc.array(record('name', 'hostPath'))),
      containers: fc.array(
        fc.record({
          name: fc.string(),
          image: fc.string(),
          securityContext: record('privileged', 'runAsNonRoot'),
        }),
      ),
    },
    { requiredKeys: ['containers'] },
  ),
});

function expectOutcome({ state, detail }: PostureOutcome): void {
  expect(['compliant', 'nonCompliant', 'notApplicable', 'unknown']).toContain(state);
  expect(detail).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{1,300}$/u);
}

describe('whatever Azure or Kubernetes answers', () => {
  it('every check of a cluster has one outcome, in one line', () => {
    fc.assert(
      fc.property(fc.oneof(clusterProperties, value), (properties) => {
        for (const { check } of CLUSTER_CHECKS) expectOutcome(check(clusterSubject(properties)));
      }),
    );
  });

  it('every check of a registry has one outcome, in one line', () => {
    fc.assert(
      fc.property(fc.oneof(registryProperties, value), record('name'), (properties, sku) => {
        for (const { check } of REGISTRY_CHECKS) expectOutcome(check(registrySubject({ properties, sku })));
      }),
    );
  });

  it('a pod is judged or is none', () => {
    fc.assert(
      fc.property(pod, (payload) => {
        const parsed = parsePodSpec(payload);
        if (parsed === undefined) return;
        for (const { check } of WORKLOAD_CHECKS) expectOutcome(check({ pod: parsed, settings: SETTINGS }));
      }),
    );
  });

  it('a setting or an assignment is read or is none', () => {
    fc.assert(
      fc.property(fc.record({ id: value, name: value, properties: record('logs', 'scope') }), (row) => {
        parseDiagnosticSetting(row);
        parseLocationAssignment(row);
      }),
    );
  });
});
