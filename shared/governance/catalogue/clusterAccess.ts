import type { CataloguedControl } from '../control.ts';
import { AKS_PAGES } from './pages.ts';

/** Who reaches the API server and what they may do there, in alphabetical order. */
// biome-ignore format: a table; one property a line would be twice as long
export const CLUSTER_ACCESS_CONTROLS = [
  { id: 'api-server-access', title: 'Authorized IP ranges should be defined on Kubernetes Services',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['0e246bcf-5f6f-4f87-bc6f-775d4712c7ea'], assessments: ['1a2b5b4c-f80d-46e7-ac81-b51a9fb363de'],
    benchmarks: ['MCSB:NS-2', 'MCSBv2:NS-2'],
    checks: ['authorized-ip-ranges'],
    why:
      'The API server answers the whole internet: a leaked kubeconfig or token, or a flaw in the server ' +
      'itself, can be used from anywhere.',
    fix:
      'Run: az aks update --api-server-authorized-ip-ranges CIDR,CIDR with the ranges of offices, build ' +
      "agents and Purser itself; 0.0.0.0/32 admits the cluster's own outbound address only. Or make it " +
      'private.',
    link: `${AKS_PAGES}/api-server-authorized-ip-ranges` },
  { id: 'azure-rbac',
    title: 'Azure Kubernetes Service clusters should use Azure RBAC for Kubernetes authorization',
    source: 'posture', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    checks: ['azure-rbac'],
    why:
      'Without Azure RBAC rights live in role bindings of each cluster: who may read secrets is in no ' +
      'access review, no Conditional Access and no Privileged Identity Management.',
    fix:
      'Run: az aks update --enable-azure-rbac on a cluster with Entra integration, assign Azure ' +
      'Kubernetes Service RBAC Reader or Writer by namespace, and take old bindings away.',
    link: `${AKS_PAGES}/manage-azure-rbac` },
  { id: 'cluster-admin-role',
    title: 'Kubernetes clusters should ensure that the cluster-admin role is only used where required',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'platform', severity: 'high',
    policies: ['a3dc4946-dba6-43e6-950d-f96532848c9f'], assessments: [],
    benchmarks: ['AKS-CIS'],
    why:
      'Whoever is bound to cluster-admin reads every secret and can change every workload; one stolen ' +
      'session is the whole cluster.',
    fix:
      'Find the bindings with kubectl get clusterrolebindings -o wide, replace each by a role for the ' +
      'namespaces and verbs that are used, and keep cluster-admin for a break-glass group.',
    link: `${AKS_PAGES}/manage-azure-rbac` },
  { id: 'command-invoke', title: 'Azure Kubernetes Service Clusters should disable Command Invoke',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['89f2d532-c53c-4f8f-9afa-4927b1114a0d', '1b708b0a-3380-40e9-8b79-821f9fa224cc'],
    assessments: [],
    benchmarks: [],
    checks: ['run-command'],
    why:
      'az aks command invoke runs as cluster administrator in a pod inside the cluster: with that Azure ' +
      'permission network restrictions and private endpoints do not count.',
    fix:
      'Run: az aks update --disable-run-command, and give the people who used it a route to the API ' +
      'server (VPN, Bastion, jump host).',
    link: `${AKS_PAGES}/access-private-cluster` },
  { id: 'endpoint-edit-permissions',
    title:
      'Kubernetes clusters should not allow endpoint edit permissions of ' +
      'ClusterRole/system:aggregate-to-edit',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'platform', severity: 'medium',
    policies: ['1ddac26b-ed48-4c30-8cc5-3a68c79b8001'], assessments: [], benchmarks: [],
    constraints: ['K8sBlockEndpointEditDefaultRole'],
    why:
      'Whoever may edit Endpoints can send traffic to pods of other namespaces, past network policies and ' +
      'authorisation (CVE-2021-25740).',
    fix:
      'Annotate system:aggregate-to-edit with rbac.authorization.kubernetes.io/autoupdate: "false" and ' +
      'remove create, update and patch on endpoints from it.',
    link: `${AKS_PAGES}/policy-reference` },
  { id: 'entra-admin-group-configure',
    title:
      'Configure Microsoft Entra ID integrated Azure Kubernetes Service Clusters with required Admin ' +
      'Group Access',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['36a27de4-199b-40fb-b336-945a8475d6c5'], assessments: [], benchmarks: [],
    why:
      'The cluster does not name the required group as its administrators, so break-glass access depends ' +
      'on whoever created it.',
    fix:
      'Run: az aks update --aad-admin-group-object-ids GROUP_ID with the group that the assignment names, ' +
      'or start its remediation task.',
    link: `${AKS_PAGES}/enable-authentication-microsoft-entra-id` },
  { id: 'entra-integration',
    title: 'Azure Kubernetes Service Clusters should enable Microsoft Entra ID integration',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['450d2877-ebea-41e8-b00c-e286317d21bf'], assessments: [],
    benchmarks: ['MCSBv2:IM-1'],
    checks: ['entra-integration'],
    why:
      'Without Entra ID people sign in with certificates that never ask for a second factor, name no ' +
      'person in the audit log and cannot be revoked one by one.',
    fix:
      'Run: az aks update --enable-aad --aad-admin-group-object-ids GROUP_ID; the change cannot be ' +
      'undone, so tell the users of old kubeconfigs first.',
    link: `${AKS_PAGES}/enable-authentication-microsoft-entra-id` },
  { id: 'kubernetes-rbac', title: 'Role-Based Access Control (RBAC) should be used on Kubernetes Services',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['ac4a19c2-fa67-49b4-8ae5-0b2e78c49457'], assessments: ['b0fdc63a-38e7-4bab-a7c4-2c2665abbaa9'],
    benchmarks: ['MCSB:PA-7', 'MCSBv2:PA-7'],
    why:
      "Without Kubernetes RBAC every authenticated account, each pod's service account included, is an " +
      'administrator of the cluster.',
    fix:
      'It can be chosen only when a cluster is made: create one (RBAC is the default), move the ' +
      'workloads, delete this one.',
    link: `${AKS_PAGES}/concepts-identity` },
  { id: 'local-accounts',
    title: 'Azure Kubernetes Service Clusters should have local authentication methods disabled',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['993c2fcd-2b29-49d2-9eb0-df2c3a730c32'], assessments: [], benchmarks: [],
    checks: ['local-accounts'],
    why:
      'az aks get-credentials --admin hands out a client certificate of cluster-admin that bypasses Entra ' +
      'ID, its second factor and its log, and it works for up to two years.',
    fix:
      'With Entra integration on, run: az aks update --disable-local-accounts, then az aks rotate-certs, ' +
      'because certificates that were handed out stay valid until then.',
    link: `${AKS_PAGES}/manage-local-accounts-managed-azure-ad` },
  { id: 'managed-identity', title: 'Azure Kubernetes Service Clusters should use managed identities',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['da6e2401-19da-4532-9141-fb8fbde08431'], assessments: [], benchmarks: [],
    why:
      'A cluster that runs as a service principal depends on a secret that people copy, forget to renew ' +
      'and cannot tell the use of.',
    fix:
      'Run: az aks update --enable-managed-identity, then az aks nodepool upgrade --node-image-only for ' +
      "each pool so that kubelets change too, and delete the principal's secret.",
    link: `${AKS_PAGES}/use-managed-identity` },
  { id: 'private-cluster', title: 'Azure Kubernetes Service Private Clusters should be enabled',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['040732e8-d947-40b8-95d6-854c95024bf8'], assessments: [], benchmarks: [],
    checks: ['private-cluster'],
    why:
      'The API server has a public address, so it can be found, probed and overloaded from the internet; ' +
      'a private one is reached from the network only.',
    fix:
      'With API server VNet integration run: az aks update --enable-private-cluster; other clusters must ' +
      'be created anew with --enable-private-cluster. Until then restrict the authorised IP ranges.',
    link: `${AKS_PAGES}/private-clusters` },
  { id: 'wildcard-roles', title: 'Kubernetes clusters should minimize wildcard use in role and cluster role',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['ca8d5704-aa2b-40cf-b110-dc19052825ad'], assessments: [],
    benchmarks: ['AKS-CIS'],
    why:
      'A role with * for verbs or resources also covers what is installed later, secrets of new operators ' +
      'included, and nobody decided that.',
    fix:
      'Replace * in rules[].verbs, resources and apiGroups of the Role or ClusterRole by what the ' +
      'workload uses; kubectl auth can-i --list shows what it holds now.',
    link: `${AKS_PAGES}/concepts-identity` },
  { id: 'workload-identity', title: 'Azure Kubernetes Service Clusters should enable workload identity',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['2cc2e023-0dac-4046-875b-178f683929d5'], assessments: [], benchmarks: [],
    checks: ['workload-identity'],
    why:
      "Without it pods reach Azure with stored secrets or with the node's identity, which every pod on " +
      'that node can use.',
    fix:
      'Run: az aks update --enable-oidc-issuer --enable-workload-identity; then federate a managed ' +
      'identity with the service account and label the pods azure.workload.identity/use: "true".',
    link: `${AKS_PAGES}/workload-identity-overview` },
] as const satisfies readonly CataloguedControl[];
