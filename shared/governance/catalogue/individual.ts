import type { CategoryControl } from '../control.ts';

const UNKEYED = { policies: [], assessments: [], benchmarks: [] } as const;

/**
 * Defender's individual recommendations, which replaced the grouped ones on 2026-07-31 and are told apart by
 * category (learn.microsoft.com, "Transition from grouped to individual recommendations", 2026-06-29).
 */
// biome-ignore format: a table; one property a line would be four times as long
export const CATEGORY_CONTROLS = [
  { id: 'running-image-software', title: 'Running container images should have vulnerable software updated',
    category: 'SoftwareUpdate', on: 'runningImage',
    surface: 'application', scope: 'component', actor: 'team', severity: 'high', ...UNKEYED },
  { id: 'stored-image-software', title: 'Container images in a registry should have vulnerable software updated',
    category: 'SoftwareUpdate', on: 'storedImage',
    surface: 'registry', scope: 'resource', actor: 'platform', severity: 'high', ...UNKEYED },
  { id: 'node-software', title: 'Nodes should have vulnerable software updated',
    category: 'SoftwareUpdate', on: 'resource',
    surface: 'node', scope: 'resource', actor: 'platform', severity: 'high', ...UNKEYED },
  { id: 'service-upgrade', title: 'Clusters should be upgraded to node images without known vulnerabilities',
    category: 'ServiceUpgrade', on: 'resource',
    surface: 'node', scope: 'resource', actor: 'platform', severity: 'high', ...UNKEYED },
  { id: 'system-update', title: 'Nodes should have operating system updates installed',
    category: 'SystemUpdate', on: 'resource',
    surface: 'node', scope: 'resource', actor: 'platform', severity: 'medium', ...UNKEYED },
  { id: 'host-misconfiguration', title: 'Hosts should be configured securely',
    category: 'HostMisconfigurations', on: 'resource',
    surface: 'node', scope: 'resource', actor: 'platform', severity: 'medium', ...UNKEYED },
  { id: 'running-image-secrets', title: 'Running container images should hold no secrets',
    category: 'ExposedSecrets', on: 'runningImage',
    surface: 'application', scope: 'component', actor: 'team', severity: 'high', ...UNKEYED },
  { id: 'stored-image-secrets', title: 'Container images in a registry should hold no secrets',
    category: 'ExposedSecrets', on: 'storedImage',
    surface: 'registry', scope: 'resource', actor: 'platform', severity: 'high', ...UNKEYED },
  { id: 'node-secrets', title: 'Nodes should hold no exposed secrets',
    category: 'ExposedSecrets', on: 'resource',
    surface: 'node', scope: 'resource', actor: 'platform', severity: 'high', ...UNKEYED },
  { id: 'code-vulnerabilities', title: 'Repositories should have code vulnerabilities resolved',
    category: 'CodeVulnerabilities', on: 'resource',
    surface: 'build', scope: 'resource', actor: 'team', severity: 'medium', ...UNKEYED },
  { id: 'infrastructure-code-vulnerabilities', title: 'Repositories should have infrastructure as code findings resolved',
    category: 'IacVulnerabilities', on: 'resource',
    surface: 'build', scope: 'resource', actor: 'team', severity: 'medium', ...UNKEYED },
  { id: 'api-vulnerabilities', title: 'Repositories should have API security findings resolved',
    category: 'ApiVulnerabilities', on: 'resource',
    surface: 'build', scope: 'resource', actor: 'team', severity: 'medium', ...UNKEYED },
] as const satisfies readonly CategoryControl[];
