import type { CataloguedControl } from '../control.ts';
import { AKS_PAGES, DEFENDER_PAGES, REGISTRY_PAGES } from './pages.ts';

/** Which images may be pulled and what is known to be wrong in stored ones, in alphabetical order. */
// biome-ignore format: a table; one property a line would be twice as long
export const IMAGE_CONTROLS = [
  { id: 'allowed-images', title: 'Kubernetes cluster containers should only use allowed images',
    source: 'policy', surface: 'registry', scope: 'component', actor: 'team', severity: 'high',
    policies: ['febd0533-8e55-448f-b837-bd0e06f16469'], assessments: ['8d244d29-fa00-4332-b935-c3a51d525417'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2', 'Safeguards'],
    checks: ['untrusted-registry'],
    constraints: ['K8sAllowedRepos'],
    why:
      'An image from a registry nobody vouches for was neither built nor scanned here; its maintainer, or ' +
      'whoever takes over the account, runs code in the cluster.',
    fix:
      'Copy the image with az acr import into a trusted registry and change image: in the manifest, or ' +
      'have the platform add the registry to allowedContainerImagesRegex.',
    link: `${AKS_PAGES}/deployment-safeguards` },
  { id: 'defender-registries', title: 'Azure Defender for container registries should be enabled',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['c25d9a16-bc35-4e15-a7e5-9db606bf9ed4', 'd3d1e68e-49d4-4b56-acff-93cef644b432'],
    assessments: [],
    benchmarks: [],
    why:
      'The policy asks for the plan for container registries, which Defender for Containers replaced; ' +
      'assigned, it says nothing about protection today.',
    fix:
      'Delete the assignment and assign the policy for Defender for Containers, whose plan scans ' +
      'registries: az security pricing create --name Containers --tier Standard.',
    link: `${DEFENDER_PAGES}/defender-for-containers-introduction` },
  { id: 'image-digest', title: 'Container images should be pinned by digest',
    source: 'posture', surface: 'registry', scope: 'component', actor: 'team', severity: 'low',
    policies: [], assessments: [], benchmarks: [],
    checks: ['image-digest'],
    constraints: ['K8sImageDigests'],
    why:
      'A tag can be pushed again: the same manifest then runs different code on the next restart, and ' +
      'nobody can say afterwards which code a pod ran.',
    fix:
      'Write image: REGISTRY/NAME@sha256:DIGEST (the pipeline knows it after the push), or lock the tag: ' +
      'az acr repository update --image NAME:TAG --write-enabled false.',
    link: `${REGISTRY_PAGES}/container-registry-image-tag-version` },
  { id: 'image-integrity-deploy', title: 'Deploy Image Integrity on Azure Kubernetes Service',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['5dc99dae-cfb2-42cc-8762-9aae02b74e27'], assessments: [],
    benchmarks: ['ImageIntegrity'],
    why:
      'The cluster has no verifier for image signatures, so a policy that asks for signed images can ' +
      'judge nothing there.',
    fix:
      'Run a remediation task for the assignment (az policy remediation create), which enables Image ' +
      'Integrity beside the Policy add-on; it is a preview and needs its feature registered.',
    link: `${AKS_PAGES}/image-integrity` },
  { id: 'image-pull-policy', title: 'Kubernetes cluster containers should only use allowed pull policy',
    source: 'policy', surface: 'registry', scope: 'component', actor: 'team', severity: 'low',
    policies: ['50c83470-d2f0-4dda-a716-1938a4825f62'], assessments: [], benchmarks: [],
    why:
      'With IfNotPresent a node may run a cached image without asking the registry: neither its newer ' +
      "content nor the pod's right to pull it is checked.",
    fix:
      'Set imagePullPolicy on the container to the value that the assignment allows, usually Always; with ' +
      'images pinned by digest this costs one request a start.',
    link: `${AKS_PAGES}/operator-best-practices-container-image-management` },
  { id: 'image-pull-secrets',
    title: 'Kubernetes cluster containers should only pull images when image pull secrets are present',
    source: 'policy', surface: 'registry', scope: 'component', actor: 'team', severity: 'low',
    policies: ['12db3749-7e03-4b9f-b443-d37d3fb9f8d9'], assessments: [], benchmarks: [],
    why:
      'A private image that is pulled without imagePullSecrets works only where a node cached it or may ' +
      'pull everything, so any pod on that node can use it.',
    fix:
      'Name the secret of type kubernetes.io/dockerconfigjson in spec.imagePullSecrets of the pod or of ' +
      'its service account.',
    link: `${AKS_PAGES}/cluster-container-registry-integration` },
  { id: 'image-signatures', title: 'Kubernetes clusters should only use images signed by notation',
    source: 'policy', surface: 'registry', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['cf426bb8-b320-4321-8545-1b784a5df3a4'], assessments: [],
    benchmarks: ['ImageIntegrity'],
    why:
      'Without a signature nobody can tell an image of the pipeline from one that somebody pushed by hand ' +
      'over the same tag.',
    fix:
      'Sign the image with notation in the pipeline after the push (az acr login, then notation sign ' +
      'REGISTRY/NAME@sha256:DIGEST with a key of Key Vault) and deploy that digest.',
    link: `${AKS_PAGES}/image-integrity` },
  { id: 'latest-tag', title: 'Kubernetes cluster container images should not include latest image tag',
    source: 'policy', surface: 'registry', scope: 'component', actor: 'team', severity: 'low',
    policies: ['021f8078-41a0-40e6-81b6-c6597da9f3ee'], assessments: [],
    benchmarks: ['Safeguards'],
    checks: ['latest-tag'],
    constraints: ['K8sDisallowedTags'],
    why:
      'What latest means changes with every push: two pods of one rollout can run different code, and a ' +
      'rollback brings back nothing known.',
    fix:
      'Write an explicit version in image: (never latest, never no tag), better the digest, and let the ' +
      'pipeline set it at each release.',
    link: `${AKS_PAGES}/deployment-safeguards` },
  { id: 'registry-image-findings',
    title: 'Container images in Azure registry should have vulnerability findings resolved',
    source: 'assessment', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['090c7b07-b4ed-4561-ad20-e9075f3ccaff', '5f0f936f-2f01-4bf5-b6be-d423792fa562'],
    assessments: [
      '33422d8f-ab1e-42be-bc9a-38685bb567b9', 'c0b7cfc6-3172-465a-b378-53c7ff2cc0d5',
      'dbd0cb49-b563-45e7-9724-889e799fa648',
    ],
    benchmarks: ['MCSB:PV-6+DS-6', 'MCSBv2:PV-6+DS-6'],
    why:
      'An image with known vulnerabilities waits in the registry for the next deployment, or is already ' +
      'the one that a restart will pull.',
    fix:
      'Rebuild on a patched base image and updated packages, push and deploy the new digest, then delete ' +
      'the old one: az acr repository delete --image NAME@sha256:DIGEST.',
    link: `${DEFENDER_PAGES}/agentless-vulnerability-assessment-azure` },
  { id: 'vulnerable-image-gate', title: 'Kubernetes clusters should gate deployment of vulnerable images',
    source: 'policy', surface: 'registry', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['13cd7ae3-5bc0-4ac4-a62d-4f7c120b9759'], assessments: [], benchmarks: [],
    why:
      'The policy would refuse images that Defender knows to be vulnerable at deployment; it is ' +
      'deprecated, and its place was taken by gated deployment of Defender for Containers.',
    fix:
      'Redeploy the named pods from a rebuilt image without the listed vulnerabilities; the platform ' +
      'replaces the assignment by a gating rule in Defender for Containers.',
    link: `${DEFENDER_PAGES}/runtime-gated-overview` },
] as const satisfies readonly CataloguedControl[];
