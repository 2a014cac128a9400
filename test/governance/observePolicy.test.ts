import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { observeFindings } from '../../shared/governance/observe.ts';
import type { PolicyComponent, PolicyExemption } from '../../shared/model/governance.ts';
import {
  assessment,
  clusterId,
  component,
  DEVELOPMENT,
  input,
  LATEST_TAG,
  only,
  PRIVILEGED_ASSESSMENT,
  PROD,
  PRODUCTION,
  policyState,
  REGISTRY,
  SENSOR_ASSESSMENT,
  SENSOR_POLICY,
  TEST,
  WILDCARD_ROLES,
  withDefender,
  withPolicy,
  withWorkloads,
  workload,
} from './estate.ts';

const RECORDED = new URL(
  '../../../shared/data/policy/k8s-components-expand.transcribed.json',
  import.meta.url,
);

function definition(guid: string): { readonly definitionId: string } {
  return { definitionId: `/providers/microsoft.authorization/policydefinitions/${guid}` };
}

describe('components that break a policy', () => {
  it('are one finding of the team whose workload holds the pods', () => {
    const pods = ['api-7d4b9c8f6d-x2k4p', 'api-7d4b9c8f6d-b9c7d'];
    const finding = only(
      observeFindings(
        input({
          ...withWorkloads([workload({ pods })]),
          ...withPolicy(pods.map((name) => component({ name }))),
        }),
      ),
    );
    expect(finding).toMatchObject({
      source: 'policy',
      scope: `policy:${PRODUCTION}`,
      control: 'privileged-containers',
      title: 'Kubernetes cluster should not allow privileged containers',
      surface: 'application',
      actor: 'team',
      severity: 'medium',
      clusterName: 'prod',
      namespace: 'shop',
      workload: 'Deployment/api',
      detail: '2 pods, such as api-7d4b9c8f6d-b9c7d',
      exempt: false,
    });
  });

  it('keep the finding’s identity over rollouts, and when the cluster was not read', () => {
    const before = input({
      ...withWorkloads([workload({ pods: ['api-7d4b9c8f6d-x2k4p'] })]),
      ...withPolicy([component({ name: 'api-7d4b9c8f6d-x2k4p' })]),
    });
    const after = input({
      ...withWorkloads([workload({ pods: ['api-68f7d6c9b5-qqqqq'] })]),
      ...withPolicy([component({ name: 'api-68f7d6c9b5-qqqqq' })]),
    });
    const unread = input(withPolicy([component({ name: 'api-5c5d57869f-zzzzz' })]));
    const [one, two, three] = [before, after, unread].map((reading) => only(observeFindings(reading)));
    expect(two?.id).toBe(one?.id);
    expect(three?.id).toBe(one?.id);
    expect(three).toMatchObject({ workload: 'Deployment/api' });
    expect(three?.detail).toContain('inferred from the pod name');
  });

  it('show the workload that the cluster names rather than one inferred', () => {
    const run = workload({ kind: 'Job', name: 'etl-x7k2p', pods: ['etl-x7k2p-qqqqq'] });
    const components = ['etl-29412345-bcdfg', 'etl-x7k2p-qqqqq'].map((name) => component({ name }));
    const finding = only(observeFindings(input({ ...withWorkloads([run]), ...withPolicy(components) })));
    expect(finding).toMatchObject({
      workload: 'Job/etl-x7k2p',
      detail: '2 pods, such as etl-x7k2p-qqqqq',
    });
  });

  it('count once, however many assignments and initiatives tell of them', () => {
    const components = ['cis', 'safeguards', 'securitycenterbuiltin'].map((assignmentId) =>
      component({ assignmentId, setDefinitionId: assignmentId }),
    );
    expect(only(observeFindings(input(withPolicy(components)))).detail).toMatch(/^1 pod,/);
  });

  it('are told apart by control, cluster, namespace and workload', () => {
    const findings = observeFindings(
      input({
        policy: new Map([
          [
            PRODUCTION,
            policyState({
              components: [
                component(),
                component(definition(LATEST_TAG)),
                component({ namespace: 'payments' }),
                component({ name: 'web-7d4b9c8f6d-x2k4p' }),
              ],
            }),
          ],
          [DEVELOPMENT, policyState({ components: [component({ clusterId: TEST })] })],
        ]),
      }),
    );
    expect(new Set(findings.map(({ id }) => id)).size).toBe(5);
    expect(findings.find(({ clusterId: id }) => id === TEST)?.scope).toBe(`policy:${DEVELOPMENT}`);
  });

  it('are exempt only when all of them are', () => {
    const names = ['api-7d4b9c8f6d-x2k4p', 'api-7d4b9c8f6d-b9c7d'];
    const exempt = names.map((name) => component({ name, state: 'exempt' }));
    expect(only(observeFindings(input(withPolicy(exempt)))).exempt).toBe(true);
    const mixed = [...exempt, component({ name: 'api-7d4b9c8f6d-zzzzz' })];
    expect(only(observeFindings(input(withPolicy(mixed))))).toMatchObject({
      exempt: false,
      detail: '1 pod, such as api-7d4b9c8f6d-zzzzz; workload inferred from the pod name',
    });
  });

  it('tell who excused them, why, and until the first of the exemptions ends', () => {
    const exemption = (id: string, expiresOn: string | undefined): PolicyExemption => ({
      id,
      category: 'waiver',
      displayName: id,
      description: id === 'short' ? 'Ticket\r\nSEC-1' : '',
      expiresOn,
      assignmentId: 'a',
      referenceIds: [],
      scope: PROD,
      selective: false,
    });
    const exempt = (name: string, exemptionId: string) => component({ name, exemptionId, state: 'exempt' });
    const state = policyState({
      components: [exempt('api-7d4b9c8f6d-x2k4p', 'long'), exempt('api-7d4b9c8f6d-b9c7d', 'short')],
      exemptions: [exemption('long', undefined), exemption('short', '2026-12-01T00:00:00.000Z')],
    });
    expect(only(observeFindings(input({ policy: new Map([[PRODUCTION, state]]) })))).toMatchObject({
      exempt: true,
      exemption: { from: 'azure', reason: 'Ticket SEC-1', by: '', until: '2026-11-30' },
    });
  });

  it('count at least as many pods as are listed where Azure cut the list short', () => {
    const others = Array.from({ length: 499 }, (_, index) =>
      component({ namespace: 'load', name: `bare-${index}x` }),
    );
    const findings = observeFindings(input(withPolicy([component(), ...others])));
    expect(findings.find(({ namespace }) => namespace === 'shop')?.detail).toMatch(/^1\+ pods, such as/);
    const fewer = observeFindings(input(withPolicy([component(), ...others.slice(1)])));
    expect(fewer.find(({ namespace }) => namespace === 'shop')?.detail).toMatch(/^1 pod, such as/);
  });

  it.each(['compliant', 'conflict', 'error', 'unknown', 'protected'] as const)(
    'are no finding in the state %s',
    (state) => {
      expect(observeFindings(input(withPolicy([component({ state })])))).toEqual([]);
    },
  );

  it('leave the placeholder for all components out', () => {
    expect(observeFindings(input(withPolicy([component({ componentType: '*', name: '*' })])))).toEqual([]);
  });

  it('are the platform’s where no namespace holds them', () => {
    const role = component({
      ...definition(WILDCARD_ROLES),
      componentType: 'ClusterRole',
      namespace: '',
      name: 'everything',
    });
    expect(only(observeFindings(input(withPolicy([role]))))).toMatchObject({
      control: 'wildcard-roles',
      actor: 'platform',
      namespace: '',
      workload: '',
      detail: 'clusterrole everything',
    });
  });

  it('are their own team’s where the namespace itself is wrong', () => {
    const namespace = component({ componentType: 'Namespace', namespace: '', name: 'shop' });
    expect(only(observeFindings(input(withPolicy([namespace]))))).toMatchObject({
      actor: 'team',
      namespace: 'shop',
      workload: '',
    });
  });

  it('are not reported for clusters that are not watched', () => {
    const elsewhere = component({ clusterId: clusterId(PRODUCTION, 'somebody-elses') });
    expect(observeFindings(input(withPolicy([elsewhere])))).toEqual([]);
  });

  it('are kept when nobody knows the policy', () => {
    const unknown = definition('0badf00d-0000-4000-8000-000000000000');
    const findings = observeFindings(
      input(
        withPolicy([
          component({ ...unknown, referenceId: 'ourOwnRule' }),
          component({ ...unknown, referenceId: '', componentType: 'ClusterRole', namespace: '', name: 'x' }),
        ]),
      ),
    );
    expect(findings).toHaveLength(2);
    expect(findings.find(({ namespace }) => namespace === 'shop')).toMatchObject({
      control: 'uncatalogued:0badf00d-0000-4000-8000-000000000000',
      title: 'Policy ourOwnRule',
      surface: 'application',
      actor: 'team',
      severity: 'unknown',
    });
    expect(findings.find(({ namespace }) => namespace === '')).toMatchObject({
      surface: 'cluster',
      actor: 'platform',
    });
  });
});

