import { describe, expect, it } from 'vitest';
import { PodSchema } from '../../../shared/sources/kubernetes/objects.ts';
import { gatherWorkloads } from '../../../shared/sources/kubernetes/workloads.ts';

const SECRET = 'correct-horse-battery-staple';

function pod(name: string, spec: object, phase = 'Running'): unknown {
  const owner = { kind: 'StatefulSet', name: 'db', controller: true };
  return {
    metadata: { name, namespace: 'shop', ownerReferences: [owner] },
    spec: { containers: [{ name: 'db', image: 'docker.io/postgres:17', ...spec }] },
    status: { phase },
  };
}

const gather = (...pods: readonly unknown[]) => gatherWorkloads(PodSchema.array().parse(pods));
const checks = (...pods: readonly unknown[]) => gather(...pods)[0]?.posture?.map(({ check }) => check);

describe('what the pods of a workload do', () => {
  it('is kept as verdicts, never as a specification or the value of a variable', () => {
    const env = [{ name: 'DB_PASSWORD', value: SECRET }];
    const pods = PodSchema.array().parse([pod('db-0', { env, securityContext: { privileged: true } })]);
    expect(JSON.stringify(pods)).not.toContain(SECRET);
    const [workload] = gatherWorkloads(pods);
    expect(workload?.posture).toContainEqual({
      check: 'secrets-in-environment',
      state: 'nonCompliant',
      detail: 'Variables look like secrets: DB_PASSWORD of db',
    });
    expect(JSON.stringify(workload)).not.toContain(SECRET);
    expect(JSON.stringify(workload)).not.toContain('securityContext');
  });

  it('is told by the pods that run, not by those that are over', () => {
    const bad = { securityContext: { privileged: true } };
    expect(checks(pod('db-0', {}), pod('db-1', bad))).toContain('privileged');
    expect(checks(pod('db-0', {}), pod('db-1', bad, 'Failed'))).not.toContain('privileged');
    expect(checks(pod('db-1', bad, 'Succeeded'))).toContain('privileged');
  });

  it('is unknown for a pod with fields of other types, whose workload is kept', () => {
    const [workload] = gather(pod('db-0', { securityContext: { privileged: 'yes' } }));
    expect(workload).toMatchObject({ name: 'db', pods: ['db-0'] });
    expect(new Set(workload?.posture?.map(({ state }) => state))).toEqual(new Set(['unknown']));
  });

  it('is held against the registries that are trusted', () => {
    const pods = PodSchema.array().parse([pod('db-0', {})]);
    const untrusted = (registries: readonly string[]) =>
      gatherWorkloads(pods, registries)[0]?.posture?.some(({ check }) => check === 'untrusted-registry');
    expect(untrusted(['contoso.azurecr.io'])).toBe(true);
    expect(untrusted(['docker.io'])).toBe(false);
    expect(untrusted([])).toBe(false);
  });
});
