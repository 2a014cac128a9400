import { describe, expect, it } from 'vitest';
import type { PostureCheckId } from '../../../shared/governance/control.ts';
import { WORKLOAD_CHECKS } from '../../../shared/governance/posture/checks.ts';
import { parseImageReference } from '../../../shared/governance/posture/imageReference.ts';
import { parsePodSpec } from '../../../shared/governance/posture/pod.ts';
import { readLiteral } from '../../../shared/governance/posture/secret.ts';
import { SETTINGS, workloadSubject } from './subjects.ts';

function judge(id: PostureCheckId, ...pod: Parameters<typeof workloadSubject>) {
  const outcome = WORKLOAD_CHECKS.find((check) => check.id === id)?.check(workloadSubject(...pod));
  if (outcome === undefined) throw new Error(`no check ${id}`);
  return outcome;
}

function container(more: object) {
  return { containers: [{ name: 'api', image: 'contoso.azurecr.io/api:1', ...more }] };
}

describe('a workload whose manifest says nothing', () => {
  it('is taken for what Kubernetes does then', () => {
    const states = Object.fromEntries(WORKLOAD_CHECKS.map(({ id }) => [id, judge(id, {}).state]));
    expect(states).toEqual({
      apparmor: 'compliant',
      'host-namespaces': 'compliant',
      'host-network': 'compliant',
      'host-paths': 'compliant',
      'image-digest': 'nonCompliant',
      'latest-tag': 'compliant',
      privileged: 'compliant',
      'read-only-root': 'nonCompliant',
      'run-as-root': 'nonCompliant',
      seccomp: 'nonCompliant',
      'secrets-in-environment': 'compliant',
      'untrusted-registry': 'compliant',
    });
  });

  it('is asked nothing that Windows does not have', () => {
    for (const id of ['apparmor', 'read-only-root', 'run-as-root', 'seccomp'] as const) {
      expect(judge(id, { os: { name: 'windows' } }).state, id).toBe('notApplicable');
      expect(judge(id, { nodeSelector: { 'kubernetes.io/os': 'windows' } }).state, id).toBe('notApplicable');
    }
  });

  it('is nothing when it is no pod', () => {
    for (const odd of [
      undefined,
      {},
      { spec: {} },
      { spec: { containers: [] } },
      { spec: { containers: 'api' } },
    ]) {
      expect(parsePodSpec(odd)).toBeUndefined();
    }
  });
});

describe('what a container may do', () => {
  it('is decided by the container before the pod', () => {
    const pod = { securityContext: { runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } } };
    expect(judge('run-as-root', pod).state).toBe('compliant');
    expect(judge('seccomp', pod).state).toBe('compliant');
    const own = {
      ...pod,
      ...container({ securityContext: { runAsUser: 0, seccompProfile: { type: 'Unconfined' } } }),
    };
    expect(judge('run-as-root', own)).toEqual({
      state: 'nonCompliant',
      detail: 'May run as root: api',
    });
    expect(judge('seccomp', own).state).toBe('nonCompliant');
  });

  it('includes init containers', () => {
    const pod = { initContainers: [{ name: 'setup', image: 'x:1', securityContext: { privileged: true } }] };
    expect(judge('privileged', pod).detail).toBe('Privileged: setup');
  });

  it('knows AppArmor by field and by the annotation of older versions', () => {
    const profile = (type: string) => container({ securityContext: { appArmorProfile: { type } } });
    expect(judge('apparmor', profile('Unconfined')).state).toBe('nonCompliant');
    expect(judge('apparmor', profile('RuntimeDefault')).state).toBe('compliant');
    const annotations = { 'container.apparmor.security.beta.kubernetes.io/api': 'unconfined' };
    expect(judge('apparmor', {}, SETTINGS, { annotations }).state).toBe('nonCompliant');
  });

  it('sees what is shared with the node', () => {
    expect(judge('host-namespaces', { hostPID: true, hostIPC: true }).detail).toContain(
      'hostPID and hostIPC',
    );
    expect(judge('host-network', { hostNetwork: true }).state).toBe('nonCompliant');
    expect(judge('host-network', container({ ports: [{ hostPort: 80 }, {}] })).detail).toContain('80');
    expect(
      judge('host-paths', { volumes: [{ name: 'v', hostPath: { path: '/var/run' } }] }).detail,
    ).toContain('/var/run');
  });
});

