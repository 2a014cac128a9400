import type { CataloguedControl } from '../control.ts';
import { DEFENDER_PAGES } from './pages.ts';

/**
 * What Defender for Containers raises alerts for, by alert type; a type of no other entry falls to the family
 * of its prefix (learn.microsoft.com, "Alerts for containers - Kubernetes clusters"). The alert's own
 * severity counts before the one here.
 */
// biome-ignore format: a table; one property a line would be twice as long
export const ALERT_CONTROLS = [
  { id: 'alert-cluster-privileges', title: 'Alert: rights over the whole cluster were handed out',
    source: 'alert', surface: 'cluster', scope: 'component', actor: 'secops', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    alerts: [
      'K8S_ClusterAdminBinding', 'K8S_HighPrivilegesRole', 'K8S_AdmissionController',
      'K8S_CoreDnsModification', 'K8S_KubeSystemContainer',
    ],
    why:
      'A new administrator binding, powerful role, admission webhook, DNS rule or container in ' +
      "kube-system is how an intruder stays and spreads; it can be an administrator's work as well.",
    fix:
      'Ask who changed it (AKSAuditAdmin by object and time). If nobody knows: delete the object, revoke ' +
      'the account, and see what it did since.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
  { id: 'alert-control-plane', title: 'Alert: suspicious request to the API server',
    source: 'alert', surface: 'cluster', scope: 'resource', actor: 'secops', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    alerts: ['K8S_'],
    why: 'The audit log of the cluster shows an operation that intruders are known for.',
    fix:
      "Follow the alert's steps; look the caller up in the audit log, and if nobody vouches for it " +
      'disable the account and revert what it changed.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
  { id: 'alert-covered-tracks', title: 'Alert: traces were removed',
    source: 'alert', surface: 'application', scope: 'component', actor: 'secops', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    alerts: [
      'K8S.NODE_HistoryFileCleared', 'K8S.NODE_SystemLogRemoval', 'K8S.NODE_TimestampTampering',
      'K8S.NODE_SuspectProcessTermination', 'K8S.NODE_TimerServiceDisabled', 'K8S_DeleteEvents',
    ],
    why:
      'Logs, history or events were deleted or protection was stopped: few have a reason to do that but ' +
      'somebody who hides.',
    fix:
      'Isolate the pod with a network policy that denies all, keep its node from being scaled away, ' +
      'collect what is left, and read the exported audit log for the same time.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
  { id: 'alert-credential-access', title: 'Alert: credentials were reached for',
    source: 'alert', surface: 'application', scope: 'component', actor: 'secops', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    alerts: [
      'K8S.NODE_KnownLinuxCredentialAccessTool', 'K8S.NODE_KubeConfigAccess', 'K8S.NODE_ImdsCall',
      'K8S.NODE_SuspectPasswordFileAccess', 'K8S.NODE_SuspectPasswordChange', 'K8S.NODE_KubernetesAPI',
      'K8S.NODE_KubernetesDashboard', 'K8S_AbnormalMiActivity', 'K8S_ServiceAccountRareOperation',
    ],
    why:
      'A container or identity asked for tokens, passwords or API operations that it does not usually ' +
      'need: the step from one container to the cluster or to Azure.',
    fix:
      "If the workload did not mean it, renew the service account's and the managed identity's " +
      'credentials, delete the pod, and search their use in AKSAuditAdmin and the sign-in log.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
  { id: 'alert-crypto-mining', title: 'Alert: a crypto miner runs',
    source: 'alert', surface: 'application', scope: 'component', actor: 'secops', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    alerts: [
      'K8S_MaliciousContainerImage', 'K8S.NODE_DigitalCurrencyMining', 'K8S.NODE_CryptoCoinMinerArtifacts',
      'K8S.NODE_CryptoCoinMinerDownload', 'K8S.NODE_CryptoCoinMinerExecution',
    ],
    why: 'Somebody mines at your expense, and came in by a way that is still open to worse.',
    fix:
      'Scale the workload to zero, keep the image and the logs, find how it came in (image, exposed ' +
      'dashboard, leaked kubeconfig), and close that before it runs again.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
  { id: 'alert-exposed-service', title: 'Alert: a sensitive service is on the internet',
    source: 'alert', surface: 'cluster', scope: 'component', actor: 'secops', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    alerts: [
      'K8S_ExposedKubeflow', 'K8S_ExposedDashboard', 'K8S_ExposedService', 'K8S_ExposedRedis',
      'K8S_ExposedPostgresTrustAuth', 'K8S_ExposedPostgresBroadIPRange',
    ],
    why:
      'A dashboard, database or control service got a public address, often without asking for a ' +
      'password; scanners find such ones within hours.',
    fix:
      'Change the Service to ClusterIP or an internal load balancer now, then see in its log who was ' +
      'there in the meantime.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
  { id: 'alert-malicious-tools', title: 'Alert: attack tools or suspicious downloads',
    source: 'alert', surface: 'application', scope: 'component', actor: 'secops', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    alerts: [
      'K8S.NODE_SuspectDownload', 'K8S.NODE_SuspectDownloadArtifacts', 'K8S.NODE_DownloadAndRunCombo',
      'K8S.NODE_KnownLinuxAttackTool', 'K8S.NODE_KnownLinuxDDoSToolkit', 'K8S.NODE_MitreCalderaTools',
      'K8S.NODE_CommonBot', 'K8S.NODE_LinuxBackdoorArtifact', 'K8S.NODE_ExploitAttempt',
      'K8S.NODE_SuspectNohup',
    ],
    why: 'A container fetched or started programs that its image does not have and that attackers use.',
    fix:
      "Compare the process with the image's own; if it is foreign, isolate the pod, keep its file system " +
      'for analysis, and redeploy with a read-only root and without a shell.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
  { id: 'alert-privileged-container', title: 'Alert: a privileged container or an attempt to leave one',
    source: 'alert', surface: 'node', scope: 'component', actor: 'secops', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    alerts: [
      'K8S_PrivilegedContainer', 'K8S.NODE_PrivilegedContainerArtifacts',
      'K8S.NODE_PrivilegedExecutionInContainer', 'K8S.NODE_NamespaceCreation',
    ],
    why: 'A container has or seeks the rights of its node; with them the intruder has all pods there.',
    fix:
      'Ask the team whether it is theirs. If not: cordon the node, delete the pod, and replace the node; ' +
      'if so: have the control on privileged containers fixed or exempted.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
  { id: 'alert-probing', title: 'Alert: the cluster is being explored',
    source: 'alert', surface: 'cluster', scope: 'component', actor: 'secops', severity: 'low',
    policies: [], assessments: [], benchmarks: [],
    alerts: ['K8S_PenTestToolsKubeHunter', 'K8S_TI_Proxy', 'K8S.NODE_ReconnaissanceArtifactsBurst'],
    why:
      'Somebody scans the cluster, works through an anonymising proxy, or collects facts about a host: it ' +
      'comes before an attack, or from a test that nobody announced.',
    fix:
      "Find the source address or pod; if it is no announced test, block it, restrict the API server's " +
      'authorised ranges, and watch its next steps.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
  { id: 'alert-remote-control', title: 'Alert: a container is controlled from outside',
    source: 'alert', surface: 'application', scope: 'component', actor: 'secops', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    alerts: [
      'K8S.NODE_ReverseShell', 'K8S.NODE_Webshell', 'K8S.NODE_SuspectPortForwarding',
      'K8S.NODE_SuspectConnection', 'K8S.NODE_ContainerSSH', 'K8S.NODE_SshKeyAccess',
      'K8S.NODE_SuspectUserAddition',
    ],
    why: 'A shell, tunnel, SSH server or new account gives somebody outside commands in the container.',
    fix:
      'Isolate the pod with a network policy that denies all, collect its processes and connections, ' +
      'delete it, renew its secrets, and close the way in.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
  { id: 'alert-sensitive-mount', title: 'Alert: a container mounts sensitive paths of its node',
    source: 'alert', surface: 'node', scope: 'component', actor: 'secops', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    alerts: ['K8S_SensitiveMount'],
    why: 'A new container sees files of the node from which it can be taken over.',
    fix:
      'Ask the team whether it is theirs. If not: delete the workload and look who created it in the ' +
      'audit log; if so: have the control on hostPath volumes fixed or exempted.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
  { id: 'alert-test', title: 'Alert: a test of the Defender sensor',
    source: 'alert', surface: 'node', scope: 'component', actor: 'secops', severity: 'low',
    policies: [], assessments: [], benchmarks: [],
    alerts: ['K8S.NODE_EICAR'],
    why:
      "Somebody raised Defender's test alert: it is no threat, and shows that the sensor and the way of " +
      'its alerts work.',
    fix: 'Dismiss the alert; ask who ran the test if nobody announced it.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
  { id: 'alert-workload', title: 'Alert: suspicious process in a container or on a node',
    source: 'alert', surface: 'application', scope: 'component', actor: 'secops', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    alerts: ['K8S.NODE_', 'K8S.NODE_ImageBuildOnNode'],
    why: 'The sensor saw a process in a container or on a node that intruders are known for.',
    fix:
      "Follow the alert's steps; compare the process with what the image starts, and isolate the pod if " +
      'it is foreign.',
    link: `${DEFENDER_PAGES}/alerts-containers` },
] as const satisfies readonly CataloguedControl[];
