/**
 * Names of Azure's own initiatives about clusters, by id in lower case, for identities that may not see them
 * (Azure/azure-policy, `built-in-policies/policySetDefinitions/Kubernetes`, April 2026).
 */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  [
    '4fd005fd-51be-478f-a8fb-149d48b20d48',
    'Kubernetes cluster should follow the security control recommendations of Center for Internet Security (CIS) Kubernetes benchmark',
  ],
  ['af28bf8b-c669-4dd3-9137-1e68fdc61bd6', 'Use Image Integrity to ensure only trusted images are deployed'],
  [
    'c047ea8e-9c78-49b2-958b-37e56d291a44',
    'Deployment safeguards should help guide developers towards AKS recommended best practices',
  ],
  [
    'a8640138-9b0a-4a28-b8cb-1666c838647d',
    'Kubernetes cluster pod security baseline standards for Linux-based workloads',
  ],
  [
    '42b8ef37-b724-4e24-bbc8-7a7708edfe00',
    'Kubernetes cluster pod security restricted standards for Linux-based workloads',
  ],
  ['1f3afdf9-d0c9-4c3d-847f-89da613e70a8', 'Microsoft cloud security benchmark'],
]);

const PREFIX = '/providers/microsoft.authorization/policysetdefinitions/';

/**
 * The name of an initiative of Azure's own.
 * @param id in lower case
 * @returns `''` for any other: somebody's own initiative may end in the same GUID
 */
export function nameBuiltIn(id: string): string {
  return id.startsWith(PREFIX) ? (BUILT_IN.get(id.slice(PREFIX.length)) ?? '') : '';
}
