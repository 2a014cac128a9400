import { z } from 'zod';
import type { Cluster } from '../../model/estate.ts';
import type { Exchange } from '../http/exchange.ts';
import { describeFailure, type SourcePlace } from '../http/failure.ts';

/** Managed Clusters - List Cluster User Credentials, Azure REST API for AKS. */
const API_VERSION = '2025-05-01';

const REMEDIES = {
  unauthorized: 'Sign in, or give the host an identity: Purser could not sign in to Azure.',
  forbidden:
    'Grant the identity "Azure Kubernetes Service Cluster User Role" on the cluster, or configure kubernetes.access.',
  notFound: 'Check that the cluster still exists; collect the inventory again.',
} as const;

const AnswerSchema = z.object({
  kubeconfigs: z.array(z.object({ name: z.string().optional(), value: z.base64() })).min(1),
});

/**
 * Asks Resource Manager for the kubeconfig that users of the cluster get.
 * @returns the kubeconfig as YAML
 * @throws SourceError
 */
export async function readUserKubeconfig(
  cluster: Cluster,
  place: SourcePlace,
  resourceManagerUrl: string,
  exchange: Exchange,
): Promise<string> {
  const path = `${encodeURI(cluster.id)}/listClusterUserCredential?api-version=${API_VERSION}`;
  const body = await exchange({
    place,
    remedies: REMEDIES,
    method: 'POST',
    url: `${resourceManagerUrl.replace(/\/+$/, '')}${path}`,
    headers: { accept: 'application/json' },
  });
  const answer = AnswerSchema.safeParse(parseJson(body));
  if (!answer.success) {
    throw describeFailure(
      place,
      'malformed',
      'Resource Manager named no kubeconfig for it in kubeconfigs[].value',
      {},
    );
  }
  return Buffer.from(answer.data.kubeconfigs[0]?.value ?? '', 'base64').toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
