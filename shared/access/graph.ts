import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';
import type { GroupDirectory } from './groups.ts';

export interface GraphParts {
  /** Root of Microsoft Graph, `https://graph.microsoft.com` outside of national clouds. */
  readonly graphUrl: string;
  readonly credential: TokenCredential;
  /** PEM of a certificate authority to trust instead of the system's. */
  readonly tlsCa?: string | undefined;
  /** How long a person who waits for a page can be asked to wait for Graph; all tries together. */
  readonly answerWithinMs: number;
  readonly log: (message: string) => void;
}

/** Groups that one call may ask about (Microsoft Graph, "directoryObject: checkMemberGroups"). */
const GROUPS_PER_CALL = 20;

const answerSchema = z.object({ value: z.array(z.string()) });
const refusalSchema = z.object({ error: z.object({ code: z.string().regex(/^[\w.]{1,80}$/) }) });

/**
 * Asks Microsoft Graph which groups a person is in, with the identity that Purser runs as. It needs the application
 * permissions User.Read.All and GroupMember.Read.All together.
 */
export function createGraphDirectory(parts: GraphParts): GroupDirectory {
  const root = parts.graphUrl.replace(/\/+$/, '');
  const client = createDefaultHttpClient();
  const pipeline = createPipelineFromOptions({
    userAgentOptions: { userAgentPrefix: 'purser' },
    retryOptions: { maxRetries: 1, retryDelayInMs: 200 },
    redirectOptions: { maxRetries: 0 },
    ...(parts.tlsCa === undefined ? {} : { tlsOptions: { ca: parts.tlsCa } }),
  });
  pipeline.addPolicy(
    bearerTokenAuthenticationPolicy({ credential: parts.credential, scopes: `${root}/.default` }),
  );

  async function ask(url: string, groupIds: readonly string[], abortSignal: AbortSignal) {
    const request = createPipelineRequest({
      url,
      method: 'POST',
      headers: createHttpHeaders({ 'content-type': 'application/json' }),
      body: JSON.stringify({ groupIds }),
      abortSignal,
    });
    return pipeline.sendRequest(client, request);
  }

  return {
    async findGroups({ objectId }, groups) {
      const url = `${root}/v1.0/users/${encodeURIComponent(objectId)}/checkMemberGroups`;
      const patience = AbortSignal.timeout(parts.answerWithinMs);
      const found: string[] = [];
      try {
        for (let from = 0; from < groups.length; from += GROUPS_PER_CALL) {
          const asked = groups.slice(from, from + GROUPS_PER_CALL);
          const { status, bodyAsText } = await ask(url, asked, patience);
          if (status !== 200) {
            const { data: refusal } = refusalSchema.safeParse(parseJson(bodyAsText));
            parts.log(
              `Microsoft Graph answered ${status} ${refusal?.error.code ?? ''} to checkMemberGroups.`,
            );
            return status === 429 || status >= 500 ? 'unavailable' : 'forbidden';
          }
          const { value } = answerSchema.parse(parseJson(bodyAsText));
          const members = new Set(value.map((id) => id.toLowerCase()));
          found.push(...asked.filter((id) => members.has(id)));
        }
        return found;
      } catch (error) {
        const name = error instanceof Error ? error.name : 'an error';
        parts.log(`Microsoft Graph gave no answer to checkMemberGroups that can be used: ${name}.`);
        return 'unavailable';
      }
    },
  };
}

function parseJson(body: string | null | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}
