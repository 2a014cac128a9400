import { getContinuationToken, type PolicyInsightsClient } from '@azure/arm-policyinsights';
import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { SourceError } from '../../model/errors.ts';
import type { ArmId } from '../../model/estate.ts';
import type { PolicyComponent, PolicyState, PolicySummary } from '../../model/governance.ts';
import { compareText } from '../../model/order.ts';
import type { PolicySource } from '../source.ts';
import { AnswerError, toSourceError, type Where } from './failure.ts';
import { queryGraph } from './graph.ts';
import { nameBuiltIn } from './initiatives.ts';
import type { Note } from './lenient.ts';
import { createNotes } from './notes.ts';
import { nameRow } from './payload.ts';
import { parsePolicyAnswer, parsePolicyComponent } from './policyAnswer.ts';
import { parseDisplayName } from './policyAssignment.ts';
import { attributeExemptions, parseExemption } from './policyExemption.ts';
import { ASSIGNMENTS, COMPONENTS, INITIATIVES, RESOURCES } from './policyQueries.ts';
import { parseSummary, type UnnamedSummary } from './policySummary.ts';
import { type ReadRows, readEach, requireMost } from './rows.ts';

const ROLE = 'Reader';

/** The clients and the log that readers of governance data need. */
export interface PolicyParts {
  readonly graph: ResourceGraphClient;
  readonly policy: PolicyInsightsClient;
  readonly log: (message: string) => void;
}

/**
 * Reads Azure Policy: components from Resource Graph, whole clusters and registries and the summary with its
 * denominators from Policy Insights, names and exemptions from Resource Graph. Components must be readable; what
 * else Azure answers in another shape than expected is named in the state's warnings.
 */
export function createPolicySource(parts: PolicyParts): PolicySource {
  return {
    async readPolicy(subscriptionId): Promise<PolicyState> {
      const id = subscriptionId.toLowerCase();
      const where = { source: 'Azure Policy', scope: `/subscriptions/${id}` };
      const state = await readState(parts, id, where);
      for (const warning of state.warnings) parts.log(`${where.source} (${where.scope}): ${warning}`);
      return state;
    },
  };
}

async function readState(parts: PolicyParts, id: string, where: Where): Promise<PolicyState> {
  const warnings: string[] = [];
  const notes = createNotes();
  const ask = (query: string, above: boolean): Promise<readonly unknown[]> =>
    queryGraph(parts.graph, query, [id], { where, role: ROLE, above });
  const read = <T>(
    rows: readonly unknown[],
    what: string,
    parse: (row: unknown, note: Note) => T | undefined,
  ): ReadRows<T> => {
    const result = readEach(rows, what, (row) => parse(row, notes.forRow(nameState(row))));
    warnings.push(...result.warnings);
    return result;
  };
  const readAside = async <T>(what: string, reading: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await reading();
    } catch (error) {
      if (!(error instanceof SourceError) || error.failure !== 'malformed') throw error;
      warnings.push(`Azure's answer about ${what} cannot be read: ${error.message}`);
      return undefined;
    }
  };

  const componentRows = await ask(COMPONENTS, false);
  const components = read(componentRows, 'components', parsePolicyComponent);
  requireMost(components, componentRows.length, where);
  const resourceRows = await listResourceStates(parts, id, where);
  const resources = read(resourceRows, 'states of clusters and registries', parseResource);
  requireMost(resources, resourceRows.length, where);

  const summary = await readAside('how many resources comply', async () =>
    parseSummary(await summarize(parts.policy, id, where), where, notes.forRow('the compliance summary')),
  );
  warnings.push(...(summary?.warnings ?? []));
  const summaries = summary?.values ?? [];
  const assigned = await readAside('assignments and exemptions', () => ask(ASSIGNMENTS, true));
  const assignmentRows = (assigned ?? []).filter((row) => !isExemption(row));
  const names = read(assignmentRows, 'names of assignments', parseDisplayName).values;
  const exemptions = read((assigned ?? []).filter(isExemption), 'exemptions', parseExemption).values;
  const hasInitiatives = summaries.some(({ setDefinitionId }) => setDefinitionId !== '');
  const initiatives = hasInitiatives
    ? await readAside('initiatives', () => ask(INITIATIVES, true))
    : undefined;
  const setNames = read(initiatives ?? [], 'names of initiatives', parseDisplayName).values;

  const isOwn = isOwnBreach(components.values);
  const all = attributeExemptions(
    [...components.values, ...resources.values.flat().filter(isOwn)],
    exemptions,
  );
  return {
    components: all.toSorted(compareComponents),
    summaries: nameSummaries(summaries, new Map(names), new Map(setNames)),
    exemptions: exemptions.toSorted((a, b) => compareText(a.id, b.id)),
    componentsLost: components.lost + resources.lost,
    warnings: [
      ...warnings,
      ...notes.toSentences('The rest of them is used.'),
      ...(assigned === undefined
        ? []
        : nameUnseen(summaries, new Set(names.map(([assignment]) => assignment)))),
    ],
  };
}