describe('a cluster or registry that breaks a policy as a whole', () => {
  const sensor = { ...definition(SENSOR_POLICY), componentType: 'cluster', namespace: '', name: 'prod' };

  it('is the platform’s', () => {
    expect(only(observeFindings(input(withPolicy([component(sensor)]))))).toMatchObject({
      control: 'defender-sensor',
      actor: 'platform',
      clusterName: 'prod',
      detail: 'cluster prod',
    });
    const registry = component({
      ...definition('dc921057-6b28-4fbe-9b83-f7bec05db6c2'),
      clusterId: REGISTRY,
      componentType: 'registry',
      namespace: '',
      name: 'contoso',
    });
    expect(only(observeFindings(input(withPolicy([registry]))))).toMatchObject({
      control: 'registry-admin-account',
      surface: 'registry',
      actor: 'platform',
      clusterId: '',
      detail: 'registry contoso',
    });
  });

  it('is the same finding whether policy, Defender or both tell', () => {
    const policy = withPolicy([component(sensor)]);
    const defender = withDefender([assessment({ key: SENSOR_ASSESSMENT })]);
    const both = only(observeFindings(input({ ...policy, ...defender })));
    expect(both.source).toBe('defender');
    expect(only(observeFindings(input(policy))).id).toBe(both.id);
    expect(only(observeFindings(input(defender))).id).toBe(both.id);
  });

  it('is not counted beside its components, whoever tells of it', () => {
    const whole = component({ componentType: 'cluster', namespace: '', name: 'prod' });
    const findings = observeFindings(
      input({
        ...withPolicy([component(), whole]),
        ...withDefender([assessment({ key: PRIVILEGED_ASSESSMENT })]),
      }),
    );
    expect(only(findings)).toMatchObject({ source: 'policy', namespace: 'shop' });
  });

  it('is told by Defender where policy names no components of that cluster', () => {
    const elsewhere = withPolicy([component({ clusterId: TEST })], DEVELOPMENT);
    const defender = withDefender([assessment({ key: PRIVILEGED_ASSESSMENT })]);
    const findings = observeFindings(input({ ...elsewhere, ...defender }));
    expect(findings.map(({ source, clusterId: id }) => [source, id]).sort()).toEqual([
      ['defender', PROD],
      ['policy', TEST],
    ]);
  });
});

