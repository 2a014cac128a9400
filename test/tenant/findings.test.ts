import { describe, expect, it } from 'vitest';
import { listAlerts } from '../../local/tenant/governance/alerts.ts';
import { listAssessments } from '../../local/tenant/governance/assessments.ts';
import { listGovernanceAssignments } from '../../local/tenant/governance/assignments.ts';
import { describeSecureScore, listSecureScoreControls } from '../../local/tenant/governance/secureScore.ts';
import { listStandards } from '../../local/tenant/governance/standards.ts';
import { listComponentStates } from '../../local/tenant/governance/violations.ts';
import { listImageVulnerabilities } from '../../local/tenant/governance/vulnerabilities.ts';
import { DEVELOPMENT, PRODUCTION } from '../../local/tenant/world/clusters.ts';
import { listPods } from '../../local/tenant/world/pods.ts';
import { createWorld } from '../../local/tenant/world/world.ts';
import type { Day } from '../../shared/model/time.ts';

const TODAY: Day = '2026-11-23';
const world = createWorld({ today: TODAY });

describe('the findings of the demo tenant', () => {
  it('include policy violations by pod and a placeholder', () => {
    const states = listComponentStates(world, PRODUCTION);
    const pods = new Set(
      world.clusters.flatMap(({ name }) =>
        listPods(world, name, TODAY).map((pod) => `${pod.workload.namespace}/${pod.name}`),
      ),
    );
    const named = states.filter((state) => state.componentType === 'pod');
    expect(named.length).toBeGreaterThan(100);
    expect(named.every((state) => pods.has(state.componentId))).toBe(true);
    expect(states.some((state) => state.componentType === '*')).toBe(true);
  });

  it('include vulnerabilities, most of running images, with and without a fix, spelt both ways, some without a score', () => {
    const found = listImageVulnerabilities(world);
    const digests = new Set(
      world.clusters.flatMap(({ name }) => listPods(world, name, TODAY).map((pod) => pod.digest)),
    );
    expect(found.length).toBeGreaterThan(30);
    const running = found.filter((each) => digests.has(each.digest));
    expect(running.length).toBeGreaterThan(30);
    expect(running.length).toBeLessThan(found.length);
    const text = JSON.stringify(found.flatMap((each) => each.cves));
    for (const word of ['FixAvailable', 'NoFixAvailable', 'IsPubliclyDisclosed', 'ExploitStepsPublished']) {
      expect(text).toContain(`"${word}"`);
    }
    expect(text).toContain('"Base":null');
  });

  it('include two alerts that point to pods', () => {
    expect(listAlerts(world).map((alert) => alert.properties.CompromisedEntity)).toEqual([
      'aks-shared-prod',
      'aks-payments-prod',
    ]);
  });

  it('include recommendations of other categories than software', () => {
    const all = [PRODUCTION, DEVELOPMENT].flatMap((id) => listAssessments(world, id));
    const text = JSON.stringify(all.map((each) => each.properties.metadata));
    for (const category of ['SoftwareUpdate', 'ServiceUpgrade', 'HostMisconfigurations', 'ExposedSecrets']) {
      expect(text).toContain(`"recommendationCategory":"${category}"`);
    }
  });

  it('name who is to fix some of them until when, of what is unhealthy alone', () => {
    const assessments = listAssessments(world, PRODUCTION);
    const unhealthy = assessments
      .filter(({ properties }) => JSON.stringify(properties.status).includes('"Unhealthy"'))
      .map(({ resourceId, key }) => `${resourceId}/providers/Microsoft.Security/assessments/${key}`);
    const assigned = listGovernanceAssignments(world, PRODUCTION).map(({ properties }) => properties);
    expect(assigned.length).toBeGreaterThan(5);
    expect(assigned.length).toBeLessThan(unhealthy.length);
    expect(assigned.every(({ assignedResourceId }) => unhealthy.includes(String(assignedResourceId)))).toBe(
      true,
    );
    expect(assigned.some(({ remediationDueDate }) => String(remediationDueDate) < TODAY)).toBe(true);
  });

  it('give a score that is the sum of its controls, and standards that count theirs', () => {
    for (const id of [PRODUCTION, DEVELOPMENT]) {
      const { score } = describeSecureScore(id) as { score: { current: number; max: number } };
      const controls = listSecureScoreControls(id).map(
        ({ properties }) => properties.score as { current: number; max: number },
      );
      expect(controls.reduce((sum, { max }) => sum + max, 0)).toBe(score.max);
      expect(controls.reduce((sum, { current }) => sum + current, 0)).toBe(score.current);
      for (const { properties, controls: own } of listStandards(id)) {
        const counted = ['passed', 'failed', 'skipped', 'unsupported'].map((state) =>
          Number(properties[`${state}Controls`]),
        );
        expect(counted.reduce((sum, each) => sum + each, 0)).toBe(own.length);
      }
    }
  });

  it('show the cluster without a sensor as unhealthy, and an exemption as not applicable', () => {
    const text = JSON.stringify(listAssessments(world, DEVELOPMENT).map((each) => each.properties.status));
    expect(text).toContain('"Unhealthy"');
    expect(text).toContain('"cause":"Exempt"');
  });
});
