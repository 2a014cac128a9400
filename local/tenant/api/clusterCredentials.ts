import type { TenantCluster } from '../world/clusters.ts';
import { TENANT_ID } from '../world/clusters.ts';
import type { World } from '../world/world.ts';
import { answerJson, armError, missingApiVersion, type Surface } from './exchange.ts';
import { AKS_AUDIENCE } from './identity.ts';

const PATH =
  /^\/+subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/providers\/microsoft\.containerservice\/managedclusters\/([^/]+)\/listclusterusercredential$/i;

/** `listClusterUserCredential`: a kubeconfig whose user runs kubelogin, as clusters with Entra sign-in have it. */
export function createClusterCredentialsSurface(world: World, baseUrl: () => string, caPem: string): Surface {
  return (request) => {
    const [, subscriptionId, group, name] = PATH.exec(request.path) ?? [];
    if (name === undefined) return undefined;
    if (request.method !== 'POST') {
      return armError(405, 'HttpMethodNotSupported', `The http method '${request.method}' is not supported.`);
    }
    const cluster = world.clusters.find(
      (each) =>
        each.name.toLowerCase() === name.toLowerCase() &&
        each.resourceGroup.toLowerCase() === group?.toLowerCase() &&
        each.subscriptionId === subscriptionId,
    );
    if (!cluster) {
      return armError(
        404,
        'ResourceNotFound',
        `The Resource 'Microsoft.ContainerService/managedClusters/${name}' under resource group '${group}' was not found.`,
      );
    }
    const kubeconfig = writeKubeconfig(cluster, `${baseUrl()}/k8s/${cluster.name}`, caPem);
    return (
      missingApiVersion(request) ??
      answerJson({
        kubeconfigs: [{ name: 'clusterUser', value: Buffer.from(kubeconfig).toString('base64') }],
      })
    );
  };
}

function writeKubeconfig(cluster: TenantCluster, server: string, caPem: string): string {
  const user = `clusterUser_${cluster.resourceGroup}_${cluster.name}`;
  return `apiVersion: v1
kind: Config
current-context: ${cluster.name}
clusters:
- name: ${cluster.name}
  cluster:
    certificate-authority-data: ${Buffer.from(caPem).toString('base64')}
    server: ${server}
contexts:
- name: ${cluster.name}
  context:
    cluster: ${cluster.name}
    user: ${user}
preferences: {}
users:
- name: ${user}
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: kubelogin
      args:
      - get-token
      - --environment
      - AzurePublicCloud
      - --server-id
      - ${AKS_AUDIENCE}
      - --client-id
      - 80faf920-1908-4b52-b5ef-a8e7bedfc67a
      - --tenant-id
      - ${TENANT_ID}
      - --login
      - devicecode
      env: null
      provideClusterInfo: false
`;
}
