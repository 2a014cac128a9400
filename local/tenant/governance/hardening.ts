import { drawChance } from '../world/chance.ts';
import { DEVELOPMENT, findCluster } from '../world/clusters.ts';
import type { TenantPod } from '../world/pods.ts';
import type { World } from '../world/world.ts';
import { DEFINITIONS } from './policies.ts';
import { breaks } from './violations.ts';

/** How many times as many workloads of development are careless. */
const CARELESSNESS = 3;

/** What a pod's specification says about its security, as teams wrote it: mostly well, sometimes not. */
export interface Hardening {
  readonly pod: Readonly<Record<string, unknown>>;
  readonly container: Readonly<Record<string, unknown>>;
  /** Directories of the node that it mounts, as volumes. */
  readonly volumes: readonly unknown[];
  /** Whether the manifest pins the image by digest. */
  readonly pinned: boolean;
}

/**
 * The security settings of a workload's pods, the same on every day; what Azure Policy finds in a pod is there.
 * DaemonSets of kube-system work on the node itself.
 */
export function describeHardening(world: World, pod: TenantPod): Hardening {
  const { workload } = pod;
  const onNode = workload.namespace === 'kube-system' && workload.kind === 'DaemonSet';
  const isDevelopment = findCluster(workload.cluster).subscriptionId === DEVELOPMENT;
  const slips = (what: string, share: number): boolean =>
    drawChance(share * (isDevelopment ? CARELESSNESS : 1), [
      ...[world.seed, 'hardening', what],
      ...[workload.cluster, workload.namespace, workload.name],
    ]);
  const mountsNode = onNode || breaks(world, DEFINITIONS.hostPath, pod);
  return {
    pod: {
      ...(onNode && { hostNetwork: true }),
      securityContext: {
        ...(!slips('root', 0.04) && !onNode && { runAsNonRoot: true, runAsUser: 10_001 }),
        ...(!slips('seccomp', 0.03) && { seccompProfile: { type: 'RuntimeDefault' } }),
      },
    },
    container: {
      securityContext: {
        allowPrivilegeEscalation: onNode || breaks(world, DEFINITIONS.escalation, pod),
        privileged: onNode || breaks(world, DEFINITIONS.privileged, pod),
        readOnlyRootFilesystem: !slips('root filesystem', 0.06),
      },
      ...(slips('secret', 0.015) && { env: [{ name: 'DB_PASSWORD', value: 'correct-horse-battery' }] }),
    },
    volumes: mountsNode ? [{ name: 'node', hostPath: { path: '/var/lib/kubelet', type: 'Directory' } }] : [],
    pinned: !slips('digest', 0.05),
  };
}
