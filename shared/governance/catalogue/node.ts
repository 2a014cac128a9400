import type { CataloguedControl } from '../control.ts';
import { AKS_PAGES, DEFENDER_PAGES } from './pages.ts';

/** How machines are kept, from their settings, in alphabetical order. */
// biome-ignore format: a table; one property a line would be twice as long
export const NODE_CONTROLS = [
  { id: 'container-host-configuration',
    title: 'Vulnerabilities in container security configurations should be remediated',
    source: 'policy', surface: 'node', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['e8cbc669-f12d-49eb-93e7-9273119e9933'], assessments: ['0677209d-e675-2c6f-e91a-54cef2878663'],
    benchmarks: [],
    why:
      'The recommendation compares Docker hosts with the CIS Docker benchmark; it is deprecated, and AKS ' +
      'nodes run containerd on an image that Microsoft hardens.',
    fix:
      'Disable the policy in the Defender initiative; where a virtual machine of your own still runs ' +
      'Docker, apply the CIS settings that the finding lists to /etc/docker/daemon.json.',
    link: `${DEFENDER_PAGES}/recommendations-reference-container` },
  { id: 'disk-customer-managed-key',
    title:
      'Both operating systems and data disks in Azure Kubernetes Service clusters should be encrypted by ' +
      'customer-managed keys',
    source: 'policy', surface: 'node', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['7d7be79c-23ba-4033-84dd-45e2a5ccdd67'], assessments: [],
    benchmarks: ['MCSBv2:DP-5'],
    why:
      'Disks are encrypted with a key that Microsoft manages; where rules demand it, only a key of your ' +
      'own can be revoked and audited by you.',
    fix:
      'Give az aks create --node-osdisk-diskencryptionset-id SET_ID (system disks cannot be changed ' +
      'later) and put diskEncryptionSetID: SET_ID into the StorageClass for data disks.',
    link: `${AKS_PAGES}/azure-disk-customer-managed-keys` },
  { id: 'encryption-at-host',
    title:
      'Temp disks and cache for agent node pools in Azure Kubernetes Service clusters should be encrypted ' +
      'at host',
    source: 'policy', surface: 'node', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['41425d9f-d1a5-499a-9932-f8ed8453932c'], assessments: [],
    benchmarks: ['MCSBv2:DP-4'],
    why:
      'Temporary disks and caches of the nodes, which hold emptyDir volumes and image layers, lie ' +
      'unencrypted on the physical host.',
    fix:
      'Register the feature Microsoft.Compute/EncryptionAtHost, run: az aks nodepool add ' +
      '--enable-encryption-at-host, drain the old pool and delete it; a pool cannot be changed.',
    link: `${AKS_PAGES}/enable-host-encryption` },
  { id: 'image-cleaner', title: 'Azure Kubernetes Service Clusters should enable Image Cleaner',
    source: 'policy', surface: 'node', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['af3c26b2-6fad-493e-9236-9c68928516ab', '7e49285c-4bed-4564-b26a-5225ccc311f3'],
    assessments: [],
    benchmarks: [],
    checks: ['image-cleaner'],
    why:
      'Unused images stay on the nodes: scanners go on reporting their vulnerabilities, and a pod with ' +
      'IfNotPresent may still start one of them.',
    fix: 'Run: az aks update --enable-image-cleaner --image-cleaner-interval-hours 168.',
    link: `${AKS_PAGES}/image-cleaner` },
  { id: 'mutate-critical-addons-taint',
    title: 'Restricts the CriticalAddonsOnly taint to just the system pool',
    source: 'policy', surface: 'node', scope: 'component', actor: 'platform', severity: 'low',
    policies: ['e16d171b-bfe5-4d79-a525-19736b396e92'], assessments: [],
    benchmarks: ['Safeguards'],
    why:
      'A user pool carries the taint CriticalAddonsOnly, so that workloads stay away from nodes that were ' +
      'bought for them; the safeguard takes it off.',
    fix:
      'Run: az aks nodepool update --node-taints "" on the user pool (or with the taints it should have), ' +
      'so that the safeguard finds nothing to change.',
    link: `${AKS_PAGES}/deployment-safeguards` },
  { id: 'node-edits', title: 'Cannot Edit Individual Nodes',
    source: 'policy', surface: 'node', scope: 'component', actor: 'platform', severity: 'medium',
    policies: ['53a4a537-990c-495a-92e0-7c21a465442c'], assessments: [],
    benchmarks: ['Safeguards'],
    why:
      'Labels and taints set on a single node are gone with its next upgrade or scaling, and with them ' +
      'where workloads with special needs run.',
    fix:
      'Set them on the pool: az aks nodepool update --labels KEY=VALUE --node-taints ' +
      'KEY=VALUE:NoSchedule, and stop whoever edits nodes (kubectl label node, kubectl taint).',
    link: `${AKS_PAGES}/deployment-safeguards` },
  { id: 'node-image-age', title: 'Node images should be recent',
    source: 'posture', surface: 'node', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    checks: ['node-image-age'],
    why:
      'Microsoft publishes a node image about every week with fixes for kernel, kubelet and containerd; ' +
      'an old one has holes with public descriptions.',
    fix:
      'Run: az aks nodepool upgrade --node-image-only for the pool, and choose a node OS upgrade channel ' +
      'so that it stays so.',
    link: `${AKS_PAGES}/node-image-upgrade` },
  { id: 'node-os-auto-upgrade', title: 'Azure Kubernetes Service Clusters should enable node os auto-upgrade',
    source: 'policy', surface: 'node', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['04408ca5-aa10-42ce-8536-98955cdddd4c', '40f1aee2-4db4-4b74-acb1-c6972e24cca8'],
    assessments: [],
    benchmarks: [],
    checks: ['node-os-upgrade-channel'],
    why:
      'With the channel None or Unmanaged nobody brings security patches of the operating system to the ' +
      'nodes, or they wait for reboots that nobody plans.',
    fix:
      'Run: az aks update --node-os-upgrade-channel NodeImage (or SecurityPatch) and set the window ' +
      'aksManagedNodeOSUpgradeSchedule.',
    link: `${AKS_PAGES}/auto-upgrade-node-os-image` },
  { id: 'node-resource-group-lockdown', title: 'Node resource groups should be locked against changes',
    source: 'posture', surface: 'node', scope: 'resource', actor: 'platform', severity: 'low',
    policies: [], assessments: [], benchmarks: [],
    checks: ['node-resource-group-lock'],
    why:
      'Whoever may write to the node resource group can change machines, networks and load balancers ' +
      'behind AKS: beside the danger, the next upgrade fails or undoes it.',
    fix:
      'Run: az aks update --nrg-lockdown-restriction-level ReadOnly, after moving whatever people created ' +
      'in that group to one of their own.',
    link: `${AKS_PAGES}/node-resource-group-lockdown` },
  { id: 'node-ssh', title: 'Azure Kubernetes Clusters should disable SSH',
    source: 'policy', surface: 'node', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['28257686-e9db-403e-b9e2-a5eecbe03da9'], assessments: [], benchmarks: [],
    why:
      'One SSH key opens every node of the pool, as root through sudo, and what is done there is in no ' +
      'Kubernetes audit log.',
    fix:
      'Run: az aks update --ssh-access disabled, then az aks nodepool upgrade --node-image-only for each ' +
      'pool so that it takes effect; use kubectl debug node for emergencies.',
    link: `${AKS_PAGES}/manage-ssh-node-access` },
  { id: 'node-vulnerabilities', title: 'AKS nodes should have vulnerability findings resolved',
    source: 'assessment', surface: 'node', scope: 'resource', actor: 'platform', severity: 'high',
    policies: [], assessments: ['24a15fbd-cfe4-4dff-b2be-1c367a6b2031'], benchmarks: [],
    why:
      "Packages of the node's operating system have known vulnerabilities; whoever breaks out of a " +
      "container uses them to take the node and all its pods' secrets.",
    fix:
      'Run: az aks nodepool upgrade --node-image-only for each pool; what the newest image still has is ' +
      "Microsoft's to mend, so look again after its next release.",
    link: `${DEFENDER_PAGES}/agentless-vulnerability-assessment-azure` },
  { id: 'system-pool-taints', title: 'Reserved System Pool Taints',
    source: 'policy', surface: 'node', scope: 'component', actor: 'platform', severity: 'low',
    policies: ['48940d92-ff05-449e-9111-e742d9280451'], assessments: [],
    benchmarks: ['Safeguards'],
    why:
      'CriticalAddonsOnly is kept for system pools; on another pool it drives workloads away and confuses ' +
      'where add-ons run.',
    fix:
      'Run: az aks nodepool update --node-taints with the list without CriticalAddonsOnly, or add a pool ' +
      'of mode System for it.',
    link: `${AKS_PAGES}/deployment-safeguards` },
] as const satisfies readonly CataloguedControl[];
