import { describe, expect, it } from 'vitest';
import { assessGovernanceCoverage } from '../../shared/governance/coverage.ts';
import type { GovernanceInput } from '../../shared/governance/input.ts';
import type { Sensor } from '../../shared/governance/sensor.ts';
import type { KubernetesState } from '../../shared/model/estate.ts';
import type { AssessedResource, DefenderState } from '../../shared/model/governance.ts';
import {
  DEVELOPMENT,
  defenderState,
  input,
  kubernetesState,
  only,
  PROD,
  PRODUCTION,
  policyState,
  REGISTRY,
  workload,
} from './estate.ts';
import { ofCluster, ofRegistry, postureState } from './posture/states.ts';

const READ_AT = '2026-11-02T02:00:00.000Z';

const looked = (resourceId: string): AssessedResource => ({
  ...{ resourceId, healthy: 4, unhealthy: 0, notApplicable: 1 },
  changedAt: '2026-10-30T00:00:00.000Z',
});
const defender: DefenderState = defenderState({
  assessed: [looked(PROD), looked(REGISTRY)],
  plans: [{ name: 'Containers', enabled: true, subPlan: '', extensions: [] }],
});
const SUPPORTED = [{ location: 'westeurope', supported: [{ minor: '1.34', plans: ['KubernetesOfficial'] }] }];
const posture = postureState({
  ...ofCluster(
    {
      agentPoolProfiles: [{ name: 's', nodeImageVersion: 'AKSUbuntu-2204-202610.20.0' }],
      currentKubernetesVersion: '1.34.1',
    },
    [],
  ),
  ...ofRegistry({}),
  versions: SUPPORTED,
});
const pods: KubernetesState = kubernetesState({ workloads: [workload({ posture: [] })] });
const EVERYTHING = {
  policy: new Map([[PRODUCTION, policyState()]]),
  defender: new Map([[PRODUCTION, defender]]),
  posture: new Map([[PRODUCTION, posture]]),
  kubernetes: new Map([[PROD, pods]]),
};

function cover(parts: Partial<GovernanceInput> = EVERYTHING, expected: readonly string[] = ['*']) {
  return assessGovernanceCoverage({
    ...input(parts),
    readAt: () => READ_AT,
    expectedSubscriptions: [PRODUCTION, DEVELOPMENT],
    expectedClusters: expected,
  });
}

const of = (covered: ReturnType<typeof cover>, name: string) =>
  only(covered.filter((entry) => entry.name === name));
const sensor = (entry: ReturnType<typeof of>, name: Sensor) =>
  only(entry.sensors.filter((state) => state.sensor === name));

