import { z } from 'zod';
import { toArmId } from '../../model/estate.ts';
import type { PolicyDefinitionSummary, PolicySummary } from '../../model/governance.ts';
import { compareText } from '../../model/order.ts';
import type { Where } from './failure.ts';
import { count, type Note } from './lenient.ts';
import { optionalText, readPayload } from './payload.ts';
import { type ReadRows, readEach } from './rows.ts';

const Results = z.object({
  nonCompliantResources: count,
  nonCompliantPolicies: count,
  resourceDetails: z.array(z.object({ complianceState: z.string(), count })).nullish(),
});

const AnswerSchema = z.object({
  value: z.array(z.object({ policyAssignments: z.array(z.unknown()) })),
});

const AssignmentSchema = z.object({
  policyAssignmentId: z.string().min(1),
  policySetDefinitionId: optionalText,
  results: Results,
  policyDefinitions: z.array(z.unknown()).nullish(),
});

const DefinitionSchema = z.object({
  policyDefinitionId: z.string().min(1),
  policyDefinitionReferenceId: optionalText,
  results: Results.omit({ nonCompliantPolicies: true }),
});

/** Counts of an assignment before names are known. */
export type UnnamedSummary = Omit<PolicySummary, 'displayName' | 'setDisplayName'>;

/**
 * Reads the answer of `policyStates/latest/summarize` (API 2024-10-01): one entry for each assignment. Those that
 * cannot be read cost no other, and a definition without readable counts costs only itself.
 * @throws SourceError `malformed` when it is no summary at all
 */
export function parseSummary(answer: unknown, where: Where, note: Note): ReadRows<UnnamedSummary> {
  const { value } = readPayload(AnswerSchema, answer, where);
  const assignments = value.flatMap(({ policyAssignments }) => policyAssignments);
  const read = readEach(assignments, 'summaries of assignments', (entry) => parseEntry(entry, where, note));
  return { ...read, values: read.values.toSorted((a, b) => compareText(a.assignmentId, b.assignmentId)) };
}

function parseEntry(entry: unknown, where: Where, note: Note): UnnamedSummary {
  const assignment = readPayload(AssignmentSchema, entry, where);
  const { values, lost } = readEach(assignment.policyDefinitions ?? [], 'definitions', (one) =>
    parseDefinition(one, where),
  );
  if (lost > 0) note('the counts of some definitions cannot be read');
  return {
    assignmentId: toArmId(assignment.policyAssignmentId),
    setDefinitionId: assignment.policySetDefinitionId.toLowerCase(),
    nonCompliantResources: assignment.results.nonCompliantResources,
    nonCompliantPolicies: assignment.results.nonCompliantPolicies,
    resources: countByState(assignment.results.resourceDetails ?? []),
    definitions: values.toSorted((a, b) => compareText(toSortKey(a), toSortKey(b))),
  };
}

function parseDefinition(entry: unknown, where: Where): PolicyDefinitionSummary {
  const definition = readPayload(DefinitionSchema, entry, where);
  return {
    definitionId: definition.policyDefinitionId.toLowerCase(),
    referenceId: definition.policyDefinitionReferenceId,
    nonCompliantResources: definition.results.nonCompliantResources,
    resources: countByState(definition.results.resourceDetails ?? []),
  };
}

function toSortKey({ definitionId, referenceId }: PolicyDefinitionSummary): string {
  return JSON.stringify([definitionId, referenceId]);
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
