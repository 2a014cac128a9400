import { isSpared } from '../governance/exemptions.ts';
import { listAssignments, type PolicyAssignment, type PolicyDefinition } from '../governance/policies.ts';
import { listComponentStates } from '../governance/violations.ts';
import { REGISTRY } from '../world/clusters.ts';
import type { World } from '../world/world.ts';
import {
  answerJson,
  armError,
  missingApiVersion,
  type Surface,
  type TenantAnswer,
  type TenantRequest,
} from './exchange.ts';
import { compileExpression } from './expression.ts';

const PATH =
  /^\/+subscriptions\/([^/]+)\/providers\/microsoft\.policyinsights\/policystates\/latest\/(summarize|queryresults)$/i;
const PAGE = 1000;
/** Records write in Pascal case what summaries write in lower case. */
const STATE_NAMES = { compliant: 'Compliant', noncompliant: 'NonCompliant', exempt: 'Exempt' } as const;
const ARM = 'https://management.azure.com';

/**
 * Policy Insights (2024-10-01) of a subscription: the compliance summary with its denominators, and policy
 * states by resource. Page two of the states is fetched by POST; a GET, which is what @azure/arm-policyinsights
 * 6.0.0 sends, is refused with 405 as Azure does (Azure/azure-sdk-for-js#36686).
 */
export function createPolicyStatesSurface(world: World, baseUrl: () => string): Surface {
  return (request) => {
    const [, subscriptionId = '', action = ''] = PATH.exec(request.path) ?? [];
    if (subscriptionId === '') return undefined;
    if (request.method !== 'POST') {
      return armError(
        405,
        'HttpMethodNotSupported',
        `The http method '${request.method}' is not supported for '${action}'.`,
      );
    }
    if (!world.subscriptions.some(({ id }) => id === subscriptionId)) {
      return armError(
        404,
        'SubscriptionNotFound',
        `The subscription '${subscriptionId}' could not be found.`,
      );
    }
    const refusal = missingApiVersion(request);
    if (refusal) return refusal;
    return action.toLowerCase() === 'summarize'
      ? answerJson(summarize(world, subscriptionId))
      : answerStates(world, subscriptionId, request, baseUrl());
  };
}

/** A cluster's or registry's state under one definition of an assignment. */
interface ResourceState {
  readonly assignment: PolicyAssignment;
  readonly definition: PolicyDefinition;
  readonly resource: JudgedResource;
  readonly evaluatedAt: string;
  readonly state: 'compliant' | 'noncompliant' | 'exempt';
}

interface JudgedResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
}

function listResourceStates(world: World, subscriptionId: string): readonly ResourceState[] {
  const broken = new Set(
    listComponentStates(world, subscriptionId)
      .filter((state) => state.complianceState !== 'Compliant')
      .map((state) => `${state.assignment.id} ${state.definition.id} ${state.cluster.id}`),
  );
  return listAssignments(subscriptionId).flatMap((assignment) =>
    assignment.definitions.flatMap((definition) =>
      listJudged(world, subscriptionId, definition).map((resource) => ({
        assignment,
        definition,
        resource,
        evaluatedAt: `${world.to}T23:41:09.0000000Z`,
        state: judge(assignment, definition, resource),
      })),
    ),
  );

  /** What is exempt is not judged. */
  function judge(
    assignment: PolicyAssignment,
    definition: PolicyDefinition,
    { id, name }: JudgedResource,
  ): ResourceState['state'] {
    if (isSpared(world, assignment, definition, id)) return 'exempt';
    const isBroken =
      definition.judges === 'pods'
        ? broken.has(`${assignment.id} ${definition.id} ${id}`)
        : definition.brokenBy.includes(name);
    return isBroken ? 'noncompliant' : 'compliant';
  }
}

function listJudged(
  world: World,
  subscriptionId: string,
  definition: PolicyDefinition,
): readonly JudgedResource[] {
  const inSubscription = (id: string): boolean => id.startsWith(`/subscriptions/${subscriptionId}/`);
  if (definition.judges === 'registries') {
    const { id, name } = REGISTRY;
    const type = 'Microsoft.ContainerRegistry/registries';
    return inSubscription(id) ? [{ id, name, type, location: 'westeurope' }] : [];
  }
  return world.clusters
    .filter(({ id }) => inSubscription(id))
    .map(({ id, name, location }) => ({
      id,
      name,
      type: 'Microsoft.ContainerService/managedClusters',
      location,
    }));
}

function summarize(world: World, subscriptionId: string) {
  const states = listResourceStates(world, subscriptionId);
  const context = `${ARM}/subscriptions/${subscriptionId}/providers/Microsoft.PolicyInsights/policyStates/$metadata#summary`;
  return {
    '@odata.context': context,
    '@odata.count': 1,
    value: [
      {
        '@odata.id': null,
        '@odata.context': `${context}/$entity`,
        results: countStates(states, 'assignment'),
        policyAssignments: listAssignments(subscriptionId).map((assignment) => {
          const own = states.filter((state) => state.assignment === assignment);
          return {
            policyAssignmentId: assignment.id.toLowerCase(),
            policySetDefinitionId: assignment.setDefinitionId.toLowerCase(),
            results: countStates(own, 'definition'),
            policyDefinitions: assignment.definitions.map((definition) => ({
              policyDefinitionId: definition.id.toLowerCase(),
              policyDefinitionReferenceId: assignment.setDefinitionId
                ? definition.reference.toLowerCase()
                : '',
              policyDefinitionGroupNames: [],
              effect: 'audit',
              results: countStates(
                own.filter((state) => state.definition === definition),
                'definition',
              ),
            })),
            policyGroups: [],
          };
        }),
      },
    ],
  };
}

