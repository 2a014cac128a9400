import type { CataloguedControl } from '../control.ts';
import { AKS_PAGES } from './pages.ts';

/** What a container may do beyond its own job, as its manifest decides, in alphabetical order. */
// biome-ignore format: a table; one property a line would be twice as long
export const PRIVILEGE_CONTROLS = [
  { id: 'apparmor-profiles', title: 'Kubernetes cluster containers should only use allowed AppArmor profiles',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'high',
    policies: ['511f5417-5d12-434d-ab2e-816901e72a5e'], assessments: ['86f91051-9d6a-47c3-a07f-bd14cb214b45'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2', 'Safeguards'],
    checks: ['apparmor'],
    constraints: ['K8sPSPAppArmor'],
    why:
      'A container that AppArmor does not confine may do all that its user may: mounts, raw devices, ' +
      "files under /proc. Where nothing is set, nodes that have AppArmor apply the runtime's default.",
    fix:
      'Take Unconfined or the unlisted profile out of securityContext.appArmorProfile (below Kubernetes ' +
      '1.30: the annotation container.apparmor.security.beta.kubernetes.io/NAME), or set type: ' +
      'RuntimeDefault.',
    link: `${AKS_PAGES}/secure-container-access` },
  { id: 'automount-api-credentials', title: 'Kubernetes clusters should disable automounting API credentials',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'high',
    policies: ['423dd1ba-798e-40e4-9c4d-b6902674b423'], assessments: ['32060ac3-f17f-4848-db8e-e7cf2c9a53eb'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2'],
    constraints: ['K8sPSPAutomountServiceAccountTokenPod'],
    why:
      'Each container finds a token for the Kubernetes API in its file system, so an attacker inside it ' +
      "starts with the service account's rights.",
    fix:
      'Set automountServiceAccountToken: false in the pod spec or on the service account; mount a ' +
      'projected token where the application calls the API.',
    link: `${AKS_PAGES}/concepts-identity` },
  { id: 'cap-sys-admin', title: 'Kubernetes clusters should not grant CAP_SYS_ADMIN security capabilities',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'high',
    policies: ['d2e7ea85-6b44-4317-a0be-1b951587f626'], assessments: ['aba14f78-27c5-af84-848e-9105d18dfd92'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2'],
    why: 'CAP_SYS_ADMIN is nearly root on the node: it can mount file systems and leave the container.',
    fix:
      'Remove SYS_ADMIN from securityContext.capabilities.add and drop ALL; for FUSE or mounts use a CSI ' +
      'driver that does it outside the pod.',
    link: `${AKS_PAGES}/developer-best-practices-pod-security` },
  { id: 'capabilities-allowed', title: 'Kubernetes cluster containers should only use allowed capabilities',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['c26596ff-4d70-4e6a-9a30-c2506bd2f80c'], assessments: ['11c95609-3553-430d-b788-fd41cde8b2db'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2', 'PSS-baseline', 'PSS-restricted', 'Safeguards'],
    constraints: ['K8sPSPCapabilities'],
    why:
      'Capabilities outside the allowed list, NET_RAW or SYS_PTRACE for example, let a broken container ' +
      'spoof addresses or read other processes.',
    fix:
      'Set securityContext.capabilities.drop: [ALL] on each container and add back only what is allowed ' +
      'and used, at most NET_BIND_SERVICE.',
    link: `${AKS_PAGES}/developer-best-practices-pod-security` },
  { id: 'capabilities-forbidden', title: 'Kubernetes clusters should not use specific security capabilities',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['a27c700f-8a22-44ec-961c-41625264370b'], assessments: [], benchmarks: [],
    why:
      'The container holds a capability that the organisation forbids by name, since attacks on the node ' +
      'are known to use it.',
    fix:
      "Remove the named capability from securityContext.capabilities.add; where the image's default set " +
      'has it, name it under drop.',
    link: `${AKS_PAGES}/developer-best-practices-pod-security` },
  { id: 'flex-volume-drivers',
    title: 'Kubernetes cluster pod FlexVolume volumes should only use allowed drivers',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['f4a8fce0-2dd5-4c21-9a36-8f0ec809d663'], assessments: [], benchmarks: [],
    constraints: ['K8sPSPFlexVolumes'],
    why:
      "FlexVolume drivers are programs that run as root on the node with the pod's parameters; Kubernetes " +
      'deprecated them for that.',
    fix:
      'Replace volumes[].flexVolume by a CSI volume or a claim, such as secrets-store.csi.k8s.io for Key ' +
      'Vault.',
    link: `${AKS_PAGES}/csi-storage-drivers` },
  { id: 'privilege-escalation', title: 'Kubernetes clusters should not allow container privilege escalation',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['1c6e92c9-99f0-4e55-9cf2-0c234dc48f99'], assessments: ['43dc2a2e-ce69-4d42-923e-ab7d136f2cfe'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2', 'AKS-CIS', 'PSS-restricted', 'Safeguards'],
    constraints: ['K8sPSPAllowPrivilegeEscalationContainer'],
    why:
      'A process in the container may gain more rights than it started with, by a setuid program for ' +
      'example: so a non-root user becomes root.',
    fix: 'Set securityContext.allowPrivilegeEscalation: false on every container and init container.',
    link: `${AKS_PAGES}/developer-best-practices-pod-security` },
  { id: 'privileged-containers', title: 'Kubernetes cluster should not allow privileged containers',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['95edb821-ddaf-4404-9732-666045e056b4'], assessments: ['5d90913f-a1c5-4429-ad54-2c6c17fb3c73'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2', 'AKS-CIS', 'PSS-baseline', 'PSS-restricted', 'Safeguards'],
    checks: ['privileged'],
    constraints: ['K8sPSPPrivilegedContainer'],
    why:
      'A privileged container has all capabilities and devices of the node: whoever takes it over owns ' +
      'the node and every pod on it.',
    fix:
      'Remove securityContext.privileged: true; give single capabilities or a device plugin instead, and ' +
      'move true node agents to a namespace that the assignment excludes.',
    link: `${AKS_PAGES}/developer-best-practices-pod-security` },
  { id: 'proc-mount-types', title: 'Kubernetes cluster containers should only use allowed ProcMountType',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['f85eb0dd-92ee-40e9-8a76-db25a507d6d3'], assessments: [],
    benchmarks: ['Safeguards'],
    constraints: ['K8sPSPProcMount'],
    why:
      'An Unmasked /proc shows and lets a container change kernel settings that the runtime otherwise ' +
      'hides.',
    fix: 'Remove securityContext.procMount or set it to Default.',
    link: `${AKS_PAGES}/deployment-safeguards` },
  { id: 'read-only-root', title: 'Kubernetes cluster containers should run with a read only root file system',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['df49d893-a74c-421d-bc95-c663042e5b80'], assessments: ['27d6f0e9-b4d5-468b-ae7e-03d5473fd864'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2'],
    checks: ['read-only-root'],
    constraints: ['K8sPSPReadOnlyRootFilesystem'],
    why:
      'On a writable root file system an attacker can change the program, add tools and stay; on a ' +
      'read-only one the next step fails.',
    fix:
      'Set securityContext.readOnlyRootFilesystem: true and mount emptyDir where the application writes, ' +
      'usually /tmp and caches.',
    link: `${AKS_PAGES}/secure-container-access` },
  { id: 'seccomp-profiles', title: 'Kubernetes cluster containers should only use allowed seccomp profiles',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['975ce327-682c-4f2e-aa46-b9598289b86c'], assessments: [],
    benchmarks: ['PSS-restricted', 'Safeguards'],
    checks: ['seccomp'],
    constraints: ['K8sPSPSeccomp', 'K8sPSPSeccompV2'],
    why:
      'Without a seccomp profile the container may make all system calls, and it is by the rare ones that ' +
      'kernels are broken.',
    fix:
      'Set securityContext.seccompProfile.type: RuntimeDefault for the pod; or for the whole pool az aks ' +
      'nodepool add --kubelet-config with seccompDefault RuntimeDefault.',
    link: `${AKS_PAGES}/secure-container-access` },
  { id: 'selinux', title: 'Kubernetes cluster pods and containers should follow SELinux security standards',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['e1e6c427-07d9-46ab-9689-bfa85431e636'], assessments: [],
    benchmarks: ['Safeguards'],
    constraints: ['K8sPSPSELinuxV2'],
    why:
      'SELinux options of its own let a container take a type or user that the host trusts more than ' +
      'containers.',
    fix:
      'Remove user and role from seLinuxOptions and keep type to container_t, container_init_t or ' +
      "container_kvm_t, in the pod's and each container's securityContext.",
    link: `${AKS_PAGES}/deployment-safeguards` },
  { id: 'user-and-group-ids',
    title: 'Kubernetes cluster pods and containers should only run with approved user and group IDs',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'high',
    policies: ['f06ddb64-5fa3-4b77-b166-acb36f7f6042'], assessments: ['9b795646-9130-41a4-90b7-df9eae2437c8'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2', 'PSS-restricted', 'Safeguards'],
    checks: ['run-as-root'],
    constraints: ['K8sPSPAllowedUsers'],
    why:
      'A process that is root in the container is root on the node as soon as it breaks out, and it can ' +
      'already change all files and packages within.',
    fix:
      'Set securityContext.runAsNonRoot: true with runAsUser and runAsGroup above 0, and USER in the ' +
      'Dockerfile; give the user its files with fsGroup.',
    link: `${AKS_PAGES}/developer-best-practices-pod-security` },
  { id: 'volume-types', title: 'Kubernetes cluster pods should only use allowed volume types',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'low',
    policies: ['16697877-1118-4fb1-9b65-9898ec2509ec'], assessments: [],
    benchmarks: ['PSS-restricted', 'Safeguards'],
    constraints: ['K8sPSPVolumeTypes'],
    why:
      'Volume types outside the list reach past the pod: hostPath to the node, nfs or iscsi to servers ' +
      "without the pod's identity.",
    fix:
      'Use configMap, secret, emptyDir, projected, downwardAPI, csi, ephemeral or a persistentVolumeClaim ' +
      'in spec.volumes.',
    link: `${AKS_PAGES}/deployment-safeguards` },
  { id: 'windows-container-administrator',
    title: 'Kubernetes cluster Windows containers should not run as ContainerAdministrator',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'high',
    policies: ['5485eac0-7e8f-4964-998b-a44f4f0c1e75'], assessments: [],
    benchmarks: ['Safeguards'],
    why:
      'ContainerAdministrator may change every file and service in the container, and leaves it more ' +
      'easily than a plain user.',
    fix:
      'Set securityContext.windowsOptions.runAsUserName: ContainerUser for the pod, or USER ContainerUser ' +
      'in the Dockerfile.',
    link: `${AKS_PAGES}/policy-reference` },
  { id: 'windows-user-group',
    title: 'Kubernetes cluster Windows containers should only run with approved user and domain user group',
    source: 'policy', surface: 'application', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['57dde185-5c62-4063-b965-afbb201e9c1c'], assessments: [], benchmarks: [],
    why: 'The container runs as a Windows account that was not approved, with rights nobody looked at.',
    fix:
      'Set securityContext.windowsOptions.runAsUserName to an approved account, and ' +
      'gmsaCredentialSpecName where a domain account is needed.',
    link: `${AKS_PAGES}/policy-reference` },
] as const satisfies readonly CataloguedControl[];
