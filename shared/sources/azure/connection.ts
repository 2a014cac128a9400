import { CostManagementClient } from '@azure/arm-costmanagement';
import { PolicyInsightsClient } from '@azure/arm-policyinsights';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import {
  bearerTokenAuthenticationPolicy,
  createPipelineFromOptions,
  type Pipeline,
  type PipelinePolicy,
  RestError,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../model/time.ts';
import { AnswerError } from './failure.ts';
import type { CostQuota } from './quota.ts';
import { createResourceReader, type ReadResource } from './resourceManager.ts';
import { createRetryPolicy, parseTimeSpan, type Turn, type Wait } from './retry.ts';

/** What it takes to talk to Resource Manager. */
export interface ConnectionParts {
  readonly credential: TokenCredential;
  readonly clock: Clock;
  readonly wait: Wait;
  /** PEM of a certificate authority to trust instead of the system's. */
  readonly tlsCa?: string | undefined;
  readonly answerWithinMs: number;
  readonly quota: CostQuota;
}

/** The SDK clients, all of one cloud and one identity. */
export interface Connection {
  readonly cost: CostManagementClient;
  readonly graph: ResourceGraphClient;
  readonly policy: PolicyInsightsClient;
  /** Reads what none of the clients can. */
  readonly readResource: ReadResource;
}

/** Opens the SDK clients; nothing is sent yet. */
export function connect(azure: Config['azure'], parts: ConnectionParts): Connection {
  const endpoint = azure.resourceManagerUrl.replace(/\/+$/, '');
  const scope = `${azure.resourceManagerAudience.replace(/\/+$/, '')}/.default`;
  const shared = {
    endpoint,
    userAgentOptions: { userAgentPrefix: 'purser' },
    ...(parts.tlsCa === undefined ? {} : { tlsOptions: { ca: parts.tlsCa } }),
  };
  const cost = new CostManagementClient(parts.credential, { ...shared, credentialScopes: scope });
  const policy = new PolicyInsightsClient(parts.credential, { ...shared, credentialScopes: scope });
  const graph = new ResourceGraphClient(parts.credential, { ...shared, credentials: { scopes: [scope] } });

  const plain = createPipelineFromOptions(shared);
  plain.addPolicy(bearerTokenAuthenticationPolicy({ credential: parts.credential, scopes: scope }));

  for (const pipeline of [policy.pipeline, graph.pipeline, plain]) equip(pipeline, endpoint, parts);
  equip(cost.pipeline, endpoint, parts, createCostTurn(parts.quota));
  cost.pipeline.addPolicy(nameClient);
  policy.pipeline.addPolicy(postNextPages);
  graph.pipeline.addPolicy(createQuotaPolicy(parts));
  return { cost, graph, policy, readResource: createResourceReader(endpoint, plain) };
}

function equip(pipeline: Pipeline, endpoint: string, parts: ConnectionParts, turn?: Turn): void {
  pipeline.removePolicy({ phase: 'Retry' });
  pipeline.addPolicy(createRetryPolicy({ ...parts, turn }), { phase: 'Retry' });
  pipeline.addPolicy(createOriginPolicy(new URL(endpoint).origin));
  pipeline.addPolicy(raiseRefusals);
  pipeline.addPolicy(expectJson, { afterPhase: 'Retry' });
}

/** Every try counts, each page and each repetition: Azure counts them all. */
function createCostTurn(quota: CostQuota): Turn {
  return (request, send) => {
    const scope = /^\/+subscriptions\/[^/]+/i.exec(new URL(request.url).pathname)?.[0] ?? '/';
    const spending = { scope: scope.toLowerCase(), units: countMonths(request.body) };
    return quota.run(spending, send, (outcome) => ('response' in outcome ? outcome.response : undefined));
  };
}

/** Started months that a query asks about; one where the body does not tell. */
function countMonths(body: unknown): number {
  const period = /"timePeriod":\{"from":"(\d{4})-(\d\d)[^}]*"to":"(\d{4})-(\d\d)/.exec(String(body ?? ''));
  const [fromYear = 0, fromMonth = 0, toYear = 0, toMonth = 0] = (period ?? []).slice(1).map(Number);
  return (toYear - fromYear) * 12 + (toMonth - fromMonth) + 1;
}

/** Cost Management counts calls by client type too, and callers without one share a single bucket. */
const nameClient: PipelinePolicy = {
  name: 'purserClientTypePolicy',
  sendRequest(request, next) {
    request.headers.set('ClientType', 'Purser');
    return next(request);
  },
};

/**
 * Version 6 of the SDK asks for page two with GET, which Policy Insights refuses with 405
 * (Azure/azure-sdk-for-js#36686): the link is to be POSTed.
 */
const postNextPages: PipelinePolicy = {
  name: 'purserPolicyPagingPolicy',
  sendRequest(request, next) {
    if (request.method === 'GET' && /\/queryResults$/i.test(new URL(request.url).pathname)) {
      request.method = 'POST';
    }
    return next(request);
  },
};

/**
 * Resource Graph's client reads every refusal as Azure's own JSON and breaks on a gateway's page in HTML;
 * requests that are sent by hand are not checked at all. So each refusal is raised here, the same way.
 */
const raiseRefusals: PipelinePolicy = {
  name: 'purserRefusalPolicy',
  async sendRequest(request, next) {
    const response = await next(request);
    if (response.status >= 200 && response.status < 300) return response;
    const { status: statusCode } = response;
    throw new RestError(`status ${statusCode}`, { statusCode, request, response });
  },
};

/** A proxy's login page comes with status 200; taken for an answer, it would read as "no rows". */
const expectJson: PipelinePolicy = {
  name: 'purserJsonPolicy',
  async sendRequest(request, next) {
    const response = await next(request);
    const type = response.headers.get('content-type') ?? 'nothing';
    if (response.status === 200 && !/^(application|text)\/json\b/i.test(type)) {
      throw new AnswerError(`it is ${type.slice(0, 80)} instead of JSON`);
    }
    if (response.status === 200 && !response.bodyAsText) throw new AnswerError('it is empty');
    return response;
  },
};

/** Links to next pages come from outside, and a token goes with every request: it goes to no other host. */
function createOriginPolicy(origin: string): PipelinePolicy {
  return {
    name: 'purserOriginPolicy',
    sendRequest(request, next) {
      const target = new URL(request.url).origin;
      if (target !== origin) throw new AnswerError(`its next page is on ${target}, not on ${origin}`);
      return next(request);
    },
  };
}

/** Resource Graph says when its quota (about 15 calls in 5 seconds) is used up: the next call waits that long. */
function createQuotaPolicy(parts: { readonly clock: Clock; readonly wait: Wait }): PipelinePolicy {
  let notBefore = 0;
  return {
    name: 'purserQuotaPolicy',
    async sendRequest(request, next) {
      const delay = notBefore - parts.clock.now().getTime();
      notBefore = 0;
      if (delay > 0) await parts.wait(delay);
      const response = await next(request);
      if (response.status === 200 && response.headers.get('x-ms-user-quota-remaining') === '0') {
        const span = parseTimeSpan(response.headers.get('x-ms-user-quota-resets-after') ?? '');
        notBefore = parts.clock.now().getTime() + (span ?? 0);
      }
      return response;
    },
  };
}
