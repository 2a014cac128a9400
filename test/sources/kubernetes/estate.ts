import type { TokenCredential } from '@azure/identity';
import { type Config, ConfigSchema } from '../../../shared/config/schema.ts';
import type { Cluster } from '../../../shared/model/estate.ts';
import { createClusterSources } from '../../../shared/sources/kubernetes/clusterSources.ts';
import type { LocalServer, Reply, Seen } from '../http/localServer.ts';

export const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
export const CLUSTER: Cluster = {
  id: `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/aks-shop`,
  name: 'aks-shop',
  subscriptionId: SUBSCRIPTION,
  resourceGroup: 'rg-shop',
  nodeResourceGroup: 'mc_rg-shop',
  location: 'westeurope',
  kubernetesVersion: '1.33.2',
  tags: {},
  fqdn: 'aks-shop.example.net',
  running: true,
  defenderSensor: true,
  policyAddon: true,
};
export const CREDENTIAL_PATH = `${CLUSTER.id}/listClusterUserCredential`;

/** Noon of 2026-11-23: the 22nd is over, the 23rd is not. */
export const NOON = new Date('2026-11-23T12:00:00Z');

export function configOf(server: LocalServer, parts: Partial<Record<keyof Config, unknown>> = {}): Config {
  return ConfigSchema.parse({
    organisation: 'Contoso',
    azure: { subscriptions: [SUBSCRIPTION], resourceManagerUrl: server.url },
    teams: [{ id: 'shop', name: 'Shop', costCenter: 'CC-1' }],
    audiences: { finance: {}, security: {}, operator: {} },
    ...parts,
  });
}

/** A credential that hands out a new token with every call, named after its audience. */
export function countingCredential(lifetimeMs = 3_600_000): TokenCredential & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async getToken(scopes) {
      asked.push(String(scopes));
      const expiresOnTimestamp = NOON.getTime() + lifetimeMs;
      return { token: `token-${asked.length}-for-${String(scopes).split('/')[0]}`, expiresOnTimestamp };
    },
  };
}

export interface Arrangement {
  readonly config?: Partial<Record<keyof Config, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly credential?: TokenCredential;
  readonly now?: () => Date;
  readonly timeoutMs?: number;
  /** PEM of the authority to trust; by default that of the server, `''` for none. */
  readonly tlsCa?: string;
  /** Collects the pauses instead of waiting. */
  readonly waits?: number[];
}

export function sourcesOf(server: LocalServer, arrangement: Arrangement = {}) {
  return createClusterSources(configOf(server, arrangement.config), {
    credential: arrangement.credential ?? countingCredential(),
    clock: { now: arrangement.now ?? (() => NOON) },
    environment: arrangement.environment ?? {},
    ...(arrangement.tlsCa === '' ? {} : { tlsCa: arrangement.tlsCa ?? server.ca }),
    timeoutMs: arrangement.timeoutMs ?? 10_000,
    async wait(milliseconds) {
      arrangement.waits?.push(milliseconds);
    },
  });
}

/** The user part of a kubeconfig of an Entra cluster: it would run kubelogin, or here leave a trace if run. */
export const EXEC_USER = `exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: node
      args: ['-e', 'require("fs").writeFileSync(process.env.PURSER_TRACE, "ran")']
      interactiveMode: Never`;

export function kubeconfigAnswer(server: LocalServer, user = EXEC_USER): Reply {
  const yaml = `apiVersion: v1
kind: Config
clusters:
- name: aks-shop
  cluster:
    server: ${server.url}
    certificate-authority-data: ${Buffer.from(server.ca).toString('base64')}
users:
- name: clusterUser_rg-shop_aks-shop
  user:
    ${user}
contexts:
- name: aks-shop
  context: { cluster: aks-shop, user: clusterUser_rg-shop_aks-shop }
current-context: aks-shop
`;
  return { body: { kubeconfigs: [{ name: 'clusterUser', value: Buffer.from(yaml).toString('base64') }] } };
}

export function list(kind: string, items: readonly object[], next = ''): Reply {
  return { body: { apiVersion: 'v1', kind, metadata: next === '' ? {} : { continue: next }, items } };
}

export function kubernetesError(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): Reply {
  return {
    status,
    headers,
    body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code: status },
  };
}

/** Answers like Resource Manager and an empty API server; `override` first. */
export function answerWith(
  server: () => LocalServer,
  override: (request: Seen) => Reply | undefined = () => undefined,
): (request: Seen) => Reply {
  return (request) => {
    const own = override(request);
    if (own !== undefined) return own;
    if (request.path === CREDENTIAL_PATH) return kubeconfigAnswer(server());
    if (request.path === '/api/v1/namespaces') return list('NamespaceList', []);
    if (request.path === '/api/v1/pods') return list('PodList', []);
    if (request.path === '/api/v1/nodes') return list('NodeList', []);
    return kubernetesError(404, `${request.path} not found`);
  };
}
