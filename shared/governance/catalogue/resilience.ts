import type { CataloguedControl } from '../control.ts';
import { AKS_PAGES, POLICY_PAGES } from './pages.ts';

/**
 * Whether a workload survives upgrades, neighbours and its own growth, and can be told apart, in alphabetical
 * order.
 */
// biome-ignore format: a table; one property a line would be twice as long
export const RESILIENCE_CONTROLS = [
  { id: 'anti-affinity', title: 'Must Have Anti Affinity Rules or Topology Spread Constraints Set',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['34c88cd4-5d72-4dbb-bf77-12c3cafe8791'], assessments: [],
    benchmarks: ['Safeguards'],
    why: "All replicas may land on one node: its failure or upgrade is then the application's.",
    fix:
      'Add spec.template.spec.topologySpreadConstraints with topologyKey kubernetes.io/hostname, or ' +
      "podAntiAffinity, selecting the application's own label.",
    link: `${AKS_PAGES}/deployment-safeguards` },
  { id: 'naked-pods', title: 'Kubernetes cluster should not use naked pods',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['65280eef-c8b4-425e-9aec-af55e55bf581'], assessments: [], benchmarks: [],
    why:
      'A pod without a controller is not started again when its node goes, and a drain for an upgrade ' +
      'deletes it or stops at it.',
    fix:
      "Deploy it as Deployment, StatefulSet, DaemonSet or Job with the pod's spec as its template, and " +
      'delete the pod.',
    link: `${AKS_PAGES}/core-aks-concepts` },
  { id: 'pod-disruption-budgets',
    title: 'Kubernetes cluster should implement accurate Pod Disruption Budgets',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['d9e8f2c1-4c5a-4f5c-8b5a-2abf1e9f7b4d'], assessments: [], benchmarks: [],
    constraints: ['K8sPodDisruptionBudget'],
    why:
      'A budget that allows no disruption blocks node upgrades; none at all lets an upgrade take all ' +
      'replicas away at once.',
    fix:
      'Set replicas to 2 or more and a PodDisruptionBudget with maxUnavailable: 1 (or minAvailable below ' +
      'replicas) that selects the same pods.',
    link: `${AKS_PAGES}/operator-best-practices-scheduler` },
  { id: 'pod-labels', title: 'Kubernetes cluster pods should use specified labels',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['46592696-4c7b-4bf3-9e45-6c2763bdc0a6'], assessments: [], benchmarks: [],
    constraints: ['K8sRequiredLabels'],
    why:
      'Without the agreed labels nobody can tell whose the pod is: its cost and findings fall to unowned, ' +
      'and policies that select by label pass it by.',
    fix: 'Add the labels that the assignment names to spec.template.metadata.labels of the controller.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'pre-stop-hook', title: 'Kubernetes cluster container images must include the preStop hook',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['1a3b9003-eac6-4d39-a184-4a567ace7645'], assessments: [], benchmarks: [],
    why:
      'Without a preStop hook the container is stopped while the load balancer still sends it requests: ' +
      'each rollout loses some.',
    fix:
      'Add lifecycle.preStop to the container, such as sleep: {seconds: 10}, below ' +
      'terminationGracePeriodSeconds.',
    link: `${AKS_PAGES}/policy-reference` },
  { id: 'probes', title: 'Ensure cluster containers have readiness or liveness probes configured',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['b1a9997f-2883-4f12-bdff-2280f99b5915'], assessments: [],
    benchmarks: ['Safeguards'],
    constraints: ['K8sRequiredProbes'],
    why:
      'Without probes traffic goes to containers that are not ready, and one that hangs is never started ' +
      'again.',
    fix:
      'Add readinessProbe and livenessProbe to each container, the readiness one on a path that checks ' +
      'what it needs to answer.',
    link: `${AKS_PAGES}/deployment-safeguards` },
  { id: 'required-annotations', title: 'Kubernetes resources should have required annotations',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['9a5f4e39-e427-4d5d-ae73-93db00328bec'], assessments: [], benchmarks: [],
    constraints: ['K8sRequiredAnnotations'],
    why:
      "The object lacks annotations that the organisation's tools read, such as its owner or its data " +
      'class, so these tools pass it by.',
    fix: 'Add the annotations that the assignment names to metadata.annotations of the object.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'resource-limits',
    title:
      'Kubernetes cluster containers CPU and memory resource limits should not exceed the specified ' +
      'limits',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['e345eecc-fa47-480f-9e88-67dcc122b164'], assessments: ['405c9ae6-49f9-46c4-8873-a86690f27818'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2'],
    constraints: ['K8sContainerLimits'],
    why:
      "A container without limits, or above those agreed, can take the whole node's memory and CPU: its " +
      'neighbours are evicted, or an attacker mines with it.',
    fix:
      'Set resources.limits.cpu and resources.limits.memory on each container, at most what the ' +
      'assignment allows.',
    link: `${AKS_PAGES}/developer-best-practices-resource-management` },
  { id: 'resource-requests',
    title: 'Kubernetes cluster containers CPU and memory resource requests must be defined',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['03a4ecdb-0684-4039-be91-2762979e1bc8'], assessments: [],
    benchmarks: ['Safeguards'],
    constraints: ['K8sContainerRequests'],
    why:
      'Without requests the scheduler packs pods blindly, autoscaling has nothing to reckon with, and the ' +
      'pod is among the first to be evicted.',
    fix:
      'Set resources.requests.cpu and resources.requests.memory on each container by what it was seen to ' +
      'use.',
    link: `${AKS_PAGES}/developer-best-practices-resource-management` },
  { id: 'windows-overcommit',
    title: 'Kubernetes cluster Windows containers should not overcommit cpu and memory',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['a2abc456-f0ae-464b-bd3a-07a3cdbd7fb1'], assessments: [], benchmarks: [],
    why:
      'Windows kills no process for memory: a node that is promised more than it has pages until all its ' +
      'pods stand still.',
    fix:
      'Set resources.limits to the same values as resources.requests on each Windows container, and less ' +
      'in sum than the node has.',
    link: `${AKS_PAGES}/developer-best-practices-resource-management` },
] as const satisfies readonly CataloguedControl[];
