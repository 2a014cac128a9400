import type { CataloguedControl } from '../control.ts';
import { AKS_PAGES, POLICY_PAGES } from './pages.ts';

/** What workloads may reach on the machine they run on, in alphabetical order. */
// biome-ignore format: a table; one property a line would be twice as long
export const HOST_ACCESS_CONTROLS = [
  { id: 'host-namespaces', title: 'Kubernetes cluster containers should not share host namespaces',
    source: 'policy', surface: 'node', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['47a1ee2f-2a2a-4576-bf2a-e0e36709c2b8'], assessments: ['802c0637-5a8c-4c98-abd7-7c96d89d6010'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2', 'AKS-CIS', 'PSS-baseline', 'PSS-restricted', 'Safeguards'],
    checks: ['host-namespaces'],
    constraints: ['K8sPSPHostNamespace'],
    why:
      "With the host's process or IPC namespace a container sees every process of the node and can read " +
      "their memory and environment, other teams' secrets included.",
    fix:
      'Remove hostPID and hostIPC from the pod spec (hostNetwork too); for debugging use kubectl debug ' +
      'with an ephemeral container.',
    link: `${AKS_PAGES}/developer-best-practices-pod-security` },
  { id: 'host-network-and-ports',
    title: 'Kubernetes cluster pods should only use approved host network and port list',
    source: 'policy', surface: 'node', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['82985f06-dc18-4a48-bc1c-b9f4f0098cfe'], assessments: ['ebc68898-5c0f-4353-a426-4a5f1e737b12'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2', 'AKS-CIS', 'PSS-baseline', 'PSS-restricted', 'Safeguards'],
    checks: ['host-network'],
    constraints: ['K8sPSPHostNetworkingPorts'],
    why:
      "On the host's network a pod is outside all network policies, can listen to the node's traffic and " +
      "reaches the metadata service with the node's identity.",
    fix:
      'Remove hostNetwork: true and containers[].ports[].hostPort from the pod spec and publish the port ' +
      'by a Service.',
    link: `${AKS_PAGES}/developer-best-practices-pod-security` },
  { id: 'host-path-volumes',
    title: 'Kubernetes cluster pod hostPath volumes should only use allowed host paths',
    source: 'policy', surface: 'node', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['098fc59e-46c7-4d99-9b16-64990e543d75'], assessments: ['f0debc84-981c-4a0d-924d-aa4bd7d55fef'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2', 'AKS-CIS', 'PSS-baseline', 'Safeguards'],
    checks: ['host-paths'],
    constraints: ['K8sPSPHostFilesystem'],
    why:
      "A hostPath volume hands files of the node to the container; with the kubelet's directory or the " +
      'container socket among them the node is taken over, and with it its neighbours.',
    fix:
      'Replace volumes[].hostPath by emptyDir, a claim or a projected volume; log and node agents that ' +
      'need a path get it read-only and are named in allowedHostPaths.',
    link: `${AKS_PAGES}/developer-best-practices-pod-security` },
  { id: 'sysctls-allowed', title: 'Kubernetes cluster containers should use only allowed sysctl interfaces',
    source: 'policy', surface: 'node', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['5e5a0673-649e-4d50-bf9d-5a387a4e2081'], assessments: [],
    benchmarks: ['Safeguards'],
    why:
      'Kernel settings outside the safe list act on the whole node: one pod can starve or weaken all ' +
      'others there.',
    fix:
      'Remove the named entries from securityContext.sysctls of the pod; what a workload truly needs is ' +
      'set for a pool of its own (az aks nodepool add --linux-os-config).',
    link: `${AKS_PAGES}/deployment-safeguards` },
  { id: 'sysctls-forbidden',
    title: 'Kubernetes cluster containers should not use forbidden sysctl interfaces',
    source: 'policy', surface: 'node', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['56d0a13f-712f-466b-8416-56fb354fb823'], assessments: [], benchmarks: [],
    constraints: ['K8sPSPForbiddenSysctls'],
    why:
      'The organisation forbids this kernel setting, because a pod that changes it changes how isolated ' +
      'its neighbours on the node are.',
    fix:
      'Remove the named entries from securityContext.sysctls of the pod, or move the workload to a pool ' +
      'that is configured for it.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'windows-host-process',
    title: 'Kubernetes cluster Windows pods should not run HostProcess containers',
    source: 'policy', surface: 'node', scope: 'component', actor: 'team', severity: 'high',
    policies: ['077f0ce1-86d6-4058-bc60-de05067e8622'], assessments: [],
    benchmarks: ['Safeguards'],
    why:
      'A HostProcess container runs as a process of the Windows node itself, with its rights and files: ' +
      'there is no container around it.',
    fix:
      'Remove securityContext.windowsOptions.hostProcess: true; node agents that need it go to a ' +
      'namespace that the assignment excludes.',
    link: `${AKS_PAGES}/use-windows-hpc` },
] as const satisfies readonly CataloguedControl[];
