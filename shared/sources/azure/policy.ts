import { getContinuationToken, type PolicyInsightsClient } from '@azure/arm-policyinsights';
import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { z } from 'zod';
import { type ArmId, toArmId } from '../../model/estate.ts';
import type { PolicyComponent, PolicyState, PolicySummary } from '../../model/governance.ts';
import { compareText } from '../../model/order.ts';
import type { PolicySource } from '../source.ts';
import { AnswerError, toSourceError, type Where } from './failure.ts';
import { queryGraph } from './graph.ts';
import { nameRow, optionalText, readPayload, readRows } from './payload.ts';
import { parsePolicyAnswer, parsePolicyComponent } from './policyAnswer.ts';

const ROLE = 'Reader';

const COMPONENTS = `policyresources
| where type =~ 'microsoft.policyinsights/componentpolicystates'
| where tostring(properties.complianceState) in~ ('NonCompliant', 'Conflict', 'Error')
| where tostring(properties.resourceId) contains '/providers/Microsoft.ContainerService/managedClusters/'
| where tostring(properties.componentType) != '*'
| project id, name, type, subscriptionId, properties
| order by id asc`;

const ASSIGNMENTS = `policyresources
| where type =~ 'microsoft.authorization/policyassignments'
| project id, name, type, displayName = tostring(properties.displayName)
| order by id asc`;

const NON_COMPLIANT_RESOURCES =
  "complianceState eq 'NonCompliant' and (resourceType eq 'Microsoft.ContainerService/managedClusters' " +
  "or resourceType eq 'Microsoft.ContainerRegistry/registries')";

const BREACHES: ReadonlySet<string> = new Set(['noncompliant', 'conflict', 'error']);

/** The clients and the log that readers of governance data need. */
export interface PolicyParts {
  readonly graph: ResourceGraphClient;
  readonly policy: PolicyInsightsClient;
  readonly log: (message: string) => void;
}

/**
 * Reads Azure Policy: components in breach from Resource Graph, whole clusters and registries in breach
 * and the summary with its denominators from Policy Insights.
 */
export function createPolicySource(parts: PolicyParts): PolicySource {
  return {
    async readPolicy(subscriptionId): Promise<PolicyState> {
      const id = subscriptionId.toLowerCase();
      const where = { source: 'Azure Policy', scope: `/subscriptions/${id}` };
      const rows = await queryGraph(parts.graph, COMPONENTS, [id], { where, role: ROLE });
      const components = readRows(rows, parsePolicyComponent, where, parts.log).filter(isBreach);
      const resources = await readNonCompliantResources(parts, id, where);
      return {
        components: [...components, ...resources.filter(isOwnBreach(components))].toSorted(compareComponents),
        summaries: await readSummaries(parts, id, where),
      };
    },
  };
}

/** Clusters and registries that break a policy themselves, all pages. */
async function readNonCompliantResources(
  parts: PolicyParts,
  subscriptionId: string,
  where: Where,
): Promise<PolicyComponent[]> {
  const rows: unknown[] = [];
  const links = new Set<string>();
  try {
    const states = parts.policy.policyStates.listQueryResultsForSubscription('latest', subscriptionId, {
      queryOptions: { filter: NON_COMPLIANT_RESOURCES },
    });
    for await (const page of states.byPage()) {
      rows.push(...page);
      const next = getContinuationToken(page);
      if (next !== undefined && links.has(next)) throw new AnswerError('its pages lead in a circle');
      if (next !== undefined) links.add(next);
    }
  } catch (error) {
    throw toSourceError(error, where, ROLE);
  }
  const parseRow = (row: unknown): PolicyComponent[] => parsePolicyAnswer({ value: [row] });
  return readRows(rows, parseRow, where, parts.log).flat().filter(isBreach);
}

function isBreach(component: PolicyComponent): boolean {
  return BREACHES.has(component.state);
}

/**
 * A definition about what runs in a cluster makes the cluster itself non-compliant as well. Where its
 * components are known, the cluster's own row would count the same breach twice.
 */
function isOwnBreach(components: readonly PolicyComponent[]): (resource: PolicyComponent) => boolean {
  const told = new Set(components.map(toRuleKey));
  return (resource) => !told.has(toRuleKey(resource));
}

function toRuleKey(component: PolicyComponent): string {
  return [component.clusterId, component.assignmentId, component.definitionId, component.referenceId].join(
    '\n',
  );
}

const count = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);

const SummarySchema = z.object({
  value: z
    .array(
      z.object({
        policyAssignments: z
          .array(
            z.object({
              policyAssignmentId: z.string().min(1),
              policySetDefinitionId: optionalText,
              results: z.object({
                nonCompliantResources: count,
                nonCompliantPolicies: count,
                resourceDetails: z.array(z.object({ complianceState: z.string(), count })).nullish(),
              }),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

async function readSummaries(parts: PolicyParts, id: string, where: Where): Promise<PolicySummary[]> {
  const answer = await summarize(parts.policy, id, where);
  const names = await readAssignmentNames(parts, id, where);
  const { value } = readPayload(SummarySchema, answer, where);
  return (value ?? [])
    .flatMap((summary) => summary.policyAssignments ?? [])
    .map((assignment) => {
      const assignmentId = toArmId(assignment.policyAssignmentId);
      return {
        assignmentId,
        setDefinitionId: assignment.policySetDefinitionId.toLowerCase(),
        displayName: names.get(assignmentId) || (assignmentId.split('/').at(-1) ?? ''),
        nonCompliantResources: assignment.results.nonCompliantResources,
        resources: countByState(assignment.results.resourceDetails ?? []),
        nonCompliantPolicies: assignment.results.nonCompliantPolicies,
      };
    })
    .toSorted((a, b) => compareText(a.assignmentId, b.assignmentId));
}

async function summarize(client: PolicyInsightsClient, id: string, where: Where): Promise<unknown> {
  try {
    return await client.policyStates.summarizeForSubscription('latest', id);
  } catch (error) {
    throw toSourceError(error, where, ROLE);
  }
}

function countByState(
  details: readonly { readonly complianceState: string; readonly count: number }[],
): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const detail of details) {
    const state = detail.complianceState.toLowerCase();
    counts.set(state, (counts.get(state) ?? 0) + detail.count);
  }
  return Object.fromEntries([...counts].toSorted(([a], [b]) => compareText(a, b)));
}

const AssignmentSchema = z.object({
  id: z.string().min(1),
  displayName: optionalText,
  properties: z.object({ displayName: optionalText }).nullish(),
});

/** Assignments are mostly made at management groups, above the subscription that they hold for. */
async function readAssignmentNames(
  parts: PolicyParts,
  id: string,
  where: Where,
): Promise<Map<ArmId, string>> {
  const reading = { where, role: ROLE, above: true } as const;
  const rows = await queryGraph(parts.graph, ASSIGNMENTS, [id], reading);
  const names = readRows(rows, parseAssignmentName, where, parts.log);
  return new Map(names);
}

function parseAssignmentName(row: unknown): readonly [ArmId, string] {
  const where = { source: 'Azure Policy, assignment', scope: nameRow(row) };
  const assignment = readPayload(AssignmentSchema, row, where);
  return [toArmId(assignment.id), assignment.displayName || (assignment.properties?.displayName ?? '')];
}

function compareComponents(a: PolicyComponent, b: PolicyComponent): number {
  return compareText(toSortKey(a), toSortKey(b));
}

function toSortKey(component: PolicyComponent): string {
  return [toRuleKey(component), component.componentType, component.namespace, component.name].join('\n');
}
