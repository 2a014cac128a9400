import type { CataloguedControl } from '../control.ts';
import { ARC_PAGES } from './pages.ts';

/**
 * Configurations that deploy a cluster's contents from a repository, in alphabetical order; what an
 * assignment asks for is the organisation's choice, so that the remedies differ by source only.
 */
// biome-ignore format: a table; one property a line would be twice as long
export const GITOPS_CONTROLS = [
  { id: 'flux-bucket-key-vault',
    title:
      'Configure Kubernetes clusters with Flux v2 configuration using Bucket source and secrets in ' +
      'KeyVault',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['5174c1db-ca42-e0d4-b320-4f1cf6a1fa93'], assessments: [], benchmarks: [],
    why:
      'The cluster lacks the Flux configuration whose bucket keys come from Key Vault; what the ' +
      'organisation deploys through it, guard rails included, is missing there.',
    fix:
      'Start the remediation task of the assignment; by hand: az k8s-configuration flux create --kind ' +
      'bucket --url URL --bucket-name NAME --bucket-access-key KEY --bucket-secret-key SECRET.',
    link: `${ARC_PAGES}/conceptual-gitops-flux2` },
  { id: 'flux-bucket-local-secrets',
    title: 'Configure Kubernetes clusters with specified Flux v2 Bucket source using local secrets',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['b8c1d6c1-6137-97c6-9c34-d4627e54ca26'], assessments: [], benchmarks: [],
    why:
      'The cluster lacks the Flux configuration that reads a bucket with a secret of the cluster; what ' +
      'the organisation deploys through it is missing there.',
    fix:
      "Create the secret in the configuration's namespace, then: az k8s-configuration flux create --kind " +
      'bucket --url URL --bucket-name NAME --local-auth-ref SECRET, or the remediation task.',
    link: `${ARC_PAGES}/conceptual-gitops-flux2` },
  { id: 'flux-extension-configure', title: 'Configure installation of Flux extension on Kubernetes cluster',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['f9175d5f-abc8-1dc3-bd3c-5d7476ada3d1'], assessments: [], benchmarks: [],
    why:
      'Without the Flux extension no GitOps configuration works on this cluster, so its contents drift ' +
      'from what is reviewed in Git.',
    fix:
      'Run: az k8s-extension create --cluster-type managedClusters --extension-type microsoft.flux --name ' +
      'flux, or start the remediation task of the assignment.',
    link: `${ARC_PAGES}/conceptual-gitops-flux2` },
  { id: 'flux-git-https-certificate',
    title:
      'Configure Kubernetes clusters with Flux v2 configuration using Git repository and HTTPS CA ' +
      'Certificate',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['2630c91f-8a20-8f43-14a2-2485b648e2a9'], assessments: [], benchmarks: [],
    why:
      'The cluster lacks the Flux configuration for a Git server with a private certificate authority; ' +
      'what the organisation deploys through it is missing there.',
    fix:
      "Run: az k8s-configuration flux create --url HTTPS_URL --https-ca-cert-file FILE with the server's " +
      'authority, or start the remediation task of the assignment.',
    link: `${ARC_PAGES}/conceptual-gitops-flux2` },
  { id: 'flux-git-https-secrets',
    title: 'Configure Kubernetes clusters with Flux v2 configuration using Git repository and HTTPS secrets',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['bf1a31be-3b79-5ba8-c9e0-9a8c9ad9f749'], assessments: [], benchmarks: [],
    why:
      'The cluster lacks the Flux configuration that signs in to Git by user and key; what the ' +
      'organisation deploys through it is missing there.',
    fix:
      'Run: az k8s-configuration flux create --url HTTPS_URL --https-user USER --https-key KEY with a ' +
      'read-only token, or start the remediation task of the assignment.',
    link: `${ARC_PAGES}/conceptual-gitops-flux2` },
  { id: 'flux-git-local-secrets',
    title: 'Configure Kubernetes clusters with Flux v2 configuration using Git repository and local secrets',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['b6c7fd52-4723-5f4d-a157-3d39bd16a1d7'], assessments: [], benchmarks: [],
    why:
      'The cluster lacks the Flux configuration that reads Git with a secret of the cluster; what the ' +
      'organisation deploys through it is missing there.',
    fix:
      "Create the secret in the configuration's namespace, then: az k8s-configuration flux create --url " +
      'URL --local-auth-ref SECRET, or the remediation task of the assignment.',
    link: `${ARC_PAGES}/conceptual-gitops-flux2` },
  { id: 'flux-git-public',
    title: 'Configure Kubernetes clusters with Flux v2 configuration using public Git repository',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['83ea2fd1-9eaf-2f6d-f672-cd7b2ac798f6'], assessments: [], benchmarks: [],
    why:
      'The cluster lacks the Flux configuration for a public repository; what the organisation deploys ' +
      'through it is missing there.',
    fix:
      'Run: az k8s-configuration flux create --url HTTPS_URL --branch main, or start the remediation ' +
      'task; whoever can push to that public repository deploys to the cluster, so protect its branch.',
    link: `${ARC_PAGES}/conceptual-gitops-flux2` },
  { id: 'flux-git-ssh-secrets',
    title: 'Configure Kubernetes clusters with Flux v2 configuration using Git repository and SSH secrets',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['9e980dca-f3e1-8da3-6717-ad37b1ca6b27'], assessments: [], benchmarks: [],
    why:
      'The cluster lacks the Flux configuration that signs in to Git with an SSH key; what the ' +
      'organisation deploys through it is missing there.',
    fix:
      'Run: az k8s-configuration flux create --url SSH_URL --ssh-private-key-file FILE --known-hosts-file ' +
      'FILE with a read-only deploy key, or start the remediation task.',
    link: `${ARC_PAGES}/conceptual-gitops-flux2` },
  { id: 'gitops-https-secrets',
    title: 'Configure Kubernetes clusters with specified GitOps configuration using HTTPS secrets',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['a6f560f4-f582-4b67-b123-a37dcd1bf7ea'], assessments: [], benchmarks: [],
    why:
      'The assignment asks for a Flux v1 configuration over HTTPS; Flux v1 is retired and gets no more ' +
      'fixes.',
    fix:
      'Replace the assignment with the Flux v2 one for HTTPS secrets ' +
      '(bf1a31be-3b79-5ba8-c9e0-9a8c9ad9f749) and delete the old sourceControlConfigurations.',
    link: `${ARC_PAGES}/conceptual-gitops-flux2` },
  { id: 'gitops-no-secrets',
    title: 'Configure Kubernetes clusters with specified GitOps configuration using no secrets',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['1d61c4d2-aef2-432b-87fc-7f96b019b7e1'], assessments: [], benchmarks: [],
    why:
      'The assignment asks for a Flux v1 configuration without secrets; Flux v1 is retired and gets no ' +
      'more fixes.',
    fix:
      'Replace the assignment with the Flux v2 one for public repositories ' +
      '(83ea2fd1-9eaf-2f6d-f672-cd7b2ac798f6) and delete the old sourceControlConfigurations.',
    link: `${ARC_PAGES}/conceptual-gitops-flux2` },
  { id: 'gitops-ssh-secrets',
    title: 'Configure Kubernetes clusters with specified GitOps configuration using SSH secrets',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['c050047b-b21b-4822-8a2d-c1e37c3c0c6a'], assessments: [], benchmarks: [],
    why:
      'The assignment asks for a Flux v1 configuration over SSH; Flux v1 is retired and gets no more ' +
      'fixes.',
    fix:
      'Replace the assignment with the Flux v2 one for SSH secrets (9e980dca-f3e1-8da3-6717-ad37b1ca6b27) ' +
      'and delete the old sourceControlConfigurations.',
    link: `${ARC_PAGES}/conceptual-gitops-flux2` },
] as const satisfies readonly CataloguedControl[];
