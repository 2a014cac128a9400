import type { CataloguedControl } from '../control.ts';
import { AKS_PAGES, DEFENDER_PAGES, MONITOR_PAGES, POLICY_PAGES } from './pages.ts';

/** What watches a cluster, keeps its logs and guards its secrets, in alphabetical order. */
// biome-ignore format: a table; one property a line would be twice as long
export const CLUSTER_PROTECTION_CONTROLS = [
  { id: 'activity-log-export', title: 'The activity log should be exported to a workspace',
    source: 'posture', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    checks: ['activity-log-export'],
    why:
      'Azure keeps 90 days of who changed clusters, policies and role assignments; what an attacker did ' +
      'before that cannot be reconstructed.',
    fix:
      'Run: az monitor diagnostic-settings subscription create --location REGION --name activity ' +
      '--workspace WORKSPACE_ID with Administrative, Security, Policy and Alert enabled in --logs.',
    link: `${MONITOR_PAGES}/platform/activity-log` },
  { id: 'activity-log-retention', title: 'The exported activity log should be kept long enough',
    source: 'posture', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: [], assessments: [], benchmarks: [],
    checks: ['activity-log-retention'],
    why:
      'Break-ins are often found after months; a workspace that forgets after its default of 30 to 90 ' +
      'days leaves nothing to look at.',
    fix:
      'Run: az monitor log-analytics workspace table update --name AzureActivity --total-retention-time ' +
      'DAYS with the days that your rules demand.',
    link: `${MONITOR_PAGES}/logs/data-retention-configure` },
  { id: 'arc-defender-extension',
    title:
      'Azure Arc enabled Kubernetes clusters should have Microsoft Defender for Cloud extension installed',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['8dfab9c4-fe7b-49ad-85e4-1e9be085358f', '708b60a6-d253-4fe0-9114-4be4c00f012c'],
    assessments: ['3ef9848c-c2c8-4ff3-8b9c-4c8eb8ddfce6'],
    benchmarks: ['MCSB:LT-1+LT-2', 'MCSBv2:LT-1+LT-2'],
    why:
      'Without the extension Defender sees neither processes nor the audit log of this Arc-enabled ' +
      'cluster and raises no alert for it.',
    fix:
      'Run: az k8s-extension create --cluster-type connectedClusters --extension-type ' +
      'microsoft.azuredefender.kubernetes, or start the remediation task of the assignment.',
    link: `${DEFENDER_PAGES}/defender-for-containers-enable` },
  { id: 'arc-policy-extension',
    title: 'Azure Arc enabled Kubernetes clusters should have the Azure Policy extension installed',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['6b2122c1-8120-4ff5-801b-17625a355590', '0adc5395-9169-4b9b-8687-af838d69410a'],
    assessments: ['0642d770-b189-42ef-a2ce-9dcc3ec6c169'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2'],
    why:
      'Without the extension no Kubernetes policy is evaluated on this Arc-enabled cluster: that it has ' +
      'no violations means nothing.',
    fix:
      'Run: az k8s-extension create --cluster-type connectedClusters --extension-type ' +
      'Microsoft.PolicyInsights, or start the remediation task of the assignment.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'cluster-resource-logs', title: 'Resource logs in Azure Kubernetes Service should be enabled',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['245fc9df-fa96-4414-9a0b-3738c2f7341c'], assessments: ['bb318338-de6a-42ff-8428-8274c897d564'],
    benchmarks: ['MCSB:LT-3', 'MCSBv2:LT-3'],
    why:
      'Without resource logs nothing tells afterwards what the API server, the scheduler and the ' +
      'controllers of this cluster did.',
    fix:
      'Run: az monitor diagnostic-settings create --resource CLUSTER_ID --workspace WORKSPACE_ID --logs ' +
      'with the categories you need; kube-apiserver, kube-audit-admin and guard are the least.',
    link: `${AKS_PAGES}/monitor-aks` },
  { id: 'control-plane-audit-logs', title: 'Kubernetes audit logs should be exported',
    source: 'posture', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    checks: ['control-plane-audit-logs'],
    why:
      'The audit log is the only record of who read a secret, opened a shell in a pod or changed a role; ' +
      'it is kept nowhere unless it is exported.',
    fix:
      'Run: az monitor diagnostic-settings create --resource CLUSTER_ID --workspace WORKSPACE_ID --logs ' +
      'with kube-audit-admin (or kube-audit, which adds reads) and guard enabled.',
    link: `${AKS_PAGES}/monitor-aks` },
  { id: 'defender-containers', title: 'Microsoft Defender for Containers should be enabled',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['1c988dd6-ade4-430f-a608-2a3e5b0a6d38', 'c9ddb292-b203-4738-aead-18e2716e858f'],
    assessments: ['e599a9fe-30e3-47c6-a173-8b4b6d9d3255'],
    benchmarks: ['MCSB:LT-1+LT-2+IR-3+IR-5', 'MCSBv2:LT-1+LT-2+IR-3+IR-5'],
    why:
      "Without the plan there are no image scans, no recommendations on the cluster's objects and no " +
      'alerts: an empty list is then no good news.',
    fix: 'Run: az security pricing create --name Containers --tier Standard in the subscription.',
    link: `${DEFENDER_PAGES}/defender-for-containers-enable` },
  { id: 'defender-containers-plan-configure', title: 'Configure Microsoft Defender for Containers plan',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['efd4031d-b232-4595-babf-ae817348e91b'], assessments: [], benchmarks: [],
    why:
      'The plan is on without all its parts: agentless discovery, registry scans, sensor or admission ' +
      'control. What is off sees nothing.',
    fix:
      'In Defender for Cloud, Environment settings, Containers, Settings turn on each component, or start ' +
      'the remediation task of the assignment.',
    link: `${DEFENDER_PAGES}/defender-for-containers-enable` },
  { id: 'defender-kubernetes', title: 'Azure Defender for Kubernetes should be enabled',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['523b5cd1-3e23-492f-a539-13118b6d1e3a', '133047bf-1369-41e3-a3be-74a11ed1395a'],
    assessments: [],
    benchmarks: [],
    why:
      'The policy asks for the plan for Kubernetes, which Defender for Containers replaced; assigned, it ' +
      'says nothing about protection today.',
    fix:
      'Replace the assignment with "Microsoft Defender for Containers should be enabled" ' +
      '(1c988dd6-ade4-430f-a608-2a3e5b0a6d38) and enable that plan.',
    link: `${DEFENDER_PAGES}/defender-for-containers-introduction` },
  { id: 'defender-sensor', title: 'Azure Kubernetes Service clusters should have Defender profile enabled',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['a1840de2-8088-4ea8-b153-b4c723e9cb01', '64def556-fbad-4622-930e-72d1d5589bf5'],
    assessments: ['56a83a6e-c417-42ec-b567-1e6fcb3d09a9'],
    benchmarks: ['MCSB:LT-1+LT-2', 'MCSBv2:LT-1+LT-2'],
    checks: ['defender-sensor'],
    why:
      'Without the sensor nobody watches processes on the nodes: a crypto miner, a web shell or a reverse ' +
      'shell in a container raises no alert.',
    fix:
      'Run: az aks update --enable-defender, with the Containers plan on in the subscription; see that ' +
      'the microsoft-defender pods in kube-system run.',
    link: `${DEFENDER_PAGES}/defender-for-containers-enable` },
  { id: 'diagnostic-settings-deploy',
    title: 'Deploy - Configure diagnostic settings for Azure Kubernetes Service to Log Analytics workspace',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['6c66c325-74c8-42fd-a286-a74b0e2939d8'], assessments: [], benchmarks: [],
    why:
      "The cluster's logs do not go to the workspace that the organisation searches, so its events are " +
      'missing from alerts and investigations.',
    fix:
      'Start the remediation task of the assignment (az policy remediation create), or create the ' +
      'diagnostic setting to the workspace that it names.',
    link: `${AKS_PAGES}/monitor-aks` },
  { id: 'key-vault-secrets-rotation',
    title: 'Secrets should come from Key Vault and be renewed by the CSI driver',
    source: 'posture', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    checks: ['key-vault-secrets-rotation'],
    why:
      'Without the driver secrets are copied into Kubernetes by hand; without rotation pods keep the old ' +
      'one after Key Vault has renewed it, so a leaked secret lives on.',
    fix:
      'Run: az aks enable-addons --addons azure-keyvault-secrets-provider --enable-secret-rotation, or az ' +
      'aks addon update with the same flags where it is installed.',
    link: `${AKS_PAGES}/csi-secrets-store-configuration-options` },
  { id: 'pod-security-policies', title: 'Pod Security Policies should be defined on Kubernetes Services',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['3abeb944-26af-43ee-b83d-32aaf060fb94'], assessments: [], benchmarks: [],
    why:
      'The policy asks for PodSecurityPolicy, which Kubernetes removed in version 1.25: no supported ' +
      'cluster can comply.',
    fix:
      'Delete the assignment, and assign the initiative for the pod security baseline or set the ' +
      'namespace label pod-security.kubernetes.io/enforce: baseline.',
    link: `${AKS_PAGES}/use-azure-policy` },
  { id: 'policy-addon',
    title:
      'Azure Policy Add-on for Kubernetes service (AKS) should be installed and enabled on your clusters',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['0a15ec92-a229-4763-bb14-0ea34a568f8d', 'a8eff44f-8c92-45c3-a3fb-9880802d67a7'],
    assessments: ['08e628db-e2ed-4793-bc91-d13e684401c3'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2', 'ImageIntegrity'],
    checks: ['policy-addon'],
    why:
      'Without the add-on no policy is evaluated inside the cluster: privileged pods and images from ' +
      'anywhere are neither refused nor reported.',
    fix: 'Run: az aks enable-addons --addons azure-policy; the first results come within half an hour.',
    link: `${AKS_PAGES}/use-azure-policy` },
  { id: 'secrets-encryption-kms',
    title: 'Azure Kubernetes Clusters should enable Key Management Service (KMS)',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['dbbdc317-9734-4dd8-9074-993b29c69008'], assessments: [], benchmarks: [],
    why:
      "Secrets in etcd are encrypted with the platform's key only; with a key of your own you can revoke " +
      'access and see each use.',
    fix:
      'Run: az aks update --enable-azure-keyvault-kms --azure-keyvault-kms-key-id KEY_ID, then rewrite ' +
      'the secrets: kubectl get secrets --all-namespaces -o json | kubectl replace -f -.',
    link: `${AKS_PAGES}/use-kms-etcd-encryption` },
] as const satisfies readonly CataloguedControl[];
