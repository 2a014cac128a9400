import { expect, test } from 'vitest';
import type { KubernetesState } from '../../shared/model/estate.ts';
import type { PolicyState } from '../../shared/model/governance.ts';
import { decodeReading } from '../../shared/store/codec.ts';
import { component, kubernetesState, policyState } from '../governance/estate.ts';

test('a reading of policies comes back as it was kept', () => {
  const state = policyState({
    components: [component({ exemptionId: 'e' })],
    componentsLost: 2,
    warnings: ['Something was not read.'],
  });
  expect(decodeReading('policy', JSON.parse(JSON.stringify(state)))).toEqual(state);
});

test('a reading of policies that an earlier version kept has no exemptions, and names no initiatives', () => {
  const { exemptionId: _, ...old } = component();
  const summary = {
    assignmentId: 'a',
    setDefinitionId: 's',
    displayName: 'Safeguards',
    nonCompliantResources: 1,
    resources: { noncompliant: 1 },
    nonCompliantPolicies: 1,
  };
  const kept = { components: [old], summaries: [summary] } as unknown as PolicyState;
  expect(decodeReading('policy', kept)).toEqual(
    policyState({
      components: [component()],
      summaries: [{ ...summary, setDisplayName: '', definitions: [] }],
    }),
  );
});

test('a reading of a cluster that an earlier version kept tells nothing of Gatekeeper, not that all is well', () => {
  const kept = { namespaces: [], workloads: [], nodes: [] } as unknown as KubernetesState;
  expect(decodeReading('kubernetes', kept)).toEqual(kubernetesState({ constraintsRead: false }));
});
