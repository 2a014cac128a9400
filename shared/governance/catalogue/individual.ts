import type { CategoryControl } from '../control.ts';
import { AKS_PAGES, DEFENDER_PAGES } from './pages.ts';

/**
 * Defender's individual recommendations, which replaced the grouped ones on 2026-07-31 and are told apart by
 * category (learn.microsoft.com, "Transition from grouped to individual recommendations", 2026-06-29).
 */
// biome-ignore format: a table; one property a line would be twice as long
export const CATEGORY_CONTROLS = [
  { id: 'running-image-software', title: 'Running container images should have vulnerable software updated',
    category: 'SoftwareUpdate', on: 'runningImage',
    source: 'assessment', surface: 'application', scope: 'component', actor: 'team', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    why:
      'Software in an image that runs has known vulnerabilities, which an attacker reaches through ' +
      'whatever the workload answers.',
    fix:
      'Raise the package to the fixed version that the finding names, or the base image that brings it; ' +
      'rebuild, deploy the new digest, and see that the old pods are gone.',
    link: `${DEFENDER_PAGES}/agentless-vulnerability-assessment-azure` },
  { id: 'stored-image-software',
    title: 'Container images in a registry should have vulnerable software updated',
    category: 'SoftwareUpdate', on: 'storedImage',
    source: 'assessment', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    why:
      'Software in a stored image has known vulnerabilities; nobody is known to run it, but a rollback or ' +
      'a cron job would.',
    fix:
      'Delete the image if nothing needs it (az acr repository delete --image NAME@sha256:DIGEST); else ' +
      'rebuild it with the fixed version and delete the old digest.',
    link: `${DEFENDER_PAGES}/agentless-vulnerability-assessment-azure` },
  { id: 'node-software', title: 'Nodes should have vulnerable software updated',
    category: 'SoftwareUpdate', on: 'resource',
    source: 'assessment', surface: 'node', scope: 'resource', actor: 'platform', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    why:
      'Software on a node has known vulnerabilities, and whoever breaks out of one container there ' +
      'reaches all others.',
    fix:
      'Run: az aks nodepool upgrade --node-image-only for the pool; where a DaemonSet installed the ' +
      'software, upgrade that.',
    link: `${AKS_PAGES}/node-image-upgrade` },
  { id: 'service-upgrade', title: 'Clusters should be upgraded to node images without known vulnerabilities',
    category: 'ServiceUpgrade', on: 'resource',
    source: 'assessment', surface: 'node', scope: 'resource', actor: 'platform', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    why:
      "The cluster's nodes run an image with known vulnerabilities for which Microsoft has published a " +
      'newer one.',
    fix:
      'Run: az aks nodepool upgrade --node-image-only for each pool, or az aks upgrade where the newer ' +
      'image comes with a newer Kubernetes version only.',
    link: `${AKS_PAGES}/node-image-upgrade` },
  { id: 'system-update', title: 'Nodes should have operating system updates installed',
    category: 'SystemUpdate', on: 'resource',
    source: 'assessment', surface: 'node', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    why: 'Updates of the operating system wait on the node, security updates among them, often for a reboot.',
    fix:
      'Run: az aks update --node-os-upgrade-channel SecurityPatch (or NodeImage) and give it a window ' +
      'with aksManagedNodeOSUpgradeSchedule.',
    link: `${AKS_PAGES}/auto-upgrade-node-os-image` },
  { id: 'host-misconfiguration', title: 'Hosts should be configured securely',
    category: 'HostMisconfigurations', on: 'resource',
    source: 'assessment', surface: 'node', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    why:
      'A setting of the host departs from the secure baseline, so that a container or a local user gets ' +
      'more than was meant.',
    fix:
      "Change the setting that the finding names in the pool's own configuration (az aks nodepool add " +
      '--linux-os-config, --kubelet-config) and replace the pool; edits on nodes are lost.',
    link: `${DEFENDER_PAGES}/recommendations-reference-container` },
  { id: 'running-image-secrets', title: 'Running container images should hold no secrets',
    category: 'ExposedSecrets', on: 'runningImage',
    source: 'assessment', surface: 'application', scope: 'component', actor: 'team', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    why:
      'A credential lies in a layer of an image that runs: whoever can pull the image or open a shell in ' +
      'the container has it.',
    fix:
      'Revoke and replace the credential; take it out of the Dockerfile and the build context, use a ' +
      'build secret or Key Vault at run time, rebuild and deploy.',
    link: `${DEFENDER_PAGES}/secrets-scanning` },
  { id: 'stored-image-secrets', title: 'Container images in a registry should hold no secrets',
    category: 'ExposedSecrets', on: 'storedImage',
    source: 'assessment', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    why:
      'A credential lies in a layer of a stored image: everybody with the right to pull can read it, and ' +
      'deleting the file in a later layer does not help.',
    fix:
      'Revoke and replace the credential, then delete the image: az acr repository delete --image ' +
      'NAME@sha256:DIGEST.',
    link: `${DEFENDER_PAGES}/secrets-scanning` },
  { id: 'node-secrets', title: 'Nodes should hold no exposed secrets',
    category: 'ExposedSecrets', on: 'resource',
    source: 'assessment', surface: 'node', scope: 'resource', actor: 'platform', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    why:
      'A credential lies in a file of the node, where every pod with a hostPath and everybody with a ' +
      'shell there can read it.',
    fix:
      'Revoke and replace the credential, remove what writes it (cloud-init, DaemonSet, hostPath volume), ' +
      'and replace the nodes: az aks nodepool upgrade --node-image-only.',
    link: `${DEFENDER_PAGES}/secrets-scanning` },
  { id: 'code-vulnerabilities', title: 'Repositories should have code vulnerabilities resolved',
    category: 'CodeVulnerabilities', on: 'resource',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    why:
      "Source that is built into images has a weakness that static analysis can name, so an attacker's " +
      'tools can find it as well.',
    fix:
      'Correct the code at the file and line of the finding, or dismiss it in the scanner with a reason; ' +
      'the scan of the default branch closes it.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'infrastructure-code-vulnerabilities',
    title: 'Repositories should have infrastructure as code findings resolved',
    category: 'IacVulnerabilities', on: 'resource',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    why: 'A template in the repository describes an insecure resource, and the next deployment creates it.',
    fix:
      'Correct the template at the file and line of the finding and deploy it, so that what runs changes ' +
      'too.',
    link: `${DEFENDER_PAGES}/iac-vulnerabilities` },
  { id: 'api-vulnerabilities', title: 'Repositories should have API security findings resolved',
    category: 'ApiVulnerabilities', on: 'resource',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    why:
      'A test of the API found a way in, such as an operation without authorisation, that the ingress ' +
      'offers to everybody.',
    fix:
      'Correct the operation that the finding names in code or OpenAPI definition, and let the API test ' +
      'run again.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
] as const satisfies readonly CategoryControl[];