describe('hostile and crowded input', () => {
  it('cannot make two places one by the names it chooses', () => {
    const findings = observeFindings(
      input(
        withPolicy([
          component({ componentType: 'service', namespace: 'a', name: 'b","c' }),
          component({ componentType: 'service","b', namespace: 'a', name: 'c' }),
        ]),
      ),
    );
    expect(new Set(findings.map(({ id }) => id)).size).toBe(2);
  });

  it('gets one line of limited length, whatever the names hold', () => {
    const name = `a\r\nBcc: x@y\u202e\u0000${'z'.repeat(5_000)}`;
    const finding = only(observeFindings(input(withPolicy([component({ componentType: 'service', name })]))));
    expect(finding.detail).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(finding.detail.length).toBeLessThanOrEqual(300);
  });

  it('gives the same findings in whatever order it comes', () => {
    const components: PolicyComponent[] = Array.from({ length: 60 }, (_, index) =>
      component({
        name: `app${index % 7}-7d4b9c8f6d-${'bcdfg'.replace('b', 'bcdfghjk'[index % 8] ?? 'b')}`,
        referenceId: `reference${index % 3}`,
        assignmentId: `assignment${index % 2}`,
        state: index % 11 === 0 ? 'exempt' : 'noncompliant',
        ...(index % 5 === 0 ? definition('0badf00d-0000-4000-8000-000000000000') : {}),
      }),
    );
    const one = observeFindings(input(withPolicy(components)));
    expect(observeFindings(input(withPolicy([...components].reverse())))).toEqual(one);
  });
});

describe.skipIf(!existsSync(RECORDED))('recorded: the pods of a real cluster', () => {
  it('are traced to fewer workloads by their names alone', () => {
    const answer: { readonly value: readonly { readonly components: readonly { readonly id: string }[] }[] } =
      JSON.parse(readFileSync(RECORDED, 'utf8'));
    const ids = answer.value.flatMap(({ components }) => components.map(({ id }) => id.split('/')));
    const components = ids.map(([namespace = '', name = '']) => component({ namespace, name }));
    const workloads = observeFindings(input(withPolicy(components))).map(({ workload: display }) => display);
    expect(workloads).toContain('DaemonSet/kube-bench-node--1');
    expect(workloads.length).toBeLessThan(components.length);
    expect(workloads.filter((display) => /-[b-df-hj-np-tv-xz24-9]{5}$/.test(display))).toEqual([]);
  });
});
