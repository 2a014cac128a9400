import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexWorkloads, placeComponent } from '../../shared/governance/workload.ts';
import type { Workload } from '../../shared/model/estate.ts';
import { kubernetesState, workload } from './estate.ts';

const UNREAD = indexWorkloads(undefined);

function indexOf(...workloads: readonly Workload[]) {
  return indexWorkloads(kubernetesState({ workloads }));
}

describe('a pod’s workload', () => {
  it('is the one that the cluster says holds the pod', () => {
    const index = indexOf(workload({ kind: 'StatefulSet', name: 'db', pods: ['odd-name'] }));
    expect(placeComponent(index, 'Pod', 'shop', 'odd-name')).toEqual({
      stableName: 'db',
      display: 'StatefulSet/db',
      inferred: false,
    });
  });

  it('is not looked for in another namespace', () => {
    const index = indexOf(workload({ name: 'db', pods: ['odd-name'] }));
    expect(placeComponent(index, 'pod', 'other', 'odd-name')?.display).toBe('Pod/odd-name');
  });

  it.each([
    ['api-7d4b9c8f6d-x2k4p', 'Deployment/api'],
    ['web-front-end-5f6b8d9c7-abcde', 'Pod/web-front-end-5f6b8d9c7-abcde'],
    ['web-front-end-5f6b8d9c7-bcd2f', 'Deployment/web-front-end'],
    ['fluent-bit-x2k4p', 'DaemonSet/fluent-bit'],
    ['db-0', 'StatefulSet/db'],
    ['backup-29412345-x2k4p', 'CronJob/backup'],
    ['kube-bench-node--1-rp8kl', 'DaemonSet/kube-bench-node--1'],
    ['metadata-db-648b64b5c4-4g8sm', 'Deployment/metadata-db'],
    ['toolbox', 'Pod/toolbox'],
  ])('is inferred from the name %s where the cluster was not read: %s', (pod, display) => {
    expect(placeComponent(UNREAD, 'pod', 'shop', pod)).toMatchObject({ display, inferred: true });
  });

  it('is the known workload of that name once the pod is gone', () => {
    const index = indexOf(workload({ kind: 'Rollout', name: 'api', pods: ['api-68f7d6c9b5-22222'] }));
    expect(placeComponent(index, 'pod', 'shop', 'api-7d4b9c8f6d-x2k4p')).toEqual({
      stableName: 'api',
      display: 'Rollout/api',
      inferred: false,
    });
  });

  it('is found by what is left of a name that Kubernetes cut', () => {
    const name = 'a-release-of-some-chart-with-a-name-that-will-not-end-soon';
    const pod = `${`${name}-7d4b9c8f6d-`.slice(0, 58)}x2k4p`;
    expect(pod).toHaveLength(63);
    expect(placeComponent(indexOf(workload({ name })), 'pod', 'shop', pod)?.display).toBe(
      `Deployment/${name}`,
    );
    expect(placeComponent(UNREAD, 'pod', 'shop', pod)?.stableName).toBe(name);
  });

  it('is found by the beginning of its name where even that was cut', () => {
    const name = 'a-release-of-some-chart-with-a-name-that-is-longer-than-pods-may-have';
    const index = indexOf(workload({ name: 'a' }), workload({ name }), workload({ name: 'a-release' }));
    expect(placeComponent(index, 'pod', 'shop', `${name.slice(0, 58)}x2k4p`)?.display).toBe(
      `Deployment/${name}`,
    );
  });

  it('is the same for every run of a job', () => {
    const runs = ['etl-20261101', 'etl-20261102', 'etl-x7k2p'].map((name) =>
      placeComponent(
        indexOf(workload({ kind: 'Job', name, pods: [`${name}-bcdfg`] })),
        'pod',
        'shop',
        `${name}-bcdfg`,
      ),
    );
    expect(new Set(runs.map((run) => run?.stableName))).toEqual(new Set(['etl']));
    expect(placeComponent(UNREAD, 'pod', 'shop', 'etl-x7k2p-bcdfg')?.stableName).toBe('etl');
  });

  it('keeps its identity when the cluster cannot be asked', () => {
    const name = fc.stringMatching(/^[a-z]([a-z]{0,10}-)?[a-z]{0,8}[aeiou]$/);
    const suffix = (length: number) =>
      fc.string({
        unit: fc.constantFrom(...'bcdfghjklmnpqrstvwxz2456789'),
        minLength: length,
        maxLength: length,
      });
    const pods = fc.oneof(
      fc.tuple(suffix(9), suffix(5)).map(([hash, end]) => ({ kind: 'Deployment', end: `${hash}-${end}` })),
      suffix(5).map((end) => ({ kind: 'DaemonSet', end })),
      fc.nat(99).map((ordinal) => ({ kind: 'StatefulSet', end: String(ordinal) })),
      suffix(5).map((end) => ({ kind: 'CronJob', end: `29412345-${end}` })),
    );
    fc.assert(
      fc.property(name, pods, (base, { kind, end }) => {
        const pod = `${base}-${end}`;
        const read = indexOf(workload({ kind, name: base, pods: [pod] }));
        expect(placeComponent(UNREAD, 'pod', 'shop', pod)?.stableName).toBe(
          placeComponent(read, 'pod', 'shop', pod)?.stableName,
        );
      }),
    );
  });
});

describe('other objects', () => {
  it('stand for themselves when they are controllers', () => {
    expect(placeComponent(UNREAD, 'StatefulSet', 'shop', 'db')?.display).toBe('StatefulSet/db');
    expect(placeComponent(UNREAD, 'ReplicaSet', 'shop', 'api-7d4b9c8f6d')?.display).toBe('Deployment/api');
  });

  it('belong to no workload otherwise', () => {
    expect(placeComponent(UNREAD, 'Service', 'shop', 'api')).toBeUndefined();
    expect(placeComponent(UNREAD, 'constructor', 'shop', 'api')).toBeUndefined();
  });
});
