import { describe, expect, it } from 'vitest';
import { judgePods } from '../../../shared/governance/posture/judgePods.ts';
import { parsePodSpec } from '../../../shared/governance/posture/pod.ts';

const SETTINGS = { trustedRegistries: ['contoso.azurecr.io'] };
const IMAGE = 'contoso.azurecr.io/shop/api:1@sha256:aaaa';
const GOOD = {
  name: 'api',
  image: IMAGE,
  securityContext: {
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

const pod = (containers: readonly object[], more: object = {}) =>
  parsePodSpec({ spec: { containers, ...more } });
const checksOf = (pods: Parameters<typeof judgePods>[0], state: string) =>
  judgePods(pods, SETTINGS).flatMap((verdict) => (verdict.state === state ? verdict.check : []));

describe('the pods of a workload', () => {
  it('leave nothing to keep when they are well', () => {
    expect(judgePods([pod([GOOD])], SETTINGS)).toEqual([]);
  });

  it('are bad when one of them is, as in a rollout that goes on', () => {
    const old = pod([{ ...GOOD, securityContext: { ...GOOD.securityContext, privileged: true } }]);
    for (const pods of [
      [pod([GOOD]), old],
      [old, pod([GOOD])],
    ]) {
      expect(judgePods(pods, SETTINGS)).toEqual([
        { check: 'privileged', state: 'nonCompliant', detail: 'Privileged: api' },
      ]);
    }
  });

  it('are judged with their init containers and sidecars', () => {
    const sidecar = { ...GOOD, name: 'mesh', image: 'docker.io/mesh:latest', restartPolicy: 'Always' };
    expect(checksOf([pod([GOOD], { initContainers: [sidecar] })], 'nonCompliant')).toEqual([
      'image-digest',
      'latest-tag',
      'untrusted-registry',
    ]);
  });

  it('are unknown in every check when they cannot be read, unless another one is bad', () => {
    expect(checksOf([undefined, pod([GOOD])], 'unknown')).toHaveLength(12);
    const rooted = pod([{ ...GOOD, securityContext: { ...GOOD.securityContext, runAsUser: 0 } }]);
    expect(checksOf([undefined, rooted], 'nonCompliant')).toEqual(['run-as-root']);
    expect(checksOf([undefined, rooted], 'unknown')).toHaveLength(11);
  });
});
