import { describe, expect, it } from 'vitest';
import { listAlerts } from '../../local/tenant/governance/alerts.ts';
import { listAssessments } from '../../local/tenant/governance/assessments.ts';
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

  it('include vulnerabilities of running images, with and without a fix, spelt both ways, some without a score', () => {
    const found = listImageVulnerabilities(world);
    const digests = new Set(
      world.clusters.flatMap(({ name }) => listPods(world, name, TODAY).map((pod) => pod.digest)),
    );
    expect(found.length).toBeGreaterThan(30);
    expect(found.every((each) => digests.has(each.digest))).toBe(true);
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

  it('show the cluster without a sensor as unhealthy, and an exemption as not applicable', () => {
    const text = JSON.stringify(listAssessments(world, DEVELOPMENT).map((each) => each.properties.status));
    expect(text).toContain('"Unhealthy"');
    expect(text).toContain('"cause":"Exempt"');
  });
});
