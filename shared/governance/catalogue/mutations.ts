import type { CataloguedControl } from '../control.ts';
import { AKS_PAGES, POLICY_PAGES } from './pages.ts';

/**
 * Policies that fill in what manifests leave out: what runs then differs from what was reviewed, and what was
 * there before stays as it was. In alphabetical order.
 */
// biome-ignore format: a table; one property a line would be twice as long
export const MUTATION_CONTROLS = [
  { id: 'mutate-automount-token',
    title: 'Sets automountServiceAccountToken in the Pod spec in containers to false',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['57f274ef-580a-4ed2-bcf8-5c6fa3775253'], assessments: [], benchmarks: [],
    why:
      'The pod leaves the mounting of its API token to the default, and the policy takes it away: a ' +
      'program that calls the Kubernetes API then fails in this cluster only.',
    fix:
      'Write automountServiceAccountToken: false into the pod spec yourself (or true with a reason and an ' +
      'exclusion), and roll out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-cpu-limits',
    title: 'Sets Kubernetes cluster containers CPU limits to default values in case not present',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['42ba1d72-e90f-42f8-bf99-5a1351eed2b1'], assessments: [], benchmarks: [],
    why:
      "A container without a CPU limit gets the policy's default, which is nobody's measurement: too " +
      'little throttles it, too much wastes it.',
    fix:
      'Write resources.limits.cpu into the manifest by what the container was seen to use, and roll out ' +
      'again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-disruption-budget', title: 'Sets maxUnavailable pods to 1 for PodDisruptionBudget resources',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['d77f191e-2338-45d0-b6d4-4ee1c586a192'], assessments: [], benchmarks: [],
    why:
      'The disruption budget forbids or allows more than one pod at a time, and the policy rewrites it: ' +
      'upgrades then go differently from what the manifest says.',
    fix:
      'Set spec.maxUnavailable: 1 in the PodDisruptionBudget yourself, or another value together with an ' +
      'exclusion.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-drop-capabilities', title: 'Mutate K8s Container to drop all capabilities',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['c873b3ba-c605-42e4-a64b-a142a93826fc'], assessments: [], benchmarks: [],
    why:
      "The container keeps the runtime's default capabilities in its manifest, and the policy drops them " +
      'all: binding to port 80 or chown then fails in this cluster only.',
    fix:
      'Write securityContext.capabilities.drop: [ALL] on each container, add back what it truly uses, and ' +
      'roll out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-drop-capabilities-init', title: 'Mutate K8s Init Container to drop all capabilities',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['c812272d-7488-495f-a505-047d34b83f58'], assessments: [], benchmarks: [],
    why:
      "Init containers keep the runtime's default capabilities in the manifest, and the policy drops them " +
      'all: one that sets owners of files then fails and the pod never starts.',
    fix:
      'Write securityContext.capabilities.drop: [ALL] on each init container; use fsGroup in place of a ' +
      'chown step, and roll out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-memory-limits',
    title: 'Sets Kubernetes cluster containers memory limits to default values in case not present',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['5f86d473-38a8-46c9-bdfe-d7fa3b9836bf'], assessments: [], benchmarks: [],
    why:
      "A container without a memory limit gets the policy's default: what needs more is killed for it, " +
      'and its manifest does not say why.',
    fix:
      'Write resources.limits.memory into the manifest, above the highest use that was seen, and roll out ' +
      'again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-privilege-escalation', title: 'Sets Privilege escalation in the Pod spec to false',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['d77df159-718b-4aca-b94b-8e8890a98231'], assessments: [], benchmarks: [],
    why:
      'The container leaves privilege escalation open in its manifest; pods from before the policy still ' +
      'may use it.',
    fix:
      'Write securityContext.allowPrivilegeEscalation: false on each container and roll out again, so ' +
      'that old pods go.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-privilege-escalation-init',
    title: 'Sets Privilege escalation in the Pod spec in init containers to false',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['4ee3ee6a-96ea-4d25-9c00-17f11d2e02c8'], assessments: [], benchmarks: [],
    why:
      'Init containers leave privilege escalation open in the manifest; those of pods from before the ' +
      'policy had it when they ran.',
    fix: 'Write securityContext.allowPrivilegeEscalation: false on each init container and roll out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-read-only-root',
    title: 'Sets readOnlyRootFileSystem in the Pod spec to true if it is not set',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['8e875f96-2c56-40ca-86db-b9f6a0be7347'], assessments: [], benchmarks: [],
    why:
      "The container's manifest leaves its root file system writable and the policy closes it: what " +
      'writes outside a volume then fails in this cluster only.',
    fix:
      'Write securityContext.readOnlyRootFilesystem: true, mount emptyDir where the application writes, ' +
      'and roll out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-read-only-root-init',
    title: 'Sets readOnlyRootFileSystem in the Pod spec in init containers to true if it is not set',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['2ae2f266-ecc3-4d26-82c5-8c3cb7774f45'], assessments: [], benchmarks: [],
    why:
      "Init containers' manifests leave their root file systems writable and the policy closes them: one " +
      'that unpacks files in place fails and the pod never starts.',
    fix:
      'Write securityContext.readOnlyRootFilesystem: true on each init container, let it write to a ' +
      'shared emptyDir only, and roll out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-run-as-non-root',
    title: 'Prevents containers from being ran as root by setting runAsNotRoot to true',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['2fe7ba7d-f670-41f5-8b70-b61dc7dfbe18'], assessments: [], benchmarks: [],
    why:
      'The policy sets runAsNonRoot; an image whose user is root is then refused at start, and one from ' +
      'before the policy still runs as root.',
    fix:
      'Write securityContext.runAsNonRoot: true with a runAsUser that the image supports, set USER in the ' +
      'Dockerfile, and roll out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-run-as-non-root-init',
    title: 'Prevents init containers from being ran as root by setting runAsNotRoot to true',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['fed6510d-00b9-40db-a347-933125a6a327'], assessments: [], benchmarks: [],
    why:
      'The policy sets runAsNonRoot on init containers; one whose image needs root is then refused and ' +
      'the pod never starts.',
    fix:
      'Write securityContext.runAsNonRoot: true and runAsUser on each init container, replace what needed ' +
      'root (chown by fsGroup), and roll out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-run-as-user',
    title: 'Sets Kubernetes cluster container securityContext.runAsUser fields to 1000, a non-root user id',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['a8e3ce3c-cac3-4402-a28a-03ee3ede9790'], assessments: [], benchmarks: [],
    why:
      'A container without a user gets user 1000, whom its image may not know: files it cannot read show ' +
      'only in this cluster.',
    fix:
      "Write securityContext.runAsUser on each container with the id that the image's files belong to, " +
      'and roll out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-run-as-user-init',
    title:
      'Sets Kubernetes cluster init containers securityContext.runAsUser fields to 1000, a non-root user ' +
      'id',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['97de439f-fd35-4d43-a693-3644f51a51fd'], assessments: [], benchmarks: [],
    why:
      'An init container without a user gets user 1000, and what it prepares belongs to that user, ' +
      'whoever the application runs as.',
    fix:
      "Write securityContext.runAsUser on each init container, the same as the application's, and roll " +
      'out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-run-as-user-pod',
    title: 'Sets Kubernetes cluster Pod securityContext.runAsUser fields to 1000, a non-root user id',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['fe74a23d-79e4-401c-bd0d-fd7a5b35af32'], assessments: [], benchmarks: [],
    why:
      'A pod without a user gets user 1000 for all its containers, sidecars that expect their own ' +
      'included.',
    fix:
      'Write spec.securityContext.runAsUser and fsGroup for the pod, with exceptions on single ' +
      'containers, and roll out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-seccomp',
    title:
      "Sets Kubernetes cluster containers' secure computing mode profile type to RuntimeDefault if not " +
      'present',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['6f87d474-38a9-46c9-bdfe-d7fa3b9836bf'], assessments: [], benchmarks: [],
    why:
      'The manifest names no seccomp profile and the policy adds RuntimeDefault; pods from before it ' +
      'still make any system call.',
    fix: 'Write securityContext.seccompProfile.type: RuntimeDefault for the pod and roll out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-seccomp-init',
    title:
      "Sets Kubernetes cluster init containers' secure computing mode profile type to RuntimeDefault if " +
      'not present',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['6bcd4321-fb89-4e3e-bf6c-999c13d47f43'], assessments: [], benchmarks: [],
    why:
      'Init containers name no seccomp profile and the policy adds RuntimeDefault to them; what they do ' +
      'with rare system calls then fails in this cluster only.',
    fix:
      'Write securityContext.seccompProfile.type: RuntimeDefault for the pod, which holds for its init ' +
      'containers too, and roll out again.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutate-unhealthy-eviction', title: "Sets UnhealthyPodEvictionPolicy to 'AlwaysAllow'",
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['5c58d54b-87f0-4dcd-83ea-e855fc988997'], assessments: [], benchmarks: [],
    why:
      'The disruption budget keeps even broken pods from being evicted, so that one crash-looping ' +
      'workload blocks the upgrade of a whole pool.',
    fix: 'Set spec.unhealthyPodEvictionPolicy: AlwaysAllow in the PodDisruptionBudget.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'mutation-notice', title: 'Prints a message if a mutation is applied',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['e24df237-32cb-4a6c-a2f6-85b499cda9f2'], assessments: [],
    benchmarks: ['Safeguards'],
    why: 'A safeguard changed this object at admission, so what runs is not what its repository says.',
    fix:
      'Read which fields changed in the annotations of the object, write the same values into the ' +
      'manifest, and roll out again.',
    link: `${AKS_PAGES}/deployment-safeguards` },
] as const satisfies readonly CataloguedControl[];