/** States of whole clusters and registries, all pages. */
async function listResourceStates(
  parts: PolicyParts,
  subscriptionId: string,
  where: Where,
): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  const links = new Set<string>();
  try {
    const states = parts.policy.policyStates.listQueryResultsForSubscription('latest', subscriptionId, {
      queryOptions: { filter: RESOURCES },
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
  return rows;
}

function parseResource(row: unknown, note: Note): readonly PolicyComponent[] {
  return parsePolicyAnswer({ value: [row] }, note).filter(({ state }) => state !== 'compliant');
}

/** Names a state's row by what it is about, where it has no id of its own. */
function nameState(row: unknown): string {
  const about = typeof row === 'object' && row !== null && 'resourceId' in row ? row.resourceId : undefined;
  return typeof about === 'string' ? about : nameRow(row);
}

async function summarize(client: PolicyInsightsClient, id: string, where: Where): Promise<unknown> {
  try {
    return await client.policyStates.summarizeForSubscription('latest', id);
  } catch (error) {
    throw toSourceError(error, where, ROLE);
  }
}

function isExemption(row: unknown): boolean {
  return /\/policyexemptions\/[^/]+$/i.test(nameRow(row));
}

/** Assignments are mostly made at management groups, above the subscription that they hold for. */
function nameSummaries(
  summaries: readonly UnnamedSummary[],
  names: ReadonlyMap<ArmId, string>,
  setNames: ReadonlyMap<ArmId, string>,
): readonly PolicySummary[] {
  return summaries.map((summary) => ({
    ...summary,
    displayName: names.get(summary.assignmentId) || (summary.assignmentId.split('/').at(-1) ?? ''),
    setDisplayName: setNames.get(summary.setDefinitionId) || nameBuiltIn(summary.setDefinitionId),
  }));
}

/** A missing role looks like an empty answer, so what every subscription with policies has is missed. */
function nameUnseen(summaries: readonly UnnamedSummary[], seen: ReadonlySet<ArmId>): readonly string[] {
  if (summaries.length === 0 && seen.size === 0) {
    return [
      'Azure shows no policy assignment at all, so no findings here does not mean compliant. ' +
        `Grant the role "${ROLE}" on the subscription, or assign a policy.`,
    ];
  }
  const unseen = summaries.filter(({ assignmentId }) => !seen.has(assignmentId));
  if (unseen.length === 0) return [];
  return [
    `${unseen.length} of ${summaries.length} policy assignments count here and are not shown, nor are exemptions ` +
      `from them, such as ${unseen[0]?.assignmentId}. Grant the role "${ROLE}" where they are made.`,
  ];
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

function compareComponents(a: PolicyComponent, b: PolicyComponent): number {
  return compareText(toSortKey(a), toSortKey(b));
}

function toSortKey(component: PolicyComponent): string {
  return [toRuleKey(component), component.componentType, component.namespace, component.name].join('\n');
}