describe('images', () => {
  it('are taken apart as container runtimes do', () => {
    expect(parseImageReference('nginx')).toEqual({
      registry: 'docker.io',
      repository: 'nginx',
      tag: '',
      digest: '',
    });
    expect(parseImageReference('localhost:5000/a/b:1.2@sha256:f')).toEqual({
      registry: 'localhost:5000',
      repository: 'a/b',
      tag: '1.2',
      digest: 'sha256:f',
    });
    expect(parseImageReference('team/app:1').registry).toBe('docker.io');
  });

  it('have a version, a digest and a trusted registry', () => {
    const image = (name: string) => container({ image: name });
    expect(judge('latest-tag', image('contoso.azurecr.io/api')).state).toBe('nonCompliant');
    expect(judge('latest-tag', image('contoso.azurecr.io:443/api')).state).toBe('nonCompliant');
    expect(judge('latest-tag', image('contoso.azurecr.io/api:latest@sha256:f')).state).toBe('compliant');
    expect(judge('image-digest', image('contoso.azurecr.io/api@sha256:f')).state).toBe('compliant');
    expect(judge('untrusted-registry', image('nginx:1')).state).toBe('nonCompliant');
    expect(judge('untrusted-registry', image('contoso.azurecr.io.evil.example/api:1')).state).toBe(
      'nonCompliant',
    );
    expect(judge('untrusted-registry', image('nginx:1'), { ...SETTINGS, trustedRegistries: [] }).state).toBe(
      'notApplicable',
    );
  });
});

describe('secrets in variables', () => {
  it('are known by the variable’s name or by the value’s form', () => {
    for (const [name, value] of [
      ['DB_PASSWORD', 'hunter2'],
      ['dbPassword', 'hunter2'],
      ['AZURE_CLIENT_SECRET', 'abc~def'],
      ['STORAGE', 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc=='],
      ['DATABASE_URL', 'postgres://app:hunter2@db/app'],
      ['CERT', '-----BEGIN RSA PRIVATE KEY-----'],
    ] as const) {
      expect(readLiteral(name, value), name).toBe('secret');
    }
  });

  it('are not seen in references, switches, paths and numbers', () => {
    for (const [name, value] of [
      ['DB_PASSWORD', ''],
      ['DB_PASSWORD', '$(PASSWORD_OF_SECRET)'],
      ['PASSWORD_FILE', '/run/secrets/db'],
      ['TOKEN', '/var/run/secrets/token'],
      ['TOKEN_TTL', '3600'],
      ['USE_TOKEN', 'true'],
      ['SECRET_NAME', 'db-credentials'],
      ['DATABASE_URL', 'postgres://db/app'],
    ] as const) {
      expect(readLiteral(name, value), `${name}=${value}`).toBe('plain');
    }
  });

  it('are named without their values, which the parsed pod does not hold', () => {
    const env = [
      { name: 'DB_PASSWORD', value: 'hunter2-very-secret' },
      { name: 'API_TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    ];
    const outcome = judge('secrets-in-environment', container({ env }));
    expect(outcome).toEqual({
      state: 'nonCompliant',
      detail: 'Variables look like secrets: DB_PASSWORD of api',
    });
    expect(JSON.stringify(workloadSubject(container({ env })))).not.toContain('hunter2');
  });

  it('are judged in linear time', () => {
    const long = `${'a_'.repeat(200_000)}=`;
    expect(readLiteral(long, long)).toBe('plain');
  });
});