describe('the coverage of governance', () => {
  it('calls a cluster scanned when Defender, Azure Policy, its pods and its settings were looked at', () => {
    const entry = of(cover(), 'prod');
    expect(entry).toMatchObject({ kind: 'cluster', resourceId: PROD, verdict: 'scanned', unknownChecks: [] });
    expect(sensor(entry, 'defender').evaluatedAt).toBe('2026-10-30T00:00:00.000Z');
    expect(entry.evaluatedAt).toBe(READ_AT);
  });

  it('calls a cluster that nobody looked at not scanned, which is not the same as without findings', () => {
    const entry = of(cover(), 'test');
    expect(entry.verdict).toBe('notScanned');
    expect(entry.evaluatedAt).toBeUndefined();
    for (const name of ['defenderPlan', 'defender', 'policy', 'pods', 'posture'] as const) {
      expect(sensor(entry, name)).toMatchObject({ state: 'unknown', why: expect.stringMatching(/\.$/) });
    }
  });

  it.each(['policy', 'defender', 'posture', 'kubernetes'] as const)(
    'calls a cluster partly scanned without %s',
    (source) => {
      expect(of(cover({ ...EVERYTHING, [source]: new Map() }), 'prod').verdict).toBe('partly');
    },
  );

  it('knows a sensor that is off from one of which nobody could tell', () => {
    const unpaid = { ...defender, plans: [{ ...defender.plans[0], enabled: false }] } as DefenderState;
    const paid = sensor(of(cover(), 'prod'), 'defenderPlan');
    const off = sensor(
      of(cover({ ...EVERYTHING, defender: new Map([[PRODUCTION, unpaid]]) }), 'prod'),
      'defenderPlan',
    );
    const unread = sensor(of(cover({ ...EVERYTHING, defender: new Map() }), 'prod'), 'defenderPlan');
    expect([paid.state, off.state, unread.state]).toEqual(['on', 'off', 'unknown']);
  });

  it('says that Azure Policy and its audit see nothing in a cluster without the add-on or the constraints', () => {
    const { inventory } = input();
    const clusters = inventory.clusters.map((cluster) => ({ ...cluster, policyAddon: false }));
    const entry = of(cover({ ...EVERYTHING, inventory: { ...inventory, clusters } }), 'prod');
    expect(sensor(entry, 'policyAddon').state).toBe('off');
    expect(sensor(entry, 'policy').state).toBe('off');
    expect(sensor(entry, 'gatekeeper')).toMatchObject({ state: 'off', evaluatedAt: undefined });
    expect(entry.verdict).toBe('partly');
  });

  it('lists the checks that have no answer, and why', () => {
    const blind = { ...posture, clusters: ofCluster({}).clusters, versions: [] };
    const entry = of(cover({ ...EVERYTHING, posture: new Map([[PRODUCTION, blind]]) }), 'prod');
    expect(entry.verdict).toBe('partly');
    expect(entry.unknownChecks.map(({ check }) => check)).toEqual([
      'control-plane-audit-logs',
      'node-image-age',
      'supported-version',
    ]);
    expect(entry.unknownChecks[0]?.why).toBe('The diagnostic settings were not read');
  });

  it('counts workloads whose pods could not be judged', () => {
    const unknown = workload({ posture: [{ check: 'seccomp', state: 'unknown', detail: 'Unreadable' }] });
    const state = kubernetesState({ workloads: [unknown, { ...unknown, name: 'web' }] });
    const entry = of(cover({ ...EVERYTHING, kubernetes: new Map([[PROD, state]]) }), 'prod');
    expect(entry.unknownChecks).toEqual([{ check: 'seccomp', why: 'Unreadable (2 workloads)' }]);
  });

  it('takes pods of a reading from before there were checks for not judged', () => {
    const old = kubernetesState({ workloads: [workload()] });
    const entry = of(cover({ ...EVERYTHING, kubernetes: new Map([[PROD, old]]) }), 'prod');
    expect(sensor(entry, 'pods').state).toBe('unknown');
  });

  it('says that a cluster in the inventory, which the reading does not show, was not looked at', () => {
    const empty = postureState();
    const entry = of(cover({ ...EVERYTHING, posture: new Map([[PRODUCTION, empty]]) }), 'prod');
    expect(sensor(entry, 'posture')).toMatchObject({
      state: 'unknown',
      why: 'Azure does not show what it is set to.',
    });
  });

  it('checks off what is configured: a cluster and a subscription that Azure does not show are missed', () => {
    const { inventory } = input();
    const hidden = { ...inventory, subscriptions: inventory.subscriptions.slice(0, 1) };
    const covered = cover({ ...EVERYTHING, inventory: hidden }, ['prod', 'te*', 'gone']);
    expect(of(covered, 'gone')).toMatchObject({ kind: 'cluster', resourceId: '', verdict: 'notScanned' });
    const missed = of(covered, DEVELOPMENT);
    expect(missed).toMatchObject({ kind: 'subscription', verdict: 'notScanned' });
    expect(missed.unknownChecks[0]?.why).toBe('Azure does not show the subscription.');
  });

  it('takes a Defender that shows no plans for unread: a missing role looks like an empty answer', () => {
    const nothing = { ...EVERYTHING, defender: new Map([[PRODUCTION, defenderState()]]) };
    expect(sensor(of(cover(), 'Production'), 'defender').state).toBe('on');
    expect(sensor(of(cover(nothing), 'Production'), 'defender').state).toBe('unknown');
  });

  it('covers registries, whose images Defender may not have looked at', () => {
    expect(of(cover(), 'contoso')).toMatchObject({ kind: 'registry', resourceId: REGISTRY });
    const unseen = { ...defender, assessed: [looked(PROD)] };
    const entry = of(cover({ ...EVERYTHING, defender: new Map([[PRODUCTION, unseen]]) }), 'contoso');
    expect(sensor(entry, 'defender').state).toBe('unknown');
  });
});
