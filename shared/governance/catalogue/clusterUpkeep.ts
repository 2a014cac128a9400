import type { CataloguedControl } from '../control.ts';
import { AKS_PAGES, ARC_PAGES, FLEET_PAGES, POLICY_PAGES } from './pages.ts';

/** Versions, places, storage and order in a cluster, in alphabetical order. */
// biome-ignore format: a table; one property a line would be twice as long
export const CLUSTER_UPKEEP_CONTROLS = [
  { id: 'aks-labels', title: 'No AKS Specific Labels',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'team', severity: 'low',
    policies: ['a22123bd-b9da-4c86-9424-24903e91fd55'], assessments: [],
    benchmarks: ['Safeguards'],
    why:
      "Labels under kubernetes.azure.com are AKS's own: set on a workload they make safeguards, add-ons " +
      'and support take it for a part of the platform.',
    fix: 'Remove labels that begin with kubernetes.azure.com from metadata and template of the object.',
    link: `${AKS_PAGES}/deployment-safeguards` },
  { id: 'allowed-locations', title: 'Allowed locations should be assigned and enforced',
    source: 'posture', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    checks: ['allowed-locations'],
    why:
      'Nothing keeps a cluster, its disks or its logs from being made in a region where the data may not ' +
      'be: the rule must be assigned, enforced and reach the subscription.',
    fix:
      'Run: az policy assignment create --policy e56962a6-4747-49cd-b67b-bf8b01975c4c --scope SCOPE with ' +
      'listOfAllowedLocations in --params, enforcement mode Default, and review notScopes and exemptions.',
    link: `${POLICY_PAGES}/samples/built-in-policies` },
  { id: 'arc-open-service-mesh',
    title: 'Azure Arc-enabled Kubernetes clusters should have the Open Service Mesh extension installed',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['73868911-4f4a-444f-adbd-5382bf70208a'], assessments: [], benchmarks: [],
    why:
      'The assignment asks for Open Service Mesh on Arc-enabled clusters, a project that is archived: ' +
      'what it installs gets no more fixes.',
    fix:
      'Withdraw the assignment and take another mesh where traffic must be encrypted; where it must stay, ' +
      'start the remediation task of the assignment.',
    link: `${ARC_PAGES}/conceptual-extensions` },
  { id: 'arc-strimzi-kafka',
    title: 'Azure Arc-enabled Kubernetes clusters should have the Strimzi Kafka extension installed',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['a8e653d9-b5d4-48a0-afe6-14d881f9ee9a'], assessments: [], benchmarks: [],
    why:
      "The organisation's assignment wants Kafka managed by the Strimzi extension on this Arc-enabled " +
      'cluster; without it the cluster falls out of what is maintained.',
    fix:
      'Start the remediation task of the assignment (az policy remediation create), or exclude the ' +
      'clusters that need no Kafka.',
    link: `${ARC_PAGES}/conceptual-extensions` },
  { id: 'cluster-auto-upgrade', title: 'Azure Kubernetes Service Clusters should enable cluster auto-upgrade',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['5c345cdf-2049-47e0-b8fe-b0e96bc2df35'], assessments: [], benchmarks: [],
    checks: ['cluster-upgrade-channel'],
    why:
      'Without a channel the control plane stays on its version until somebody remembers: patches for ' +
      'known flaws wait, and support ends unnoticed.',
    fix:
      'Run: az aks update --auto-upgrade-channel patch (or stable), and put the time into a maintenance ' +
      'window.',
    link: `${AKS_PAGES}/auto-upgrade-cluster` },
  { id: 'cluster-location', title: 'Clusters and registries should lie in allowed locations',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['e56962a6-4747-49cd-b67b-bf8b01975c4c'], assessments: [], benchmarks: [],
    why:
      'The resource lies in a region that the assigned list does not have; the data in it may be where ' +
      'law or contract forbids it.',
    fix:
      'Create it anew in an allowed region, move workloads and images, delete this one; a region cannot ' +
      'be changed. If the region is meant, correct listOfAllowedLocations or exempt it with a date.',
    link: `${POLICY_PAGES}/samples/built-in-policies` },
  { id: 'csi-drivers', title: 'Azure Kubernetes Clusters should enable Container Storage Interface(CSI)',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['c5110b6e-5272-4989-9935-59ad06fdf341'], assessments: [], benchmarks: [],
    why:
      'Without the CSI drivers volumes cannot be created, moved or snapshotted: the in-tree drivers are ' +
      'gone from Kubernetes.',
    fix: 'Run: az aks update --enable-disk-driver --enable-file-driver --enable-snapshot-controller.',
    link: `${AKS_PAGES}/csi-storage-drivers` },
  { id: 'csi-storage-class',
    title: 'Kubernetes clusters should use Container Storage Interface(CSI) driver StorageClass',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'platform', severity: 'low',
    policies: ['4f3823b6-6dac-4b5a-9c61-ce1afb829f17'], assessments: [],
    benchmarks: ['Safeguards'],
    why:
      'A StorageClass with an in-tree provisioner makes volumes that current Kubernetes versions cannot ' +
      'attach natively and that cannot be snapshotted.',
    fix:
      'Create a StorageClass with disk.csi.azure.com or file.csi.azure.com, move claims to it, and delete ' +
      'the one with provisioner kubernetes.io/azure-disk or azure-file.',
    link: `${AKS_PAGES}/csi-migrate-in-tree-volumes` },
  { id: 'default-namespace', title: 'Kubernetes clusters should not use the default namespace',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'team', severity: 'low',
    policies: ['9f061a12-e40d-4183-a00e-171812443373'], assessments: ['ff87e0b4-17df-d338-5b19-80e71e0dcc9d'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2'],
    why:
      "In the default namespace nobody owns anything: no quota, no network policy and no team's rights " +
      'fit, and Purser can charge and assign it to nobody.',
    fix:
      "Move the object to the team's namespace: change metadata.namespace, deploy it there, delete it " +
      'here.',
    link: `${AKS_PAGES}/core-aks-concepts` },
  { id: 'fleet-membership',
    title: 'Azure Kubernetes Service clusters should be a member of an Azure Kubernetes Fleet Manager',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['c7f49635-e3f0-4986-b072-90d0c7c3d4cd'], assessments: [], benchmarks: [],
    why:
      'A cluster outside the fleet misses its staged upgrades and its placement of workloads, so it is ' +
      'the one that stays behind.',
    fix: 'Run: az fleet member create --fleet-name FLEET --name MEMBER --member-cluster-id CLUSTER_ID.',
    link: `${FLEET_PAGES}/overview` },
  { id: 'fleet-membership-configure',
    title: 'Configure AKS clusters to automatically join the specified Azure Kubernetes Fleet Manager',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['cadd9445-aeb8-4ee4-b505-c279db2f737f'], assessments: [], benchmarks: [],
    why:
      "The cluster is not a member of the fleet that the organisation chose for it, so that fleet's " +
      'upgrade runs pass it by.',
    fix:
      'Start the remediation task of the assignment (az policy remediation create), which joins the ' +
      'cluster to the fleet that its parameters name.',
    link: `${FLEET_PAGES}/overview` },
  { id: 'kubernetes-version',
    title: 'Kubernetes Services should be upgraded to a non-vulnerable Kubernetes version',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['fb893a29-21bb-418c-a157-e99480ec364c'], assessments: [], benchmarks: [],
    why:
      'The cluster runs a version with publicly known vulnerabilities of Kubernetes itself, which no ' +
      'setting of a workload mends.',
    fix:
      'See the targets with az aks get-upgrades, then run: az aks upgrade --kubernetes-version VERSION, ' +
      'one minor version at a time.',
    link: `${AKS_PAGES}/supported-kubernetes-versions` },
  { id: 'planned-maintenance-deploy',
    title:
      'Deploy Planned Maintenance to schedule and control upgrades for your Azure Kubernetes Service ' +
      '(AKS) cluster',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['e1352e44-d34d-4e4d-a22e-451a15f759a1'], assessments: [], benchmarks: [],
    why:
      'Without a maintenance window upgrades happen at any hour, the busiest included, and people turn ' +
      'them off for that reason.',
    fix:
      'Run: az aks maintenanceconfiguration add --name aksManagedAutoUpgradeSchedule with a weekly ' +
      'schedule, and aksManagedNodeOSUpgradeSchedule for the nodes, or start the remediation task.',
    link: `${AKS_PAGES}/planned-maintenance` },
  { id: 'restricted-resource-types',
    title: 'Kubernetes clusters should restrict creation of given resource type',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'team', severity: 'low',
    policies: ['b81f454c-eebb-4e4f-9dfe-dca060e8a8fd'], assessments: [], benchmarks: [],
    why:
      'The organisation forbids this kind of object in its clusters, since whoever creates it can go ' +
      'round other rules.',
    fix: 'Delete the object, or ask the platform to exclude the namespace in the assignment if it is needed.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'supported-version', title: 'Clusters should run a supported Kubernetes version',
    source: 'posture', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    checks: ['supported-version'],
    why:
      'After support ends there are no more security patches for control plane and nodes, and Microsoft ' +
      'may upgrade the cluster by itself.',
    fix:
      'See the targets with az aks get-upgrades, then run: az aks upgrade --kubernetes-version VERSION ' +
      'one minor version at a time; long-term support (--tier premium --k8s-support-plan ' +
      'AKSLongTermSupport) buys time.',
    link: `${AKS_PAGES}/supported-kubernetes-versions` },
] as const satisfies readonly CataloguedControl[];