/** A resource counts once, as non-compliant when any definition says so. */
function countStates(states: readonly ResourceState[], artifact: 'assignment' | 'definition') {
  const resources = rollUp(states, (state) => state.resource.id);
  const policies = rollUp(states, (state) => state.definition.id);
  const artifacts = rollUp(states, (state) => state[artifact].id);
  return {
    nonCompliantResources: resources.noncompliant,
    nonCompliantPolicies: policies.noncompliant,
    resourceDetails: detail(resources),
    policyDetails: detail(artifacts),
    policyGroupDetails: [],
  };
}

interface Tally {
  readonly compliant: number;
  readonly noncompliant: number;
  readonly exempt: number;
}

/** The worst state of each counts; one that is exempt from all is exempt. */
function rollUp(states: readonly ResourceState[], keyOf: (state: ResourceState) => string): Tally {
  const tally = { compliant: 0, noncompliant: 0, exempt: 0 };
  for (const own of Map.groupBy(states, keyOf).values()) {
    const worst = (['noncompliant', 'compliant'] as const).find((wanted) =>
      own.some(({ state }) => state === wanted),
    );
    tally[worst ?? 'exempt'] += 1;
  }
  return tally;
}

/** Azure leaves out states that nothing is in, but for these two. */
function detail({ compliant, noncompliant, exempt }: Tally) {
  const counts = { compliant, noncompliant, ...(exempt > 0 && { exempt }) };
  return Object.entries(counts).map(([complianceState, count]) => ({ complianceState, count }));
}

function answerStates(
  world: World,
  subscriptionId: string,
  request: TenantRequest,
  baseUrl: string,
): TenantAnswer {
  const records = listResourceStates(world, subscriptionId).map(writeRecord);
  const filter = request.query.get('$filter');
  const kept: (typeof records)[number][] = [];
  try {
    const keeps = filter ? compileExpression(filter) : () => true;
    kept.push(...records.filter((record) => keeps(record) === true));
  } catch (error) {
    return armError(400, 'InvalidFilterInQueryString', `Invalid $filter: ${String(error)}`);
  }
  const size = Math.min(PAGE, Number(request.query.get('$top') ?? PAGE));
  const offset = Number(request.query.get('$skiptoken') ?? 0);
  const page = kept.slice(offset, offset + size);
  return answerJson({
    '@odata.context': `${ARM}/subscriptions/${subscriptionId}/providers/Microsoft.PolicyInsights/policyStates/$metadata#latest`,
    '@odata.count': page.length,
    ...(offset + size < kept.length ? { '@odata.nextLink': nextLink(baseUrl, request, offset + size) } : {}),
    value: page,
  });
}

function nextLink(baseUrl: string, request: TenantRequest, offset: number): string {
  const query = new URLSearchParams(request.query);
  query.set('$skiptoken', String(offset));
  return `${baseUrl}${request.path}?${query}`;
}

function writeRecord(state: ResourceState) {
  const { assignment, definition, resource } = state;
  const [, , subscriptionId = '', , resourceGroup = ''] = resource.id.split('/');
  return {
    '@odata.id': null,
    '@odata.context': `${ARM}/subscriptions/${subscriptionId}/providers/Microsoft.PolicyInsights/policyStates/$metadata#latest/$entity`,
    timestamp: state.evaluatedAt,
    resourceId: resource.id.toLowerCase(),
    policyAssignmentId: assignment.id.toLowerCase(),
    policyDefinitionId: definition.id.toLowerCase(),
    effectiveParameters: '',
    isCompliant: state.state === 'compliant',
    subscriptionId,
    resourceType: resource.type,
    resourceLocation: resource.location,
    resourceGroup,
    resourceTags: 'tbd',
    policyAssignmentName: assignment.name,
    policyAssignmentOwner: 'tbd',
    policyAssignmentParameters: '',
    policyAssignmentScope: assignment.scope,
    policyDefinitionName: definition.id.split('/').at(-1) ?? '',
    policyDefinitionAction: 'audit',
    policyDefinitionCategory: 'kubernetes',
    policySetDefinitionId: assignment.setDefinitionId.toLowerCase(),
    policySetDefinitionName: assignment.setDefinitionId.split('/').at(-1) ?? '',
    policySetDefinitionOwner: '',
    policySetDefinitionCategory: '',
    policySetDefinitionParameters: '',
    managementGroupIds: '',
    policyDefinitionReferenceId: assignment.setDefinitionId ? definition.reference.toLowerCase() : '',
    complianceState: STATE_NAMES[state.state],
    policyDefinitionGroupNames: [],
  };
}
